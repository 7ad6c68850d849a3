"""Records can't be changed or deleted: refused in Python and, whatever the way in, by the database."""

from typing import Any

import pytest
from django.core import checks
from django.db import IntegrityError, connection, models, transaction

from meetings.models import MinutesVersion, Publication
from samverkan.common import frozen
from samverkan.common.frozen import FrozenError
from tests.factories import AFTER, make_adjusted, make_cast, make_published, make_sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


def run(sql: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def adjusted() -> MinutesVersion:
    return make_adjusted(make_cast())


@pytest.mark.parametrize("field", ["content", "content_sha256", "seal", "sha256", "adjusted_at", "state"])
def test_no_field_of_an_adjusted_version_can_be_saved(adjusted: MinutesVersion, field: str) -> None:
    setattr(adjusted, field, AFTER if field == "adjusted_at" else "out")
    with pytest.raises(FrozenError):
        adjusted.save()


def test_an_adjusted_version_can_be_neither_deleted_nor_updated_in_python(adjusted: MinutesVersion) -> None:
    with pytest.raises(FrozenError):
        adjusted.delete()
    with pytest.raises(FrozenError):
        MinutesVersion.objects.filter(pk=adjusted.pk).delete()
    with pytest.raises(FrozenError):
        MinutesVersion.objects.filter(pk=adjusted.pk).update(seal="{}")


@pytest.mark.parametrize("column", ["content", "seal", "sha256", "state"])
def test_the_database_refuses_to_update_an_adjusted_version(adjusted: MinutesVersion, column: str) -> None:
    with pytest.raises(IntegrityError, match="frozen row"):
        run(f"UPDATE meetings_minutesversion SET {column} = 'x' WHERE id = %s", adjusted.pk)
    assert MinutesVersion.objects.get().sha256 == adjusted.sha256


def test_the_database_refuses_to_delete_an_adjusted_version(adjusted: MinutesVersion) -> None:
    with pytest.raises(IntegrityError, match="frozen row"):
        run("DELETE FROM meetings_minutesversion")
    assert MinutesVersion.objects.count() == 1


def test_the_base_manager_meets_the_trigger_too(adjusted: MinutesVersion) -> None:
    with pytest.raises(IntegrityError, match="frozen row"), transaction.atomic():
        models.QuerySet(MinutesVersion).filter(pk=adjusted.pk).update(content="{}")


def test_a_version_that_is_out_keeps_its_text_but_can_move_on() -> None:
    sent = make_sent(make_cast())
    with pytest.raises(IntegrityError, match="frozen row"):
        run("UPDATE meetings_minutesversion SET content = '{}' WHERE id = %s", sent.pk)
    run("UPDATE meetings_minutesversion SET state = 'returned' WHERE id = %s", sent.pk)
    assert MinutesVersion.objects.get().state == "returned"


def test_a_publications_content_is_frozen_and_only_its_end_can_be_set() -> None:
    publication = make_published(make_cast())
    for column in ("content", "sha256"):
        with pytest.raises(IntegrityError, match="frozen row"):
            run(f"UPDATE meetings_publication SET {column} = 'x'")
    with pytest.raises(FrozenError):
        publication.delete()
    with pytest.raises(FrozenError):
        Publication.objects.update(content="{}")
    with pytest.raises(IntegrityError, match="frozen row"):
        run("DELETE FROM meetings_publication")
    run("UPDATE meetings_publication SET closed_at = %s, closed_reason = 'skäl'", AFTER)
    for change in ("closed_at = NULL", "closed_reason = 'annat'"):
        with pytest.raises(IntegrityError, match="frozen row"):
            run(f"UPDATE meetings_publication SET {change}")
    assert Publication.objects.get().closed_reason == "skäl"


def test_a_row_cannot_be_written_over_by_an_insert(adjusted: MinutesVersion) -> None:
    if connection.vendor == "sqlite":
        verb, end = "INSERT OR REPLACE", ""
    else:
        verb, end = "INSERT", " ON CONFLICT (id) DO UPDATE SET content = 'x'"
    columns = "id, meeting_id, number, sending, state, content, content_sha256, seal, sha256, sent_at, sent_by_id"
    source = f"SELECT {columns.replace('content,', 'content,', 1)} FROM meetings_minutesversion"
    with pytest.raises(IntegrityError):
        run(f"{verb} INTO meetings_minutesversion ({columns}) {source}{' WHERE true' if end else ''}{end}")
    assert MinutesVersion.objects.get().content == adjusted.content


def test_a_row_cannot_be_replaced_through_another_unique_column(adjusted: MinutesVersion) -> None:
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    columns = (
        "meeting_id, number, sending, state, content, content_sha256, seal, sha256, sent_at, sent_by_id, adjusted_at"
    )
    with pytest.raises(IntegrityError):
        run(
            f"{verb} INTO meetings_minutesversion ({columns}) "
            f"SELECT {columns.replace('content,', chr(39) + 'x' + chr(39) + ',', 1)} FROM meetings_minutesversion"
        )
    assert MinutesVersion.objects.get().content == adjusted.content


def test_a_missing_trigger_is_found_by_the_system_check() -> None:
    database = [checks.Tags.database]
    assert checks.run_checks(tags=database, databases=["default"]) == []
    frozen.remove()
    found = checks.run_checks(tags=database, databases=["default"])
    assert {error.id for error in found} == {"common.E001"}
    vendor = connection.vendor
    assert len(found) == sum(len(frozen.trigger_names(model, vendor)) for model in frozen.frozen_models())
    frozen.install()
    assert checks.run_checks(tags=database, databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_the_triggers_come_back_after_a_migration_that_adds_a_constraint() -> None:
    """SQLite rebuilds the table for a new constraint and drops its triggers without a word."""
    constraint = models.CheckConstraint(name="added_by_a_test", condition=~models.Q(number=0))
    with connection.schema_editor() as editor:
        editor.add_constraint(MinutesVersion, constraint)
    try:
        if connection.vendor == "sqlite":
            assert frozen.missing() != []
        frozen.install_after_migrate(MinutesVersion._meta.app_config, using="default")  # type: ignore[arg-type]
        assert frozen.missing() == []
        adjusted = make_adjusted(make_cast())
        with pytest.raises(IntegrityError, match="frozen row"):
            run("UPDATE meetings_minutesversion SET content = '{}' WHERE id = %s", adjusted.pk)
    finally:
        frozen.remove()
        with connection.schema_editor() as editor:
            editor.remove_constraint(MinutesVersion, constraint)
        frozen.install()
