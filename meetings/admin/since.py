"""What has changed in a note since its adjuster read it before: since they last looked, and since they last answered.

Looking is noted by the page's script (``adjusting.seen``), never by asking for the page: a mail program and a browser
fetch pages that nobody reads. Without the script, and by the link in a mail, it is what was answered that counts.
"""

from dataclasses import dataclass

from django.db.models import Q

from meetings.comparison import Part, changes_since
from meetings.models import MinutesVersion, SeenVersion
from samverkan.common.swedish import clock, long_date


@dataclass(frozen=True, slots=True)
class Since:
    """What differs from an earlier text, and the words for which."""

    heading: str
    changes: list[Part]


def changes_for(person: int | None, version: MinutesVersion) -> list[Since]:
    """What differs from the text that the adjuster had in front of them last; then, where they answered, or can only
    be known to have been sent, an older one, from that. Nothing of a text that is the same.
    """
    heading, read = _read_before(person, version)
    looked = _looked_at(person, version)
    found = []
    if looked and (read is None or _order(looked.version) >= _order(read)):
        found.append((_looked(looked), looked.version))
    if read and (not found or looked is None or looked.version != read):
        found.append((heading, read))
    return [
        Since(words, changes) for words, earlier in found if (changes := changes_since(earlier, version))
    ]  # fmt: skip


def _looked_at(person: int | None, version: MinutesVersion) -> SeenVersion | None:
    """The last text before this one that they had open."""
    before = Q(version__number=version.number, version__sending__lt=version.sending)
    rows = SeenVersion.objects.filter(before | Q(version__number__lt=version.number), version__meeting=version.meeting)
    return rows.filter(person=person).select_related("version").order_by("version__number", "version__sending").last()


def _looked(row: SeenVersion) -> str:
    version = f"version {row.version.number}"
    sending = f", utskick {row.version.sending}" if row.version.sending > 1 else ""
    return f"Ändrat sedan du senast tittade ({version}{sending}, {long_date(row.seen_at)} kl. {clock(row.seen_at)})"


def _read_before(person: int | None, version: MinutesVersion) -> tuple[str, MinutesVersion | None]:
    """What the adjuster has surely read, with the words for it: the sending before this one that they answered.

    Who has answered none may have read none: then what a correction corrects, else the first that was sent to them,
    so that no change is left out.
    """
    before = version.meeting.minutes_versions.filter(number=version.number, sending__lt=version.sending)
    answered = before.filter(adjusters__person=person, adjusters__verdict__isnull=False).last()
    if answered:
        return "Ändrat sedan du svarade förra gången", answered
    if version.corrects:
        return "Ändrat sedan anteckningen justerades", version.corrects
    return "Ändrat sedan anteckningen skickades till dig första gången", before.filter(adjusters__person=person).first()


def _order(version: MinutesVersion) -> tuple[int, int]:
    return version.number, version.sending
