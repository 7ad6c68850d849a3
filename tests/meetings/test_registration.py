"""A registration number stands in public: it holds no personal number and no contact detail."""

import pytest

from meetings import workflow
from meetings.models import Registration
from samverkan.common.refusals import StepRefused
from tests.factories import AFTER, make_adjusted, make_cast
from tests.numbers import NUMBER

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (f"Dnr {NUMBER}", "utan personnummer"),
        (NUMBER.replace("-", "&#45;"), "utan personnummer"),
        ("anna@example.se", "utan kontaktuppgifter"),
        ("ring 031-20 26 123", "utan kontaktuppgifter"),
        ("070-2026 123", "utan kontaktuppgifter"),
    ],
)
@pytest.mark.parametrize("field", ["number", "archive_id"])
def test_what_names_somebody_is_refused(field: str, said: str, sentence: str) -> None:
    cast = make_cast()
    values = {"number": "", "archive_id": "", field: said}
    with pytest.raises(StepRefused, match=sentence):
        workflow.register_number(make_adjusted(cast), **values, by=cast.eva, at=AFTER)
    assert Registration.objects.count() == 0


@pytest.mark.parametrize("number", ["SLK-2026-00123", "RS 2026-01234", "HSN 0123/2026", "KS 01234-2026", "2026/0123-4"])
def test_the_numbers_of_registries_are_let_through(number: str) -> None:
    cast = make_cast()
    row = workflow.register_number(make_adjusted(cast), number=number, archive_id="ark:1", by=cast.eva, at=AFTER)
    assert row.number == number
