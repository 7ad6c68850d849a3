"""Dated rows that must not hold at the same time: an exclusion constraint on PostgreSQL, triggers on SQLite.

A model says so with ``no_overlap``. Like the triggers of ``frozen``, the guards are installed idempotently after
every ``migrate`` (SQLite drops triggers when it rebuilds a table), and a system check (``common.E002``) finds a
missing one. Either database answers with ``IntegrityError``; forms ask ``check`` first and get a sentence.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.core.exceptions import ValidationError
from django.db import connections, models
from django.db.models import Q


@dataclass(frozen=True, slots=True)
class NoOverlap:
    """Rows with the same ``fields`` must not share a day. Empty fields meet no other row.

    ``unless`` is a field and a value: rows that have it are left out. ``message`` is the Swedish sentence.
    """

    name: str
    fields: tuple[str, ...]
    message: str
    unless: tuple[str, str] | None = None


def rules_of(model: type[models.Model]) -> tuple[NoOverlap, ...]:
    """The rules that the model's rows are held to."""
    return getattr(model, "no_overlap", ())


def check(row: Any) -> None:
    """Raises ValidationError with the rule's sentence if another row holds at the same time."""
    for rule in rules_of(type(row)):
        values = {name: getattr(row, _field(type(row), name).attname) for name in rule.fields}
        left_out = rule.unless and getattr(row, rule.unless[0]) == rule.unless[1]
        if row.starts is None or left_out or None in values.values():
            continue
        others = type(row)._default_manager.filter(Q(ends=None) | Q(ends__gt=row.starts), **values).exclude(pk=row.pk)
        if row.ends:
            others = others.filter(starts__lt=row.ends)
        if rule.unless:
            others = others.exclude(**dict([rule.unless]))
        if others.exists():
            raise ValidationError(rule.message, code=rule.name)


def install(using: str = "default", app_label: str | None = None) -> None:
    """Create the guards that are missing, for every table that exists."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        guarded = [m for m in _guarded() if m._meta.db_table in tables and app_label in {None, m._meta.app_label}]
        present = _present(cursor, connection.vendor)
        for model in guarded:
            for rule in rules_of(model):
                for name, statement in _statements(model, rule, connection.vendor).items():
                    if name not in present:
                        cursor.execute(statement)


def missing(using: str = "default") -> list[str]:
    """The names of guards that should be on an existing table and are not there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        present = _present(cursor, connection.vendor)
    wanted = [
        name
        for model in _guarded()
        if model._meta.db_table in tables
        for rule in rules_of(model)
        for name in _statements(model, rule, connection.vendor)
    ]
    return sorted(set(wanted) - present - {_EXTENSION})


def install_after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Receiver of ``post_migrate``."""
    install(using, sender.label)


_EXTENSION = "btree_gist"


def _guarded() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if rules_of(model)]


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)


def _present(cursor: Any, vendor: str) -> set[str]:
    if vendor == "postgresql":
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'x' UNION SELECT extname FROM pg_extension")
    else:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return {row[0] for row in cursor.fetchall()}


def _statements(model: type[models.Model], rule: NoOverlap, vendor: str) -> dict[str, str]:
    """Name of each guard and the statement that makes it. The names and values are all from our own models."""
    table = model._meta.db_table
    columns = [_field(model, name).column for name in rule.fields]
    if vendor == "postgresql":
        same = ", ".join(f'"{column}" WITH =' for column in columns)
        left_out = f" WHERE (\"{_field(model, rule.unless[0]).column}\" <> '{rule.unless[1]}')" if rule.unless else ""
        return {
            _EXTENSION: "CREATE EXTENSION IF NOT EXISTS btree_gist",
            rule.name: f'ALTER TABLE "{table}" ADD CONSTRAINT "{rule.name}" EXCLUDE USING gist '
            f'({same}, daterange("starts", "ends") WITH &&){left_out}',
        }
    pk = _field(model, "id").column
    same = " AND ".join(f'other."{column}" = NEW."{column}"' for column in columns)
    conditions = [
        f'other."{pk}" <> NEW."{pk}"', same,
        '(other."ends" IS NULL OR other."ends" > NEW."starts")',
        '(NEW."ends" IS NULL OR other."starts" < NEW."ends")',
    ]  # fmt: skip
    if rule.unless:
        column, value = _field(model, rule.unless[0]).column, rule.unless[1]
        conditions += [f"other.\"{column}\" <> '{value}'", f"NEW.\"{column}\" <> '{value}'"]
    found = f'EXISTS (SELECT 1 FROM "{table}" AS other WHERE {" AND ".join(conditions)})'  # noqa: S608 -- our own names
    stop = f"WHEN {found} BEGIN SELECT RAISE(ABORT, '{rule.name}'); END"
    return {
        f"{rule.name}_{event}": f'CREATE TRIGGER "{rule.name}_{event}" AFTER {event.upper()} ON "{table}" {stop}'
        for event in ("insert", "update")
    }
