"""A decision's page leads to what it set, where it is named, and says in which version of the note it stands."""

from typing import Any

from django.test import Client

from meetings.models import Publication
from tests.factories import Cast, make_document, make_group
from tests.mandates import make_adopted

FIRST = "/beslut/lgs/2026-1/"


def page(client: Client) -> str:
    answer: Any = client.get(FIRST)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_it_leads_to_the_documents_and_mandates_that_name_it(
    client: Client, cast: Cast, published: Publication
) -> None:
    document = make_document(published.meeting.group, title="Rutin för SIP", decision_reference="lgs 2026:1")
    make_document(published.meeting.group, title="En annan rutin", decision_reference="LGS 2026:11")
    make_document(make_group("dold", shows_group=False), title="Intern rutin", decision_reference="LGS 2026:1")
    make_adopted(make_group("tema"), by=cast.eva, decision_reference="LGS 2026:1")
    html = page(client)
    assert f'<a href="/dokument/{document.slug}/">Rutin för SIP</a>' in html
    assert '<a href="/grupper/tema/uppdrag/1/">Uppdrag för Gruppen TEMA, version 1</a>' in html
    assert "En annan rutin" not in html
    assert "Intern rutin" not in html


def test_it_says_in_which_version_of_the_note_it_stands(client: Client, published: Publication) -> None:
    assert "Det här har beslutet fastställt" not in page(client)
    assert "<dt>Anteckningen</dt><dd>Punkt 1, version 1</dd>" in page(client)
