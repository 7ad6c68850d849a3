"""Looks at the work that failed, and tries it again."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samverkan.common import outbox
from samverkan.common.models import OutboxMessage


class Command(BaseCommand):
    help = "Lists the work of the outbox that failed, or tries one piece of it again."

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("list", help="what has failed and is not done")
        retry = steps.add_parser("retry", help="try again, from the first attempt")
        retry.add_argument("id", type=UUID, nargs="+", help="as the list writes it")

    def handle(self, *args: Any, step: str, **options: Any) -> None:
        if step == "list":
            self._list()
        for key in options.get("id", ()):
            self._retry(key)

    def _list(self) -> None:
        for message in outbox.troubled():
            state = "given up" if message.dead_at else "tried again"
            known = f"{message.pk}\t{state}\t{message.kind}\t{message.attempts} attempts\t{message.created_at:%F %R}"
            self.stdout.write(f"{known}\t{' '.join(message.error.split())}")

    def _retry(self, key: UUID) -> None:
        message = OutboxMessage.objects.filter(pk=key).first()
        if message is None or not outbox.retry(message):
            raise CommandError(f"{key} is not there, is done, or is being done now.")
        self.stdout.write(f"{key} is due now")
