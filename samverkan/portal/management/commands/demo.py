"""Rebuilds the demonstration database and prints its accounts."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from samverkan.portal import demo


class Command(BaseCommand):
    help = "Rebuilds the demonstration from fixtures/: everything in the database is replaced."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("Set SAMVERKAN_PROFILE=demo: the command replaces everything in the database.")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        cast = demo.rebuild(today=timezone.localdate())
        self.stdout.write(f"The demonstration is ready at {settings.SITE_URL}/ and {settings.SITE_URL}/admin/")
        for user in (cast.process_leader, cast.chair, cast.member):
            self.stdout.write(f"  {user.email:28} {demo.PASSWORD}")
