"""``manage.py bundle_css``: write the open site's stylesheet from its components."""

from typing import Any

from django.core.management.base import BaseCommand

from samverkan.portal import stylesheet


class Command(BaseCommand):
    help = "Writes static/css/public.css from the files of its components."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Skrev {stylesheet.write().name}.")
