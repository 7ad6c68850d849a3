"""Delivers what stands in the outbox: mail and files. Once a day it looks for what the date brings."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from samverkan.common import daily, outbox


class Command(BaseCommand):
    help = "Delivers the outbox, for ever or once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="deliver what is due and stop")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        looked_after = None
        while True:
            today = timezone.localdate()
            if looked_after != today:
                daily.run(on=today)
                looked_after = today
            tried = outbox.run_due()
            if once:
                self.stdout.write(f"{tried} delivered or tried")
                return
            if not tried:
                close_old_connections()
                time.sleep(1)
