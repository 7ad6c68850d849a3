"""The rows of *Ta fram allt* as text that can be read and handed out: the same as the JSON, in Swedish."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from samverkan.common.canonical import Json
from samverkan.common.swedish import clock, long_date

WORDS = {
    "adjuster": "Justerare", "agendas": "Agendor", "answer": "Svar", "answers": "Svar", "archive_id": "Arkiv-id",
    "at": "När", "at_meeting": "På mötet", "authority": "Myndighet", "by": "Av",
    "came_by": "Kom genom", "came_on": "Kom den", "cancelled_reason": "Skäl till att det ställdes in",
    "channel": "På vilket sätt", "closed_at": "Avslutad", "comment": "Kommentar", "consultations": "Remisser",
    "contact": "Kontakt", "date": "Dag", "decided_at": "Besvarad", "decided_by": "Besvarad av",
    "description": "Bakgrund", "diary": "Diarium", "email": "E-post", "file": "Fil", "from_group": "Från grupp",
    "group": "Grupp",
    "handovers": "Överlämningar", "history": "Vad som har hänt", "in_line": "I linjeorganisationen", "item": "Punkt",
    "items": "Punkter", "keeping": "Vem som håller handlingarna", "kind": "Slag", "mail": "Mejl", "member": "Ledamot",
    "message": "Meddelande", "moved_from": "Flyttat från", "note": "Vad gruppen behöver veta", "notes": "Anteckningar",
    "number": "Nummer", "papers": "Underlag", "place": "Var", "question": "Fråga", "raised_at": "Väckt",
    "raised_by": "Väckt av", "raised_from": "Väckt från grupp", "reason": "Skäl", "recipients": "Tillfrågade",
    "redactions": "Maskat efter publicering", "registered_by": "Registrerat av", "registration": "Diarieföring",
    "role": "Roll", "sending": "Utskick",
    "sent_at": "Skickad", "sent_by": "Skickad av", "shown": "Siffrorna, utan de sista", "source": "Källa",
    "stand": "Ställningstagande", "state": "Läge", "subject": "Ämne", "text": "Text", "texts": "Texter",
    "title": "Rubrik", "to": "Till", "to_group": "Till grupp", "until": "Svar senast", "version": "Version",
    "what": "Vad", "who": "Vem",
    "wished_decision": "Önskat beslut",
}  # fmt: skip
#: What each mail about a meeting is called, by its template; those about the entry in the calendar have short ones, and
#: those about a presenter's own time begin with ``slot``.
MAILS = {
    "agenda_approved": "Agendan är fastställd", "agenda_link_again": "Ny länk till agendan",
    "agenda_recalled": "Agendan är tillbakatagen", "agenda_registered": "Agendan är registrerad som fastställd",
    "agenda_reminder": "Påminnelse, agenda att fastställa", "agenda_returned": "Agendan kom tillbaka",
    "agenda_to_approve": "Agenda att fastställa", "anchoring_reminder": "Påminnelse, beslut att genomföra",
    "answer_receipt": "Kvitto på ett svar", "call": "Kallelse", "call_anew": "Uppdaterad kallelse",
    "cancelled": "Mötet är inställt", "changed": "Mötet är ändrat", "invited": "Inbjudan till mötet",
    "commitment_reminder": "Påminnelse, åtagande", "consultation_asked": "Remiss",
    "consultation_closed": "Remissen är avslutad", "consultation_complete": "Alla har svarat på remissen",
    "consultation_ended": "Remissen är avslutad", "consultation_recalled": "Remissen är tillbakatagen",
    "handover_accepted": "Frågan är mottagen", "handover_recalled": "En fråga är tillbakatagen",
    "handover_returned": "Frågan kom tillbaka", "handover_sent": "En fråga eller återkoppling till gruppen",
    "matter_answered": "Svar på din fråga", "matter_back": "Din fråga kommer tillbaka",
    "matter_handed_over": "Din fråga har gått vidare", "matter_new": "Ny fråga till gruppen",
    "matter_off_agenda": "Din fråga tas inte upp", "matter_prepared": "Svar från en annan grupp",
    "matter_receipt": "Din fråga är skickad", "matter_recurring": "Din fråga på varje möte, eller inte längre",
    "matter_scheduled": "Din fråga tas upp", "matter_sent_back": "Din fråga kom tillbaka",
    "matter_taken_in": "Din fråga bereds", "matter_withdrawn": "Fråga återtagen",
    "minutes_adjusted": "Anteckningen är justerad", "minutes_adjuster_gone": "Välj en annan justerare",
    "minutes_adjuster_replaced": "Någon annan justerar anteckningen",
    "minutes_late": "Anteckningen är inte justerad än", "minutes_link_again": "Ny länk till anteckningen",
    "minutes_registered": "Ett besked om anteckningen är registrerat",
    "minutes_reminder": "Påminnelse, anteckning att justera", "minutes_returned": "Anteckningen kom tillbaka",
    "minutes_stalled": "Ingen kan justera anteckningen", "minutes_taken_back": "Anteckningen är tillbakatagen",
    "minutes_to_adjust": "Anteckning att justera",
    "minutes_to_adjust_later": "Anteckning ute för kommentarer, att justera sedan",
    "minutes_to_adjust_now": "Anteckning att justera nu", "minutes_to_comment": "Anteckning att kommentera",
    "minutes_to_read": "Anteckning att läsa", "minutes_to_register": "Anteckning att diarieföra",
    "moved": "Mötet är flyttat",
    "not_coming": "Någon kan komma, eller inte",
    "not_wanted": "Står inte längre på mötets lista", "numbers_to_judge": "Är det ett personnummer?",
    "report_link_again": "Ny länk att rapportera med", "slot_cancelled": "Din punkt är inställd",
    "slot_changed": "Din punkt är ändrad", "slot_invited": "Din punkt", "slot_moved": "Din punkt är flyttad",
    "slot_not_wanted": "Du behöver inte föredra", "take_home": "Att ta hem",
    "written_cancelled": "Frågan per capsulam är inställd", "written_closed": "Frågan per capsulam är avslutad",
    "written_complete": "Alla har svarat per capsulam",
    "written_new_day": "Ny sista dag för svar per capsulam", "written_question": "Fråga att svara på per capsulam",
    "written_reminder": "Påminnelse att svara per capsulam",
}  # fmt: skip
_MOMENTS = frozenset(
    {"at", "came_on", "closed_at", "date", "decided_at", "raised_at", "sent_at", "until", "moved_from"}
)
_STEP = "  "


def as_text(title: str, rows: list[Json]) -> str:
    """The rows below a title, a field to a line and what belongs to a row further in; empty fields are left out."""
    lines = [title]
    for row in rows:
        lines += ["", *_fields(row, "")]
    return "\r\n".join(lines) + "\r\n"


def _fields(row: Json, margin: str) -> Iterator[str]:
    for name, value in row.items():
        if value in ("", None, [], {}):
            continue
        if isinstance(value, dict | list):
            further = margin + _STEP
            inner = [*(_fields(value, further) if isinstance(value, dict) else _inside(name, value, further))]
            yield from ([f"{margin}{WORDS[name]}:", *inner] if inner else [])
        else:
            yield from _said(f"{WORDS[name]}: {_shown(name, value)}", margin)


def _inside(name: str, value: list[Any], margin: str) -> Iterator[str]:
    for part in value:
        if isinstance(part, dict):
            first, *rest = [*_fields(part, "")] or [""]
            yield from ([f"{margin}- {first}", *(f"{margin}{_STEP}{line}" for line in rest)] if first else [])
        else:
            yield from _said(f"- {_shown(name, part)}", margin)


def _said(text: str, margin: str) -> Iterator[str]:
    """The lines of a text, those after the first further in."""
    first, *rest = text.splitlines()
    yield f"{margin}{first}"
    yield from (f"{margin}{_STEP}{line}" if line.strip() else "" for line in rest)


def _shown(name: str, value: Any) -> str:
    if name == "mail":
        return MAILS.get(str(value), str(value))
    if name not in _MOMENTS:
        return str(value)
    if "T" not in value:
        return long_date(date.fromisoformat(value))
    at = datetime.fromisoformat(value)
    return f"{long_date(at)} kl. {clock(at)}"
