"""The way of a matter, step by step: what each does, whom it tells, and when it is refused."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.storage import default_storage

from groups.models import Group
from groups.workflow.groups import hindrances_of
from meetings.models import Matter
from meetings.rules import has_raised, may_keep_matter, may_raise_matter, receiving_groups
from meetings.states import MATTER_ARROWS, MatterState
from meetings.timeline import timeline_of
from meetings.workflow import matters as workflow
from meetings.workflow.scheduling import schedule, unschedule
from samverkan.common.refusals import NotAllowed, StepRefused
from tests.admin.browsing import history_reasons
from tests.factories import Cast, make_chair, make_group, make_member, make_user
from tests.matters import checked, make_coming, make_matter, told

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
S = MatterState


def question(cast: Cast, **fields: Any) -> Matter:
    return Matter(group=cast.group, title="Hur delar vi på kostnaden?", purpose="decision", **fields)


def test_raising_keeps_the_question_its_papers_and_who_asked_and_tells_those_who_run_the_group(cast: Cast) -> None:
    other = Group.objects.get(slug="annan")
    matter = question(cast, raised_from=other, wanted_by=date(2026, 12, 24))
    workflow.raise_matter(matter, papers=[checked("a.pdf"), checked("b.pdf", b"%PDF- b")], by=cast.maja, at=AT)
    matter.refresh_from_db()
    assert (matter.state, matter.raised_by, matter.raised_at) == (S.RECEIVED, cast.maja.person, AT)
    assert [(paper.number, paper.title, paper.name) for paper in matter.papers.all()] == [
        (1, "a", "a.pdf"), (2, "b", "b.pdf"),
    ]  # fmt: skip
    assert all(default_storage.exists(paper.path) for paper in matter.papers.all())
    assert history_reasons(Matter, matter.pk) == ["Väckt"]
    assert told() == [("matter_new", cast.eva.person_id), ("matter_receipt", cast.maja.person_id)]


def test_who_raises_a_matter_with_the_group_they_run_gets_no_mail_of_it(cast: Cast) -> None:
    workflow.raise_matter(question(cast), by=cast.eva, at=AT)
    assert told() == []


def test_an_account_without_a_person_raises_nothing(cast: Cast) -> None:
    cast.sara.person = None
    with pytest.raises(NotAllowed, match="hör inte till någon person"):
        workflow.raise_matter(question(cast), by=cast.sara, at=AT)
    assert Matter.objects.count() == 0


def test_taking_in_tells_who_raised_it(cast: Cast) -> None:
    matter = workflow.take_in(make_matter(cast.maja, cast.group), by=cast.eva, at=AT)
    assert matter.state == S.PREPARING
    assert history_reasons(Matter, matter.pk)[-1] == "Bereds"
    assert told() == [("matter_taken_in", cast.maja.person_id)]


def test_sending_back_needs_a_reason_and_gives_it_to_who_raised_it(cast: Cast) -> None:
    matter = make_matter(cast.maja, cast.group)
    with pytest.raises(StepRefused, match="Skriv varför"):
        workflow.send_back(matter, reason="  ", by=cast.eva, at=AT)
    assert told() == []
    matter = workflow.send_back(matter, reason=" Hör hemma i NOSAM. ", by=cast.eva, at=AT)
    assert (matter.state, matter.reason) == (S.SENT_BACK, "Hör hemma i NOSAM.")
    assert told() == [("matter_sent_back", cast.maja.person_id)]


def test_what_was_sent_back_is_raised_again_with_new_words_and_more_papers(cast: Cast) -> None:
    matter = make_matter(cast.maja, cast.group, papers=1, state=S.SENT_BACK, reason="Underlag saknas.")
    matter.description = "Nu med underlag."
    workflow.raise_again(matter, papers=[checked("mer.pdf")], by=cast.maja, at=AT)
    matter.refresh_from_db()
    assert (matter.state, matter.reason, matter.description) == (S.RECEIVED, "", "Nu med underlag.")
    assert list(matter.papers.values_list("number", "name")) == [(1, "underlag-1.pdf"), (2, "mer.pdf")]
    assert history_reasons(Matter, matter.pk)[-1] == "Väckt igen"
    assert told() == [("matter_new", cast.eva.person_id)]


def test_answering_by_hand_closes_it_with_the_answer(cast: Cast) -> None:
    matter = make_matter(cast.maja, cast.group, state=S.PREPARING)
    with pytest.raises(StepRefused, match="Skriv svaret"):
        workflow.answer(matter, text="\n", by=cast.eva, at=AT)
    matter = workflow.answer(matter, text="Kostnaden delas lika.\n", by=cast.eva, at=AT)
    assert (matter.state, matter.answer) == (S.CLOSED, "Kostnaden delas lika.")
    assert told() == [("matter_answered", cast.maja.person_id)]


def test_withdrawing_tells_those_who_run_the_group(cast: Cast) -> None:
    matter = make_matter(cast.maja, cast.group, state=S.PREPARING)
    matter = workflow.withdraw(matter, reason="Löst på annat håll.", by=cast.maja, at=AT)
    assert (matter.state, matter.reason) == (S.WITHDRAWN, "Löst på annat håll.")
    assert told() == [("matter_withdrawn", cast.eva.person_id)]


def test_that_it_comes_back_is_said_once_and_told(cast: Cast) -> None:
    matter = make_matter(cast.maja, cast.group)
    workflow.set_recurring(matter, recurring=True, by=cast.eva, at=AT)
    workflow.set_recurring(matter, recurring=True, by=cast.eva, at=AT)
    matter.refresh_from_db()
    assert matter.is_recurring
    assert told() == [("matter_recurring", cast.maja.person_id)]
    workflow.set_recurring(matter, recurring=False, by=cast.eva, at=AT)
    matter.refresh_from_db()
    assert not matter.is_recurring


def test_a_closed_matter_does_not_begin_to_come_back(cast: Cast) -> None:
    matter = make_matter(cast.maja, cast.group, state=S.CLOSED, answer="Ja.")
    with pytest.raises(StepRefused, match="avslutad med svar"):
        workflow.set_recurring(matter, recurring=True, by=cast.eva, at=AT)


#: Every step by hand, and where it leads.
STEPS: dict[str, tuple[MatterState, Any]] = {
    "take_in": (S.PREPARING, lambda m, c: workflow.take_in(m, by=c.eva, at=AT)),
    "schedule": (S.SCHEDULED, lambda m, c: schedule(m, make_coming(c), by=c.eva, at=AT)),
    "send_back": (S.SENT_BACK, lambda m, c: workflow.send_back(m, reason="Oklar.", by=c.eva, at=AT)),
    "answer": (S.CLOSED, lambda m, c: workflow.answer(m, text="Ja.", by=c.eva, at=AT)),
    "withdraw": (S.WITHDRAWN, lambda m, c: workflow.withdraw(m, by=c.maja, at=AT)),
    "raise_again": (S.RECEIVED, lambda m, c: workflow.raise_again(m, by=c.maja, at=AT)),
}


#: What others have is brought home by their answer, or by taking it back.
WITH_OTHERS = (S.ASKED, S.HANDED)


@pytest.mark.parametrize("state", [state for state in S if state != S.SCHEDULED])
@pytest.mark.parametrize("step", STEPS)
def test_every_arrow_is_open_and_every_other_step_is_refused(cast: Cast, state: MatterState, step: str) -> None:
    matter = make_matter(cast.maja, cast.group, state=state, reason="Skäl.", answer="Svar.")
    new, take = STEPS[step]
    rows = matter.history.count()
    if new in MATTER_ARROWS.get(state, set()) and state not in WITH_OTHERS:
        take(matter, cast)
        matter.refresh_from_db()
        assert matter.state == new
        assert matter.history.count() == rows + 1
        waits = step == "schedule" and state != S.RECEIVED  # its day is told when the agenda is approved
        assert len(told()) == (0 if waits else 1)
    else:
        with pytest.raises(StepRefused, match=r"Det går inte nu|Frågan är"):
            take(matter, cast)
        matter.refresh_from_db()
        assert (matter.state, matter.history.count(), told()) == (state, rows, [])


@pytest.mark.parametrize("step", ["take_in", "send_back", "answer", "withdraw"])
def test_what_stands_on_an_agenda_is_taken_off_it_first(cast: Cast, step: str) -> None:
    matter = make_matter(cast.maja, cast.group)
    schedule(matter, make_coming(cast), by=cast.eva, at=AT)
    with pytest.raises(StepRefused, match="Frågan står på en agenda"):
        STEPS[step][1](matter, cast)
    unschedule(matter, by=cast.eva, at=AT)
    if step != "take_in":
        STEPS[step][1](matter, cast)
        matter.refresh_from_db()
        assert matter.state == STEPS[step][0]


def test_a_long_reason_is_cut_where_the_column_ends() -> None:
    assert workflow.shortened("a" * 300) == "a" * 300
    cut = workflow.shortened("a" * 301)
    assert (len(cut), cut[-2:]) == (300, " …")


def test_the_timeline_tells_each_step_with_what_was_said(cast: Cast) -> None:
    matter = workflow.raise_matter(question(cast), by=cast.maja, at=AT)
    workflow.send_back(matter, reason="Underlag saknas.", by=cast.eva, at=AT)
    matter.refresh_from_db()
    workflow.raise_again(matter, by=cast.maja, at=AT)
    workflow.take_in(matter, by=cast.eva, at=AT)
    workflow.answer(matter, text="Ja.", by=cast.eva, at=AT)
    assert [(event.what, event.who, event.text) for event in timeline_of(matter)] == [
        ("Väckt", "Maja Exempel", ""),
        ("Skickad tillbaka", "Eva Exempel", "Underlag saknas."),
        ("Väckt igen", "Maja Exempel", ""),
        ("Bereds", "Eva Exempel", ""),
        ("Besvarad", "Eva Exempel", "Ja."),
    ]


def test_a_matter_is_seen_by_who_raised_it_and_by_the_receiving_group(cast: Cast) -> None:
    matter = make_matter(cast.maja, cast.group)
    make_matter(cast.sara, Group.objects.get(slug="annan"), title="Till en annan grupp")
    stranger = make_user("stina")
    make_member(stranger.person, make_group("tredje"))  # type: ignore[arg-type]
    on = AT.date()
    for user, count in ((cast.maja, 2), (cast.eva, 1), (cast.olle, 1), (cast.sara, 2), (stranger, 0)):
        assert Matter.objects.visible_to(user, on=on).count() == count, user
    assert matter in Matter.objects.visible_to(cast.maja, on=on)


def test_who_may(cast: Cast) -> None:
    matter = make_matter(cast.maja, cast.group)
    nobody = make_user("nils")
    assert [may_raise_matter(user) for user in (cast.maja, cast.sara, cast.olle, nobody)] == [True, True, True, False]
    assert [may_keep_matter(user, matter) for user in (cast.eva, cast.olle, cast.sara, cast.maja)] == [
        True, False, False, False,
    ]  # fmt: skip
    assert [has_raised(user, matter) for user in (cast.maja, cast.eva, nobody)] == [True, False, False]
    assert not may_raise_matter(cast.sara, on=date(2019, 1, 1))


def test_matters_go_to_groups_that_are_known_and_run_by_somebody(cast: Cast) -> None:
    hidden = make_group("hemlig", shows_group=False)
    make_member(cast.eva.person, hidden, "coordinator")  # type: ignore[arg-type]
    make_chair(cast.olle.person, make_group("utan"))  # type: ignore[arg-type]
    ended = make_group("slut", ends=date(2026, 1, 1))
    make_member(cast.eva.person, ended, "process_leader")  # type: ignore[arg-type]
    on = AT.date()
    assert set(receiving_groups(cast.sara, on=on).values_list("slug", flat=True)) == {"lgs", "annan"}
    assert set(receiving_groups(cast.eva, on=on).values_list("slug", flat=True)) == {"lgs", "annan", "hemlig"}


def test_a_group_does_not_end_with_a_question_unanswered(cast: Cast) -> None:
    matter = make_matter(cast.maja, cast.group)
    found = hindrances_of(cast.group, on=date(2027, 1, 1))
    assert [hindrance.sentence for hindrance in found] == [
        "Frågan ”Hur delar vi på kostnaden?” är inte besvarad. Besvara den, eller skicka tillbaka den, först."
    ]
    workflow.answer(matter, text="Ja.", by=cast.eva, at=AT)
    assert hindrances_of(cast.group, on=date(2027, 1, 1)) == []


def test_the_backlog_has_the_most_urgent_first_and_nothing_that_is_not_taken_in(cast: Cast) -> None:
    make_matter(cast.maja, cast.group, title="Mottagen")
    for title, state, day in (
        ("Utan dag", S.PREPARING, None),
        ("Sen", S.PREPARING, date(2027, 5, 1)),
        ("Snar", S.BACK_AGAIN, date(2027, 1, 1)),
    ):
        make_matter(cast.maja, cast.group, title=title, state=state, wanted_by=day)
    assert [matter.title for matter in Matter.objects.backlog_of(cast.group)] == ["Snar", "Sen", "Utan dag"]
    assert Matter.objects.open().count() == 4
