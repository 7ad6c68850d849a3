"""Recomputes the checksums of everything that is kept, and says what differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from samverkan.common import integrity


class Command(BaseCommand):
    help = "Recomputes the checksums of records, publications and stored files. Fails when one differs or is lost."

    def handle(self, *args: Any, **options: Any) -> None:
        if found := integrity.drift():
            for sentence in found:
                self.stderr.write(sentence)
            raise CommandError(f"{len(found)} avvikelser. Återställ från en säkerhetskopia, och ta reda på varför.")
        self.stdout.write("Allt som är lagrat stämmer med sina kontrollsummor.")
