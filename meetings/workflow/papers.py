"""The papers of a meeting: files added, changed, replaced and taken away, for as long as the text can be changed."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from groups.models import User
from meetings.agendas import public
from meetings.models import AgendaItem, Attachment, Meeting, StoredDocument
from meetings.papers import REDACTED, entries_of, free_number, is_redacted
from meetings.states import MinutesState
from meetings.workflow.meeting import refuse_if_closed
from meetings.workflow.steps import locked, refuse_numbers_in
from samverkan.common import canonical, history, outbox, papers
from samverkan.common.papers import Unreadable
from samverkan.common.refusals import StepRefused
from samverkan.common.stored import keep
from samverkan.common.uploads import Checked

UNREADABLE = "Filen går inte att läsa igenom. Öppna den i sitt program, spara den på nytt och välj den igen."

#: What can be said of a paper when the text is closed; the public variant of an adjusted note says it as it stands.
_AFTERWARDS = frozenset({"inaccessible_reason", "alternative_id"})


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What is said of a paper. ``item`` is None for the whole meeting."""

    title: str
    item: AgendaItem | None = None
    is_public: bool = True
    reason: str = ""
    alternative: Attachment | None = None


def add_paper(
    meeting: Meeting, facts: PaperFacts, file: Checked | None = None, *, by: User, at: datetime | None = None
) -> Attachment:
    """Add a paper with its file, or announce one that has none yet. Its number is its own for good.

    Raises StepRefused when the text is closed, or the file can't be read through.
    """
    at, accessible = at or timezone.now(), _is_accessible(file)
    with transaction.atomic():
        meeting = locked(meeting)
        refuse_if_closed(meeting)
        paper = Attachment(
            meeting=meeting,
            number=free_number(meeting),
            document=_stored(meeting, file, at=at) if file else None,
            added_at=at if file else None,
            is_accessible=accessible,
        )
        _say(paper, facts)
        history.save(paper, by=by, at=at, reason="Tillagt")
    return paper


def change_paper(
    paper: Attachment, facts: PaperFacts, file: Checked | None = None, *, by: User, at: datetime | None = None
) -> Attachment:
    """Change what is said of a paper and, with ``file``, give it its file or another one: both, or neither.

    Its number stays. When the text is closed only the reason and the alternative can be changed. A file that everybody
    can read needs no reason, so what was said of the one before goes.
    """
    at, accessible = at or timezone.now(), _is_accessible(file)
    with transaction.atomic():
        meeting = locked(paper.meeting)
        paper = Attachment.objects.select_related("document").get(pk=paper.pk)
        before, old = _said(paper), paper.document
        _say(paper, facts)
        _refuse_change(meeting, paper, before)
        if paper.inaccessible_reason != before["inaccessible_reason"]:
            refuse_numbers_in(paper.inaccessible_reason)
        if file:
            refuse_if_closed(meeting)
            paper.inaccessible_reason = "" if accessible else paper.inaccessible_reason
            paper.document, paper.added_at, paper.is_accessible = _stored(meeting, file, at=at), at, accessible
        changed = [name for name, value in _said(paper).items() if before[name] != value]
        changed += ["document", "added_at", "is_accessible"] if file else []
        if changed:
            history.save(paper, by=by, at=at, reason=_what(old, file), fields=changed)
            public.promise(meeting)
        if set(changed) & _AFTERWARDS:
            for version in meeting.minutes_versions.filter(state=MinutesState.ADJUSTED):
                outbox.add("meetings.render", version=version.pk)
        if file and old and old.pk != paper.document_id:
            _forget(old)
    return paper


def _refuse_change(meeting: Meeting, paper: Attachment, before: dict[str, Any]) -> None:
    changed = [name for name, value in _said(paper).items() if before[name] != value]
    if set(changed) - _AFTERWARDS:
        refuse_if_closed(meeting)
    if paper.is_public and is_redacted(meeting, paper.number):
        raise StepRefused(REDACTED)
    if "is_public" in changed and not paper.is_public and paper.number in _published(meeting):
        raise StepRefused("Underlaget är publicerat. Ta bort det med en maskning av anteckningen.")
    if paper.alternative_id == paper.pk:
        raise StepRefused("Ett underlag kan inte vara alternativ till sig självt. Välj ett annat.")


def _what(old: StoredDocument | None, file: Checked | None) -> str:
    """What the history says of a change."""
    if file is None:
        return "Ändrat"
    return "Fil utbytt" if old else "Fil tillagd"


@transaction.atomic
def remove_paper(paper: Attachment, *, by: User, at: datetime | None = None) -> None:
    """Take a paper away. Its number is not used again; a file that no version names is forgotten."""
    meeting = locked(paper.meeting)
    refuse_if_closed(meeting)
    paper = Attachment.objects.select_related("document").get(pk=paper.pk)
    row: Any = paper
    row._history_user, row._history_date, row._change_reason = by, at or timezone.now(), "Borttaget"
    document = paper.document
    paper.delete()
    _forget(document)


def _is_accessible(file: Checked | None) -> bool | None:
    if file is None:
        return None
    try:
        return not papers.look(file.content, file.media_type).findings
    except Unreadable as error:
        raise StepRefused(UNREADABLE) from error


def _stored(meeting: Meeting, file: Checked, *, at: datetime) -> StoredDocument:
    """The file as a row of the meeting: the same bytes under the same name are one."""
    values: dict[str, Any] = {"name": file.name, "media_type": file.media_type, "size": file.size}
    key = {"meeting": meeting, "kind": StoredDocument.Kind.PAPER}
    source = canonical.sha256(file.sha256, file.name)
    found = StoredDocument.objects.filter(**key, source_sha256=source).first()
    document = found or StoredDocument(**key, **values, sha256=file.sha256, source_sha256=source, stored_at=at)
    keep(file.content, document.path)
    if found is None:
        document.save()
    return document


def _say(paper: Attachment, facts: PaperFacts) -> None:
    paper.title, paper.item, paper.is_public = facts.title.strip(), facts.item, facts.is_public
    paper.inaccessible_reason, paper.alternative = facts.reason.strip(), facts.alternative


def _said(paper: Attachment) -> dict[str, Any]:
    names = ("title", "item_id", "is_public", "inaccessible_reason", "alternative_id")
    return {name: getattr(paper, name) for name in names}


def _published(meeting: Meeting) -> set[int]:
    """The numbers of the papers that everyone can fetch now."""
    standing = meeting.publications.filter(closed_at=None)
    return {said["number"] for row in standing for said in entries_of(json.loads(row.content))}


def _forget(document: StoredDocument | None) -> None:
    """Take the row of a file away that nothing names any more: no paper, and no version that was sent."""
    if document is None or document.attachments.exists():
        return
    meeting = document.meeting
    frozen = (meeting.minutes_versions, meeting.agenda_versions)
    if not any(versions.filter(content__contains=document.sha256).exists() for versions in frozen):
        document.delete()
