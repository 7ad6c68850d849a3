"""The register of decisions as files: what the list shows with the same filters, and nothing that is not public."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decisions.models import Anchoring, Decision
from groups.models import Organisation
from meetings.models import Publication
from samverkan.common import freshness
from samverkan.portal import decision_filters, kept_files
from samverkan.portal.kept_files import MOST, kept_file
from tests.common.test_tables import cells_of
from tests.portal.make import copy_published

KINDS = ("csv", "xlsx", "json")


def content(client: Client, kind: str, query: str = "") -> bytes:
    kept_files.clear()
    response: Any = client.get(f"/beslut/beslut.{kind}?{query}")
    assert response.status_code == 200
    assert f'beslut-2026-11-22.{kind}"' in response["Content-Disposition"]
    return b"".join(response.streaming_content)


def table(client: Client, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content(client, "csv", query).decode("utf-8-sig")), delimiter=";"))


def test_each_kind_of_file_has_the_decisions_of_the_list(client: Client, published: Publication) -> None:
    copy_published(published, 30)
    wanted = list(Decision.objects.published().listed())
    references = [decision.reference for decision in wanted]
    assert [row["Beslut"] for row in table(client)] == references
    assert [row["reference"] for row in json.loads(content(client, "json"))] == references
    assert [row[0][1] for row in cells_of(content(client, "xlsx"))[1:]] == references


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_follows_the_filters(client: Client, published: Publication, kind: str) -> None:
    Decision.objects.filter(number=1).update(public_title="Ny rutin", public_text="Gruppen enas.")
    assert b"LGS 2026:2" in content(client, "json")
    assert b"LGS 2026:2" not in content(client, "json", "q=rutin")
    listed = client.get("/beslut/?q=rutin&ar=2026&sida=1").content.decode()
    assert f'href="/beslut/beslut.{kind}?q=rutin&amp;ar=2026"' in listed


@pytest.mark.parametrize("kind", KINDS)
def test_a_choice_that_does_not_exist_leads_to_the_list(client: Client, published: Publication, kind: str) -> None:
    response = client.get(f"/beslut/beslut.{kind}?ar=1999")
    assert response.headers["Location"] == "/beslut/?ar=1999"


def test_how_far_stands_where_a_decision_needs_anchoring(client: Client, published: Publication) -> None:
    first, second = Decision.objects.order_by("number")
    Decision.objects.filter(pk=first.pk).update(needs_anchoring=True, due=date(2027, 1, 31))
    Decision.objects.filter(pk=second.pk).update(needs_anchoring=False)
    for number, state in enumerate(["implemented", "not_started", "not_concerned"]):
        party = Organisation.objects.create(name=f"Part {number}", slug=f"part-{number}", kind="other")
        Anchoring.objects.update_or_create(decision=first, organisation=party, defaults={"state": state})
    parties = first.anchorings.count()
    rows = table(client)
    assert (rows[0]["Organisationer som förankrar"], rows[0]["Har genomfört"]) == (str(parties - 1), "1")
    assert (rows[0]["Ska vara genomfört senast"], rows[1]["Har genomfört"]) == ("2027-01-31", "")
    objects = json.loads(content(client, "json"))
    assert objects[0]["anchoring"] == {"due": "2027-01-31", "organisations": parties - 1, "implemented": 1}
    assert "anchoring" not in objects[1]


def test_nothing_that_is_not_published_is_in_a_file(client: Client, published: Publication) -> None:
    """Not the record's own words, and not the number of a later decision that nobody can read yet."""
    first, second = Decision.objects.order_by("number")
    Decision.objects.filter(pk=second.pk).update(publication=None, public_text="")
    Decision.objects.filter(pk=first.pk).update(state="replaced", replaced_by=second, text="KANARIE")
    for kind in ("csv", "json"):
        said = content(client, kind).decode()
        assert (first.reference in said, second.reference in said, "KANARIE" in said) == (True, False, False)


def test_a_formula_is_text(client: Client, published: Publication) -> None:
    Decision.objects.filter(number=1).update(public_text="=HYPERLINK(1)")
    assert table(client)[0]["Beslut i ord"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_asks_as_much_for_one_as_for_many(client: Client, published: Publication, kind: str) -> None:
    asked = []
    for more in (0, 40):
        copy_published(published, more)
        with CaptureQueriesContext(connection) as queries:
            content(client, kind)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def again(client: Client, kind: str, query: str = "") -> bytes:
    """The file, whoever asked for it before."""
    response: Any = client.get(f"/beslut/beslut.{kind}?{query}")
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_made_once_for_all_who_ask(client: Client, published: Publication, kind: str) -> None:
    """One query for the state of the site, and those that say which choices there are; none of the decisions."""
    first = content(client, kind)
    with CaptureQueriesContext(connection) as queries:
        assert again(client, kind) == first
        assert again(client, kind, "okand=1&q=") == first
    assert not [query for query in queries if "public_text" in query["sql"].split(" FROM ")[0]]


def test_a_file_is_made_anew_when_something_has_changed_and_after_a_minute(
    client: Client, published: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = content(client, "json")
    Decision.objects.filter(number=1).update(public_text="Något helt annat.")
    assert again(client, "json") == first
    freshness.bump()
    changed = again(client, "json")
    assert "Något helt annat.".encode() in changed
    Decision.objects.filter(number=1).update(public_text="En gång till.")
    assert again(client, "json") == changed
    monkeypatch.setattr(kept_files, "LIFE_SECONDS", 0)
    assert "En gång till.".encode() in again(client, "json")


def test_who_searches_for_words_gets_a_file_of_so_many_and_no_more(
    client: Client, published: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is typed is as many files as there are words: the list says why there is none."""
    copy_published(published, 3)
    monkeypatch.setattr(decision_filters, "MOST_FOUND", 2)
    response = client.get("/beslut/beslut.xlsx?q=enas&sida=3")
    assert response.headers["Location"] == "/beslut/?q=enas"
    listed = client.get("/beslut/?q=enas").content.decode()
    assert ("Välj också grupp, område eller år" in listed, "beslut.xlsx" in listed) == (True, False)
    assert content(client, "xlsx")
    assert content(client, "xlsx", "q=vecka+2")


def test_the_oldest_files_make_room(db: Any) -> None:
    kept_files.clear()
    for number in range(MOST + 5):
        kept_file(f"nr-{number}", lambda: [b"x"]).close()
    assert len(list(kept_files._folder().iterdir())) == MOST
    with kept_file("nr-0", lambda: [b"new"]) as file:
        assert file.read() == b"new"


def test_a_file_that_breaks_off_is_not_handed_out(db: Any) -> None:
    kept_files.clear()

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        kept_file("broken", broken)
    with kept_file("broken", lambda: [b"whole"]) as file:
        assert file.read() == b"whole"
