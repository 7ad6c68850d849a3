"""R7: who asked first reads which group answered, and who answers reads who asked first."""

from typing import Any

import pytest

from meetings.workflow import handovers, matters
from meetings.workflow.raisers import answered_to, first_of
from samverkan.common import outbox
from samverkan.common.models import OutboxMessage
from tests.admin.browsing import browser, said
from tests.factories import Cast
from tests.handovers import AT, Ladder, make_ladder, make_lifted, received_of
from tests.matters import make_matter, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def ladder(cast: Cast) -> Ladder:
    return make_ladder(cast)


def body(mailoutbox: list[Any], to: str, word: str) -> str:
    outbox.run_due()
    (found,) = [str(mail.body) for mail in mailoutbox if mail.to == [to] and word in mail.subject]
    return found


def test_the_mail_names_the_group_that_answered_and_the_one_that_lifted(ladder: Ladder, mailoutbox: list[Any]) -> None:
    received = received_of(handovers.accept(make_lifted(ladder, ladder.cast.sara), by=ladder.cast.eva, at=AT))
    matters.answer(received, text="Ja.", by=ladder.cast.eva, at=AT)
    mail = body(mailoutbox, "sara@example.se", "Svar på din fråga")
    assert f"Gruppen LGS har svarat på frågan som {ladder.nosam.title} lyfte:" in mail
    assert f"{ladder.nosam.title} har besvarat" not in mail


def test_a_question_that_was_passed_on_is_said_to_have_been_and_a_corrected_answer_too(
    ladder: Ladder, mailoutbox: list[Any]
) -> None:
    matter = make_matter(ladder.cast.sara, ladder.lgs, state="preparing")
    handover = handovers.hand_over(matter, ladder.nosam, kind="pass_on", by=ladder.cast.eva, at=AT)
    received = received_of(handovers.accept(handover, by=ladder.nora, at=AT))
    matters.answer(received, text="Ja.", by=ladder.nora, at=AT)
    received = received_of(handover)
    received.answer = "Nej."
    received.save()
    handovers.follow(received, by=ladder.nora, at=AT)
    mails = f"{ladder.nosam.title} har {{}} på frågan som Gruppen LGS lämnade vidare:"
    assert mails.format("svarat") in body(mailoutbox, "sara@example.se", "Svar på din fråga")
    assert mails.format("rättat svaret") in body(mailoutbox, "sara@example.se", "Svaret är rättat")


def test_an_answer_in_the_own_group_is_said_as_before(ladder: Ladder, mailoutbox: list[Any]) -> None:
    matters.answer(make_matter(ladder.cast.sara, ladder.lgs, state="preparing"), text="Ja.", by=ladder.cast.eva, at=AT)
    assert "Gruppen LGS har besvarat din fråga:" in body(mailoutbox, "sara@example.se", "Svar på din fråga")


def test_the_receiving_groups_page_names_who_asked_first_and_from_which_group(ladder: Ladder) -> None:
    received = received_of(handovers.accept(make_lifted(ladder, ladder.cast.sara), by=ladder.cast.eva, at=AT))
    path = f"/admin/fragor/{received.pk}/"
    page = text(browser(ladder.cast.eva).get(path))
    raised, came = (page.split(f"<dt>{word}</dt>")[1].split("</div>")[0] for word in ("Väckt av", "Kom hit genom"))
    assert ("Sara Exempel" in raised, ladder.nosam.title in raised) == (True, True)
    assert str(ladder.nora.person) in came
    told = f"Sara Exempel ({ladder.nosam.title}) och {ladder.nora.person}"
    answer = browser(ladder.cast.eva).post(f"{path}besvara/", {"text": "Ja."})
    assert said(answer) == [f"Frågan är besvarad. {told} får svaret i ett mejl."]
    asked = OutboxMessage.objects.filter(payload__template="matter_answered").values_list("payload__person", flat=True)
    assert set(asked) == {ladder.cast.sara.person_id, ladder.nora.person_id}


def test_through_the_chain_to_the_first_and_for_nothing_else(ladder: Ladder) -> None:
    lifted = make_lifted(ladder, ladder.cast.sara)
    received = received_of(handovers.accept(lifted, by=ladder.cast.eva, at=AT))
    onward = handovers.hand_over(received, ladder.council, kind="lift", by=ladder.cast.eva, at=AT)
    top = received_of(handovers.accept(onward, by=ladder.karin, at=AT))
    assert first_of(top) == first_of(received) == lifted.matter
    own = make_matter(ladder.cast.sara, ladder.lgs, state="preparing")
    assert (first_of(own), answered_to(own, by=ladder.cast.eva)) == (None, "Sara Exempel")
    assert answered_to(own, by=ladder.cast.sara) == ""
    told = handovers.hand_over(own, ladder.council, kind="report", by=ladder.cast.eva, at=AT)
    assert first_of(received_of(handovers.accept(told, by=ladder.karin, at=AT))) is None
