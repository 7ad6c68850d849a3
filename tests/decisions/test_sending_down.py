"""R7: a decision of LGS goes down to every NOSAM at once, each takes it up and answers, and the answers gather."""

from typing import Any

import pytest
from django.test import Client

from decisions.models import Decision, SentDown
from decisions.workflow.sending_down import groups_below, send_down
from groups.models import Group
from meetings import workflow
from meetings.documents import render_stored
from meetings.models import ContactChoice, Handover, Matter, Outcome
from meetings.workflow import matters
from meetings.workflow.scheduling import schedule
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import browser
from tests.factories import (
    AFTER,
    Cast,
    make_chair,
    make_group,
    make_group_type,
    make_held,
    make_member,
    make_published,
    make_user,
)
from tests.matters import decide, make_coming, text, told

pytestmark = pytest.mark.usefixtures("quick_pdf")


@pytest.fixture
def eight(cast: Cast) -> list[Group]:
    """Eight NOSAM below LGS, each with a process leader, and a thematic group."""
    kind = make_group_type("nosam", name="NOSAM")
    groups = [make_group(f"nosam-{number}", type=kind, parent=cast.group) for number in range(1, 9)]
    for group in groups:
        make_member(make_user(group.slug).person, group, "process_leader")
    make_group("tema", type=make_group_type("temagrupp"), parent=cast.group)
    return groups


@pytest.fixture
def decision(cast: Cast) -> Decision:
    make_published(cast, items=1)
    found: Decision = Decision.objects.get()
    return found


def test_r7_each_nosam_gets_the_decision_in_its_backlog(cast: Cast, eight: list[Group], decision: Decision) -> None:
    told()
    send_down(decision, eight, question="Hur gör ni?", by=cast.eva, at=AFTER)
    received = Matter.objects.order_by("group__slug")
    assert [row.group for row in received] == eight
    assert {row.title for row in received} == {"Beslut LGS 2026:1: Fråga 1"}
    assert received[0].description == "Beslut 1.1.\n\nHur gör ni?"
    assert sorted(template for template, _ in told()) == ["matter_new"] * 8
    assert [group.slug for group in groups_below(decision, on=AFTER.date())] == ["tema"]


def test_r7_the_answers_gather_at_the_decision(cast: Cast, eight: list[Group], decision: Decision) -> None:
    send_down(decision, eight, by=cast.eva, at=AFTER)
    for number, row in enumerate(Matter.objects.order_by("group__slug")[:7], start=1):
        matters.answer(row, text=f"Svar {number}.", by=_leader(row.group), at=AFTER)
    last = Matter.objects.get(group=eight[7])
    matters.send_back(last, reason="Berör inte oss.", by=_leader(eight[7]), at=AFTER)
    states = list(SentDown.objects.filter(decision=decision).told().values_list("handover__state", flat=True))
    assert states == ["answered"] * 7 + ["returned"]
    page = text(browser(cast.eva).get(f"/admin/beslut/{decision.pk}/svar/"))
    assert all(f"Svar {number}." in page for number in range(1, 8))
    assert "Berör inte oss." in page
    assert "7 av 8 grupper har svarat." in page
    matters.raise_again(last, by=cast.eva, at=AFTER)
    assert Handover.objects.get(received=last).state == "accepted"


def test_the_question_that_was_asked_stands_with_the_answers(
    cast: Cast, eight: list[Group], decision: Decision
) -> None:
    path = f"/admin/beslut/{decision.pk}/svar/"
    send_down(decision, eight[:3], question="Hur gör ni?", by=cast.eva, at=AFTER)
    assert text(browser(cast.eva).get(path)).count("<p>Hur gör ni?</p>") == 1
    send_down(decision, eight[3:4], question="Och ni?", by=cast.eva, at=AFTER)
    send_down(decision, eight[4:5], by=cast.eva, at=AFTER)
    page = text(browser(cast.eva).get(path))
    assert (page.count("Frågan: Hur gör ni?"), page.count("Frågan: Och ni?"), page.count("Frågan: ")) == (3, 1, 4)
    Matter.objects.filter(group=eight[3]).update(description="I andra ord.\n\nOch ni?")
    assert "Frågan: I andra ord." in text(browser(cast.eva).get(path))


def _leader(group: Group) -> Any:
    return group.memberships.get(role="process_leader").person.user


def test_it_is_sent_once_to_each_and_only_below_and_while_it_holds(
    cast: Cast, eight: list[Group], decision: Decision
) -> None:
    send_down(decision, eight[:1], by=cast.eva, at=AFTER)
    for groups, sentence in ((eight[:1], "redan skickat till"), ([], "Välj vilka grupper"), ([cast.group], "redan")):
        with pytest.raises(StepRefused, match=sentence):
            send_down(decision, groups, by=cast.eva, at=AFTER)
    Decision.objects.update(state="ended")
    with pytest.raises(StepRefused, match="gäller inte längre"):
        send_down(decision, eight[1:], by=cast.eva, at=AFTER)
    assert SentDown.objects.count() == 1


def test_the_page_of_the_decision_leads_there_for_who_runs_the_group(
    cast: Cast, eight: list[Group], decision: Decision
) -> None:
    path, link = f"/admin/beslut/{decision.pk}/", f'href="/admin/beslut/{decision.pk}/skicka-ut/"'
    assert [link in text(browser(user).get(path)) for user in (cast.eva, cast.sara)] == [True, False]
    send_down(decision, [*eight, Group.objects.get(slug="tema")], by=cast.eva)
    assert link not in text(browser(cast.eva).get(path))


def test_the_page_sends_to_all_of_a_kind_and_loses_nothing(cast: Cast, eight: list[Group], decision: Decision) -> None:
    path = f"/admin/beslut/{decision.pk}/skicka-ut/"
    assert [browser(user).get(path).status_code for user in (cast.sara, cast.maja)] == [403, 404]
    wrong = browser(cast.eva).post(path, {"question": "Hur gör ni?"})
    assert (wrong.status_code, "Hur gör ni?" in text(wrong)) == (422, True)
    done = browser(cast.eva).post(path, {"question": "Hur gör ni?", "types": ["nosam"]})
    assert done["Location"] == f"/admin/beslut/{decision.pk}/svar/"
    assert Matter.objects.count() == 8
    assert browser(cast.sara).get(done["Location"]).status_code == 200
    assert browser(cast.maja).get(done["Location"]).status_code == 404


def test_everyone_reads_the_state_of_each_group_and_an_answer_only_in_its_published_note(
    cast: Cast, eight: list[Group], decision: Decision, client: Client
) -> None:
    eight[1].shows_group = False
    eight[1].save()
    send_down(decision, eight[:3], by=cast.eva, at=AFTER)
    first, _, third = Matter.objects.order_by("group__slug")
    matters.answer(first, text="Hemligt svar.", by=_leader(eight[0]), at=AFTER)
    leader = _leader(eight[2])
    three = Cast(eight[2], leader, leader, leader, leader)
    item = schedule(third, make_coming(three), by=leader, at=AFTER)
    decide(item, "Vi gör så.")
    held = workflow.mark_held(item.meeting, by=leader, at=AFTER.replace(year=2027))
    chair = make_user("ordf")
    make_chair(chair.person, eight[2])
    version = workflow.send_minutes(held, by=leader, at=AFTER.replace(year=2027))
    version = workflow.adjust(version, by=chair, at=AFTER.replace(year=2027))
    render_stored(version)
    workflow.publish(version, by=leader, at=AFTER.replace(year=2027))
    page = text(client.get("/beslut/lgs/2026-1/"))
    assert "Avslutad med svar" in page
    assert "Hemligt svar." not in page
    assert "NOSAM-2" not in page
    assert 'href="/moten/nosam-3/2026-12-03/#punkt-1"' in page


@pytest.mark.parametrize("hidden", ["shows_group", "shows_minutes"])
def test_how_far_a_group_has_come_is_its_own_when_its_notes_are(
    cast: Cast, eight: list[Group], decision: Decision, client: Client, hidden: str
) -> None:
    inner, outer = eight[:2]
    setattr(inner, hidden, False)
    inner.save()
    send_down(decision, [inner, outer], by=cast.eva, at=AFTER)
    matters.send_back(Matter.objects.get(group=inner), reason="Hemligt.", by=_leader(inner), at=AFTER)
    page = text(client.get("/beslut/lgs/2026-1/"))
    assert ("NOSAM-2" in page, "NOSAM-1" in page, "Skickad tillbaka" in page) == (True, False, False)
    inside = text(browser(cast.eva).get(f"/admin/beslut/{decision.pk}/svar/"))
    assert ("NOSAM-1" in inside, "Skickad tillbaka" in inside) == (True, True)


@pytest.mark.parametrize("count", [1, 8])
def test_the_pages_ask_as_much_for_one_group_as_for_eight(
    cast: Cast, eight: list[Group], decision: Decision, count: int, django_assert_num_queries: Any
) -> None:
    send_down(decision, eight[:count], by=cast.eva, at=AFTER)
    client = browser(cast.eva)
    path = f"/admin/beslut/{decision.pk}/svar/"
    client.get(path)
    with django_assert_num_queries(12):
        client.get(path)
    with django_assert_num_queries(8):
        Client().get("/beslut/lgs/2026-1/")


def test_no_other_group_is_told_what_the_published_note_does_not_say(cast: Cast, eight: list[Group]) -> None:
    held = make_held(cast, items=2)
    Outcome.objects.filter(item__number=1).update(text="Ring sara@example.se om KANARIEFÅGEL.")
    ContactChoice.objects.create(meeting=held, value="sara@example.se", choice="mask")
    held.items.filter(number=2).update(is_withheld=True, withheld_reason="Sekretess", title="HEMLIGT")
    workflow.adjust(workflow.send_minutes(held, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    masked, withheld = Decision.objects.order_by("number")
    send_down(masked, eight[:1], by=cast.eva, at=AFTER)
    assert Matter.objects.get().description == "Ring [uppgift borttagen] om KANARIEFÅGEL."
    with pytest.raises(StepRefused, match="inte publiceras"):
        send_down(withheld, eight, by=cast.eva, at=AFTER)
    page = text(browser(cast.eva).get(f"/admin/beslut/{withheld.pk}/skicka-ut/"))
    assert "inte publiceras" in page
    assert "Skicka ut beslutet" not in page
    assert Matter.objects.count() == 1
