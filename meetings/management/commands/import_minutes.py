"""Reads a meeting note from a file into a draft meeting."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from groups.models import Group, User
from meetings.importing.parsed import NotMinutes
from meetings.importing.reading import read_note
from meetings.importing.saving import NEW, save_minutes
from samverkan.common.refusals import Refused


class Command(BaseCommand):
    help = "Reads a meeting note (text or .docx) into a draft meeting of a group. Saves everything or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--group", required=True, help="the group's address, such as lgs")
        parser.add_argument("--by", help="e-mail of the account that the history names")
        parser.add_argument(
            "--create-people", action="store_true", help="enter unknown names as new people instead of refusing"
        )

    def handle(self, *args: Any, file: Path, group: str, by: str | None, create_people: bool, **options: Any) -> None:
        found = Group.objects.filter(slug=group).first()
        user = User.objects.filter(email__iexact=by).first() if by else None
        if found is None:
            raise CommandError(f"Det finns ingen grupp med adressen {group}.")
        if by and user is None:
            raise CommandError(f"Det finns inget konto med adressen {by}.")
        try:
            source = file.read_bytes()
            proposal = read_note(source, group=found)
            choices = {match.name: NEW for match in proposal.uncertain} if create_people else {}
            if proposal.uncertain and not create_people and not proposal.hindrance:
                names = ", ".join(match.name for match in proposal.uncertain)
                raise CommandError(
                    f"Finns inte i registret: {names}. Läs in anteckningen i admin och välj vilka de är, "
                    "eller kör igen med --create-people."
                )
            meeting = save_minutes(proposal, choices=choices, source=source, file_name=file.name, by=user)
        except OSError as error:
            raise CommandError(f"Filen kan inte läsas: {error.strerror}.") from error
        except (NotMinutes, Refused) as error:
            raise CommandError(str(error)) from error
        for warning in proposal.parsed.warnings:
            self.stderr.write(str(warning))
        self.stdout.write(f"{meeting}: {meeting.items.count()} punkter, {meeting.attendance.count()} personer.")
