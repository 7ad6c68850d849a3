"""The pages of handovers and consultations: who gets in, what is lost on an error, and what waits on Att göra."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from groups.models import Person, RecordKeeping
from meetings import consultation_links as links
from meetings.models import Consultation, Consulted, Handover, Matter
from meetings.workflow import consultations, handovers
from samverkan.common import outbox
from tests.admin.browsing import browser, said
from tests.factories import LONG_AGO, Cast, make_member, make_organisation, make_user
from tests.handovers import AT, Ladder, make_asked, make_ladder, make_lifted, received_of
from tests.matters import make_matter, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
NUMBER = "811218-9876"
type Counted = Callable[[int], Any]


@pytest.fixture
def ladder(cast: Cast) -> Ladder:
    return make_ladder(cast)


def at(name: str, *args: int) -> str:
    return reverse(f"meetings_admin:{name}", args=args)


def test_a_question_is_lifted_from_its_page(ladder: Ladder) -> None:
    matter = make_matter(ladder.cast.sara, ladder.nosam, state="preparing")
    client = browser(ladder.nora)
    assert at("handover-new", matter.pk) in text(client.get(at("matter", matter.pk)))
    page = text(client.get(at("handover-new", matter.pk)))
    assert "Lyft till Gruppen LGS" in page
    assert "samrad" not in page
    fields = {"way": f"lift-{ladder.lgs.pk}", "note": "Bråttom.", "in_line": "Även i förvaltningen."}
    response = client.post(at("handover-new", matter.pk), fields)
    assert response["Location"] == at("matter", matter.pk)
    assert "Hos en annan grupp" in text(client.get(at("matter", matter.pk)))
    offered = text(browser(ladder.cast.eva).get(at("handover", Handover.objects.get().pk)))
    assert "Bråttom." in offered
    assert "Även i förvaltningen." in offered


@pytest.mark.parametrize("fields", [{"way": ""}, {"way": "lift-9999"}, {"way": "x"}, {"note": NUMBER}])
def test_nothing_written_is_lost_when_it_can_not_be_handed_over(ladder: Ladder, fields: dict[str, str]) -> None:
    matter = make_matter(ladder.cast.sara, ladder.nosam, state="preparing")
    sent = {"way": f"lift-{ladder.lgs.pk}", "note": "", "in_line": "Det här skrev jag.", **fields}
    response = browser(ladder.nora).post(at("handover-new", matter.pk), sent)
    assert response.status_code == 422
    assert "Det här skrev jag." in text(response)
    assert not Handover.objects.exists()


def test_a_question_is_accepted_or_sent_back_by_the_one_who_runs_the_group(ladder: Ladder) -> None:
    handover = make_lifted(ladder, ladder.cast.sara, papers=1)
    paths = [at(name, handover.pk) for name in ("handover-accept", "handover-return", "handover-recall")]
    assert [browser(ladder.cast.sara).post(path).status_code for path in paths] == [403, 403, 403]
    assert [browser(ladder.tea).post(path).status_code for path in paths] == [404, 404, 404]
    leader = browser(ladder.cast.eva)
    assert leader.get(at("handover-paper", handover.pk, 1)).status_code == 200
    assert browser(ladder.tea).get(at("handover-paper", handover.pk, 1)).status_code == 404
    refused = leader.post(paths[1], {"text": f"Om {NUMBER}."})
    assert (refused.status_code, NUMBER in text(refused)) == (422, True)
    response = leader.post(paths[0])
    assert response["Location"] == at("matter", received_of(handover).pk)
    again = leader.post(paths[0])
    assert said(again)[-1].startswith("Det går inte nu")
    assert "Lyfts från Gruppen NOSAM" in text(leader.get(response["Location"]))


def test_what_waits_on_att_gora(ladder: Ladder) -> None:
    make_lifted(ladder, ladder.cast.sara)
    make_asked(ladder, Consulted(group=ladder.nosam), Consulted(group=ladder.theme))
    assert "Ta ställning till en överlämnad fråga" in text(browser(ladder.cast.eva).get("/admin/"))
    asked = text(browser(ladder.nora).get("/admin/"))
    assert "Svara på remissen" in asked
    assert "Ta ställning till en överlämnad fråga" not in asked
    row = Consulted.objects.get(group=ladder.nosam)
    consultations.answer(row, text="Ja.", by=ladder.nora, at=AT)
    assert "Svara på remissen" not in text(browser(ladder.nora).get("/admin/"))


def test_what_came_back_waits_on_att_gora_with_what_to_complete_until_it_is_prepared(ladder: Ladder) -> None:
    handover = make_lifted(ladder, ladder.cast.sara)
    page = text(browser(ladder.cast.eva).get(at("handover-return", handover.pk)))
    assert "Frågan ligger sedan bland den gruppens frågor igen." in page
    handovers.send_back(handover, reason="Vad kostar det?", by=ladder.cast.eva, at=AT)
    leader, told = browser(ladder.nora), "Komplettera en fråga som kom tillbaka"
    page = text(leader.get("/admin/"))
    assert told in page
    assert "”Vad kostar det?”" in page
    assert told not in text(browser(ladder.cast.eva).get("/admin/"))
    leader.post(at("matter-take-in", handover.matter.pk))
    assert told not in text(leader.get("/admin/"))


@pytest.mark.parametrize("count", [1, 12])
def test_the_queries_do_not_grow(ladder: Ladder, count: int, django_assert_max_num_queries: Counted) -> None:
    for number in range(count):
        make_lifted(ladder, ladder.cast.sara, title=f"Fråga {number}")
        make_asked(ladder)
    client = browser(ladder.nora)
    client.get("/admin/")
    with django_assert_max_num_queries(29):
        client.get("/admin/")
    with django_assert_max_num_queries(9):
        client.get(at("consultations"))


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_of_answers_asks_as_much_for_one_as_for_twelve(
    ladder: Ladder, count: int, django_assert_max_num_queries: Counted
) -> None:
    outside = [Consulted(name=f"Part {number}", email=f"part{number}@example.se") for number in range(count)]
    asked = make_asked(ladder, Consulted(group=ladder.nosam), *outside)
    consultations.answer(asked.consulted.get(group=ladder.nosam), text="Ja.", by=ladder.nora, at=AT)
    client = browser(ladder.cast.eva)
    client.get(at("consultation", asked.pk))
    with django_assert_max_num_queries(11):
        assert client.get(at("consultation", asked.pk)).status_code == 200


def test_a_consultation_is_written_sent_answered_and_closed(ladder: Ladder) -> None:
    matter = make_matter(ladder.cast.sara, ladder.lgs, state="preparing")
    leader, path = browser(ladder.cast.eva), at("consultation-new", matter.pk)
    fields = {"question": "Vill ni vara med?", "until": "2026-12-14", "outside": "VästKom ingen adress"}
    wrong = leader.post(path, fields)
    assert (wrong.status_code, "VästKom ingen adress" in text(wrong)) == (422, True)
    assert "Skriv namn och e-postadress på varje rad" in text(wrong)
    none = leader.post(path, {**fields, "outside": ""})
    assert "Välj minst en som ska svara." in text(none)
    sent = {**fields, "groups": [ladder.nosam.pk], "outside": "VästKom, vastkom@example.se"}
    response = leader.post(path, sent)
    asked = Consultation.objects.get()
    assert response["Location"] == at("consultation", asked.pk)
    row = asked.consulted.get(group=ladder.nosam)
    answer = at("consultation-answer", asked.pk, row.pk)
    member = browser(ladder.nora)
    kept = member.post(answer, {"text": f"Om {NUMBER}.", "stand": "views"})
    assert (kept.status_code, NUMBER in text(kept)) == (422, True)
    assert member.post(answer, {"text": "Ja, gärna.", "stand": "views"}).status_code == 302
    page = text(leader.get(at("consultation", asked.pk)))
    assert "Ställer sig bakom med synpunkter" in page
    assert "Har inte svarat" in page
    leader.post(at("consultation-close", asked.pk))
    assert "Svaren sammanställs till ett underlag." in text(leader.get(at("consultation", asked.pk)))
    assert "Svaren sammanställs till ett underlag" in text(leader.get(at("matter", asked.matter_id)))
    outbox.run_due()
    for name, key in (("consultation", asked.pk), ("matter", asked.matter_id)):
        assert "Svaren sammanställs" not in text(leader.get(at(name, key)))
    assert Matter.objects.get().state == "back_again"
    late = member.post(answer, {"text": "En ändring till.", "stand": ""})
    assert "En ändring till." in text(late)


def test_a_group_that_is_known_to_nobody_outside_is_not_offered(ladder: Ladder) -> None:
    ladder.theme.shows_group = False
    ladder.theme.save()
    raised = make_matter(ladder.cast.sara, ladder.nosam, state="preparing")
    client = browser(ladder.nora)
    for name in ("handover-new", "consultation-new"):
        page = text(client.get(at(name, raised.pk)))
        assert "Gruppen LGS" in page
        assert "TEMA" not in page
    sent = {"question": "Ja?", "until": "2026-12-14", "groups": [ladder.theme.pk]}
    assert client.post(at("consultation-new", raised.pk), sent).status_code == 422


def test_nobody_else_answers_or_reads_the_answers_of_others(ladder: Ladder) -> None:
    asked = make_asked(ladder)
    row = asked.consulted.get()
    answer = at("consultation-answer", asked.pk, row.pk)
    for user in (ladder.tea, ladder.cast.sara, ladder.cast.eva):
        assert browser(user).post(answer, {"text": "Ja."}).status_code == 404
    assert browser(ladder.nora).get(at("consultation", asked.pk)).status_code == 404
    assert browser(ladder.nora).get(at("consultation-paper", asked.pk, 1)).status_code == 200
    assert browser(ladder.tea).get(at("consultation-paper", asked.pk, 1)).status_code == 404
    for name in ("consultation-close", "consultation-recall", "consultation-day"):
        assert browser(ladder.cast.sara).post(at(name, asked.pk)).status_code == 403
        assert browser(ladder.nora).post(at(name, asked.pk)).status_code == 404
    row.refresh_from_db()
    assert row.answered_at is None


def test_the_link_outside_changes_nothing_when_it_is_opened_and_loses_nothing(ladder: Ladder) -> None:
    row = make_asked(ladder, Consulted(name="VästKom", email="vastkom@example.se")).consulted.get()
    path = links.make(row).partition("/lank/")[1:]
    path = "".join(path)
    client = browser()
    for _ in range(2):
        opened = client.get(path)
        assert (opened.status_code, opened["Cache-Control"]) == (200, "private, no-store")
        assert "Vill ni vara med?" in text(opened)
    assert client.get(f"{path}underlag/1/").status_code == 200
    refused = client.post(path, {"text": "Ja, vi är med.", "stand": "", "signed": ""})
    assert (refused.status_code, "Ja, vi är med." in text(refused)) == (422, True)
    numbered = client.post(path, {"text": f"Om {NUMBER}.", "signed": "Vera"})
    assert (numbered.status_code, NUMBER in text(numbered)) == (422, True)
    thanks = text(client.post(path, {"text": "Ja.", "stand": "behind", "signed": "Vera"}))
    assert all(said in thanks for said in ("Tack för svaret", "Ställer sig bakom", "<p>Ja.</p>", "Vera"))
    late = client.post(path, {"text": "Ändrat oss.", "signed": "Vera"})
    assert (late.status_code, "Ändrat oss." in text(late)) == (410, True)
    assert client.get(f"{path}underlag/1/").status_code == 410
    assert client.get("/lank/remiss/finns-inte/").status_code == 404
    row.refresh_from_db()
    assert (row.text, row.signed) == ("Ja.", "Vera")


@pytest.mark.parametrize(("may_be_shown", "contact"), [
    (True, 'Eva Exempel, <a href="mailto:eva@example.se">eva@example.se</a>.'),
    (False, 'Göteborgs Stad, <a href="mailto:registrator@example.se">registrator@example.se</a>.'),
])  # fmt: skip
def test_who_answers_outside_is_told_whom_to_turn_to(ladder: Ladder, may_be_shown: bool, contact: str) -> None:
    """The address of a person only where it may be shown; else that of who keeps the records."""
    city = make_organisation("Göteborgs Stad")
    RecordKeeping.objects.update_or_create(
        group=ladder.lgs,
        defaults={"authority": city, "controller": city, "contact": "registrator@example.se", "starts": LONG_AGO},
    )
    other = make_user("abbe").person  # also runs the group, but did not send it
    make_member(other, ladder.lgs, "coordinator")
    Person.objects.filter(pk__in=[other.pk, ladder.cast.eva.person_id]).update(is_role_contact=may_be_shown)
    row = make_asked(ladder, Consulted(name="VästKom", email="vastkom@example.se")).consulted.get()
    path = "".join(links.make(row).partition("/lank/")[1:])
    client = browser()
    thanks = text(client.post(path, {"text": "Ja.", "stand": "", "signed": "Vera"}))
    assert f"Hör av er till {ladder.lgs.title}: {contact}" in thanks
    assert f"Hör av er till {ladder.lgs.title}: {contact}" in text(client.get(path))
    RecordKeeping.objects.all().delete()
    Person.objects.update(is_role_contact=False)
    assert f"Hör av er till {ladder.lgs.title}.<" in text(client.get(path))


def test_a_question_that_came_from_another_group_is_not_raised_again_here(ladder: Ladder) -> None:
    handover = make_lifted(ladder, ladder.cast.sara)
    received = received_of(handovers.accept(handover, by=ladder.cast.eva, at=AT))
    Matter.objects.filter(pk=received.pk).update(state="sent_back", reason="Nej.")
    page = text(browser(ladder.nora).get(at("matter", received.pk)))
    assert "Komplettera och väck igen" not in page
