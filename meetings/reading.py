"""How a record is read: from stored JSON to what page, preview and PDF show. One shape for all of them."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.db.models import Case, TextField, Value, When
from django.utils import timezone

from meetings.kinds import Capacity, OutcomeKind, Presence, Purpose
from meetings.models import Meeting, MinutesVersion, Publication, Redaction
from meetings.papers import Entry, entries_of, with_instead, without_closed
from meetings.redacting import redacted
from meetings.redaction import public_draft, public_place, public_variant, without_contacts
from meetings.snapshot import former_notes, minutes_content
from samverkan.common.canonical import Json
from samverkan.common.papers import word_of
from samverkan.common.richtext import shown
from samverkan.common.swedish import file_size, long_date, sentence

type Document = dict[str, Any]

DRAFT_STATE = "UTKAST, ej justerad"
ATTENDANCE_LABELS = {
    Presence.PRESENT: "Närvarande",
    Presence.APOLOGIES: "Förhindrade",
    Presence.ABSENT: "Frånvarande",
}


def document_of_publication(publication: Publication) -> Document:
    """The published note: the public variant and nothing else."""
    return _document(json.loads(publication.content), sha256=publication.sha256)


def document_of_version(version: MinutesVersion) -> Document:
    """One version as it was sent or adjusted: the whole record."""
    return _document(record_of(version), sha256=version.sha256 or version.content_sha256)


def variant_of(version: MinutesVersion, *more: Redaction) -> Json:
    """The public variant that publishing an adjusted version makes.

    It is without everything that the redactions of the meeting take out, and those in ``more`` that are not saved,
    and without papers that are no longer for everyone.
    """
    redactions = [*version.meeting.redactions.all(), *more]
    variant = public_variant(_open(version, redactions), json.loads(version.seal))
    if redactions:
        last = max(row.made_at for row in redactions)
        variant["redacted_on"] = timezone.localdate(last).isoformat()
    return variant


def public_document_of_draft(meeting: Meeting, content: Json) -> Document:
    """How everyone would read ``content``, the meeting's working text, if it were adjusted and published as it stands.

    Raises StepRefused when something that is to be masked would still be readable.
    """
    version = MinutesVersion(meeting=meeting, content=json.dumps(content), adjusted_at=timezone.now())
    return _document(public_draft(_open(version, list(meeting.redactions.all()))), sha256="")


def _open(version: MinutesVersion, redactions: list[Redaction]) -> Json:
    """The content of a version without what redactions take out, with papers closed that are closed by now, and with
    what is said today of files that not everybody can read.
    """
    return with_instead(without_closed(redacted(version, redactions), version.meeting, redactions), version.meeting)


def document_of_variant(variant: Json, *, sha256: str) -> Document:
    """A public variant that is about to be published, for its PDF."""
    return _document(variant, sha256=sha256)


def public_places(meetings: Iterable[Meeting]) -> dict[int, str]:
    """Where each meeting is, by its key, as everyone may know; one query.

    Once a note stands, what its public variant says; nothing while the note is closed.
    """
    found, notes = list(meetings), dict[int, str]()
    standing = Case(
        When(closed_at=None, superseded_at=None, then="content"), default=Value(""), output_field=TextField()
    )
    for key, content in Publication.objects.filter(meeting__in=found).values_list("meeting", standing):
        notes[key] = notes.get(key) or content
    return {meeting.pk: _public_place(meeting, notes.get(meeting.pk)) for meeting in found}


def _public_place(meeting: Meeting, note: str | None) -> str:
    """``note`` is the variant that stands, empty when all are closed, None when there has been none."""
    if note is None:
        return without_contacts(public_place(meeting.place))
    return public_place(json.loads(note)["meeting"]["place"]) if note else ""


def document_of_draft(meeting: Meeting) -> Document:
    """The working text, for the draft PDF."""
    return document_of_content(minutes_content(meeting))


def document_of_content(content: Json) -> Document:
    """A text that nobody has adjusted, all of it."""
    return _document(content, sha256="")


def record_of(version: MinutesVersion) -> Json:
    """The content of a version with its seal and, once there are any, the numbers of its outcomes."""
    content: Json = json.loads(version.content)
    if version.seal:
        content["seal"] = json.loads(version.seal)
        numbers = iter(content["seal"]["numbers"])
        for item in content["items"]:
            for outcome in item["outcomes"]:
                outcome["number"] = next(numbers)
    return content


def _document(content: Json, *, sha256: str) -> Document:
    seal = content.get("seal")
    group, meeting = content["group"], content["meeting"]
    day = date.fromisoformat(meeting["date"])
    titles = {said["number"]: said["title"] for said in entries_of(content)}
    return {
        "group": {**group, "minutes_word": group["word"]},
        "meeting": {
            **meeting,
            "date": day,
            "starts": meeting["starts"].replace(":", "."),
            "ends": meeting["ends"].replace(":", "."),
            "next": date.fromisoformat(meeting["next_date"]) if meeting["next_date"] else None,
            "day_key": meeting["date"] + (f"-{meeting['sequence']}" if meeting["sequence"] > 1 else ""),
        },
        "kind": kind_in_words(meeting.get("kind", "")),
        "note_taker": content["note_taker"],
        "approves": _former(content),
        "attendance": _attendance(content["attendance"]),
        "items": [_item(item, group["code"], seal, titles) for item in content["items"]],
        "papers": [paper_document(said, titles) for said in content["papers"]],
        "keeper": content.get("keeper", ""),
        "adjusted": _adjusted(seal),
        "adjusted_on": _day(seal["adjusted_at"]) if seal else None,
        "state": _state(seal) if seal else DRAFT_STATE,
        "is_draft": seal is None,
        "version": seal["version"] if seal else None,
        "sha256": sha256,
        "content_sha256": seal["content_sha256"] if seal else "",
        "correction": _correction(seal),
        "file": content.get("file"),
        "redacted_on": date.fromisoformat(content["redacted_on"]) if "redacted_on" in content else None,
    }


def _former(content: Json) -> dict[str, str] | None:
    label, title = former_notes(content)
    return {"label": label, "title": title} if title else None


def kind_in_words(kind: str) -> str:
    """The kind of a meeting that is no ordinary one; nothing for one that is."""
    return "" if kind in {"", Meeting.Kind.ORDINARY} else str(Meeting.Kind(kind).label)


def _day(moment: str) -> date:
    return timezone.localtime(datetime.fromisoformat(moment)).date()


def _state(seal: Json) -> str:
    """``Justerad 4 maj 2026``; of a note that a later meeting approved, at which meeting."""
    days = [row["meeting"] for row in seal["adjusted"] if row.get("meeting")]
    if days:
        return f"Godkänd vid mötet den {long_date(date.fromisoformat(days[0]))}"
    return f"Justerad {long_date(_day(seal['adjusted_at']))}"


def _correction(seal: Json | None) -> Document | None:
    """When the version was corrected, why as a whole sentence, and which version it takes the place of."""
    made = seal.get("correction") if seal else None
    if not seal or not made:
        return None
    return {**made, "reason": sentence(made["reason"]), "on": _day(seal["adjusted_at"])}


def _adjusted(seal: Json | None) -> list[Document]:
    return [
        {
            "name": row["name"],
            "role": row["role"],
            "on": _day(row["at"]),
            "how": row["how"],
            "at_meeting": bool(row.get("meeting")),
            "text": _line(row),
        }
        for row in (seal["adjusted"] if seal else [])
    ]


def _line(row: Json) -> str:
    """One verdict of the seal in words: who, in what role, when and how; what the secretariat registered says so."""
    who = f"{row['name']}, {row['role'].lower()}," if row["role"] else row["name"]
    said, how = f"{who} den {long_date(_day(row['at']))}", row["how"] if row.get("registered_by") else ""
    if row.get("meeting"):
        approved = f"Godkänd vid mötet den {long_date(date.fromisoformat(row['meeting']))}"
        return f"{approved}, {how or f'bekräftad av {said}'}"
    return f"Justerad av {said}, {how}" if how else f"Justerad av {said} {row['how']}".rstrip()


def _attendance(rows: list[Json]) -> list[Document]:
    groups = []
    for state, label in ATTENDANCE_LABELS.items():
        people = [{**row, "capacity": Capacity(row["capacity"]).label} for row in rows if row["state"] == state.value]
        if people:
            groups.append({"state": state.value, "label": label, "people": people})
    return groups


def _item(item: Json, code: str, seal: Json | None, titles: Mapping[int, str]) -> Document:
    anchor = f"punkt-{item['number']}"
    if "title" not in item:
        return {"number": item["number"], "anchor": anchor, "withheld": True, "outcomes": []}
    return {
        **item,
        "anchor": anchor,
        "purpose": Purpose(item["purpose"]).label,
        "information": shown(item["information"]),
        "questions": shown(item["questions"]),
        "dialog": shown(item["dialog"]),
        "outcomes": [_outcome(outcome, code, seal) for outcome in item["outcomes"]],
        "papers": [paper_document(said, titles) for said in item["papers"]],
    }


def paper_document(said: Entry, titles: Mapping[int, str] = MappingProxyType({})) -> Document:
    """A paper: its title; with a file also number, kind and size in words, and what stands in for it.

    ``titles`` are those of the papers with files, by number.
    """
    if isinstance(said, str):
        return {"title": said}
    if "sha256" not in said:
        return {"title": said["title"], "is_internal": not said.get("public", True)}
    return {
        "title": said["title"],
        "number": said["number"],
        "file": f"{word_of(said['media_type'])}, {file_size(said['size'])}",
        "media_type": said["media_type"],
        "is_internal": not said.get("public", True),
        "is_late": said.get("late", False),
        "alternative": said.get("alternative"),
        "alternative_title": titles.get(said.get("alternative", 0), ""),
        "inaccessible": said.get("inaccessible", ""),
    }


def _outcome(outcome: Json, code: str, seal: Json | None) -> Document:
    number = outcome.get("number")
    numbered = seal is not None and number is not None
    return {
        **outcome,
        "number": f"{code} {seal['year']}:{number}" if seal and numbered else "",
        "key": f"{seal['year']}-{number}" if seal and numbered else "",
        "kind_label": OutcomeKind(outcome["kind"]).label,
        "tasks": [
            {**task, "due": date.fromisoformat(task["due"]) if task["due"] else None} for task in outcome["tasks"]
        ],
    }
