"""Taking text out of what is published: the old variants are closed at once, new ones follow when they are drawn."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from groups.models import User
from meetings.models import Attachment, Meeting, MinutesVersion, Publication, Redaction
from meetings.papers import entries_of
from meetings.reading import variant_of
from meetings.redacting import occurs
from meetings.states import MinutesState
from meetings.workflow.publication import BEING_REDACTED, close_all, redaction_under_way, show_variant
from meetings.workflow.steps import locked, refuse_numbers_in
from samverkan.common import history, outbox
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused

LONGEST_REASON, LONGEST_TEXT, SHORTEST_TEXT = 300, 500, 2
type Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be taken out: items as (version, number), texts as they read, and papers no longer shown."""

    items: frozenset[Key]
    masks: tuple[str, ...]
    papers: frozenset[int] = frozenset()


def wish(items: Iterable[Key], masks: Iterable[str], papers: Collection[int] = ()) -> Wish:
    """A wish with its texts on one line each, each once."""
    said = (" ".join(text.split()) for text in masks)
    return Wish(frozenset(items), tuple(dict.fromkeys(filter(None, said))), frozenset(papers))


def adjusted_versions(meeting: Meeting) -> list[MinutesVersion]:
    """Every adjusted version, the oldest first."""
    rows = list(meeting.minutes_versions.filter(state=MinutesState.ADJUSTED).order_by("number"))
    for row in rows:
        row.meeting = meeting
    return rows


def proposed(meeting: Meeting, wanted: Wish, *, reason: str, by: User, at: datetime) -> Redaction:
    """The redaction as it would be, not saved. Raises StepRefused for what can't be taken out, and for a personal
    number in the reason, so that it is told before anything is confirmed.
    """
    refuse_numbers_in(reason)
    versions = adjusted_versions(meeting)
    if not wanted.items and not wanted.masks and not wanted.papers:
        raise StepRefused("Välj minst en punkt eller ett underlag, eller skriv minst en text som ska tas bort.")
    titles = {
        (version.number, item["number"]): item.get("title", "")
        for version in versions
        for item in variant_of(version)["items"]
    }
    if wanted.items - set(titles):
        raise StepRefused("En av punkterna finns inte i anteckningen. Ladda om sidan.")
    numbers = _numbers_of(meeting, wanted.papers)
    keys = _keys(versions)
    for text in wanted.masks:
        _refuse_text(text, [variant_of(version) for version in versions])
    return Redaction(
        meeting=meeting,
        items=[
            {"version": version, "number": number, "title": titles[version, number], "item": keys[version, number]}
            for version, number in sorted(wanted.items)
        ],
        masks=list(wanted.masks),
        papers=numbers,
        reason=" ".join(reason.split()),
        made_at=at,
        made_by=by,
    )


def papers_to_close(meeting: Meeting) -> QuerySet[Attachment]:
    """The papers that can be taken out, in order. One of an item that is not published has been shown to nobody, unless
    a version that is adjusted names it.
    """
    named = {said["number"] for row in adjusted_versions(meeting) for said in entries_of(variant_of(row))}
    shown = Q(item=None) | Q(item__is_withheld=False) | Q(number__in=named)
    return Attachment.objects.filter(shown, meeting=meeting).order_by("number")


def _numbers_of(meeting: Meeting, wanted: frozenset[int]) -> list[int]:
    there = dict(Attachment.objects.filter(meeting=meeting, pk__in=wanted).values_list("pk", "number"))
    if len(there) != len(wanted):
        raise StepRefused("Ett av underlagen finns inte kvar. Ladda om sidan.")
    numbers = list(papers_to_close(meeting).filter(pk__in=wanted).values_list("number", flat=True))
    if never := sorted(set(there.values()) - set(numbers)):
        raise StepRefused(f"Underlag {never[0]} hör till en punkt som inte publiceras. Det visas inte för någon.")
    return numbers


def previews(meeting: Meeting, redaction: Redaction) -> list[tuple[MinutesVersion, Json]]:
    """Each version that can be read today, with the variant that takes its place."""
    readable = set(meeting.publications.filter(closed_at=None).values_list("version", flat=True))
    return [(row, variant_of(row, redaction)) for row in adjusted_versions(meeting) if row.pk in readable]


@transaction.atomic
def redact(meeting: Meeting, wanted: Wish, *, reason: str, by: User, at: datetime | None = None) -> Redaction:
    """Take the parts out of every version. What is published is closed at once, and comes back without them.

    The record stays as it is. A short note from the meeting is closed for good, and so are the chosen papers.
    """
    meeting, at = locked(meeting), at or timezone.now()
    if not reason.strip():
        raise StepRefused("Skriv varför uppgifterna tas bort.")
    if len(reason.strip()) > LONGEST_REASON:
        raise StepRefused(f"Skriv skälet kortare, högst {LONGEST_REASON} tecken.")
    if redaction_under_way(meeting):
        raise StepRefused(BEING_REDACTED)
    if not meeting.publications.standing().exists():
        raise StepRefused("Anteckningen är inte publicerad. Det finns inget att ta bort.")
    redaction = proposed(meeting, wanted, reason=reason, by=by, at=at)
    for version in adjusted_versions(meeting):
        variant_of(version, redaction)  # refuses before anything is closed, if a text would be left
    redaction.save()
    close_all(meeting, reason=f"Maskning: {redaction.reason}", why="Stängd för maskning", by=by, at=at)
    _close_papers(meeting, wanted, by=by, at=at)
    _close_short_note(meeting, by=by, at=at)
    outbox.add("meetings.republish", redaction=redaction.pk)
    return redaction


@transaction.atomic
def republish(redaction: Redaction, *, at: datetime | None = None) -> list[Publication]:
    """Publish the new variants of what the redaction closed. Done once; raises StepRefused before their PDFs exist."""
    meeting, at = locked(redaction.meeting), at or timezone.now()
    if redaction_under_way(meeting) != redaction:
        return []
    closed = meeting.publications.filter(closed_at=redaction.made_at).order_by("version__number")
    made = []
    for old in closed.select_related("version", "published_by"):
        old.version.meeting = meeting
        made.append(
            show_variant(old.version, by=redaction.made_by, at=at, redaction=redaction, superseded_at=old.superseded_at)
        )
    return made


def _keys(versions: Iterable[MinutesVersion]) -> dict[Key, int | None]:
    """The key of each item of each version; None where the record does not say it."""
    rows = [(version.number, item) for version in versions for item in json.loads(version.content)["items"]]
    return {(version, item["number"]): item.get("item") for version, item in rows}


def _refuse_text(text: str, variants: list[Json]) -> None:
    if len(text) < SHORTEST_TEXT or len(text) > LONGEST_TEXT:
        raise StepRefused(f"En text som tas bort har mellan {SHORTEST_TEXT} och {LONGEST_TEXT} tecken.")
    if not occurs(text, variants):
        raise StepRefused(f"”{text}” finns inte i anteckningen. Skriv precis som det står där.")


def _close_papers(meeting: Meeting, wanted: Wish, *, by: User, at: datetime) -> None:
    for paper in Attachment.objects.filter(meeting=meeting, pk__in=wanted.papers, is_public=True):
        paper.is_public = False
        history.save(paper, by=by, at=at, reason="Maskad", fields=["is_public"])


def _close_short_note(meeting: Meeting, *, by: User, at: datetime) -> None:
    note: Any = getattr(meeting, "short_note", None)
    if note and note.closed_at is None:
        note.closed_at = at
        history.save(note, by=by, at=at, reason="Maskad", fields=["closed_at"])
