"""The agenda as everyone may read it, once the meeting is called: made of the version that was approved.

The file is drawn by the worker and kept; what is handed out is asked for each time by what it may say today, so that
a file that says more is never found.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from meetings import gate
from meetings.agendas.approval import approval_in_words
from meetings.kinds import Purpose
from meetings.models import AgendaVersion, Meeting, StoredDocument
from meetings.papers import called_at, entries_of, public_entries, redacted_papers, without_closed
from meetings.redaction import cover, public_place, without_inner_links
from meetings.snapshot import keeper_of
from meetings.states import AgendaState, MeetingState
from samverkan.common import canonical, daily, outbox
from samverkan.common.canonical import Json

FORMAT = "samverkan/public-agenda/1"
#: A link that lets whoever has it into a video meeting.
_VIDEO = re.compile(r"""[^\s<>"']{0,200}\b(?:teams|zoom|meet\.google)\.[\w.-]{1,80}/[^\s<>"']{0,2000}""", re.IGNORECASE)
#: What an item of a group that shows no notes keeps.
_BARE: Json = {"presenter": "", "information": "", "questions": "", "proposed_decision": "", "papers": []}


@dataclass(frozen=True)
class Basis:
    """What a public agenda is made of: the approved version, and what may no longer be said of it.

    ``hidden`` are the numbers, in the version, of items that are withheld; ``masks`` texts and ``closed`` papers that
    have been taken out of the note. ``is_full`` is false for a group that shows no notes: then titles are all.
    """

    version: AgendaVersion
    hidden: frozenset[int]
    masks: frozenset[str]
    closed: frozenset[int]
    is_full: bool

    @property
    def sha256(self) -> str:
        """By which the file is found again; another for everything that makes it say something else or less."""
        less = {
            "hidden": sorted(self.hidden),
            "masks": sorted(self.masks),
            "closed": sorted(self.closed),
            "full": self.is_full,
        }
        return canonical.sha256(FORMAT, self.version.content_sha256, canonical.dumps(less))


def basis_of(meeting: Meeting) -> Basis | None:
    """What everyone may read of the agenda today; None before the meeting is called, and of a group unseen."""
    if meeting.state not in {MeetingState.CALLED, MeetingState.HELD} or not meeting.group.shows_group:
        return None
    rows = meeting.agenda_versions.filter(state=AgendaState.APPROVED).order_by("-number")
    version: AgendaVersion | None = rows.select_related("decided_by__person", "at_meeting__group").first()
    if version is None:
        return None
    content, redactions = json.loads(version.content), list(meeting.redactions.all())
    named = {said["number"] for said in entries_of(content) if said["public"]}
    closed = set(meeting.attachments.filter(is_public=False, number__in=named).values_list("number", flat=True))
    return Basis(
        version=version,
        hidden=frozenset(_hidden(content["items"], meeting, [said for row in redactions for said in row.items])),
        masks=frozenset(text for row in redactions for text in row.masks),
        closed=frozenset(closed | named & redacted_papers(redactions)),
        is_full=meeting.group.shows_minutes,
    )


def _hidden(items: list[Json], meeting: Meeting, taken: list[Json]) -> set[int]:
    """The items that are named no more: withheld when the agenda was approved or since, removed, or redacted.

    An old agenda does not say which item is which: then none is named as soon as one is withheld.
    """
    now = dict(meeting.items.values_list("pk", "is_withheld"))
    found = set()
    for item in items:
        is_open = not now.get(item["item"], True) if "item" in item else not any(now.values())
        if item.get("withheld") or not is_open or _is_taken(item, taken):
            found.add(item["number"])
    return found


def _is_taken(item: Json, taken: list[Json]) -> bool:
    """Whether a redaction of the note takes the item out: rather one too many than one too few."""
    keys, titles = {said.get("item") for said in taken}, {_alike(said["title"]) for said in taken}
    return bool(taken) and (None in keys or item.get("item") in {None, *keys} or _alike(item["title"]) in titles)


def _alike(title: str) -> str:
    return " ".join(title.split()).casefold()


def variant_of(basis: Basis, meeting: Meeting) -> Json | None:
    """The public variant: of a withheld item the number, every contact detail masked, no way into a video meeting.

    None when something that is to be masked can still be read: then nothing is shown.
    """
    content = without_closed(json.loads(basis.version.content), meeting)
    head, at = content["meeting"], basis.version.decided_at
    kept = {key: head[key] for key in ("date", "starts", "ends", "kind", "sequence") if key in head}
    variant: Json = {
        "format": FORMAT,
        "group": content["group"],
        "meeting": {**kept, "place": public_place(head["place"]), "joint_groups": head.get("joint_public", [])},
        "approves": content["approves"],
        "items": [_item(item, basis) for item in content["items"]],
        "papers": public_entries(content.get("papers", [])) if basis.is_full else [],
        "version": basis.version.number,
        "approval": approval_in_words(basis.version, public=True),
        "approved_at": at.isoformat() if at else "",
        **keeper_of(meeting),
    }
    variant = without_inner_links(variant)
    masks = _masks(variant, meeting, basis)
    pattern = gate.pattern_of(masks)
    variant = cover(variant, pattern) if pattern else variant
    return None if gate.left_over({"masks": masks}, variant) else variant


def _item(item: Json, basis: Basis) -> Json:
    if item["number"] in basis.hidden:
        return {"number": item["number"], "withheld": True, "minutes": item.get("minutes")}
    kept = {key: said for key, said in item.items() if key not in {"item", "withheld"}}
    kept["papers"] = public_entries(item.get("papers", []))
    return kept if basis.is_full else {**kept, **_BARE}


def _masks(variant: Json, meeting: Meeting, basis: Basis) -> list[str]:
    said = list(gate.texts(variant))
    video = [link for text in said for link in _VIDEO.findall(text)]
    return sorted({*gate.contacts_within(variant), *video, *basis.masks, *filter(None, [meeting.link])})


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a public agenda; only its number when it is withheld."""

    number: int
    title: str = ""
    purpose: str = ""


def rows_of(meeting: Meeting) -> list[Row]:
    """The items as everyone may read them."""
    basis = basis_of(meeting)
    variant = variant_of(basis, meeting) if basis else None
    return [_row(item) for item in variant["items"]] if variant else []


def _row(item: Json) -> Row:
    if "title" not in item:
        return Row(item["number"])
    return Row(item["number"], item["title"], str(Purpose(item["purpose"]).label))


def file_of(meeting: Meeting) -> StoredDocument | None:
    """The stored PDF of exactly what everyone may read of the agenda today."""
    basis = basis_of(meeting)
    rows = StoredDocument.objects.filter(meeting=meeting, kind=StoredDocument.Kind.AGENDA)
    return rows.filter(source_sha256=basis.sha256).first() if basis else None


def promise(meeting: Meeting) -> None:
    """Let the worker draw what everyone may read today, unless it has been promised before.

    Called, inside the transaction, by every step that calls the meeting or changes what may be said.
    """
    basis = basis_of(meeting)
    if basis and called_at(meeting):
        outbox.add_once(f"agenda:{meeting.pk}:{basis.sha256}", "meetings.agenda", meeting=meeting.pk)


@daily.task("meetings.public_agendas")
def promise_coming(on: date) -> None:
    """Draw anew what has changed in another way, as when a group begins or ceases to show its notes."""
    rows: Any = Meeting.objects.filter(state=MeetingState.CALLED, date__gte=on)
    daily.each(rows.select_related("group"), promise)
