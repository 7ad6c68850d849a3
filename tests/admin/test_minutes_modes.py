"""The pages of the modes: naming adjusters, choosing a last day, registering a verdict, pointing out a meeting."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings import workflow
from meetings.models import Meeting, Verdict
from samverkan.common.swedish import long_date
from tests.admin.browsing import address, browser, said
from tests.factories import Cast, make_adjusted, make_cast, make_held, make_meeting, make_sent
from tests.meetings.modes import cast_of, make_named, make_next, person_of, set_mode

pytestmark = pytest.mark.django_db
REGISTERED = {"kind": "adjusted", "source": "via e-post 30 april", "sure": "on"}


@pytest.fixture
def named() -> Cast:
    return cast_of("named")


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_adjusters_are_picked_among_the_members_and_the_last_ones_are_picked_already(named: Cast) -> None:
    workflow.adjust(make_named(named, named.sara), by=named.sara)
    meeting, client = make_held(named, sequence=2), browser(named.eva)
    page = text(client.get(address(meeting, "skicka/")))
    sara, olle = named.sara.person_id, named.olle.person_id
    assert f'value="{sara}" id="id_adjusters_1" checked' in page
    assert f'value="{olle}" id="id_adjusters_0"> Olle Exempel' in page or f'value="{olle}" id="id_adjusters_0">' in page
    assert f'value="{named.eva.person_id}"' not in page
    refused = client.post(address(meeting, "skicka/"))
    assert (refused.status_code, "Välj minst en justerare." in text(refused)) == (422, True)
    client.post(address(meeting, "skicka/"), {"adjusters": [sara, olle]})
    assert meeting.minutes_versions.get().adjusters.count() == 2


def test_without_members_with_accounts_the_page_says_what_to_do(named: Cast) -> None:
    meeting = make_held(named)
    for user in (named.sara, named.olle):
        user.is_active = False
        user.save()
    assert "Lägg upp konton för dem först." in text(browser(named.eva).get(address(meeting, "skicka/")))


def test_each_adjuster_sees_who_has_and_who_has_not(named: Cast) -> None:
    version = make_named(named)
    path = address(version.meeting, "justera/")
    first = browser(named.sara).post(path, {"version": version.pk})
    assert said(first) == ["Tack! Ditt besked är noterat. Kvar att justera: Olle Exempel."]
    mine, other = text(browser(named.sara).get(path)), text(browser(named.olle).get(path))
    assert ("Du har justerat" in mine, '<button class="button">Justera</button>' in mine) == (True, False)
    for page in (mine, other, text(browser(named.eva).get(address(version.meeting)))):
        assert (page.count("Har justerat"), page.count("Har inte justerat")) == (1, 1)
    last = browser(named.olle).post(path, {"version": version.pk})
    assert said(last) == ["Anteckningen är justerad. Tack!"]


def test_who_has_answered_sees_what_has_changed_since_and_who_has_not_everything(named: Cast) -> None:
    version = make_named(named)
    path, items = address(version.meeting, "justera/"), version.meeting.items
    both = [person_of(named.sara), person_of(named.olle)]
    assert "Ändrat sedan" not in text(browser(named.sara).get(path))
    for number, said_now in ((1, "Ombokat."), (2, "Utökat.")):
        workflow.return_minutes(version, comment=f"Punkt {number}.", by=named.olle)
        items.filter(number=number).update(information=f"<p>{said_now}</p>")
        version = workflow.send_minutes(version.meeting, adjusters=both, by=named.eva)
    answered, silent = text(browser(named.olle).get(path)), text(browser(named.sara).get(path))
    assert "Ändrat sedan du svarade förra gången" in answered
    assert "Ändrat sedan anteckningen skickades till dig första gången" in silent
    assert ("<ins>Ombokat.</ins>" in answered, "<ins>Utökat.</ins>" in answered) == (False, True)
    assert ("<ins>Ombokat.</ins>" in silent, "<ins>Utökat.</ins>" in silent) == (True, True)


def test_a_note_that_is_sent_again_says_that_who_has_adjusted_the_same_text_need_not_answer(named: Cast) -> None:
    stands = "Den som har justerat precis samma text behöver inte svara igen"
    first = make_held(named)
    assert stands not in text(browser(named.eva).get(address(first, "skicka/")))
    version = workflow.send_minutes(first, adjusters=[person_of(named.sara), person_of(named.olle)], by=named.eva)
    workflow.adjust(version, by=named.sara)
    workflow.take_back(version, by=named.eva)
    assert stands in text(browser(named.eva).get(address(first, "skicka/")))


def test_a_correction_is_compared_with_what_was_adjusted_and_not_with_what_came_back(named: Cast) -> None:
    version = make_named(named, named.olle)
    items, olle = version.meeting.items, [person_of(named.olle)]
    workflow.return_minutes(version, comment="Punkt 1.", by=named.olle)
    items.filter(number=1).update(information="<p>Det som justerades.</p>")
    workflow.adjust(workflow.send_minutes(version.meeting, adjusters=olle, by=named.eva), by=named.olle)
    workflow.open_correction(version.meeting, kind="outcome", reason="Fel", by=named.eva)
    for number in (1, 2):
        items.filter(number=1).update(information=f"<p>Rättad text {number}.</p>")
        sent = workflow.send_minutes(version.meeting, adjusters=[person_of(named.sara), *olle], by=named.eva)
        if number == 1:
            workflow.return_minutes(sent, comment="En gång till.", by=named.sara)
    page = text(browser(named.olle).get(address(version.meeting, "justera/")))
    assert "Ändrat sedan anteckningen justerades" in page
    assert "<del>Det som justerades.</del>" in page


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("eva", 403), ("olle", 403)])
def test_the_page_of_adjusters_is_for_the_named(named: Cast, who: str, status: int, method: str) -> None:
    version = make_named(named, named.sara)
    response = getattr(browser(getattr(named, who)), method)(
        address(version.meeting, "justera/"), {"version": version.pk}
    )
    version.refresh_from_db()
    assert (response.status_code, version.state) == (status, "out")


def test_the_last_day_for_comments_is_a_week_ahead_unless_another_is_chosen() -> None:
    cast = cast_of("comments")
    meeting, client, today = make_held(cast), browser(cast.eva), timezone.localdate()
    assert f'value="{today + timedelta(days=7)}"' in text(client.get(address(meeting, "skicka/")))
    for wrong in ("", "x", str(today)):
        assert client.post(address(meeting, "skicka/"), {"comments_until": wrong}).status_code == 422
    client.post(address(meeting, "skicka/"), {"comments_until": str(today + timedelta(days=1))})
    assert meeting.minutes_versions.get().comments_until == today + timedelta(days=1)


def test_a_verdict_is_registered_when_it_is_said_who_where_and_that_it_is_meant() -> None:
    cast = make_cast()
    version, client = make_sent(cast), browser(cast.eva)
    path = address(version.meeting, "registrera/")
    given = {**REGISTERED, "version": version.pk, "person": cast.olle.person_id}
    assert "Olle Exempel" in text(client.get(path))
    for missing in ("sure", "source", "kind", "person"):
        refused = client.post(path, {name: value for name, value in given.items() if name != missing})
        assert (refused.status_code, Verdict.objects.count()) == (422, 0), missing
    done = client.post(path, given)
    assert said(done) == ["Beskedet är registrerat, och anteckningen är justerad."]
    assert (Verdict.objects.get().channel, Verdict.objects.get().given_by) == ("registered", cast.eva)
    assert "Anteckningen är redan justerad." in text(client.get(path))


def test_a_registered_return_is_shown_with_who_registered_it() -> None:
    cast = make_cast()
    version, client = make_sent(cast), browser(cast.eva)
    given = {**REGISTERED, "version": version.pk, "person": cast.olle.person_id, "kind": "returned", "comment": "P2."}
    client.post(address(version.meeting, "registrera/"), given)
    page = text(client.get(address(version.meeting)))
    assert "Olle Exempel skickade tillbaka anteckningen" in page
    assert "registrerat av Eva Exempel (via e-post 30 april)" in page


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("olle", 403)])
def test_only_the_secretariat_registers(who: str, status: int, method: str) -> None:
    cast = make_cast()
    version = make_sent(cast)
    given = {**REGISTERED, "version": version.pk, "person": cast.olle.person_id}
    response = getattr(browser(getattr(cast, who)), method)(address(version.meeting, "registrera/"), given)
    assert (response.status_code, Verdict.objects.count()) == (status, 0)


def test_a_version_that_was_not_shown_is_not_registered_for() -> None:
    cast = make_cast()
    version = make_sent(cast)
    given = {**REGISTERED, "version": "x", "person": cast.olle.person_id}
    assert "Ladda om sidan." in said(browser(cast.eva).post(address(version.meeting, "registrera/"), given))[0]


def test_the_meeting_that_approves_is_pointed_out_and_the_chair_approves_on_its_day() -> None:
    cast = cast_of("next_meeting")
    version, client = make_sent(cast), browser(cast.eva)
    path = address(version.meeting, "godkanns/")
    assert "Planera mötet först." in text(client.get(path))
    later = make_meeting(cast.group, date=timezone.localdate())
    assert client.post(path, {"later": "x"}).status_code == 422
    client.post(path, {"later": later.pk})
    assert list(later.approves.all()) == [version.meeting]
    chair = browser(cast.olle)
    assert ">Ja, godkänn</button>" in text(chair.get(address(version.meeting, "justera/")))
    done = chair.post(address(version.meeting, "justera/"), {"version": version.pk})
    assert said(done) == ["Anteckningen är godkänd. Tack!"]


def test_the_chair_who_has_approved_reads_that_the_meeting_has_to_be_held_before_it_is_published() -> None:
    cast = cast_of("next_meeting", publication_moment="next_meeting")
    version = make_sent(cast)
    later = make_next(cast, version, date=timezone.localdate())
    workflow.adjust(version, by=cast.olle)
    day = long_date(later.date)
    waits = f"Anteckningen publiceras när mötet den {day}, som godkänner den, är markerat som hållet."
    for who, path in ((cast.olle, "justera/"), (cast.eva, "")):
        page = text(browser(who).get(address(version.meeting, path)))
        assert (waits in page, "när den har godkänts vid nästa möte" in page) == (True, False)


def test_before_the_next_meeting_the_chair_has_no_button() -> None:
    cast = cast_of("next_meeting")
    version = make_sent(cast)
    make_next(cast, version, date=timezone.localdate() + timedelta(days=9))
    page = text(browser(cast.olle).get(address(version.meeting, "justera/")))
    assert "Väntar på nästa möte" in page
    assert "<button" not in page.split("<main")[1]


def test_a_note_that_waits_for_the_next_meeting_has_no_button_to_publish() -> None:
    cast = cast_of("chair", publication_moment="next_meeting")
    version, client = make_adjusted(cast), browser(cast.eva)
    sentence = "Anteckningen publiceras när den har godkänts vid nästa möte."
    for path in ("/admin/", address(version.meeting)):
        page = text(client.get(path))
        assert sentence in page
        assert ("Publicera anteckningen" in page, "Granska och publicera" in page) == (False, False)
    make_next(cast, version, state="held")
    assert "Publicera anteckningen" in text(client.get("/admin/"))
    page = text(client.get(address(version.meeting)))
    assert "Anteckningen godkändes vid mötet den 4 juni 2026." in page
    assert "Granska och publicera" in page


def waits(cast: Cast, who: str) -> list[str]:
    return [todo.label for todo in browser(getattr(cast, who)).get("/admin/").context["todos"]]


def test_what_waits_for_whom_in_each_mode() -> None:
    cast = cast_of("named")
    version = make_named(cast, cast.sara)
    assert (waits(cast, "sara"), waits(cast, "olle")) == (["Läs och justera anteckningen"], [])
    workflow.adjust(version, by=cast.sara)
    set_mode(cast, "comments")
    until = timezone.localdate() + timedelta(days=2)
    out = workflow.send_minutes(make_held(cast, sequence=2), comments_until=until, by=cast.eva)
    assert (waits(cast, "sara"), waits(cast, "olle")) == (["Läs och kommentera anteckningen"],) * 2
    workflow.save_comments(out, {1: "Bra."}, by=cast.sara)
    assert waits(cast, "sara") == []
    set_mode(cast, "next_meeting")
    later = make_next(cast, make_sent(cast, sequence=3), date=timezone.localdate() + timedelta(days=1))
    assert "Läs och justera anteckningen" not in waits(cast, "olle")
    Meeting.objects.filter(pk=later.pk).update(date=timezone.localdate())
    assert "Läs och justera anteckningen" in waits(cast, "olle")


def questions(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get("/admin/")
    return len(asked)


@pytest.mark.parametrize("mode", ["named", "next_meeting"])
def test_the_workbench_asks_as_much_for_one_note_as_for_six(mode: str) -> None:
    cast = cast_of(mode, publication_moment="next_meeting")
    clients = [browser(user) for user in (cast.sara, cast.olle, cast.eva)]
    counts = []
    for number in range(1, 7):
        version = (make_named if mode == "named" else make_sent)(cast, sequence=number)
        if mode == "next_meeting":
            make_next(cast, version, sequence=number)
        if number in {1, 6}:
            counts.append([client.get("/admin/") and questions(client) for client in clients])
    assert counts[0] == counts[1]
