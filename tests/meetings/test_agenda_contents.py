"""What is approved is all that the approver decides on: background and papers too; and each paper can be opened."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from groups.models import Group, GroupType
from meetings import workflow
from meetings.agendas.reading import read_agenda
from meetings.models import AgendaVersion, Meeting
from meetings.workflow.calling import next_call
from meetings.workflow.papers import PaperFacts, change_paper
from samverkan.common import canonical
from samverkan.common.refusals import StepRefused
from samverkan.common.uploads import Checked
from tests.admin.browsing import address, browser
from tests.conftest import MORNING
from tests.factories import Cast, make_chair, make_group, make_meeting, make_paper, make_user
from tests.meetings.answers import delivered, link_in, press, text
from tests.meetings.modes import person_of
from tests.meetings.planting import word
from tests.meetings.test_gate_stops import NUMBER

pytestmark = pytest.mark.django_db
OLLE = "olle@example.se"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    meeting = make_meeting(cast.group, date=MORNING.date() + timedelta(days=20), next_date=date(2027, 3, 1))
    make_paper(meeting, number=1, title="Budget", item=meeting.items.get(number=1))
    make_paper(meeting, number=2, title="Intern promemoria", is_public=False)
    return meeting


def approved(meeting: Meeting, cast: Cast) -> AgendaVersion:
    return workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)


def test_background_and_papers_are_frozen_with_their_checksums_and_not_the_next_day(
    cast: Cast, meeting: Meeting
) -> None:
    content = json.loads(workflow.send_agenda(meeting, by=cast.eva).content)
    paper = meeting.attachments.get(number=1)
    assert paper.document is not None
    assert content["format"] == "samverkan/agenda/2"
    assert content["items"][0]["information"] == "<p>Information 1.</p>"
    [said] = content["items"][0]["papers"]
    assert (said["number"], said["title"], said["public"], said["sha256"]) == (1, "Budget", True, paper.document.sha256)
    assert [(row["title"], row["public"]) for row in content["papers"]] == [("Intern promemoria", False)]
    assert "next_date" not in content["meeting"]


def test_another_background_needs_a_new_version(cast: Cast, meeting: Meeting) -> None:
    approved(meeting, cast)
    meeting.items.filter(number=1).update(information="<p>Något annat.</p>")
    with pytest.raises(StepRefused, match="Agendan har ändrats sedan den fastställdes"):
        next_call(meeting)


def test_another_file_of_a_paper_needs_a_new_version_and_the_old_one_can_still_be_read(
    cast: Cast, meeting: Meeting
) -> None:
    version = approved(meeting, cast)
    paper = meeting.attachments.get(number=1)
    assert paper.document is not None
    before, other = paper.document.read(), word("En annan budget.")
    checked = Checked(other, "budget-2.docx", paper.document.media_type, "b" * 64, len(other))
    change_paper(paper, PaperFacts(paper.title, item=paper.item), checked, by=cast.eva)
    with pytest.raises(StepRefused, match="Agendan har ändrats"):
        next_call(meeting)
    page = browser(cast.olle).get(address(meeting, f"agenda/{version.number}/underlag/1/"))
    assert (page.status_code, page.content) == (200, before)


def test_the_next_day_and_an_alternative_are_nothing_that_is_approved(cast: Cast, meeting: Meeting) -> None:
    approved(meeting, cast)
    Meeting.objects.filter(pk=meeting.pk).update(next_date=date(2027, 4, 1))
    meeting.attachments.filter(number=1).update(alternative=meeting.attachments.get(number=2))
    assert next_call(Meeting.objects.get(pk=meeting.pk)).before is None


def test_an_agenda_from_before_background_and_papers_still_reads(cast: Cast, meeting: Meeting) -> None:
    content = json.loads(workflow.send_agenda(meeting, by=cast.eva).content)
    for item in content["items"]:
        del item["information"], item["papers"]
    del content["papers"]
    old = {**content, "format": "samverkan/agenda/1"}
    assert [row["title"] for row in read_agenda(old)["items"]] == ["Fråga 1", "Fråga 2"]
    AgendaVersion.objects.update(content=canonical.dumps(old))
    assert "Fråga 1" in text(browser(cast.olle).get(address(meeting, "agenda/")))
    for path in ("agenda.pdf", "agenda.docx"):
        AgendaVersion.objects.update(state="approved", decided_at=MORNING, decided_by=cast.olle)
        assert browser(cast.sara).get(address(meeting, path)).status_code == 200


def test_the_approver_reads_background_and_opens_the_papers(cast: Cast, meeting: Meeting) -> None:
    workflow.send_agenda(meeting, by=cast.eva)
    client = browser(cast.olle)
    page, path = text(client.get(address(meeting, "agenda/"))), address(meeting, "agenda/1/underlag/{}/")
    assert ("Information 1." in page, "Visas inte öppet." in page) == (True, True)
    for number in (1, 2):
        assert f'href="{path.format(number)}"' in page
        assert client.get(path.format(number)).status_code == 200
    assert client.get(path.format(9)).status_code == 404
    assert browser(cast.sara).get(path.format(1)).status_code == 403
    assert browser(cast.maja).get(path.format(1)).status_code == 404


def test_who_only_chairs_the_preparatory_group_opens_them_too(cast: Cast, meeting: Meeting) -> None:
    GroupType.objects.update(agenda_approver="preparatory")
    preparatory, berit = make_group("bg"), make_user("berit")
    make_chair(person_of(berit), preparatory)
    Group.objects.filter(pk=cast.group.pk).update(prepared_by=preparatory)
    workflow.send_agenda(Meeting.objects.get(pk=meeting.pk), by=cast.eva)
    assert browser(berit).get(address(meeting, "agenda/1/underlag/1/")).status_code == 200
    assert browser(berit).get(address(meeting, "underlag/1/fil/")).status_code == 404


def test_the_link_in_the_mail_opens_them_until_it_is_used(cast: Cast, meeting: Meeting, mailoutbox: list[Any]) -> None:
    workflow.send_agenda(meeting, by=cast.eva)
    path = link_in(delivered(mailoutbox, OLLE, "Agenda att fastställa"))
    page, anyone = text(Client().get(path)), Client()
    assert ("Information 1." in page, f'href="{path}underlag/1/"' in page) == (True, True)
    answer = anyone.get(f"{path}underlag/1/")
    paper = meeting.attachments.get(number=1).document
    assert paper is not None
    assert (answer.status_code, answer.content) == (200, paper.read())
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    assert anyone.get(f"{path}underlag/9/").status_code == 404
    assert anyone.get(f"/lank/{'x' * 43}/underlag/1/").status_code == 404
    press(path, "yes")
    assert anyone.get(f"{path}underlag/1/").status_code == 410


@pytest.mark.parametrize("where", ["background", "title", "file"])
def test_a_number_in_background_or_paper_stops_the_agenda(cast: Cast, meeting: Meeting, where: str) -> None:
    if where == "background":
        meeting.items.filter(number=1).update(information=f"<p>Gäller {NUMBER}.</p>")
    else:
        content = word(f"Gäller {NUMBER}.") if where == "file" else b""
        make_paper(meeting, number=3, title=NUMBER if where == "title" else "Ansökan", content=content)
    with pytest.raises(StepRefused, match="ser ut som personnummer"):
        workflow.send_agenda(meeting, by=cast.eva)
    assert len(workflow.numbers_to_judge(meeting)) == 1


def test_the_approver_sees_what_differs_from_the_version_that_they_answered(cast: Cast, meeting: Meeting) -> None:
    vera = make_user("vera")
    make_chair(person_of(vera), cast.group)

    def send_back(title: str, by: Any) -> None:
        meeting.items.filter(number=1).update(title=title)
        workflow.return_agenda(workflow.send_agenda(meeting, by=cast.eva), comment="Nej", by=by)

    send_back("Ett", cast.olle)
    send_back("Två", vera)
    meeting.items.filter(number=1).update(title="Tre")
    workflow.send_agenda(meeting, by=cast.eva)
    for user, before in ((cast.olle, "Ett"), (vera, "Två")):
        page = text(browser(user).get(address(meeting, "agenda/")))
        assert (f"<del>{before}</del>" in page, "<ins>Tre</ins>" in page) == (True, True)
