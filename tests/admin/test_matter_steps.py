"""The steps of a matter from its pages: who may take them, what they ask for, and the mails they send."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings import workflow
from meetings.models import Matter
from meetings.states import MatterState
from meetings.workflow.scheduling import schedule
from samverkan.common import outbox
from tests.admin.browsing import browser, said
from tests.common.crafted import pdf
from tests.factories import Cast, make_group, make_member, make_user
from tests.matters import SOON, filled, make_coming, make_matter, text, titles

pytestmark = pytest.mark.django_db
S = MatterState
HERE = "/admin/fragor/"


VERBS = ["ta-in/", "agenda/", "agenda/ta-bort/", "kommer-tillbaka/", "skicka-tillbaka/", "besvara/"]
OWN = ["aterta/", "vack-igen/"]
#: What eva, olle, sara, maja (who raised it) and somebody of a third group get.
CODES = {
    "": [200, 200, 200, 200, 404],
    **{tail: [302, 403, 403, 403, 404] for tail in VERBS},
    **{tail: [403, 403, 403, 302, 404] for tail in OWN},
}


@pytest.mark.parametrize("tail", CODES)
def test_who_may_do_what(cast: Cast, tail: str) -> None:
    stranger = make_user("stina")
    make_member(stranger.person, make_group("tredje"))  # type: ignore[arg-type]
    codes = []
    for user in (cast.eva, cast.olle, cast.sara, cast.maja, stranger):
        state = S.SENT_BACK if tail in OWN else S.RECEIVED
        matter = make_matter(cast.maja, cast.group, state=state, reason="Oklar.")
        client, path = browser(user), f"{HERE}{matter.pk}/{tail}"
        data = {"text": "Ja.", "title": "Ny", "purpose": "dialog", "recurring": "1"}
        codes.append((client.post(path, data) if tail else client.get(path)).status_code)
    assert codes == CODES[tail]


@pytest.mark.parametrize("tail", ["ta-in/", "agenda/", "agenda/ta-bort/", "kommer-tillbaka/"])
def test_a_verb_refuses_get(cast: Cast, tail: str) -> None:
    matter = make_matter(cast.maja, cast.group)
    assert browser(cast.eva).get(f"{HERE}{matter.pk}/{tail}").status_code == 405


def test_the_page_puts_it_on_a_meeting_moves_it_and_takes_it_off(cast: Cast) -> None:
    matter = make_matter(cast.maja, cast.group)
    soon, later = make_coming(cast), make_coming(cast, date(2027, 2, 4))
    client, path = browser(cast.eva), f"{HERE}{matter.pk}/"
    assert "Sätt på agendan" in text(client.get(path))
    assert said(client.post(path + "agenda/", {"meeting": ""})) == ["Välj ett kommande möte i listan."]
    response = client.post(path + "agenda/", {"meeting": soon.pk})
    assert said(response)[-1] == "Frågan är punkt 1 på agendan till mötet 3 december 2026."
    page = text(client.get(path))
    assert f'<a href="/admin/moten/{soon.pk}/">3 december 2026</a>, punkt 1' in page
    assert "Flytta till mötet" in page
    client.post(path + "agenda/", {"meeting": later.pk})
    assert (titles(soon), titles(later)) == ([], [matter.title])
    assert "inte länka" not in text(browser(cast.maja).get(path))
    assert f"/admin/moten/{later.pk}/" not in text(browser(cast.maja).get(path))  # not a meeting that she sees
    client.post(path + "agenda/ta-bort/")
    assert titles(later) == []


def test_without_a_meeting_to_come_the_page_says_so(cast: Cast) -> None:
    matter = make_matter(cast.maja, cast.group)
    assert "Inget möte är planerat." in text(browser(cast.eva).get(f"{HERE}{matter.pk}/"))


@pytest.mark.parametrize(
    ("tail", "state", "empty"),
    [
        ("skicka-tillbaka/", S.SENT_BACK, "Skriv varför frågan skickas tillbaka."),
        ("besvara/", S.CLOSED, "Skriv svaret på frågan."),
    ],
)
def test_a_step_with_words_asks_for_them_and_takes_them(cast: Cast, tail: str, state: MatterState, empty: str) -> None:
    matter = make_matter(cast.maja, cast.group)
    client, path = browser(cast.eva), f"{HERE}{matter.pk}/{tail}"
    assert client.get(path).status_code == 200
    response = client.post(path, {"text": " "})
    assert (response.status_code, empty in text(response)) == (422, True)
    assert client.post(path, {"text": "Läs rutinen."})["Location"] == f"{HERE}{matter.pk}/"
    matter.refresh_from_db()
    assert (matter.state, matter.reason or matter.answer) == (state, "Läs rutinen.")
    refused = client.post(path, {"text": "En gång till."})
    assert refused.status_code == 422
    assert "Det går inte nu" in text(refused)
    assert "En gång till." in text(refused)


def test_what_was_sent_back_is_completed_and_raised_again(cast: Cast) -> None:
    matter = make_matter(cast.maja, cast.group, state=S.SENT_BACK, reason="Underlag saknas.", description="Förut.")
    client, path = browser(cast.maja), f"{HERE}{matter.pk}/vack-igen/"
    page = text(client.get(path))
    assert "Underlag saknas." in page
    assert "Förut." in page
    assert 'name="group"' not in page
    assert client.post(path, filled(cast, title="")).status_code == 422
    client.post(path, filled(cast, papers=[SimpleUploadedFile("ny.pdf", pdf())]))
    matter.refresh_from_db()
    assert (matter.state, matter.description, matter.papers.count()) == (S.RECEIVED, "Bakgrunden.", 1)
    assert client.post(path, filled(cast)).status_code == 422


def test_the_page_tells_the_way_in_words(cast: Cast) -> None:
    browser(cast.maja).post(HERE + "ny/", filled(cast, title="Kan <vi>?"))
    matter = Matter.objects.get()
    browser(cast.eva).post(f"{HERE}{matter.pk}/ta-in/")
    schedule(matter, make_coming(cast, SOON), by=cast.eva)
    page = text(browser(cast.maja).get(f"{HERE}{matter.pk}/"))
    assert "Kan &lt;vi&gt;?" in page
    assert "<vi>" not in page
    for line in ("Väckt", "Bereds", "På agendan till mötet 3 december 2026"):
        assert f"<strong>{line}</strong> <span" in page
    assert "Att dela lika." in page
    assert "Ta in" not in page  # not hers to do


def test_mails_say_group_question_what_happened_and_where(cast: Cast, mailoutbox: list[Any]) -> None:
    browser(cast.maja).post(HERE + "ny/", filled(cast))
    matter = Matter.objects.get()
    client, path = browser(cast.eva), f"{HERE}{matter.pk}/"
    client.post(path + "ta-in/")
    client.post(path + "kommer-tillbaka/", {"recurring": "1"})
    soon, later = make_coming(cast), make_coming(cast, date(2027, 2, 4))
    for meeting in (soon, later):
        client.post(path + "agenda/", {"meeting": meeting.pk})
        workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    client.post(path + "agenda/ta-bort/")
    client.post(path + "skicka-tillbaka/", {"text": "Hör hemma i NOSAM."})
    browser(cast.maja).post(path + "vack-igen/", filled(cast))
    client.post(path + "besvara/", {"text": "Ja & nej."})
    outbox.run_due()
    mailoutbox[:] = [mail for mail in mailoutbox if "genda" not in mail.subject.split(":")[0]]
    assert [(mail.to, mail.subject.split(":")[0]) for mail in mailoutbox] == [
        (["eva@example.se"], "Ny fråga till Gruppen LGS"),
        (["maja@example.se"], "Din fråga är skickad till Gruppen LGS"),
        (["maja@example.se"], "Din fråga bereds"),
        (["maja@example.se"], "Din fråga följs upp på varje möte"),
        (["maja@example.se"], "Din fråga tas upp 3 december 2026"),
        (["maja@example.se"], "Din fråga tas inte upp 3 december 2026"),
        (["maja@example.se"], "Din fråga tas upp 4 februari 2027"),
        (["maja@example.se"], "Din fråga tas inte upp 4 februari 2027"),
        (["maja@example.se"], "Din fråga kom tillbaka"),
        (["eva@example.se"], "En fråga kom igen till Gruppen LGS"),
        (["maja@example.se"], "Svar på din fråga"),
    ]
    for mail in mailoutbox:
        assert "Gruppen LGS" in mail.body
        assert "Hur delar vi på kostnaden?" in mail.body
        assert f"/admin/fragor/{matter.pk}/\n" in mail.body
        assert "Du får det här mejlet för att" in mail.body
        assert "\n\n\n" not in mail.body
    assert "Ja & nej." in mailoutbox[-1].body


def test_one_way_stands_first_and_the_others_are_folded_with_what_comes_of_each(cast: Cast) -> None:
    matter = make_matter(cast.maja, cast.group)
    page = browser(cast.eva).get(f"{HERE}{matter.pk}/").content.decode()
    first, _, folded = page.partition("Fler sätt")
    assert '<button class="button">Ta in</button>' in first
    assert "Besvara" not in first.partition("Vad vill du göra?")[2]
    assert "frågan avslutas utan att tas upp på ett möte" in folded
    assert page.count('<button class="button">Ta in</button>') == 1
    assert "Väntar på besked" in page
    make_coming(cast)
    first, _, folded = browser(cast.eva).get(f"{HERE}{matter.pk}/").content.decode().partition("Fler sätt")
    assert "Sätt på agendan" in first
    assert '<button class="button quiet">Ta in</button>' in folded
