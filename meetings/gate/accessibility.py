"""Papers that not everybody can read: each needs an accessible alternative, or a reason."""

from meetings.models import Attachment, Meeting
from meetings.papers import entries_of, files_named, text_of
from samverkan.common.canonical import Json
from samverkan.common.papers import Unreadable


def paper_problems(meeting: Meeting, content: Json) -> list[str]:
    """Swedish sentences on what has to be done with the papers that a record or a public variant names.

    A file must be possible to read through, and one that everyone gets must be for everyone to read.
    """
    found = []
    for said, document in files_named(meeting, content):
        try:
            text_of(document)
        except Unreadable:
            found.append(
                f"Filen i underlag {said['number']}, {said['title']}, går inte att läsa igenom. "
                "Spara den på nytt och byt fil på sidan Underlag."
            )
    return found + [_sentence(paper) for paper in inaccessible(meeting, content)]


def inaccessible(meeting: Meeting, content: Json) -> list[Attachment]:
    """The papers for everyone that are not known to be accessible, without alternative and without reason.

    None where the group shows no notes.
    """
    numbers = [said["number"] for said in entries_of(content) if said.get("public", True)]
    if not numbers or not meeting.group.publishes_minutes:
        return []
    papers = meeting.attachments.filter(number__in=numbers, is_public=True).exclude(document=None)
    rows = papers.exclude(item__is_withheld=True).select_related("alternative")
    return [paper for paper in rows if not is_settled(paper)]


def is_settled(paper: Attachment) -> bool:
    """Whether the paper is accessible, has something accessible beside it, or says why not."""
    other = paper.alternative
    stands_in = bool(other and other.is_accessible and other.is_public and other.document_id)
    return bool(paper.is_accessible) or stands_in or bool(paper.inaccessible_reason.strip())


def hinders(paper: Attachment) -> bool:
    """Whether the file of a paper, as the paper stands, keeps the note from being sent and published."""
    is_open = paper.is_public and not (paper.item and paper.item.is_withheld)
    return bool(paper.document and is_open and paper.meeting.group.publishes_minutes and not is_settled(paper))


def _sentence(paper: Attachment) -> str:
    return (
        f"Underlag {paper.number}, {paper.title}, går inte att läsa för alla, och då kan anteckningen varken "
        "skickas eller publiceras. På sidan Underlag: byt fil eller välj ett tillgängligt alternativ, skriv varför det "
        "saknas, eller ta bort krysset vid Visas öppet."
    )
