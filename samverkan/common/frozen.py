"""Rows that never change once they are a record: refused in Python and, by a trigger, in the database.

SQLite rebuilds a table when a constraint is added and drops its triggers without a word, so the triggers are
installed anew, idempotently, after every ``migrate``; a system check (``common.E001``) finds a missing one.
"""

from typing import Any, ClassVar, NoReturn

from django.apps import AppConfig, apps
from django.db import connections, models

from samverkan.common.refusals import Refused


class FrozenError(Refused):
    """An attempt to change or delete a record."""


def _refuse(model: type[models.Model]) -> NoReturn:
    raise FrozenError(f"{model._meta.verbose_name} är en handling som inte kan ändras eller tas bort.".capitalize())


class FrozenQuerySet[M: models.Model](models.QuerySet[M]):
    """Refuses ``delete`` and any ``update`` of frozen columns."""

    def update(self, **values: Any) -> int:
        model: Any = self.model
        if model.frozen_when or set(values) & set(model.frozen_fields):
            _refuse(self.model)
        return super().update(**values)

    def delete(self) -> NoReturn:
        _refuse(self.model)


class FrozenRow(models.Model):
    """A row that is never deleted, of which ``frozen_fields`` never change, and nothing once ``frozen_when`` holds."""

    frozen_fields: ClassVar[tuple[str, ...]]
    #: Field and value that close the whole row (None: any value), or nothing.
    frozen_when: ClassVar[tuple[str, str | None] | None] = None

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        if not self._state.adding:
            self._check_unchanged(options.get("update_fields"))
        super().save(**options)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse(type(self))

    def _check_unchanged(self, update_fields: Any) -> None:
        attnames = [_column(type(self), name) for name in self.frozen_fields]
        closing = [self.frozen_when[0]] if self.frozen_when else []
        kept = type(self)._base_manager.filter(pk=self.pk).values(*attnames, *closing).first()
        if kept is None:
            return
        if self.frozen_when and self._closes(kept[self.frozen_when[0]], self.frozen_when[1]):
            _refuse(type(self))
        if any(kept[name] != getattr(self, name) for name in attnames):
            _refuse(type(self))

    @staticmethod
    def _closes(value: Any, closing: str | None) -> bool:
        return value is not None if closing is None else bool(value == closing)


def frozen_models() -> list[type[FrozenRow]]:
    """Every concrete model with frozen rows."""
    return [model for model in apps.get_models() if issubclass(model, FrozenRow)]


def trigger_names(model: type[FrozenRow], vendor: str) -> set[str]:
    """The names of the triggers that guard the model's table on this kind of database."""
    last = "truncate" if vendor == "postgresql" else "replace"
    return {f"frozen_{model._meta.db_table}_{kind}" for kind in ("update", "delete", last)}


def install(using: str = "default", app_label: str | None = None) -> None:
    """Create the triggers of every frozen table that exists, replacing those that are there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in frozen_models():
            if model._meta.db_table in tables and app_label in {None, model._meta.app_label}:
                for statement in _statements(model, connection.vendor):
                    cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Drop the triggers. For tests that empty the database, and for nothing else."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for model in frozen_models():
            for name in trigger_names(model, connection.vendor):
                on = f' ON "{model._meta.db_table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')


def missing(using: str = "default") -> list[str]:
    """The names of triggers that should guard an existing table and are not there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {row[0] for row in cursor.fetchall()}
    wanted = (trigger_names(m, connection.vendor) for m in frozen_models() if m._meta.db_table in tables)
    return sorted(set().union(*wanted) - present)


def install_after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Receiver of ``post_migrate``."""
    install(using, sender.label)


def _column(model: type[models.Model], name: str) -> str:
    """The column of a field, which is also its attribute: none of ours is renamed with ``db_column``."""
    field: Any = model._meta.get_field(name)
    return str(field.attname)


def _update_condition(model: type[FrozenRow]) -> str:
    columns = [_column(model, name) for name in model.frozen_fields]
    changed = [f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns]
    if model.frozen_when:
        name, value = model.frozen_when
        closed = "IS NOT NULL" if value is None else f"= '{value}'"
        changed.insert(0, f'OLD."{_column(model, name)}" {closed}')
    return " OR ".join(changed)


def _statements(model: type[FrozenRow], vendor: str) -> list[str]:
    table, condition = model._meta.db_table, _update_condition(model)
    if vendor == "postgresql":
        return [
            "CREATE OR REPLACE FUNCTION samverkan_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'frozen row in %', TG_TABLE_NAME USING ERRCODE = '23001'; END $$",
            f'CREATE OR REPLACE TRIGGER "frozen_{table}_update" BEFORE UPDATE ON "{table}" '
            f"FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION samverkan_frozen()",
            f'CREATE OR REPLACE TRIGGER "frozen_{table}_delete" BEFORE DELETE ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION samverkan_frozen()",
            f'CREATE OR REPLACE TRIGGER "frozen_{table}_truncate" BEFORE TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION samverkan_frozen()",
        ]
    stop = f"BEGIN SELECT RAISE(ABORT, 'frozen row in {table}'); END"
    pk = model._meta.pk.column
    # REPLACE deletes without firing DELETE triggers, so an insert over an existing row is refused too.
    over = f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE "{pk}" = NEW."{pk}")'  # noqa: S608 -- names from our own models
    wanted = {
        "update": f'BEFORE UPDATE ON "{table}" WHEN {condition}',
        "delete": f'BEFORE DELETE ON "{table}"',
        "replace": f'BEFORE INSERT ON "{table}" {over}',
    }
    statements = []
    for kind, event in wanted.items():
        name = f"frozen_{table}_{kind}"
        statements += [f'DROP TRIGGER IF EXISTS "{name}"', f'CREATE TRIGGER "{name}" {event} {stop}']
    return statements
