"""Decisions of fifteen organisations: 200 of them cost a page no query more than one; 20,000 are in ``tests.bench``."""

from typing import Any

import pytest
from django.test import Client

from decisions.models import Anchoring, Commitment, Decision, FormalDecision
from groups.models import Organisation, Seat
from meetings.models import Publication
from tests.admin.browsing import browser
from tests.bench_decisions import PAGES, PARTIES, fill, make_parties
from tests.factories import LONG_AGO, Cast
from tests.portal.test_scale import queries

pytestmark = pytest.mark.django_db
MANY = 200
PUBLIC = [*PAGES.values(), "/beslut/", "/beslut/forankring/?grupp=lgs", "/beslut/lgs/2026-1/", "/siffror/"]
BEHIND_SIGN_IN = [
    "/admin/", "/admin/forankring/", "/admin/forankring/matris/", "/admin/forankring/matris/?grupp=lgs&kvar=1",
    "/admin/forankring/ataganden/",
]  # fmt: skip


def asked(client: Client, cast: Cast) -> dict[tuple[str, str], int]:
    """Who and which page → how many queries it costs, nothing kept."""
    inside: Any = {"eva": browser(cast.eva), "sara": browser(cast.sara)}
    public = {("everyone", path): queries(client, path) for path in PUBLIC}
    return public | {(name, path): queries(inside[name], path) for name in inside for path in BEHIND_SIGN_IN}


def followed(parties: list[Organisation], numbers: range) -> None:
    """Decisions that are late, each with what a principal decides and what one party has taken upon itself."""
    known = set(Decision.objects.values_list("pk", flat=True))
    fill(parties, numbers)
    Decision.objects.update(due=LONG_AGO)
    for decision in Decision.objects.exclude(pk__in=known):
        FormalDecision.objects.create(decision=decision, principal=parties[0])
        Commitment.objects.create(decision=decision, owner="Part 0", organisation=parties[0], text="Skriv brevet")


def test_the_register_and_the_matrix_ask_as_much_of_one_decision_as_of_200(
    client: Client, cast: Cast, published: Publication
) -> None:
    parties = make_parties()
    seat = Seat.objects.create(group=cast.group, position=1, label="Part", organisation=parties[0], starts=LONG_AGO)
    cast.group.memberships.filter(person=cast.sara.person).update(seat=seat, organisation=parties[0])
    followed(parties, range(1))
    before = asked(client, cast)
    followed(parties, range(1, MANY))
    after = asked(client, cast)
    assert Anchoring.objects.count() >= MANY * PARTIES
    assert {key: (before[key], after[key]) for key in before if before[key] != after[key]} == {}
    assert {key: count for key, count in after.items() if key[1].startswith("/beslut/") and count > 8} == {}
