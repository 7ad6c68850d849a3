"""The papers in the editor: shown with their items, never removed or opened by the way, never renumbered."""

import pytest
from django.test import Client

from meetings import workflow
from meetings.models import Attachment, Meeting, WrittenAnswer
from tests.admin.browsing import address, browser, fields_of
from tests.factories import AFTER, Cast, make_held, make_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_held(cast, items=2)


@pytest.fixture
def eva(cast: Cast) -> Client:
    return browser(cast.eva)


def save(eva: Client, meeting: Meeting, query: str = "", **changed: object) -> int:
    fields = fields_of(eva.get(address(meeting, query)))
    status: int = eva.post(address(meeting), {**fields, **changed}).status_code
    return status


def withhold(meeting: Meeting, number: int) -> int:
    meeting.items.filter(number=number).update(is_withheld=True, withheld_reason="Enskilda uppgifter")
    return int(meeting.items.get(number=number).pk)


def test_each_item_shows_its_papers_with_file_state_and_links(eva: Client, meeting: Meeting) -> None:
    make_paper(meeting, item=meeting.items.get(number=1), title="Kartläggning", name="karta.docx", is_accessible=False)
    page = eva.get(address(meeting)).content.decode()
    item = page[page.index('class="item-papers"') : page.index("Lägg till underlag med fil")]
    for part in ("karta.docx, Word, ", "Går inte att läsa för alla", address(meeting, "underlag/1/"), "ta-bort/"):
        assert part in item
    assert f'underlag/?punkt={meeting.items.get(number=1).pk}"' in page
    answer = eva.get(address(meeting, f"underlag/?punkt={meeting.items.get(number=2).pk}"))
    assert answer.context["form"].initial["item"] == meeting.items.get(number=2).pk


def test_a_paper_moved_out_of_a_withheld_item_stays_inside_until_somebody_says_otherwise(
    eva: Client, meeting: Meeting
) -> None:
    make_paper(meeting, item_id=withhold(meeting, 1))
    paper = meeting.attachments.get()
    assert save(eva, meeting, **{f"paper-{paper.pk}-item_id": ""}) == 302
    paper.refresh_from_db()
    assert (paper.item, paper.is_public) == (None, False)
    values = {"title": "Underlag 1", "item": "", "is_public": "on", "alternative": "", "reason": ""}
    eva.post(address(meeting, "underlag/1/"), values)
    paper.refresh_from_db()
    assert paper.is_public is True


def test_a_paper_moved_between_open_items_stays_open(eva: Client, meeting: Meeting) -> None:
    make_paper(meeting, item=meeting.items.get(number=1))
    paper = meeting.attachments.get()
    save(eva, meeting, **{f"paper-{paper.pk}-item_id": ""})
    paper.refresh_from_db()
    assert (paper.item, paper.is_public) == (None, True)


def test_the_page_of_a_withheld_items_paper_ticks_nothing_beforehand(eva: Client, meeting: Meeting) -> None:
    make_paper(meeting, item_id=withhold(meeting, 1))
    make_paper(meeting, item=meeting.items.get(number=2))
    ticked = [eva.get(address(meeting, f"underlag/{n}/")).context["form"].initial["is_public"] for n in (1, 2)]
    assert ticked == [False, True]


def test_a_stored_paper_is_removed_on_its_own_page_only(eva: Client, meeting: Meeting) -> None:
    paper = make_paper(meeting)
    assert f"paper-{paper.pk}-remove" not in eva.get(address(meeting)).content.decode()
    save(eva, meeting, **{f"paper-{paper.pk}-remove": "on"})
    assert meeting.attachments.get() == paper
    eva.post(address(meeting, "underlag/1/ta-bort/"))
    assert Attachment.history.first().history_change_reason == "Borttaget"


def test_a_number_that_has_been_used_is_not_used_again(cast: Cast, eva: Client, meeting: Meeting) -> None:
    workflow.remove_paper(make_paper(meeting), by=cast.eva, at=AFTER)
    save(eva, meeting, "?ny=paper", **{"paper-new-title": "Bilder"})
    assert meeting.attachments.get().number == 2


def test_an_item_with_written_answers_is_not_removed(cast: Cast, eva: Client, meeting: Meeting) -> None:
    item = meeting.items.get(number=1)
    answer = WrittenAnswer.objects.create(
        item=item, person=cast.sara.person, kind="agrees", given_at=AFTER, given_by=cast.sara
    )
    fields = fields_of(eva.get(address(meeting)))
    answered = eva.post(address(meeting), {**fields, f"item-{item.pk}-remove": "on"})
    assert answered.status_code == 409
    assert "Punkt 1 har svar från ledamöterna och kan inte tas bort." in answered.content.decode()
    assert WrittenAnswer.objects.get() == answer
