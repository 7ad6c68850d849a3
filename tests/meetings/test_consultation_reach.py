"""Who asks is told whom no mail can reach, and why a group can't be chosen; who is asked, whom to turn to."""

from typing import Any

import pytest
from django.core import mail

from groups.models import Group, Person, RecordKeeping, Seat, User
from meetings.forms.consultations import WHICH_GROUPS
from meetings.forms.matters import WHO_RECEIVES
from meetings.models import Consulted
from meetings.reminders.consultations import close_passed
from meetings.workflow import consultations as workflow
from meetings.workflow.consultation_reach import without_mail
from meetings.workflow.consultations import people_of
from samverkan.common import outbox
from tests.admin.browsing import browser
from tests.factories import (
    LONG_AGO,
    make_cast,
    make_chair,
    make_group,
    make_member,
    make_organisation,
    make_person,
    make_user,
)
from tests.handovers import AT, UNTIL, Ladder, make_asked, make_ladder
from tests.matters import make_matter, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def ladder() -> Ladder:
    return make_ladder(make_cast())


def test_those_whom_no_mail_reaches_are_told_apart(ladder: Ladder, django_assert_max_num_queries: Any) -> None:
    hospital, town, nobody = (make_organisation(name) for name in ("Sjukhuset", "Mölndals stad", "Capio"))
    seat = Seat.objects.create(group=ladder.lgs, position=1, label="Kranskommunerna", starts=LONG_AGO)
    seat.answers_for.set([town])
    make_member(make_user("kim").person, ladder.lgs, seat=seat)
    make_member(make_person("Ingen adress"), ladder.lgs, organisation=hospital)
    make_member(make_user("annanstans").person, ladder.theme, organisation=hospital)  # those near are asked first
    led, silent = make_group("ledd"), make_group("tyst")
    make_chair(make_user("nils").person, led)
    make_chair(make_person("Utan adress"), silent)
    ladder.lgs.type.speaks_for_area = True
    ladder.lgs.type.save()
    asked = make_asked(
        ladder, Consulted(group=ladder.nosam), Consulted(group=led), Consulted(group=silent),
        Consulted(organisation=hospital), Consulted(organisation=town), Consulted(organisation=nobody),
        Consulted(area=ladder.lgs.area), Consulted(name="VästKom", email="vastkom@example.se"),
    )  # fmt: skip
    rows = list(asked.consulted.by_name())
    with django_assert_max_num_queries(4):
        unreached = without_mail(rows, on=AT.date())
    assert {row.who for row in rows if row.pk in unreached} == {silent.title, "Sjukhuset", "Capio"}


def test_a_group_that_has_ended_speaks_for_no_area(ladder: Ladder) -> None:
    ladder.lgs.type.speaks_for_area = True
    ladder.lgs.type.save()
    asked = make_asked(ladder, Consulted(area=ladder.lgs.area))
    (row,) = asked.consulted.all()
    Group.objects.filter(type=ladder.lgs.type).update(ends=AT.date())
    assert people_of(row, on=AT.date()) == []
    assert without_mail([row], on=AT.date()) == {row.pk}


def test_the_page_says_so_to_those_who_asked_and_only_while_it_is_out(ladder: Ladder) -> None:
    asked = make_asked(ladder, Consulted(organisation=make_organisation("Capio")))
    page = f"/admin/remisser/{asked.pk}/"
    warned = "Ingen har fått mejlet: det finns ingen e-postadress till någon som svarar för Capio."
    assert warned in browser(ladder.cast.eva).get(page).content.decode()
    assert warned not in browser(ladder.cast.sara).get(page).content.decode()


def test_who_raised_the_question_and_runs_the_group_gets_one_mail_when_it_is_closed(ladder: Ladder) -> None:
    asked = make_asked(ladder)
    asked.matter.raised_by = ladder.cast.eva.person
    asked.matter.save()
    told()
    close_passed(UNTIL.replace(day=UNTIL.day + 1))
    outbox.run_due()
    assert told().count(("consultation_closed", ladder.cast.eva.person_id)) == 1


@pytest.mark.parametrize(("who", "path", "sentence"), [
    ("sara", "/admin/fragor/ny/", WHO_RECEIVES),
    ("eva", "/admin/fragor/{}/remiss/", WHICH_GROUPS),
])  # fmt: skip
def test_why_a_group_is_not_among_the_choices_is_said(ladder: Ladder, who: str, path: str, sentence: str) -> None:
    matter = make_matter(ladder.cast.sara, ladder.lgs, state="preparing")
    user: User = getattr(ladder.cast, who)
    assert sentence in browser(user).get(path.format(matter.pk)).content.decode()


@pytest.mark.parametrize(
    ("shown", "keeps", "contact"),
    [
        (True, True, "gruppen: Eva Exempel, eva@example.se."),
        (False, True, "gruppen: Eva Exempel, eller Göteborgs Stad, registrator@example.se."),
        (False, False, "gruppen: Eva Exempel."),
        (None, False, "gruppen."),
    ],
)
def test_who_had_days_left_is_told_whom_to_turn_to(
    ladder: Ladder, shown: bool | None, keeps: bool, contact: str
) -> None:
    eva, group = ladder.cast.eva, ladder.lgs
    Person.objects.filter(pk=eva.person_id).update(is_role_contact=bool(shown))
    if keeps:
        town = make_organisation("Göteborgs Stad")
        RecordKeeping.objects.create(
            group=group, authority=town, controller=town, diary="GSD", contact="registrator@example.se",
            starts=LONG_AGO,
        )  # fmt: skip
    asked = make_asked(ladder, Consulted(group=ladder.nosam), Consulted(name="SIMBA", email="simba@example.se"))
    outbox.run_due(limit=50)
    mail.outbox.clear()
    if shown is None:
        group.memberships.filter(person=eva.person).update(ends=AT.date())
    workflow.close(asked, by=eva, at=AT)
    outbox.run_due(limit=50)
    ended = [row for row in mail.outbox if row.subject.startswith("Remissen är avslutad") and "tidigare" in row.body]
    assert sorted(row.to for row in ended) == [["nora@example.se"], ["simba@example.se"]]
    assert all(f"Hör av dig till {contact}\n" in str(row.body) for row in ended)
