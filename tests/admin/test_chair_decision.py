"""The pages of a chair's decision: who drafts it, what the mandate says, who takes it."""

from typing import Any

import pytest
from django.test import Client

from meetings.models import Meeting
from tests.admin.browsing import address, browser, fields_of, said
from tests.factories import Cast, make_meeting
from tests.meetings.answers import LINK, delivered
from tests.meetings.test_chair_decisions import make_mandate

pytestmark = pytest.mark.django_db
NEW = "/admin/moten/ny/ordforandebeslut/"


def written(cast: Cast, **fields: str) -> dict[str, str]:
    given = {"title": "Rutin", "background": "Stämd av.", "kind": "establishes", "text": "Ordföranden fastställer."}
    return {"group": str(cast.group.pk), **given, **fields}


def make_drafted(cast: Cast) -> Meeting:
    make_mandate(cast.group)
    browser(cast.eva).post(NEW, written(cast))
    return Meeting.objects.get()


def test_the_page_says_in_words_what_the_mandate_allows(cast: Cast) -> None:
    make_mandate(cast.group, chair_decides="Regionala rutiner enligt SSN 2023-00470.")
    assert "Regionala rutiner enligt SSN 2023-00470." in browser(cast.eva).get(NEW).content.decode()
    assert "Ordförandebeslut" in browser(cast.eva).get("/admin/moten/").content.decode()


def test_where_it_does_not_allow_it_the_page_says_why_and_nothing_is_made(cast: Cast) -> None:
    make_mandate(cast.group, chair_decides="")
    client = browser(cast.olle)
    page = client.get(NEW).content.decode()
    assert "låter inte ordföranden besluta ensam" in page
    assert "<form class=" not in page
    assert client.post(NEW, written(cast)).status_code == 422
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("sara", 403), ("maja", 200), ("eva", 200), ("olle", 200)])
def test_who_drafts(cast: Cast, who: str, status: int) -> None:
    make_mandate(cast.group)
    assert browser(getattr(cast, who)).get(NEW).status_code == status


def test_what_is_missing_is_said(cast: Cast) -> None:
    make_mandate(cast.group)
    answered = browser(cast.eva).post(NEW, written(cast, text=""))
    assert answered.status_code == 422
    assert "Skriv beslutet." in answered.content.decode()
    assert "Stämd av." in answered.content.decode()


def test_the_secretariat_lays_it_before_the_chair_who_takes_it(cast: Cast) -> None:
    meeting = make_drafted(cast)
    leader, chair = browser(cast.eva), browser(cast.olle)
    assert "Ändra och lägg fram" in leader.get(address(meeting)).content.decode()
    leader.post(address(meeting, "ordforandebeslut/"), written(cast, text="Ordföranden fastställer rutinen."))
    answered = leader.post(address(meeting, "ordforandebeslut/lagg-fram/"))
    assert said(answered)[-1] == "Förslaget ligger hos ordföranden."
    version = meeting.minutes_versions.get()
    page = chair.get(address(meeting, "justera/")).content.decode()
    assert "Ordföranden fastställer rutinen." in page
    chair.post(address(meeting, "justera/"), {"version": version.pk})
    version.refresh_from_db()
    assert version.state == "adjusted"
    assert "justerad" in leader.get(address(meeting, "ordforandebeslut/")).content.decode()


def test_a_chair_who_drafts_goes_straight_on_to_take_it(cast: Cast) -> None:
    meeting = make_drafted(cast)
    answered = browser(cast.olle).post(address(meeting, "ordforandebeslut/lagg-fram/"))
    assert answered["Location"] == address(meeting, "justera/")


@pytest.mark.parametrize("tail", ["ordforandebeslut/", "ordforandebeslut/lagg-fram/"])
@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403)])
def test_others_do_not(cast: Cast, tail: str, who: str, status: int) -> None:
    assert browser(getattr(cast, who)).post(address(make_drafted(cast), tail)).status_code == status


def test_an_ordinary_meeting_is_no_decision(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    assert browser(cast.eva).get(address(meeting, "ordforandebeslut/")).status_code == 404


def test_the_editor_offers_only_the_kinds_that_a_chair_can_decide_alone(cast: Cast) -> None:
    meeting = make_drafted(cast)
    client = browser(cast.eva)
    editor = client.get(address(meeting)).context["editor"]
    (row,) = [block.row for block in editor.items[0].outcomes if block.row.instance.pk]
    assert [kind for kind, _ in row.fields["kind"].choices] == ["decided_not_to", "establishes", "approves", "appoints"]
    data = fields_of(client.get(address(meeting)))
    response = client.post(address(meeting), {**data, f"{row.prefix}-kind": "agreed"})
    assert response.status_code == 422
    assert [outcome.kind for outcome in meeting.items.get().outcomes.all()] == ["establishes"]


def test_a_kind_that_no_chair_can_decide_alone_stops_it_when_it_is_laid_before_the_chair(cast: Cast) -> None:
    meeting = make_drafted(cast)
    meeting.items.get().outcomes.update(kind="agreed")
    sentence = (
        "Punkt 1: ”Enas” kan ordföranden inte besluta ensam. "
        "Välj ett av ”Fastställer”, ”Godkänner”, ”Utser eller nominerar”, ”Beslutar att inte”."
    )
    client = browser(cast.eva)
    assert said(client.post(address(meeting, "ordforandebeslut/lagg-fram/"))) == [sentence]
    assert sentence in client.get(address(meeting, "skicka/")).content.decode()
    assert said(client.post(address(meeting, "skicka/")))[-1] == sentence
    assert not meeting.minutes_versions.exists()


def test_the_chair_reads_of_a_decision_to_take_in_mail_and_page(cast: Cast, mailoutbox: list[Any]) -> None:
    meeting = make_drafted(cast)
    browser(cast.eva).post(address(meeting, "ordforandebeslut/lagg-fram/"))
    mail = delivered(mailoutbox, "olle@example.se", "Ordförandebeslut att fatta: LGS")
    assert "ett förslag till ordförandebeslut i Gruppen LGS väntar på dig." in mail.body
    (link,) = LINK.findall(mail.body)
    chair = browser(cast.olle)
    for page in (chair.get(address(meeting, "justera/")), Client().get(link)):
        read = page.content.decode()
        assert ("<h1>Ordförandebeslut" in read, "Ja, fatta beslutet" in read, "Ja, justera" in read) == (
            True,
            True,
            False,
        )
    version = meeting.minutes_versions.get()
    assert said(chair.post(address(meeting, "justera/"), {"version": version.pk})) == ["Beslutet är fattat. Tack!"]
    delivered(mailoutbox, "eva@example.se", "Ordförandebeslutet är fattat: LGS")
