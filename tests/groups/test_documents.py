"""Governing documents: registering, changing, replacing and ending, and how they stand on a day."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage

from groups.document_standing import awaits_review, in_words, standing_of
from groups.models import GoverningDocument
from groups.rules import may_keep_document
from groups.workflow.documents import change, detach, end, register, replace, version_of
from samverkan.common.refusals import StepRefused
from samverkan.common.uploads import Checked
from tests.factories import Cast, make_administrator, make_document, make_group

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
SEEDS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "tests/seeds").glob("*.txt")}
DAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
FILE = Checked(b"%PDF-1.7 a", "Rutin.pdf", "application/pdf", "ab" * 32, 10)
OTHER = Checked(b"%PDF-1.7 b", "Ny.pdf", "application/pdf", "cd" * 32, 10)


def draft(cast: Cast, **fields: Any) -> GoverningDocument:
    return GoverningDocument(**{"title": "Rutin för SU", "kind": "routine", "group": cast.group, **fields})


def reasons(document: GoverningDocument) -> list[str]:
    return list(document.history.order_by("history_id").values_list("history_change_reason", flat=True))


# --- Registering and changing -------------------------------------------------------------------------------


def test_a_document_gets_its_address_its_file_and_its_history(cast: Cast) -> None:
    document = register(draft(cast), file=FILE, by=cast.eva, at=AT)
    assert document.slug == "rutin-for-su"
    assert (document.file_name, document.file_type, document.file_size) == ("Rutin.pdf", "application/pdf", 10)
    with default_storage.open(document.path) as stored:
        assert stored.read() == b"%PDF-1.7 a"
    row = document.history.get()
    assert (row.history_user, row.history_date, row.history_change_reason) == (cast.eva, AT, "Registrerat")


def test_years_stay_apart_in_an_address(cast: Cast) -> None:
    assert register(draft(cast, title="Slutrapport 2023–2026"), by=cast.eva).slug == "slutrapport-2023-2026"


@pytest.mark.parametrize(("title", "slugs"), [("Rutin", ["rutin", "rutin-2", "rutin-3"]), ("…", ["dokument"] * 1)])
def test_no_two_documents_have_the_same_address(cast: Cast, title: str, slugs: list[str]) -> None:
    assert [register(draft(cast, title=title), by=cast.eva).slug for _ in slugs] == slugs


def test_a_long_title_gets_a_short_address(cast: Cast) -> None:
    slugs = [register(draft(cast, title="Rutin för samverkan " * 9), by=cast.eva).slug for _ in range(2)]
    assert len(set(slugs)) == 2
    assert max(map(len, slugs)) <= 80


def test_a_new_file_leaves_the_old_where_it_lies(cast: Cast) -> None:
    document = register(draft(cast), file=FILE, by=cast.eva)
    first = document.path
    change(document, file=OTHER, by=cast.eva)
    assert default_storage.exists(first)
    assert default_storage.exists(document.path)
    assert list(document.history.values_list("file_name", flat=True)) == ["Ny.pdf", "Rutin.pdf"]


def test_a_file_is_taken_off_and_stays_in_the_storage(cast: Cast) -> None:
    document = register(draft(cast), file=FILE, by=cast.eva)
    path = document.path
    detach(document)
    change(document, by=cast.eva)
    document.refresh_from_db()
    assert (document.file_sha256, document.file_size, default_storage.exists(path)) == ("", 0, True)


def test_an_address_never_changes(cast: Cast) -> None:
    document = register(draft(cast), by=cast.eva)
    document.title, document.slug = "Annat", "annat"
    assert change(document, by=cast.eva).slug == "rutin-for-su"


def test_two_who_write_at_the_same_time_can_not_overwrite_one_another(cast: Cast) -> None:
    document = register(draft(cast), by=cast.eva)
    seen = version_of(document)
    change(document, seen=seen, by=cast.olle)
    with pytest.raises(StepRefused, match=r"^Olle Exempel har sparat dokumentet medan du skrev"):
        change(document, seen=seen, by=cast.eva)
    assert reasons(document) == ["Registrerat", "Ändrat"]


# --- Replacing and ending -----------------------------------------------------------------------------------


def test_the_old_version_holds_until_the_day_before_the_new(cast: Cast) -> None:
    old = register(draft(cast, valid_from=date(2024, 1, 1)), by=cast.eva)
    new = replace(old, draft(cast, valid_from=date(2027, 1, 1)), file=FILE, by=cast.eva, at=AT)
    old.refresh_from_db()
    assert (new.replaces, new.slug, old.valid_until) == (old, "rutin-for-su-2", date(2026, 12, 31))
    assert (reasons(old), reasons(new)) == (["Registrerat", "Ersatt av ny version"], ["Registrerat"])


def test_a_version_that_ended_earlier_keeps_its_last_day(cast: Cast) -> None:
    old = register(draft(cast, valid_until=date(2025, 5, 1)), by=cast.eva)
    replace(old, draft(cast, valid_from=date(2027, 1, 1)), by=cast.eva)
    old.refresh_from_db()
    assert (old.valid_until, reasons(old)) == (date(2025, 5, 1), ["Registrerat"])


@pytest.mark.parametrize(
    ("first_day", "sentence"),
    [(None, "Ange från vilken dag"), (date(2026, 1, 1), "måste gälla från en senare dag än den gamla")],
)
def test_a_version_that_can_not_follow_is_refused(cast: Cast, first_day: date | None, sentence: str) -> None:
    old = register(draft(cast, valid_from=date(2026, 1, 1)), by=cast.eva)
    with pytest.raises(StepRefused, match=sentence):
        replace(old, draft(cast, valid_from=first_day), by=cast.eva)
    assert GoverningDocument.objects.get() == old


def test_a_document_is_replaced_once(cast: Cast) -> None:
    old = register(draft(cast), by=cast.eva)
    replace(old, draft(cast, title="Nästa", valid_from=DAY), by=cast.eva)
    with pytest.raises(StepRefused, match="redan ersatt av ”Nästa”"):
        replace(old, draft(cast, valid_from=DAY + timedelta(days=9)), by=cast.eva)


def test_an_ended_document_stays(cast: Cast) -> None:
    document = register(draft(cast), by=cast.eva)
    assert end(document, last_day=DAY, by=cast.eva, at=AT).valid_until == DAY
    assert reasons(document) == ["Registrerat", "Avslutat"]


@pytest.mark.parametrize(
    ("last_day", "sentence"),
    [(date(2025, 12, 31), "Dokumentet gäller från 1 januari 2026."), (date(2027, 1, 1), "redan bara till och med")],
)
def test_an_end_that_makes_no_sense_is_refused(cast: Cast, last_day: date, sentence: str) -> None:
    document = register(draft(cast, valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31)), by=cast.eva)
    with pytest.raises(StepRefused, match=sentence):
        end(document, last_day=last_day, by=cast.eva)


@pytest.mark.parametrize(("who", "may"), [("eva", True), ("olle", False), ("sara", False), ("maja", False)])
def test_those_who_keep_the_group_keep_its_documents(cast: Cast, who: str, may: bool) -> None:
    assert may_keep_document(getattr(cast, who), make_document(cast.group)) is may


def test_administrators_of_the_area_keep_its_documents(cast: Cast) -> None:
    ann = make_administrator("ann", cast.group.area)
    document = make_document(cast.group)
    assert may_keep_document(ann, document)
    assert list(GoverningDocument.objects.kept_by(ann, on=DAY)) == [document]


# --- Standing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, "Gäller"),
        (0, 0, "Gäller"),
        (1, None, "Gäller från 23 november 2026"),
        (-9, -1, "Har löpt ut"),
    ],
)
def test_how_a_document_stands(cast: Cast, first: int | None, last: int | None, words: str) -> None:
    days = [None if off is None else DAY + timedelta(days=off) for off in (first, last)]
    make_document(cast.group, valid_from=days[0], valid_until=days[1], review_date=DAY)
    document = GoverningDocument.objects.with_standing(on=DAY).get()
    assert in_words(document, on=DAY) == words
    assert awaits_review(document, on=DAY) is (words == "Gäller")
    assert GoverningDocument.objects.holding(on=DAY).exists() is (words == "Gäller")
    assert GoverningDocument.objects.past(on=DAY).exists() is (words == "Har löpt ut")


def test_a_review_is_over_when_the_new_version_is_registered(cast: Cast) -> None:
    old = make_document(cast.group, review_date=DAY)
    make_document(cast.group, replaces=old, valid_from=DAY + timedelta(days=30))
    document = GoverningDocument.objects.with_standing(on=DAY).get(pk=old.pk)
    assert (in_words(document, on=DAY), awaits_review(document, on=DAY)) == ("Gäller", False)
    assert not GoverningDocument.objects.due_for_review(on=DAY).exists()


@pytest.mark.parametrize(("begins", "standing"), [(0, "replaced"), (1, "in_force")])
def test_a_document_is_replaced_when_its_successor_begins_to_hold(cast: Cast, begins: int, standing: str) -> None:
    old = make_document(cast.group)
    make_document(cast.group, replaces=old, valid_from=DAY + timedelta(days=begins))
    assert standing_of(GoverningDocument.objects.with_standing(on=DAY).get(pk=old.pk), on=DAY) == standing


def test_a_time_limited_group_can_leave_its_final_report(cast: Cast) -> None:
    group = make_group("tillfallig", ends=DAY)
    report = register(draft(cast, group=group, kind="final_report", title="Slutrapport"), file=FILE, by=cast.eva)
    assert list(group.governing_documents.filter(kind="final_report")) == [report]
