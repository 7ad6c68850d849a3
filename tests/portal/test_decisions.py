"""The register of decisions: the list, what its filters find, and one decision."""

from typing import Any

import pytest
from django.test import Client

from decisions.models import Anchoring, Commitment, Decision
from groups.models import Organisation
from meetings import workflow
from meetings.models import Publication
from meetings.workflow.redactions import wish
from samverkan.common import outbox
from samverkan.portal import pages
from tests.factories import AFTER, Cast, make_adjusted
from tests.portal.make import copy_published


def found(client: Client, query: str = "") -> list[str]:
    return [decision.reference for decision in client.get(f"/beslut/?{query}").context["shown"]]


@pytest.mark.parametrize("count", [1, 60])
def test_queries_of_the_list_do_not_grow(
    client: Client, published: Publication, count: int, django_assert_num_queries: Any
) -> None:
    copy_published(published, count)
    with django_assert_num_queries(8):
        assert client.get("/beslut/").status_code == 200


def test_the_list_has_the_newest_first(client: Client, published: Publication) -> None:
    copy_published(published, 2)
    assert found(client) == ["LGS 2026:1", "LGS 2026:2", "LGS 2026:101", "LGS 2026:102"]


def test_the_list_is_empty_in_words(client: Client, cast: Cast) -> None:
    make_adjusted(cast)
    assert Decision.objects.count() == 2
    assert "Inga beslut är publicerade än." in client.get("/beslut/").content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=%C3%84ndrad+rutin", ["LGS 2026:1"]),
        ("q=%C3%A4NDRAD", ["LGS 2026:1"]),
        ("q=ordning", ["LGS 2026:2"]),
        ("q=LGS+2026:2", ["LGS 2026:2"]),
        ("q=lgs+2026:2", ["LGS 2026:2"]),
        ("q=2026:1", ["LGS 2026:1"]),
        ("q=VVG+2026:1", []),
        ("q=rutin+ordning", []),
        ("q=%25", []),
        ("typ=noted", ["LGS 2026:2"]),
        ("ar=2026&grupp=lgs&typ=agreed", ["LGS 2026:1"]),
        ("grupp=annan", []),
        ("omrade=goteborg", ["LGS 2026:1", "LGS 2026:2"]),
        ("lage=galler", ["LGS 2026:1"]),
        ("lage=avslutade", ["LGS 2026:2"]),
        ("lage=ersatta", []),
    ],
)
def test_the_list_can_be_narrowed(client: Client, published: Publication, query: str, expected: list[str]) -> None:
    Decision.objects.filter(number=1).update(public_title="Ändrad rutin", public_text="Gruppen enas.")
    Decision.objects.filter(number=2).update(
        public_title="Ny ordning", public_text="Noteras.", kind="noted", state="ended"
    )
    assert found(client, query) == expected


@pytest.mark.parametrize(
    ("states", "under_way", "carried_out"),
    [
        (["not_started"], True, False),
        (["anchored", "implemented"], True, False),
        (["implemented", "not_concerned", "cannot"], False, True),
    ],
)
def test_how_far_decisions_are_can_be_chosen(
    client: Client, published: Publication, states: list[str], under_way: bool, carried_out: bool
) -> None:
    decision = Decision.objects.get(number=1)
    Anchoring.objects.all().delete()
    Decision.objects.update(needs_anchoring=False)
    Decision.objects.filter(pk=decision.pk).update(needs_anchoring=True)
    for number, state in enumerate(states):
        party = Organisation.objects.create(name=f"Part {number}", slug=f"part-{number}", kind="other")
        reason = "Saknar medel." if state == "cannot" else ""
        Anchoring.objects.create(decision=decision, organisation=party, state=state, reason=reason)
    assert (found(client, "lage=pagar") != [], found(client, "lage=genomforda") != []) == (under_way, carried_out)


def test_a_row_says_when_the_decision_holds_no_longer(client: Client, published: Publication) -> None:
    decision = Decision.objects.get(number=1)
    Decision.objects.update(needs_anchoring=True)
    Anchoring.objects.all().delete()
    party = Organisation.objects.create(name="Part", slug="part", kind="other")
    Anchoring.objects.create(decision=decision, organisation=party)
    assert "0 av 1 organisation har genomfört" in client.get("/beslut/").content.decode()
    pages.store.clear()
    Decision.objects.filter(pk=decision.pk).update(state="ended")
    html = client.get("/beslut/").content.decode()
    assert "Avslutat</span>" in html
    assert "0 av 1" not in html


def test_an_organisation_finds_what_it_anchors_and_what_it_took_upon_itself(
    client: Client, published: Publication
) -> None:
    first, second = Decision.objects.order_by("number")
    Decision.objects.update(needs_anchoring=True)
    party = Organisation.objects.create(name="SU", slug="su-prov", kind="other")
    assert client.get("/beslut/?organisation=su-prov").status_code == 400
    Anchoring.objects.create(decision=first, organisation=party)
    assert found(client, "organisation=su-prov") == [first.reference]
    pages.store.clear()
    Commitment.objects.create(
        decision=second, organisation=party, owner="SU", text="SU tar med sig frågan.", position=9
    )
    assert found(client, "organisation=su-prov") == [first.reference, second.reference]


def test_an_owner_is_found_only_while_nothing_is_taken_out_of_the_note(
    client: Client, cast: Cast, published: Publication
) -> None:
    """What was taken out may be the owner, who then is nowhere: not in what can be chosen either."""
    row = Commitment.objects.create(
        decision=Decision.objects.order_by("number")[0], owner="SU-prov", text="SU-prov tar med sig frågan.",
        organisation=Organisation.objects.create(name="SU-prov", slug="su-prov", kind="other"), position=9,
    )  # fmt: skip
    assert found(client, "organisation=su-prov") == [row.decision.reference]
    wished = wish([], ["Information 1."])
    workflow.redact(published.meeting, wished, reason="Namngiven person", by=cast.eva, at=AFTER)
    outbox.run_due(limit=50)
    pages.store.clear()
    assert found(client) != []
    assert client.get("/beslut/?organisation=su-prov").status_code == 400


def test_only_published_years_and_open_groups_are_offered(client: Client, published: Publication) -> None:
    Decision.objects.filter(number=2).update(year=2019, publication=None, public_text="")
    choices = client.get("/beslut/").context["filter"].filters
    assert choices["ar"].extra["choices"] == [("2026", "2026")]


@pytest.mark.parametrize("query", ["q=" + "x" * 101, "q=%00", "typ=x", "ar=1999", "grupp=x"])
def test_a_wrong_choice_is_told(client: Client, published: Publication, query: str) -> None:
    assert client.get(f"/beslut/?{query}").status_code == 400


def test_what_is_searched_for_is_shown_as_text(client: Client, published: Publication) -> None:
    html = client.get("/beslut/?q=%3Cb%3Ehej").content.decode()
    assert "<b>hej" not in html
    assert 'value="&lt;b&gt;hej"' in html


@pytest.mark.parametrize("more", [0, 30])
def test_a_cold_decision_costs_six_queries(
    client: Client, published: Publication, more: int, django_assert_num_queries: Any
) -> None:
    copy_published(published, more)
    with django_assert_num_queries(6):
        client.get("/beslut/lgs/2026-1/")


def test_a_decision_leads_to_its_item_and_the_note_back(client: Client, published: Publication) -> None:
    html = client.get("/beslut/lgs/2026-2/").content.decode()
    assert 'href="/moten/lgs/2026-04-23/#punkt-2"' in html
    assert "Beslut 2.1." in html
    assert "Formella beslut fattas av varje huvudman." in html
    assert 'href="/beslut/lgs/2026-2/"' in client.get("/moten/lgs/2026-04-23/").content.decode()


def test_only_what_is_anchored_is_said_to_be_decided_formally(client: Client, published: Publication) -> None:
    Decision.objects.update(kind="noted", needs_anchoring=False)
    assert "Formella beslut fattas av varje huvudman." not in client.get("/beslut/lgs/2026-1/").content.decode()


def test_a_decision_leads_to_the_others_of_its_meeting(client: Client, published: Publication) -> None:
    copy_published(published, 1)
    context = client.get("/beslut/lgs/2026-2/").context
    assert [other.reference for other in context["siblings"]] == ["LGS 2026:1"]


@pytest.mark.parametrize("key", ["2026-3", "2026-0", "2026-01", "26-1", "2026-1-1", "2025-1", "2026-9999999999"])
def test_an_address_that_is_no_decision_is_404(client: Client, published: Publication, key: str) -> None:
    assert client.get(f"/beslut/lgs/{key}/").status_code == 404
