"""How each paper of a meeting stands, in words for those who prepare it: its file, and what it needs."""

from dataclasses import dataclass

from meetings import gate
from meetings.models import Attachment, Meeting
from meetings.papers import called_at, is_late, with_files
from samverkan.common.papers import word_of
from samverkan.common.swedish import file_size


@dataclass(frozen=True, slots=True)
class PaperStanding:
    """A paper with words for its file (``Word, 20 kB``; empty without one) and for what it needs."""

    paper: Attachment
    file: str
    is_late: bool
    #: Whether it is for everyone when the note is published.
    is_open: bool
    is_settled: bool


def standings_of(meeting: Meeting) -> list[PaperStanding]:
    """The papers of the meeting by number; two queries at most."""
    papers = with_files(meeting)
    since = called_at(meeting) if any(paper.added_at for paper in papers) else None
    return [_standing(paper, is_late(paper, since)) for paper in papers]


def _standing(paper: Attachment, late: bool) -> PaperStanding:
    document = paper.document
    return PaperStanding(
        paper=paper,
        file=f"{word_of(document.media_type)}, {file_size(document.size)}" if document else "",
        is_late=late,
        is_open=paper.is_public and not (paper.item and paper.item.is_withheld),
        is_settled=document is None or not paper.is_public or gate.is_settled(paper),
    )
