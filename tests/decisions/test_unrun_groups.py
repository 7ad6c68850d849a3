"""R7: a decision that went down to a group that nobody runs is answered by its chair, or registered by the sender."""

from typing import Any

import pytest

from decisions.models import Decision, SentDown
from decisions.workflow.sending_down import register_answer, send_down
from groups.models import Group, User
from meetings.models import Matter
from meetings.rules import may_answer_matter
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import browser, history_reasons, said
from tests.factories import AFTER, Cast, make_chair, make_group, make_group_type, make_member, make_published, make_user
from tests.matters import text, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def nosam(cast: Cast) -> Group:
    """A group below LGS with a chair, and nobody who runs it."""
    return make_group("nosam", type=make_group_type("nosam", name="NOSAM"), parent=cast.group)


@pytest.fixture
def chair(nosam: Group) -> User:
    user = make_user("cia")
    make_chair(user.person, nosam)  # type: ignore[arg-type]
    return user


@pytest.fixture
def row(cast: Cast, nosam: Group, chair: User) -> SentDown:
    make_published(cast, items=1)
    (sent,) = send_down(Decision.objects.get(), [nosam], question="Hur gör ni?", by=cast.eva, at=AFTER)
    return sent


def answers(row: SentDown, tail: str = "") -> str:
    return f"/admin/beslut/{row.decision_id}/svar/{tail}"


def runs(nosam: Group) -> User:
    user = make_user("leda")
    make_member(user.person, nosam, "process_leader")  # type: ignore[arg-type]
    return user


def test_the_chair_gets_the_mail_has_it_on_the_desk_and_answers(cast: Cast, chair: User, row: SentDown) -> None:
    assert ("matter_new", chair.person_id) in told()
    matter = Matter.objects.get()
    client = browser(chair)
    assert "Ta ställning till en ny fråga" in text(client.get("/admin/"))
    path = f"/admin/fragor/{matter.pk}/"
    shown = text(client.get(path))
    assert (f"{path}besvara/" in shown, "Ta in" in shown) == (True, False)
    assert client.post(f"{path}besvara/", {"text": "Vi gör så här."}).status_code == 302
    matter.refresh_from_db()
    assert (matter.state, matter.answer) == ("closed", "Vi gör så här.")
    assert "Vi gör så här." in text(browser(cast.eva).get(answers(row)))
    assert "Ta ställning till en ny fråga" not in text(client.get("/admin/"))


def test_where_somebody_runs_the_group_the_chair_does_not_answer(nosam: Group, chair: User, row: SentDown) -> None:
    matter = Matter.objects.get()
    leader = runs(nosam)
    assert [may_answer_matter(user, matter) for user in (leader, chair, None)] == [True, False, False]
    assert browser(chair).post(f"/admin/fragor/{matter.pk}/besvara/", {"text": "Ja."}).status_code == 403
    assert "Ta ställning till en ny fråga" not in text(browser(chair).get("/admin/"))


def test_the_page_of_the_sender_says_that_nobody_runs_the_group(cast: Cast, nosam: Group, row: SentDown) -> None:
    words, path = "Ingen driver gruppen just nu.", answers(row, f"{row.pk}/")
    shown = text(browser(cast.eva).get(answers(row)))
    assert (words in shown, path in shown) == (True, True)
    shown = text(browser(cast.sara).get(answers(row)))
    assert (words in shown, path in shown) == (True, False)
    runs(nosam)
    assert words not in text(browser(cast.eva).get(answers(row)))


def test_the_sender_registers_the_answer_with_who_gave_it(cast: Cast, row: SentDown) -> None:
    client, path = browser(cast.eva), answers(row, f"{row.pk}/")
    assert "Skriv vem som svarade." in text(client.post(path, {"text": "Vi gör så här."}))
    done: Any = client.post(path, {"text": "Vi gör så här.", "told": "Cia Exempel, ordförande, 4 maj"})
    assert (done["Location"], said(done)) == (answers(row), ["Svaret från Gruppen NOSAM är registrerat."])
    shown = text(client.get(answers(row)))
    assert "Svaret lämnades av Cia Exempel, ordförande, 4 maj. Eva Exempel registrerade det." in shown
    assert "Ingen driver gruppen" not in shown
    matter = Matter.objects.get()
    assert history_reasons(Matter, matter.pk)[-1] == "Registrerat svar"
    row.handover.refresh_from_db()
    assert row.handover.state == "answered"
    assert client.post(path, {"text": "Igen.", "told": "Cia"}).status_code == 422
    for user, status in ((cast.sara, 403), (cast.maja, 404)):
        assert browser(user).post(path, {"text": "Nej.", "told": "Cia"}).status_code == status


@pytest.mark.parametrize("fields", [{"told": " "}, {"text": " "}, {"told": "811218-9876"}])
def test_what_can_not_be_registered(cast: Cast, row: SentDown, fields: dict[str, str]) -> None:
    with pytest.raises(StepRefused):
        register_answer(row, **{"text": "Ja.", "told": "Cia", **fields}, by=cast.eva, at=AFTER)
    assert Matter.objects.get().state == "received"


def test_where_somebody_runs_the_group_the_sender_registers_nothing(cast: Cast, nosam: Group, row: SentDown) -> None:
    runs(nosam)
    with pytest.raises(StepRefused, match="har en processledare"):
        register_answer(row, text="Ja.", told="Cia", by=cast.eva, at=AFTER)
    assert Matter.objects.get().state == "received"
