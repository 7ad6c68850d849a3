"""Papers: what a record says of them, and what their files say."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Max

from meetings.models import Attachment, Meeting, Redaction, StoredDocument
from meetings.states import MeetingState
from samverkan.common import papers
from samverkan.common.canonical import Json
from samverkan.common.papers import Unreadable

#: A paper in a record: its title, or more when it has a file or is not for everyone.
type Entry = str | Json

#: What is said of a file that not everybody can read, and may be said after the text is closed.
_INSTEAD = frozenset({"alternative", "inaccessible"})

REDACTED = (
    "Underlaget är borttaget ur den publicerade anteckningen med en maskning och kan inte visas öppet igen. "
    "Lägg till det som får visas som ett nytt underlag."
)


def entry(paper: Attachment, *, called_at: datetime | None = None) -> Entry:
    """What the record says of a paper. With a file it is named by number and checksum: what is served is what was
    published. A paper that is announced without file, for everyone, is no more than its title.
    """
    document = paper.document
    if document is None:
        return paper.title if paper.is_public else {"number": paper.number, "title": paper.title, "public": False}
    said: Json = {
        "number": paper.number,
        "title": paper.title,
        "name": document.name,
        "media_type": document.media_type,
        "size": document.size,
        "sha256": document.sha256,
        "public": paper.is_public,
    }
    if is_late(paper, called_at):
        said["late"] = True
    return said | _instead(paper)


def _instead(paper: Attachment) -> Json:
    """What somebody who can't read the file has in its place: the number of another paper, and why there is none."""
    reason = "" if paper.is_accessible else paper.inaccessible_reason.strip()
    other = paper.alternative.number if paper.alternative else None
    return {key: said for key, said in {"alternative": other, "inaccessible": reason}.items() if said}


def entries_by_item(meeting: Meeting) -> dict[int | None, list[Entry]]:
    """The papers of the meeting as the record says them, by the key of their item; None for the whole meeting."""
    papers = with_files(meeting)
    since = called_at(meeting) if any(paper.added_at for paper in papers) else None
    found: dict[int | None, list[Entry]] = {}
    for paper in papers:
        found.setdefault(paper.item_id, []).append(entry(paper, called_at=since))
    return found


def agenda_entries(papers: Iterable[Attachment]) -> dict[int | None, list[Json]]:
    """The papers as an agenda says them, by the key of their item; None for the whole meeting.

    What may change without anybody deciding anew is not said: whether a file came late, and what stands in for it.
    """
    found: dict[int | None, list[Json]] = {}
    for paper in papers:
        said = entry(paper)
        kept: Json = said if isinstance(said, dict) else {"number": paper.number, "title": said, "public": True}
        found.setdefault(paper.item_id, []).append({key: part for key, part in kept.items() if key not in _INSTEAD})
    return found


def is_late(paper: Attachment, called_at: datetime | None) -> bool:
    """Whether the file came after the call."""
    return bool(called_at and paper.added_at and paper.added_at > called_at)


def called_at(meeting: Meeting) -> datetime | None:
    """When the meeting was called, as an aware datetime; None when it has not been."""
    rows = meeting.history.filter(state=MeetingState.CALLED).order_by("history_date")
    moment: datetime | None = rows.values_list("history_date", flat=True).first()
    return moment


def title_of(said: Entry) -> str:
    """The title of a paper in a record."""
    return said if isinstance(said, str) else said["title"]


def public_entries(entries: Iterable[Entry]) -> list[Entry]:
    """What everyone may know of the papers: those that are for everyone, without saying so."""
    return [
        said if isinstance(said, str) else {key: part for key, part in said.items() if key != "public"}
        for said in entries
        if isinstance(said, str) or said.get("public", True)
    ]


def drop_lost_alternatives(variant: Json) -> None:
    """A paper points at nothing that is not in the public variant itself."""
    entries = list(entries_of(variant))
    there = {said["number"] for said in entries}
    for said in entries:
        if said.get("alternative") not in there:
            said.pop("alternative", None)


def entries_of(content: Json) -> Iterator[Json]:
    """Every paper with a file in a record or a public variant."""
    for entries in (content.get("papers", []), *(item.get("papers", []) for item in content["items"])):
        yield from (said for said in entries if not isinstance(said, str) and "sha256" in said)


def redacted_papers(redactions: Iterable[Redaction]) -> set[int]:
    """The numbers of the papers that redactions have closed for good."""
    return {number for row in redactions for number in row.papers}


def is_redacted(meeting: Meeting, number: int) -> bool:
    """Whether a redaction has closed the paper: then it is never for everyone again."""
    return number in redacted_papers(meeting.redactions.all())


def without_closed(content: Json, meeting: Meeting, redactions: Iterable[Redaction] | None = None) -> Json:
    """A copy of a record in which papers that have been closed since, or redacted, are no longer for everyone.

    ``redactions`` are those of the meeting unless others are given.
    """
    if not any(entries_of(content)):
        return content
    closed = set(meeting.attachments.filter(is_public=False).values_list("number", flat=True))
    closed |= redacted_papers(meeting.redactions.all() if redactions is None else redactions)
    items = [{**item, "papers": _closed(item.get("papers", []), closed)} for item in content["items"]]
    return {**content, "papers": _closed(content["papers"], closed), "items": items}


def with_instead(content: Json, meeting: Meeting) -> Json:
    """A copy of a record that says of each file what is said today of those who can't read it.

    That can be written until the note is published, and later. A file that has been replaced since keeps what was said.
    """
    if not any(entries_of(content)):
        return content
    now = {(paper.number, paper.document.sha256): _instead(paper) for paper in with_files(meeting) if paper.document}
    items = [{**item, "papers": _said_today(item.get("papers", []), now)} for item in content["items"]]
    return {**content, "papers": _said_today(content["papers"], now), "items": items}


def _said_today(entries: Iterable[Entry], now: dict[tuple[int, str], Json]) -> list[Entry]:
    return [
        said
        if isinstance(said, str) or (key := (said["number"], said.get("sha256", ""))) not in now
        else {name: part for name, part in said.items() if name not in _INSTEAD} | now[key]
        for said in entries
    ]


def _closed(entries: Iterable[Entry], closed: set[int]) -> list[Entry]:
    return [
        said if isinstance(said, str) or said["number"] not in closed else {**said, "public": False} for said in entries
    ]


def files_named(meeting: Meeting, content: Json) -> list[tuple[Json, StoredDocument]]:
    """The papers with files in a record or a public variant, each with exactly the file that it names."""
    entries = list(entries_of(content))
    if not entries:
        return []
    rows = StoredDocument.objects.filter(meeting=meeting, kind=StoredDocument.Kind.PAPER)
    files = {row.sha256: row for row in rows.filter(sha256__in=[said["sha256"] for said in entries])}
    return [(said, files[said["sha256"]]) for said in entries if said["sha256"] in files]


def text_of(document: StoredDocument) -> tuple[str, ...]:
    """Everything that a file says. Raises Unreadable when it can't be read through."""
    return papers.look_at(document.path, document.media_type).texts


def properties_of(document: StoredDocument) -> frozenset[str]:
    """Those of ``text_of`` that stand in the properties of the file. Raises Unreadable as it does."""
    return papers.look_at(document.path, document.media_type).properties


def findings_of(document: StoredDocument) -> list[str]:
    """Sentences on what makes the file hard for some to read."""
    try:
        return list(papers.look_at(document.path, document.media_type).findings)
    except Unreadable:
        return ["Filen går inte att läsa igenom."]


def free_number(meeting: Meeting) -> int:
    """The number after every number that the meeting's papers have had: no address ever comes to lead elsewhere."""
    there = meeting.attachments.aggregate(last=Max("number"))["last"] or 0
    gone = Attachment.history.filter(meeting_id=meeting.pk).aggregate(last=Max("number"))["last"] or 0
    return max(there, gone) + 1


def with_files(*meetings: Meeting) -> list[Attachment]:
    """The papers of the meetings, in their order, with file and alternative; one query."""
    rows = Attachment.objects.filter(meeting__in=meetings)
    return list(rows.select_related("document", "alternative", "item").order_by("meeting", "number"))
