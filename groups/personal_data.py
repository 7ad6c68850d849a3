"""Everything that is held about one person, gathered from every app, as a page, as JSON and as PDF.

Each app answers ``signals.personal_data_asked`` for its own tables. ``naming``, ``acts`` and ``mentions`` find what
is there without knowing the tables one by one, so that a new table is never forgotten.

The JSON (``FORMAT``) is an object with ``format``, ``created`` (ISO 8601 with zone), ``name`` and ``sections``: a
list of ``heading`` and ``rows``. A row is an object from the column's Swedish name to text, number, true or false;
days are ISO 8601 days, moments ISO 8601 with zone, and what is empty is left out.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models
from django.db.models import Count, Max, Min, Q
from django.template.loader import render_to_string
from django.utils import timezone

from groups import signals
from groups.models import MandateRecord, MandateSection, Membership, OfficeTerm, Person, User
from samverkan.common import mailing, pdf
from samverkan.common.models import OutboxMessage
from samverkan.common.swedish import clock, long_date

type Value = str | int | bool | date | datetime | time
type Row = dict[str, Value]
type Holdings = dict[str, list[Row]]

FORMAT = "samverkan/personal-data/1"
#: Columns that nobody is shown, and the many columns of checksums and keys that say nothing of a person.
LEFT_OUT = {"password", "id", "key", "sha256", "content_sha256", "source_sha256", "revision", "merged_into"}
REGISTER, TEXTS = "Registret över personer", "Texter där namnet står"
#: What was said before, out of the history.
SAID = ("Vad registret har sagt", "Vad uppdragen har sagt", "Vad kontot har hetat")
#: Where somebody's name may stand in free text: model, the columns searched, and the column that says where.
MANDATES: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (MandateSection, ("heading", "body")),
    (MandateRecord, ("content",)),
)


def held_about(person: Person) -> Holdings:
    """All that every app holds about the person, and about the rows that were merged into it, by heading."""
    found: Holdings = {}
    for row in _rows_of(person):
        answers: list[Any] = [told for _, told in signals.personal_data_asked.send(sender=Person, person=row)]
        for answer in [_own(row), *answers]:
            for heading, rows in answer.items():
                told = found.setdefault(heading, [])
                told += [each for each in rows if each not in told]
    return {heading: rows for heading, rows in found.items() if rows}


def counted(person: Person) -> list[tuple[str, int]]:
    """How many rows of each kind point at the person, but for the register itself and what it has said."""
    held = held_about(person).items()
    return [(heading, len(rows)) for heading, rows in held if heading not in {REGISTER, *SAID, TEXTS}]


def as_json(person: Person, *, at: datetime) -> str:
    """The holdings in the format that the module describes."""
    sections = [{"heading": heading, "rows": rows} for heading, rows in held_about(person).items()]
    record = {"format": FORMAT, "created": _plain(at), "name": person.name, "sections": sections}
    return json.dumps(record, default=_plain, ensure_ascii=False, indent=2)


def as_pdf(person: Person, *, at: datetime) -> pdf.Pdf:
    """The holdings as an accessible file. Raises PdfRefused when they are too many for one."""
    context = {"person": person, "sections": shown(held_about(person)), "at": at}
    html = render_to_string("documents/personal_data.html", context)
    return pdf.render(html, title=f"Uppgifter om {person.name}", created=at)


def shown(holdings: Holdings) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """Heading and rows, each a list of column and value in Swedish words."""
    return [
        (heading, [[(name, in_words(value)) for name, value in row.items()] for row in rows])
        for heading, rows in holdings.items()
    ]


def in_words(value: Value) -> str:
    """``ja``, ``23 april 2026``, ``23 april 2026 kl. 14.03``; text as it stands."""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        return f"{long_date(value)} kl. {clock(value)}"
    if isinstance(value, date):
        return long_date(value)
    return clock(value) if isinstance(value, time) else str(value)


def naming(person: Person, app: str, *, texts: Sequence[str] = ()) -> Holdings:
    """Every row of the app's tables that points at the person or the person's account, by the table's name.

    All columns but long texts; ``texts`` (``model.column``) are the long texts that are the person's own words.
    """
    found: Holdings = {}
    for model in apps.get_app_config(app).get_models():
        if hasattr(model, "instance_type") or model is Person:
            continue
        heading = str(model._meta.verbose_name_plural).capitalize()
        for field in _pointing(model):
            target = person if field.related_model is Person else getattr(person, "user", None)
            if target:
                rows = model._default_manager.filter(**{field.name: target}).select_related(*_paths(model, 3))
                found.setdefault(heading, []).extend(_row(row, field, texts) for row in rows)
    return found


def acts(person: Person, app: str) -> Holdings:
    """How many changes the person's account has made in each of the app's tables, and when first and last."""
    user = getattr(person, "user", None)
    rows: list[Row] = []
    for model in apps.get_app_config(app).get_models():
        if user and hasattr(model, "instance_type") and hasattr(model, "history_user"):
            mine: Any = model._default_manager.filter(history_user=user).order_by()
            count = mine.aggregate(n=Count("pk"), first=Min("history_date"), last=Max("history_date"))
            if count["n"]:
                name = str(model.instance_type._meta.verbose_name_plural).capitalize()
                rows.append(
                    {"I registret": name, "ändringar": count["n"], "första": count["first"], "senaste": count["last"]}
                )
    return {"Ändringar som kontot har gjort": rows}


def mentions(person: Person, places: Iterable[tuple[type[models.Model], tuple[str, ...]]]) -> Holdings:
    """Where the person's name stands in text. Somebody else of the same name is found too."""
    rows: list[Row] = []
    for model, columns in places:
        match = Q()
        for column in columns:
            match |= Q(**{f"{column}__contains": person.name})
        for row in model._default_manager.filter(match).select_related(*_paths(model, 3)):
            rows.append({"I": str(model._meta.verbose_name).capitalize(), "namnet står i": str(row)[:200]})
    return {TEXTS: rows}


def _rows_of(person: Person) -> Iterator[Person]:
    yield person
    for row in person.merged.select_related("organisation"):
        yield from _rows_of(row)


def _own(person: Person) -> Holdings:
    """What groups hold: the register, memberships, offices and account, with what they said before."""
    user = getattr(person, "user", None)
    before = person.history.select_related("organisation").order_by("-history_date", "-history_id")
    memberships: Any = Membership.history.filter(person=person).select_related("group", "organisation")
    terms = OfficeTerm.objects.filter(membership__person=person).select_related("membership__group").order_by("starts")
    addresses = EmailAddress.objects.filter(user=user) if user else []
    return {
        REGISTER: [_columns(person, "name", "title", "organisation", "email", "is_role_contact")],
        SAID[0]: [_then(row, "name", "title", "organisation", "email") for row in before],
        **naming(person, "groups"),
        "Ordförandeskap": [_office(row) for row in terms],
        SAID[1]: [
            _then(row, "group", "role", "organisation", "title", "starts", "ends")
            for row in memberships.order_by("history_date", "history_id")
        ],
        "Kontots e-postadresser": [{"adress": row.email, "bekräftad": row.verified} for row in addresses],
        SAID[2]: [_then(row, "email", "is_active") for row in user.history.all()] if user else [],
        "Mejl till personen": [_mail(row) for row in OutboxMessage.objects.filter(payload__person=person.pk)],
        **acts(person, "groups"),
        **mentions(person, MANDATES),
    }


def _office(term: Any) -> Row:
    columns = _columns(term, "office", "is_shared", "is_interim", "starts", "ends")
    return {"grupp": str(term.membership.group), **columns}


def _mail(message: OutboxMessage) -> Row:
    row: Row = {"slag": message.payload.get("template", message.kind), "lovat": message.created_at}
    if why := message.payload.get(mailing.UNSENT):
        return {**row, "inte skickat": why}
    return {**row, "skickat": message.done_at} if message.done_at else row


def _then(row: Any, *names: str) -> Row:
    reason = {"skäl": row.history_change_reason} if row.history_change_reason else {}
    return {"ändrat": row.history_date, **_columns(row, *names), **reason}


def _pointing(model: type[models.Model]) -> list[Any]:
    """The columns that point at a person or an account."""
    fields = [field for field in model._meta.concrete_fields if field.is_relation]
    return [field for field in fields if field.related_model in {Person, User}]


def _paths(model: Any, depth: int, prefix: str = "") -> list[str]:
    """What the names of the model's rows are made of, so that a row does not cost a query."""
    found = []
    for field in model._meta.concrete_fields:
        if field.is_relation and depth and (not field.null or depth == 3):
            found += [prefix + field.name, *_paths(field.related_model, depth - 1, f"{prefix}{field.name}__")]
    return found


def _row(row: Any, pointing: Any, texts: Sequence[str]) -> Row:
    names = [
        field.name
        for field in row._meta.concrete_fields
        if field is not pointing and field.name not in LEFT_OUT
        if not isinstance(field, models.TextField) or f"{row._meta.model_name}.{field.name}" in texts
    ]
    said: Row = {} if pointing.name == "person" else {"som": str(pointing.verbose_name)}
    return {**said, **_columns(row, *names)}


def _columns(row: Any, *names: str) -> Row:
    """The columns of a row by their Swedish names; the empty ones left out."""
    found: Row = {}
    for name in names:
        field = row._meta.get_field(name)
        value = getattr(row, name)
        if value not in (None, ""):
            worded = getattr(row, f"get_{name}_display")() if field.choices else value
            found[str(field.verbose_name)] = worded if isinstance(worded, bool | int | date | time) else str(worded)
    return found


def _plain(value: date | time) -> str:
    """ISO 8601; a moment in Swedish time, with its zone."""
    return (timezone.localtime(value) if isinstance(value, datetime) else value).isoformat()
