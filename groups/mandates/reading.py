"""How a mandate is read: what page, preview, PDF and comparison show of it. One shape for all of them."""

import json
import re
from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from groups.mandates.record import ADDRESS, LATER, mandate_content
from groups.models import Group, Mandate, MandateRecord
from groups.states import MandateState
from samverkan.common.canonical import Json
from samverkan.common.richtext import shown
from samverkan.common.swedish import long_date

type Document = dict[str, Any]

DRAFT_STATE = "UTKAST, inte antaget"
UNNAMED = "En grupp som inte visas öppet"
MASK = "[e-postadress borttagen]"
_MAIL_LINK = re.compile(r'<a\b[^<>]*href="mailto:[^<>]*>(.*?)</a>', re.DOTALL)


def mandate_of(group: Group, *, on: date) -> Mandate | None:
    """The mandate that the group shows and that holds on the day: the newest that has begun to hold."""
    found: Mandate | None = Mandate.objects.published_of(group).holding(group, on=on)
    return found


def last_day_of(mandate: Mandate) -> str:
    """The last day of validity in as many words as the document says: ``januari 2024``; empty without one."""
    if mandate.valid_until is None:
        return ""
    return _up_to(mandate.valid_until, mandate.valid_until_precision)


def document_of(mandate: Mandate, *, seen: Collection[int] | None) -> Document:
    """The mandate as plain data: ``facts`` (key, label, lines), ``sections``, ``earlier``, ``state`` and checksum.

    ``seen`` are the keys of the groups that the reader may know of; None for who may know of them all. For a
    reader of whom nothing is known, e-mail addresses are left out too.
    """
    record: MandateRecord | None = getattr(mandate, "record", None)
    content = json.loads(record.content) if record else mandate_content(mandate)
    for name in LATER:  # read from the row, not from the record
        value = getattr(mandate, name)
        content[name] = value.isoformat() if isinstance(value, date) else value or ""
    if seen is not None:
        content = _open(content, seen)
    is_draft = mandate.state == MandateState.DRAFT
    return {
        "title": content["title"],
        "version": content["version"],
        "area": content["area"],
        "is_draft": is_draft,
        "state": DRAFT_STATE if is_draft else f"Antagen {_words(content['decision_date'])}",
        "groups": [group["name"] for group in content["groups"]],
        "facts": facts_of(content),
        "sections": [_section(number, row) for number, row in enumerate(content["sections"], start=1)],
        "earlier": [_earlier(row) for row in content["earlier"]],
        "sha256": record.sha256 if record else "",
    }


def groups_named(mandate: Mandate) -> set[int]:
    """The keys of every group that the mandate names in its facts; the earlier versions' deciders among them."""
    keys = {group.pk for group in mandate.groups.all()} | {mandate.commissioner_group_id, mandate.decided_by_group_id}
    if record := getattr(mandate, "record", None):
        earlier = [row["decided_by_group"] for row in json.loads(record.content)["earlier"]]
        keys |= {group["id"] for group in earlier if group}
    return {key for key in keys if key is not None}


def facts_of(content: Json) -> list[Document]:
    """What is said beside the text, in the order of a Swedish mandate; what is not known is left out."""
    facts = [
        ("commissioner", "Uppdragsgivare", who(content, "commissioner")),
        ("assignee", "Uppdragstagare", [content["assignee"]]),
        ("decided_by", "Beslutsfattare", who(content, "decided_by")),
        ("decision_date", "Beslutsdatum", [_words(content["decision_date"])]),
        ("decision_reference", "Beslut", [content["decision_reference"]]),
        ("registration_number", "Diarienummer", [content["registration_number"]]),
        ("document_date", "Dokumentets datum", [_words(content["document_date"])]),
        ("valid_from", "Gäller från", [_words(content["valid_from"])]),
        ("valid_until", "Gäller till och med", [_until(content)]),
        ("review_date", "Ses över senast", [_words(content["review_date"])]),
        ("groups", "Omfattar", [group["name"] for group in content["groups"]]),
        ("recipients", "Skickas till", content["recipients"]),
    ]
    found = [{"key": key, "label": label, "lines": [line for line in lines if line]} for key, label, lines in facts]
    return [fact for fact in found if fact["lines"]]


def who(content: Json, name: str) -> list[str]:
    """Who gave or decided it: a group, and an office or person in words, or only one of them."""
    group = content[f"{name}_group"]
    return [words for words in (group["name"] if group else "", content[name]) if words]


def _open(content: Json, seen: Collection[int]) -> Json:
    """For who may know of some groups only: other names and every e-mail address are left out."""

    def known(group: Json | None) -> Json | None:
        return {**group, "name": UNNAMED} if group and group["id"] not in seen else group

    earlier = [
        {**row, "decided_by_group": known(row["decided_by_group"])} for row in content["earlier"] if row["shown"]
    ]
    named: Json = {
        **content,
        "commissioner_group": known(content["commissioner_group"]),
        "decided_by_group": known(content["decided_by_group"]),
        "groups": [group for group in content["groups"] if group["id"] in seen],
        "earlier": earlier,
    }
    masked: Json = _masked(named)
    return masked


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return ADDRESS.sub(MASK, _MAIL_LINK.sub(r"\1", value)) if "@" in value else value
    if isinstance(value, list):
        return [_masked(part) for part in value]
    return {key: _masked(part) for key, part in value.items()} if isinstance(value, dict) else value


def _section(number: int, row: Json) -> Document:
    body: SafeString = shown(row["body"])
    return {"anchor": f"avsnitt-{number}", "number": number, "heading": row["heading"], "body": body}


def _earlier(row: Json) -> Document:
    return {
        "title": row["title"],
        "version": row["version"],
        "decided_by": ", ".join(who(row, "decided_by")),
        "decision_date": _words(row["decision_date"]),
        "valid_from": _words(row["valid_from"]),
    }


def _words(day: str) -> str:
    return long_date(date.fromisoformat(day)) if day else ""


def _until(content: Json) -> str:
    day = content["valid_until"]
    return _up_to(date.fromisoformat(day), content["valid_until_precision"]) if day else ""


def _up_to(day: date, precision: str) -> str:
    skipped = {Mandate.Precision.DAY: 0, Mandate.Precision.MONTH: 1, Mandate.Precision.YEAR: 2}
    return " ".join(long_date(day).split()[skipped[Mandate.Precision(precision)] :])
