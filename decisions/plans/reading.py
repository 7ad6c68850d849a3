"""Plans and reports as pages and files show them: of a record what it says, of a draft what it would say."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from decisions.models import ActionPlan, Activity, AnnualReport, SealedDocument
from decisions.plans.sealing import content_of
from decisions.plans.states import LEFT, ActivityState
from samverkan.common.canonical import Json
from samverkan.common.richtext import shown
from samverkan.common.swedish import long_date

type Document = dict[str, Any]


def record_of(row: ActionPlan | AnnualReport) -> SealedDocument | None:
    """The frozen record of an established plan or an approved report; None of a draft."""
    return getattr(row, "record", None)


def plan_document(plan: ActionPlan) -> Document:
    """The plan in words: its title, facts and goals, each with its activities."""
    record, content = _content(plan)
    return {
        **_head(content, record, "Handlingsplan"),
        "state": "Fastställd" if record else "Utkast, inte fastställd",
        "revision": _revision(content, "reviderad", content["established_on"]),
        "facts": _facts(
            ("Fastställd av", content["established_by"] if record else ""),
            ("Fastställd", _day(content["established_on"])),
            ("Beslut", content["decision"]),
        ),
        "introduction": shown(content["introduction"]),
        "goals": [_goal(number, goal) for number, goal in enumerate(content["goals"], start=1)],
    }


def report_document(report: AnnualReport) -> Document:
    """The report in words: its title, facts, figures and headed texts. What nobody wrote is left out."""
    record, content = _content(report)
    return {
        **_head(content, record, "Årsrapport"),
        "state": "Godkänd" if record else "Utkast, inte godkänd",
        "revision": _revision(content, "rättad", content["approved_at"]),
        "facts": _facts(
            ("Godkänd av", content["approved_by"]),
            ("Godkänd", _day(content["approved_at"])),
            ("Källa", content["source"]),
        ),
        "figures": figures_in_words(content["figures"]) if content["figures"] else None,
        "figures_on": _day(content["figures"]["on"]) if content["figures"] else "",
        "sections": [
            {"number": number, "heading": row["heading"], "body": shown(row["body"])}
            for number, row in enumerate(content["sections"], start=1)
            if row["body"]
        ],
    }


def _content(row: ActionPlan | AnnualReport) -> tuple[SealedDocument | None, Json]:
    record = record_of(row)
    return record, json.loads(record.content) if record else content_of(row)


def _head(content: Json, record: SealedDocument | None, kind: str) -> Document:
    return {
        "kind": kind,
        "title": f"{kind} {content['year']}",
        "group": content["group"]["name"],
        "slug": content["group"]["slug"],
        "area": content["area"],
        "year": content["year"],
        "version": content.get("version", 1),
        "is_draft": record is None,
        "sha256": record.sha256 if record else "",
    }


def _revision(content: Json, word: str, day: str) -> str:
    """``Version 2, reviderad 5 maj 2026: nya mål efter beslutet om ungdomar.`` Nothing of a first version."""
    if (version := content.get("version", 1)) == 1:
        return ""
    when = f", {word} {_day(day)}" if day else ", inte klar än"
    return f"Version {version}{when}: {content['revision_reason']}"


def _facts(*facts: tuple[str, str]) -> list[tuple[str, str]]:
    return [(label, words) for label, words in facts if words]


def _day(text: str) -> str:
    """A day, or a moment as its day in Sweden, in words."""
    if not text:
        return ""
    if len(text) > 10:
        return long_date(timezone.localdate(datetime.fromisoformat(text)))
    return long_date(date.fromisoformat(text))


def _goal(number: int, goal: Json) -> Document:
    rows = [{**row, "due": _day(row["due"]), "key": (number, place)} for place, row in enumerate(goal["activities"], 1)]
    return {**goal, "number": number, "activities": rows}


def with_progress(document: Document, activities: Iterable[Activity], *, on: date) -> Document:
    """The plan with what has become of each activity beside it: its row, and whether its day has passed."""
    rows = {(row.goal.position, row.position): row for row in activities}
    for goal in document["goals"]:
        for said in goal["activities"]:
            row = rows.get(said["key"])
            said["row"] = row
            said["is_late"] = bool(row and row.due and row.due < on and row.state in LEFT)
    return document


def followed_until(plan: ActionPlan, today: date) -> date:
    """The day for which it is told what has become of a plan: today, or the day when a later version took over."""
    return timezone.localdate(plan.superseded_at) if plan.superseded_at else today


def tally(activities: Iterable[Activity]) -> list[tuple[str, int]]:
    """How many activities have come how far, in words; states that none is in are left out."""
    states = [row.state for row in activities]
    return [(str(label), states.count(value)) for value, label in ActivityState.choices if value in states]


def figures_in_words(figures: Json) -> list[tuple[str, list[str]]]:
    """Heading → lines, of figures that a report keeps; what there is none of is left out."""
    demand = f"Regeln: {figures['demand']}." if figures["demand"] else ""
    meetings = [f"{sentence[:1].upper()}{sentence[1:]}." for sentence in figures["meetings"]]
    lead = f"Tid till genomfört av alla: {figures['lead_time']} (median)." if figures["lead_time"] else ""
    parts: list[tuple[str, list[str]]] = [
        ("Möten", [*meetings, demand]),
        ("Beslut i samverkan", counted(figures["kinds"]) or ["Inga beslut är registrerade."]),
        ("Beslut som ska förankras", [*counted(figures["steps"]), lead]),
        ("Åtaganden", counted(figures["commitments"])),
        ("Aktiviteter i handlingsplanen", counted(figures["activities"])),
        ("Byten av ordförande", [f"{sentence}." for sentence in figures["chairs"]]),
    ]
    found = [(heading, [line for line in lines if line]) for heading, lines in parts]
    return [(heading, lines) for heading, lines in found if lines]


def counted(figures: dict[str, int]) -> list[str]:
    """``Enas: 3`` and so on."""
    return [f"{word}: {count}" for word, count in figures.items()]
