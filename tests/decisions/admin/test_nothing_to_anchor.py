"""A decision that nobody anchors says why in words that are true of its kind (R6, R11)."""

import pytest

from decisions.models import Decision
from decisions.words import NOT_TO_ANCHOR, why_not_anchored
from meetings.kinds import OutcomeKind
from tests.admin.browsing import browser
from tests.factories import Cast


@pytest.mark.django_db
def test_a_question_that_is_prepared_further_is_not_decided(cast: Cast, decision: Decision) -> None:
    Decision.objects.update(kind="prepared_further", needs_anchoring=False)
    shown = browser(cast.eva).get(f"/admin/beslut/{decision.pk}/").content.decode()
    assert "Frågan är inte avgjord: den bereds vidare. Det finns inget att förankra än." in shown
    assert "Formella beslut fattas av varje huvudman." not in shown


@pytest.mark.django_db
def test_what_is_anchored_is_decided_by_each_principal(cast: Cast, decision: Decision) -> None:
    shown = browser(cast.eva).get(f"/admin/beslut/{decision.pk}/").content.decode()
    assert "Formella beslut fattas av varje huvudman." in shown


@pytest.mark.parametrize("kind", OutcomeKind.values)
def test_every_kind_has_its_sentence(kind: str) -> None:
    said = why_not_anchored(Decision(kind=kind, needs_anchoring=False))
    binds = {"agreed", "establishes", "approves", "recommends", "appoints"}
    assert (said == NOT_TO_ANCHOR) is (kind in binds)
    assert why_not_anchored(Decision(kind=kind, needs_anchoring=True)) == ""


def test_who_is_not_concerned_is_not_counted_among_those_left(cast: Cast, decision: Decision) -> None:
    first = decision.anchorings.earliest("pk")
    first.state = "not_concerned"
    first.save()
    left = decision.anchorings.count() - 1
    page = browser(cast.eva).get(f"/admin/beslut/{decision.pk}/").content.decode()
    assert f"{left} av {left} organisation" in page
