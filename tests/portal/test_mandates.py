"""The mandate on the open site: its versions, one of them as page and as file, and what a version changed."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decisions.models import Decision
from groups.mandates.files import read
from groups.models import Group, Mandate
from groups.workflow import mandate_text
from groups.workflow import mandates as workflow
from meetings.models import Publication
from meetings.workflow import withdraw
from samverkan.portal import pages
from tests.factories import Cast, make_group
from tests.mandates import AT, TODAY, adopted, give_file, make_adopted, make_draft, make_versions

pytestmark = pytest.mark.django_db
LIST, ONE, FILE = "/grupper/lgs/uppdrag/", "/grupper/lgs/uppdrag/1/", "/grupper/lgs/uppdrag/1.pdf"
DIFF = "/grupper/lgs/uppdrag/2/skillnad/"
CANARY = "kanariefågel"


def page(client: Client, path: str) -> str:
    pages.store.clear()
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


def missing(html: str, *words: str) -> list[str]:
    return [word for word in words if word not in html]


# --- The list -----------------------------------------------------------------------------------------------


@time_machine.travel(TODAY, tick=False)
def test_the_version_history_is_generated(client: Client, cast: Cast) -> None:
    former = make_adopted(cast.group, by=cast.eva, title="Det första")
    adopted(
        workflow.start_revision(former, by=cast.eva), by=cast.eva, decided_by="Styrelsen", valid_from=date(2026, 4, 1),
        decision_date=date(2026, 3, 2), valid_until=date(2027, 2, 1), precision="month",
    )  # fmt: skip
    html = page(client, LIST)
    assert missing(
        html, "Versionshistorik", f'href="{ONE}"', 'href="/grupper/lgs/uppdrag/2/"', f'href="{DIFF}"',
        "Beslutad 2 mars 2026 av Styrelsen. Giltig från 1 april 2026 till och med februari 2027.",
        "Beslutad 12 januari 2026 av Direktören. Giltig från 12 januari 2026.", "</svg>Gäller", "</svg>Ersatt",
    ) == []  # fmt: skip
    assert html.index("Version 2") < html.index("Version 1")


def test_a_group_without_a_mandate_says_so(client: Client, cast: Cast) -> None:
    make_draft(cast.group, by=cast.eva, title=CANARY)
    html = page(client, LIST)
    assert "Gruppen har inget antaget uppdrag här än." in html
    assert CANARY not in html


@pytest.mark.parametrize("path", [LIST, "/grupper/lgs/uppdrag/30/", "/grupper/lgs/uppdrag/30/skillnad/"])
def test_queries_do_not_grow_with_versions(client: Client, cast: Cast, path: str) -> None:
    counts = []
    versions = make_versions(cast.group, 2, by=cast.eva)
    counts.append(queries(client, path.replace("30", "2")))
    for _ in range(28):
        draft = workflow.start_revision(versions[-1], by=cast.eva, at=AT)
        versions.append(adopted(draft, by=cast.eva))
    counts.append(queries(client, path))
    assert counts[0] == counts[1]
    assert counts[1] <= 9


def queries(client: Client, path: str) -> int:
    pages.store.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200, path
    return len(asked)


# --- One version --------------------------------------------------------------------------------------------


@time_machine.travel(TODAY, tick=False)
def test_a_version_says_all_that_was_decided(client: Client, cast: Cast) -> None:
    giver, other = make_group("givare", name="Givargruppen"), make_group("tema", name="Temagruppen")
    draft = make_draft(cast.group, other, by=cast.eva, title="Vårt uppdrag")
    values = {"commissioner_group": giver, "assignee": "Ledamöterna", "document_date": date(2026, 1, 11)}
    values["recipients"] = "Ordföranden\nKoordinatorn"
    mandate_text.save_facts(
        draft, values, groups=[cast.group, other], seen=mandate_text.facts_token(draft), by=cast.eva
    )  # fmt: skip
    mandate = adopted(
        draft, by=cast.eva, decided_by="", decided_by_group=giver, registration_number="RS 2026-00784",
        review_date=date(2027, 1, 1), valid_until=date(2028, 1, 1), precision="year",
    )  # fmt: skip
    give_file(mandate)
    html = page(client, ONE)
    assert missing(
        html, "<h1>Vårt uppdrag</h1>", 'Uppdragsgivare</dt><dd><a href="/grupper/givare/">Givargruppen',
        'Beslutsfattare</dt><dd><a href="/grupper/givare/">Givargruppen', "Beslutsdatum</dt><dd>12 januari 2026",
        "Ledamöterna", "<summary>2 grupper</summary>",
        "Dokumentets datum</dt><dd>11 januari 2026", "Gäller till och med</dt><dd>2028", "RS 2026-00784",
        "Ses över senast</dt><dd>1 januari 2027", "<dd>Ordföranden</dd><dd>Koordinatorn</dd>",
        '<a href="/grupper/tema/">Temagruppen', f'href="{FILE}"', "PDF, 3 sidor, 1 kB", mandate.record.sha256,
        '<li><a href="#avsnitt-1">Syfte</a></li>', 'id="avsnitt-1"', "<li>Första punkten</li>", "Versionshistorik",
    ) == []  # fmt: skip


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 1, 1), "Den här versionen gäller inte än.</strong> Den börjar gälla 12 januari 2026."),
        (date(2026, 4, 1), "Uppdraget har gått ut.</strong> Det gällde till och med mars 2026."),
        (date(2026, 6, 1), 'ersatt.</strong> <a href="/grupper/lgs/uppdrag/2/">Version 2</a> gäller från 1 juni 2026.'),
    ],
)
def test_r10_the_page_says_how_the_version_stands(client: Client, cast: Cast, day: date, words: str) -> None:
    former = make_adopted(cast.group, by=cast.eva, valid_until=date(2026, 3, 31), precision="month")
    draft = workflow.start_revision(former, by=cast.eva)
    adopted(draft, by=cast.eva, valid_from=date(2026, 6, 1))
    with time_machine.travel(day, tick=False):
        assert words in page(client, ONE)


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (None, "Uppdraget är under revidering.</strong> En ny version tas fram. Till dess gäller den här."),
        (date(2026, 3, 31), "till och med 31 mars 2026. Det är under revidering: en ny version tas fram."),
    ],
)
@time_machine.travel(TODAY, tick=False)
def test_r10_under_revision_is_said_and_the_draft_is_not_shown(
    client: Client, cast: Cast, last: date | None, words: str
) -> None:
    former = make_adopted(cast.group, by=cast.eva, valid_until=last)
    draft = workflow.start_revision(former, by=cast.eva)
    section = draft.sections.get()
    seen = mandate_text.token_of(section)
    mandate_text.save_section(section, heading=CANARY, body=f"<p>{CANARY}</p>", seen=seen, by=cast.eva)
    for path in (ONE, LIST):
        html = page(client, path)
        assert words in html
        assert "</svg>Under revidering" in html
        assert CANARY not in html


@pytest.mark.parametrize("path", ["/grupper/lgs/uppdrag/1/", FILE, "/grupper/lgs/uppdrag/1/skillnad/"])
def test_a_draft_is_never_public(client: Client, cast: Cast, path: str) -> None:
    make_draft(cast.group, by=cast.eva)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("flag", ["shows_group", "shows_mandate"])
def test_the_mandate_of_an_internal_group_answers_404_everywhere(client: Client, cast: Cast, flag: str) -> None:
    for mandate in make_versions(cast.group, 2, by=cast.eva):
        give_file(mandate)
    paths = [LIST, ONE, FILE, DIFF]
    assert [client.get(path).status_code for path in paths] == [200] * 4
    setattr(cast.group, flag, False)
    cast.group.save()
    pages.store.clear()
    assert [client.get(path).status_code for path in paths] == [404] * 4


def test_a_shared_mandate_lists_only_the_groups_that_everyone_may_know(client: Client, cast: Cast) -> None:
    hidden = make_group("dold", name=f"Gruppen {CANARY}")
    other = make_group("tema", name="Temagruppen")
    make_adopted(cast.group, hidden, other, by=cast.eva, decided_by_group=hidden)
    assert CANARY in page(client, ONE)
    Group.objects.filter(pk=hidden.pk).update(shows_group=False)
    for path in (ONE, LIST):
        html = page(client, path)
        assert CANARY not in html
        assert "En grupp som inte visas öppet" in html
    assert "Temagruppen" in page(client, ONE)
    assert client.get("/grupper/dold/uppdrag/1/").status_code == 404
    assert client.get("/grupper/tema/uppdrag/1/").status_code == 200


@pytest.mark.parametrize("path", ["/grupper/lgs/uppdrag/2/", "/grupper/lgs/uppdrag/0/", "/grupper/lgs/uppdrag/01/",
                                  "/grupper/finns-inte/uppdrag/", "/grupper/lgs/uppdrag/1/skillnad/"])  # fmt: skip
def test_what_there_is_not_is_404(client: Client, cast: Cast, path: str) -> None:
    make_adopted(cast.group, by=cast.eva)
    assert client.get(path).status_code == 404


# --- Where it was decided -----------------------------------------------------------------------------------


def test_the_decision_date_leads_to_the_published_note_of_that_meeting(
    client: Client, cast: Cast, published: Publication
) -> None:
    day = published.meeting.date
    make_adopted(make_group("tema"), by=cast.eva, decided_by_group=cast.group, decision_date=day, valid_from=day)
    path = "/grupper/tema/uppdrag/1/"
    link = '<a href="/moten/lgs/2026-04-23/">23 april 2026</a>'
    assert link in page(client, path)
    withdraw(published, reason="Fel", by=cast.eva, at=AT)
    assert link not in page(client, path)


def test_the_reference_leads_to_the_decision_when_it_is_published(
    client: Client, cast: Cast, published: Publication
) -> None:
    tema, other = make_group("tema"), make_group("nosam")
    make_adopted(tema, by=cast.eva, decision_reference="LGS 2026:1")
    make_adopted(other, by=cast.eva, decision_reference="LGS 2026:99")
    assert Decision.objects.published().filter(number=1).exists()
    assert '<a href="/beslut/lgs/2026-1/">LGS 2026:1</a>' in page(client, "/grupper/tema/uppdrag/1/")
    assert "<dd>LGS 2026:99</dd>" in page(client, "/grupper/nosam/uppdrag/1/")


# --- The file -----------------------------------------------------------------------------------------------


def test_the_file_is_served_as_it_is_stored(client: Client, cast: Cast) -> None:
    mandate = make_adopted(cast.group, by=cast.eva)
    assert client.get(FILE).status_code == 404
    assert "Ladda ner" not in page(client, ONE)
    file = give_file(mandate)
    answer = client.get(FILE)
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "application/pdf", read(file))
    assert answer["Content-Disposition"] == 'inline; filename="lgs-uppdrag-1.pdf"'
    again = client.get(FILE, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_a_file_that_was_made_for_an_internal_group_is_not_served_when_the_group_opens(
    client: Client, cast: Cast
) -> None:
    hidden = make_group("dold", shows_group=False)
    give_file(make_adopted(hidden, by=cast.eva))
    Group.objects.filter(pk=hidden.pk).update(shows_group=True)
    assert client.get("/grupper/dold/uppdrag/1.pdf").status_code == 404
    assert "Ladda ner" not in page(client, "/grupper/dold/uppdrag/1/")


# --- What changed -------------------------------------------------------------------------------------------


@pytest.fixture
def changed(cast: Cast) -> Mandate:
    body = "<p>Gruppen har fyra möten per år.</p><p>Stycke som stryks helt.</p><p>Oförändrat stycke.</p>"
    former = make_adopted(
        cast.group, by=cast.eva, body=body, valid_until=date(2026, 3, 31), precision="month"
    )  # fmt: skip
    draft = workflow.start_revision(former, by=cast.eva)
    section = draft.sections.get()
    new = "<p>Gruppen har sex möten per år.</p><p>Oförändrat stycke.</p><ul><li>Helt ny punkt i listan</li></ul>"
    seen = mandate_text.token_of(section)
    mandate_text.save_section(section, heading=section.heading, body=new, seen=seen, by=cast.eva)
    mandate_text.add_section(draft, heading="Nytt avsnitt", body="<p>Text.</p>", by=cast.eva)
    return adopted(draft, by=cast.eva, valid_until=date(2027, 12, 31), registration_number="RS 1")


def test_the_difference_is_said_in_words_paragraph_by_paragraph(client: Client, changed: Mandate) -> None:
    html = page(client, DIFF)
    assert missing(
        html,
        "Tillagda stycken: 3. Strukna: 1. Ändrade: 1. Ändrade uppgifter: 2.",
        '<span class="said">Förut:</span> Gruppen har <del>fyra</del> möten per år.',
        '<span class="said">Nu:</span> Gruppen har <ins>sex</ins> möten per år.',
        '<span class="said">Struket:</span> <del>Stycke som stryks helt.</del>',
        '<span class="said">Tillagt:</span> <ins>Helt ny punkt i listan</ins>',
        '<span class="said">Nytt avsnitt:</span> <ins>Nytt avsnitt</ins>',
        "<summary>1 oförändrat stycke</summary>",
        'Gäller till och med</dt> <dd><span class="said">Förut:</span> <del>mars 2026</del></dd> '
        '<dd><span class="said">Nu:</span> <ins>31 december 2027</ins></dd>',
        'Diarienummer</dt> <dd><span class="said">Tillagt:</span> <ins>RS 1</ins></dd>',
    ) == []  # fmt: skip


def test_a_version_can_be_compared_with_another_than_the_one_before(
    client: Client, changed: Mandate, cast: Cast
) -> None:
    adopted(workflow.start_revision(changed, by=cast.eva), by=cast.eva, registration_number="RS 1",
            valid_until=date(2027, 12, 31))  # fmt: skip
    assert "Inget har ändrats." in page(client, "/grupper/lgs/uppdrag/3/skillnad/")
    assert "från version 1 till 3" in page(client, "/grupper/lgs/uppdrag/3/skillnad/?mot=1")


@pytest.mark.parametrize("asked", ["2", "9", "x", "²", "9" * 30])
def test_a_version_that_is_not_there_can_not_be_compared_with(client: Client, changed: Mandate, asked: str) -> None:
    assert client.get(f"{DIFF}?mot={asked}").status_code == 404


def test_the_mandate_pages_set_no_cookie_and_take_no_post(client: Client, changed: Mandate) -> None:
    for path in (LIST, ONE, DIFF):
        assert not client.get(path).cookies
        assert client.post(path).status_code == 405
