"""The preparatory group decides the agendas of the groups that it prepares, all of them in one sitting (R5)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Group, GroupType, User
from meetings import workflow
from meetings.models import AgendaVersion, Meeting
from tests.admin.browsing import address, browser, said
from tests.conftest import MORNING
from tests.factories import Cast, make_cast, make_chair, make_group, make_meeting, make_member, make_paper, make_user
from tests.meetings.answers import delivered, link_in, press, text
from tests.meetings.modes import person_of

pytestmark = pytest.mark.django_db
SITTING = "/admin/beredning/"
SOON = MORNING.date() + timedelta(days=20)


@pytest.fixture
def cast() -> Cast:
    """LGS, whose agendas its preparatory group approves."""
    cast = make_cast()
    GroupType.objects.update(agenda_approver="preparatory")
    cast.group.prepared_by = make_group("bg")
    cast.group.save()
    return Cast(Group.objects.get(slug="lgs"), cast.eva, cast.olle, cast.sara, cast.maja)


@pytest.fixture
def berit(cast: Cast) -> User:
    """Chairs the preparatory group, and sits in no other."""
    berit = make_user("berit")
    make_chair(person_of(berit), Group.objects.get(slug="bg"))
    return berit


def sent(cast: Cast, days: int = 0, **fields: Any) -> AgendaVersion:
    return workflow.send_agenda(make_meeting(cast.group, date=SOON + timedelta(days=days), **fields), by=cast.eva)


def test_who_chairs_the_preparatory_group_gets_the_mail_and_may_approve(
    cast: Cast, berit: User, mailoutbox: list[Any]
) -> None:
    version = sent(cast)
    path = link_in(delivered(mailoutbox, "berit@example.se", "Agenda att fastställa"))
    assert link_in(delivered(mailoutbox, "olle@example.se", "Agenda att fastställa")) != path
    press(path, "yes")
    version.refresh_from_db()
    assert (version.state, version.decided_by) == ("approved", berit)


def test_what_waits_leads_to_the_agenda_and_of_several_to_the_sitting(cast: Cast, berit: User) -> None:
    first = sent(cast)
    client = browser(berit)
    assert f'href="{address(first.meeting, "agenda/")}"' in text(client.get("/admin/"))
    second = sent(cast, days=1)
    page = text(client.get("/admin/"))
    for version in (first, second):
        assert f'href="{SITTING}#agenda-{version.pk}"' in page


def test_where_the_type_says_the_chair_the_preparatory_group_has_no_say(cast: Cast, berit: User) -> None:
    GroupType.objects.update(agenda_approver="chair")
    version = sent(Cast(Group.objects.get(slug="lgs"), cast.eva, cast.olle, cast.sara, cast.maja))
    assert browser(berit).get(address(version.meeting, "agenda/")).status_code == 404
    assert "Ingen agenda väntar på dig" in text(browser(berit).get(SITTING))


def test_nothing_else_of_the_group_is_seen(cast: Cast, berit: User) -> None:
    version = sent(cast)
    client = browser(berit)
    assert client.get(address(version.meeting, "agenda/")).status_code == 200
    for tail in ("", "forhandsgranska/", "utkast.pdf", "justera/", "kommentarer/", "kalla/"):
        assert client.get(address(version.meeting, tail)).status_code == 404, tail
    assert client.get("/admin/grupper/lgs/").status_code == 404
    assert address(version.meeting) + '"' not in text(client.get(address(version.meeting, "agenda/")))


def test_a_meeting_without_a_sent_agenda_is_not_known(cast: Cast, berit: User) -> None:
    meeting = make_meeting(cast.group, date=SOON)
    assert browser(berit).get(address(meeting, "agenda/")).status_code == 404
    assert browser(berit).post(address(meeting, "agenda/godkann/")).status_code == 404


@pytest.fixture
def bo(cast: Cast) -> User:
    """A member of the preparatory group who does not chair it."""
    bo = make_user("bo")
    make_member(person_of(bo), Group.objects.get(slug="bg"))
    return bo


@pytest.fixture
def karin(cast: Cast) -> User:
    """Process leader of the preparatory group."""
    karin = make_user("karin")
    make_member(person_of(karin), Group.objects.get(slug="bg"), "process_leader")
    return karin


def test_a_member_of_the_preparatory_group_reads_at_the_sitting_and_nowhere_else(cast: Cast, bo: User) -> None:
    meeting = make_meeting(cast.group, date=SOON)
    make_paper(meeting, item=meeting.items.get(number=1), title="Budget")
    version = workflow.send_agenda(meeting, by=cast.eva)
    client, paper = browser(bo), address(meeting, "agenda/1/underlag/1/")
    page = text(client.get(SITTING))
    assert ("Information 1." in page, f'href="{paper}"' in page) == (True, True)
    assert ("answer-" in page, 'id="registrera"' in page, "Skicka svaren" in page) == (False, False, False)
    assert client.get(paper).status_code == 200
    assert client.get(address(meeting, "agenda/")).status_code == 404
    client.post(SITTING, {f"answer-{version.pk}": "approve"})
    assert client.post(f"{SITTING}registrera/", {f"register-{version.pk}": "on"}).status_code == 403
    assert AgendaVersion.objects.get().state == "sent"


def test_every_coming_agenda_is_listed_sent_or_not_with_who_prepares_it(cast: Cast, bo: User) -> None:
    sent(cast)
    make_meeting(cast.group, date=SOON + timedelta(days=7), items=0)
    make_meeting(cast.group, date=MORNING.date() - timedelta(days=1))
    make_meeting(make_group("egen"), date=SOON)
    page = text(browser(bo).get(SITTING))
    listed = page.partition("Alla kommande agendor")[2]
    assert (listed.count("Gruppen LGS"), listed.count("Förbereds av Eva Exempel.")) == (2, 2)
    assert ("Agendan hos beredningsgruppen" in listed, "Planerat" in listed, "Gruppen EGEN" in listed) == (
        True,
        True,
        False,
    )


def given_for(*versions: AgendaVersion, **changes: str) -> dict[str, str]:
    rows = {f"register-{row.pk}": "on" for row in versions}
    seen = {f"seen-{row.pk}": row.content_sha256 for row in versions}
    return {**rows, **seen, "source": "fastställda på beredningen", "sure": "on", **changes}


def test_the_process_leader_registers_several_in_one_sitting(cast: Cast, karin: User) -> None:
    first, second, third = sent(cast), sent(cast, days=1), sent(cast, days=2)
    held = make_meeting(Group.objects.get(slug="bg"), date=MORNING.date() - timedelta(days=3), state="held")
    client = browser(karin)
    page = text(client.get(SITTING))
    assert (page.count('name="register-'), "answer-" in page) == (3, False)
    answer = client.post(f"{SITTING}registrera/", given_for(first, second, at_meeting=str(held.pk)))
    assert said(answer) == [
        "LGS 12 december 2026: agendan är registrerad som fastställd.",
        "LGS 13 december 2026: agendan är registrerad som fastställd.",
    ]
    rows = AgendaVersion.objects.filter(pk__in=[first.pk, second.pk])
    assert {(row.state, row.channel, row.at_meeting, row.source, row.decided_by) for row in rows} == {
        ("approved", "registered", held, "fastställda på beredningen", karin)
    }
    third.refresh_from_db()
    assert third.state == "sent"


def test_what_is_missing_is_said_and_nothing_is_registered(cast: Cast, karin: User) -> None:
    version = sent(cast)
    client = browser(karin)
    none = client.post(f"{SITTING}registrera/", given_for(day="2026-11-20"))
    assert (none.status_code, "Välj minst en agenda" in text(none)) == (422, True)
    assert client.post(f"{SITTING}registrera/", given_for(version)).status_code == 422
    stale = client.post(f"{SITTING}registrera/", given_for(version, day="2026-11-20", **{f"seen-{version.pk}": "0"}))
    assert (stale.status_code, "Agendan har ändrats sedan du öppnade sidan." in text(stale)) == (409, True)
    assert AgendaVersion.objects.get().state == "sent"


def test_who_runs_only_the_group_itself_registers_on_the_page_of_the_meeting(cast: Cast) -> None:
    version = sent(cast)
    assert browser(cast.eva).post(f"{SITTING}registrera/", given_for(version)).status_code == 403
    assert browser(cast.olle).post(f"{SITTING}registrera/", given_for(version)).status_code == 403


def test_the_list_of_meetings_leads_there_for_who_sits_there(cast: Cast, bo: User) -> None:
    assert f'href="{SITTING}"' in text(browser(bo).get("/admin/moten/"))
    assert f'href="{SITTING}"' not in text(browser(cast.sara).get("/admin/moten/"))


def test_all_agendas_are_read_on_one_page_the_nearest_first(cast: Cast, berit: User) -> None:
    later, sooner = sent(cast, days=9), sent(cast)
    make_meeting(cast.group, date=SOON, sequence=2)
    page = text(browser(berit).get(SITTING))
    assert "2 agendor väntar på dig" in page
    assert page.index(f'id="agenda-{sooner.pk}"') < page.index(f'id="agenda-{later.pk}"')
    assert (page.count("Fråga 1"), sooner.content_sha256 in page) == (2, True)


def test_what_was_decided_is_said_for_each_and_the_others_wait(cast: Cast, berit: User) -> None:
    first, second, third = sent(cast), sent(cast, days=1), sent(cast, days=2)
    given = {
        f"answer-{first.pk}": "approve", f"answer-{second.pk}": "return", f"comment-{second.pk}": "Stryk punkt 1.",
        f"answer-{third.pk}": "",
    }  # fmt: skip
    response = browser(berit).post(SITTING, given)
    assert response.status_code == 302
    assert said(response) == [
        "LGS 12 december 2026: agendan är fastställd.",
        "LGS 13 december 2026: agendan är skickad tillbaka med din kommentar.",
    ]
    assert [AgendaVersion.objects.get(pk=row.pk).state for row in (first, second, third)] == [
        "approved", "returned", "sent",
    ]  # fmt: skip
    assert AgendaVersion.objects.get(pk=second.pk).comment == "Stryk punkt 1."


def test_a_return_without_a_comment_stops_all_and_loses_nothing(cast: Cast, berit: User) -> None:
    first, second = sent(cast), sent(cast, days=1)
    given = {f"answer-{first.pk}": "approve", f"answer-{second.pk}": "return", f"comment-{first.pk}": "Bra!"}
    response = browser(berit).post(SITTING, given)
    page = text(response)
    assert (response.status_code, "Skriv vad som behöver ändras." in page, ">Bra!<" in page) == (422, True, True)
    assert page.count("checked") == 2
    assert not AgendaVersion.objects.exclude(state="sent").exists()


def test_an_agenda_that_somebody_else_answered_is_said_and_the_rest_goes_through(cast: Cast, berit: User) -> None:
    first, second = sent(cast), sent(cast, days=1)
    workflow.return_agenda(first, comment="Nej", by=cast.olle)
    response = browser(berit).post(SITTING, {f"answer-{first.pk}": "approve", f"answer-{second.pk}": "approve"})
    assert said(response) == [
        "LGS 12 december 2026: Agendan är redan besvarad (tillbaka med kommentar).",
        "LGS 13 december 2026: agendan är fastställd.",
    ]


def test_no_answer_is_said(cast: Cast, berit: User) -> None:
    sent(cast)
    response = browser(berit).post(SITTING, {})
    assert said(response) == ["Du har inte valt något svar än. Välj för minst en agenda."]


def test_an_agenda_of_another_group_is_neither_read_nor_answered(cast: Cast, berit: User) -> None:
    other = make_group("frammande")
    make_chair(person_of(cast.maja), other)
    make_member(person_of(cast.eva), other, "process_leader")
    foreign = workflow.send_agenda(make_meeting(other, date=SOON), by=cast.eva)
    client = browser(berit)
    assert "Fråga 1" not in text(client.get(SITTING))
    response = client.post(SITTING, {f"answer-{foreign.pk}": "approve"})
    assert said(response) == ["Du har inte valt något svar än. Välj för minst en agenda."]
    assert AgendaVersion.objects.get().state == "sent"


@pytest.mark.parametrize("fields", [{"state": "cancelled"}, {"date": MORNING.date() - timedelta(days=1)}])
def test_meetings_that_have_been_or_are_cancelled_are_left_out(cast: Cast, berit: User, fields: dict[str, Any]) -> None:
    version = sent(cast)
    Meeting.objects.filter(pk=version.meeting_id).update(**fields)
    assert "Ingen agenda väntar på dig" in text(browser(berit).get(SITTING))


def test_who_chairs_nothing_is_refused(cast: Cast) -> None:
    assert browser(cast.eva).get(SITTING).status_code == 403


@pytest.mark.parametrize("who", ["berit", "bo", "karin"])
def test_the_page_asks_as_many_questions_however_many_agendas_wait(
    cast: Cast, who: str, request: pytest.FixtureRequest
) -> None:
    client, asked = browser(request.getfixturevalue(who)), []
    for number in range(6):
        make_meeting(cast.group, date=SOON + timedelta(days=number), sequence=2)
        version = workflow.return_agenda(sent(cast, days=number), comment="Nej", by=cast.olle)
        workflow.send_agenda(version.meeting, by=cast.eva)
        with CaptureQueriesContext(connection) as queries:
            page = text(client.get(SITTING))
        asked.append(len(queries))
    assert page.count("densamma som version 1") == 6
    assert set(asked) == {asked[0]}


def test_what_is_said_of_an_agenda_names_the_preparatory_group_where_that_decides_it(cast: Cast) -> None:
    """R5: the next step, the notice after it, the progress, the lists and *Att göra* name the preparatory group."""
    meeting, eva = make_meeting(cast.group, date=MORNING.date() + timedelta(days=10)), browser(cast.eva)
    assert "Skicka agendan till beredningsgruppen</button>" in text(eva.get(address(meeting)))
    assert said(eva.post(address(meeting, "agenda/skicka/"))) == ["Agendan är skickad till beredningsgruppen."]
    page, listed, start = (text(eva.get(url)) for url in (address(meeting), "/admin/moten/", "/admin/"))
    assert "ligger hos beredningsgruppen sedan" in page
    assert all("Agendan hos beredningsgruppen" in shown for shown in (page, listed))
    assert "Den ligger hos beredningsgruppen." in start
    assert not any("hos ordföranden" in shown for shown in (page, listed, start))
