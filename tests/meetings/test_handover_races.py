"""Sixteen people accept the same question at the same time: it is received once (R7)."""

import pytest

from meetings import consultation_links
from meetings.consultation_answers import draw
from meetings.models import Consulted, Matter
from meetings.workflow import consultations, handovers
from samverkan.common.models import OutboxMessage
from tests.factories import make_cast
from tests.handovers import AT, make_asked, make_ladder, make_lifted
from tests.meetings.test_link_races import refusing
from tests.meetings.test_races import THREADS, at_once, one_winner

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_accepting_sixteen_times_at_once_makes_one_question() -> None:
    ladder = make_ladder(make_cast())
    handover = make_lifted(ladder, ladder.cast.sara)
    results = at_once(lambda _: handovers.accept(handover, by=ladder.cast.eva, at=AT))
    assert one_winner(results, "läge är ”mottagen”")
    assert Matter.objects.filter(group=ladder.lgs).count() == 1


def test_accepting_and_taking_back_at_once_leaves_the_question_in_one_place() -> None:
    ladder = make_ladder(make_cast())
    handover = make_lifted(ladder, ladder.cast.sara)
    steps = (
        lambda: handovers.accept(handover, by=ladder.cast.eva, at=AT),
        lambda: handovers.recall(handover, by=ladder.nora, at=AT),
    )
    assert one_winner(at_once(lambda index: steps[index % 2]()), "Det går inte nu")
    accepted = Matter.objects.filter(group=ladder.lgs).exists()
    assert (Matter.objects.get(group=ladder.nosam).state == "handed") is accepted


def test_closing_sixteen_times_at_once_closes_once(quick_pdf: None) -> None:
    ladder = make_ladder(make_cast())
    asked = make_asked(ladder)
    assert one_winner(at_once(lambda _: consultations.close(asked, by=ladder.cast.eva, at=AT)), "remissen är avslutad")
    assert Matter.objects.get().papers.count() == 1
    message = OutboxMessage.objects.get(kind=consultations.ANSWERS)
    at_once(lambda _: draw(message))
    assert Matter.objects.get().papers.count() == 2


def test_sixteen_links_of_one_who_is_asked_answer_once() -> None:
    make_asked(make_ladder(make_cast()), Consulted(name="VästKom", email="vastkom@example.se"))
    row = Consulted.objects.get()
    tokens = [consultation_links.make(row, at=AT).rstrip("/").rsplit("/", 1)[-1] for _ in range(THREADS)]

    def answer(index: int) -> None:
        consultation_links.use(tokens[index], text=f"Svar {index}", stand="", signed="Kim", at=AT)

    results = at_once(refusing(answer))
    assert (results["done"], results.total()) == (1, THREADS), results
    assert Consulted.history.filter(history_change_reason__in=["Svarat", "Ändrat svar"]).count() == 1
