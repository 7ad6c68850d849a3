"""What those who keep a register still can't do in it: things that reach other groups, or other people's rights."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from groups.models import AreaRole, OrganisationName, TermRule
from groups.offices import offices_in
from groups.terms import next_in
from groups.workflow import composition
from groups.workflow import groups as workflow
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import browser
from tests.factories import (
    AFTER,
    LONG_AGO,
    make_area,
    make_cast,
    make_chair,
    make_group,
    make_group_type,
    make_member,
    make_organisation,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db


def fields(client: Client, path: str) -> set[str]:
    page = client.get(path)
    assert page.status_code == 200
    return set(page.context["adminform"].form.fields)


def test_a_process_leader_changes_no_name_side_or_principal_of_an_organisation() -> None:
    cast, organisation = make_cast(), make_organisation()
    client = browser(cast.eva)
    path = reverse("admin:groups_organisation_change", args=[organisation.pk])
    assert fields(client, path) == {"short_name"}
    rows = {"other_names-TOTAL_FORMS": 1, "other_names-INITIAL_FORMS": 0, "other_names-0-name": "Annat",
            "other_names-0-kind": "former", "other_names-0-ends": "2099-01-01"}  # fmt: skip
    client.post(path, {"short_name": "SU", **rows})
    assert list(OrganisationName.objects.values_list("name", "kind", "ends")) == [("Annat", "written", None)]
    assert organisation.named_on(date(2026, 11, 22)) == organisation.name


def test_a_process_leader_chooses_no_other_type_and_so_no_other_adjusters() -> None:
    cast = make_cast()
    make_group_type("annan-typ", adjustment_mode="named")
    path = reverse("admin:groups_group_change", args=[cast.group.pk])
    assert "type" not in fields(browser(cast.eva), path)


def test_the_address_of_somebody_in_other_groups_is_not_shown_to_a_process_leader() -> None:
    cast = make_cast()
    stranger = make_person("Stina Exempel", email="stina@example.se")
    make_member(stranger, make_group("fjarran", area=make_area("annat", "Annat")))
    path = reverse("admin:groups_person_change", args=[stranger.pk])
    assert "stina@example.se" not in browser(cast.eva).get(path).content.decode()
    assert {"email", "is_role_contact"} & fields(browser(cast.eva), path) == set()
    assert "email" in fields(browser(cast.eva), reverse("admin:groups_person_change", args=[cast.sara.person_id]))


def test_an_area_administrator_takes_out_nothing_about_people_of_other_areas() -> None:
    cast, ann = make_cast(), make_user("ann")
    AreaRole.objects.create(user=ann, area=cast.group.area, role="administrator", starts=LONG_AGO)
    path = reverse("groups_admin:person-data", args=[cast.sara.person_id])
    assert browser(ann).get(path).status_code == 200
    make_member(cast.sara.person, make_group("fjarran", area=make_area("annat", "Annat")))
    assert browser(ann).get(path).status_code == 403


def test_passwords_can_not_be_asked_for_letter_by_letter() -> None:
    cast, ann = make_cast(), make_user("ann")
    AreaRole.objects.create(user=ann, area=cast.group.area, role="administrator", starts=LONG_AGO)
    path = reverse("admin:groups_user_changelist")
    assert browser(ann).get(path).status_code == 200
    answer = browser(ann).get(path, {"password__startswith": "pbkdf2"})
    assert answer.status_code in {302, 400}


def test_the_next_chair_is_told_without_naming_a_group_that_is_not_shown() -> None:
    group, inner = make_group(), make_group("inre", name="Inre rådet", shows_group=False)
    city = make_organisation("Staden", kind="municipality")
    TermRule.objects.create(group=group, months=24, rotation="sides", in_step_with=inner)
    term = make_chair(make_person(organisation=city), group, starts=date(2026, 1, 1), ends=date(2028, 1, 1))
    term.membership.organisation = city
    term.membership.save()
    following = next_in(offices_in(group), on=date(2026, 11, 22))
    assert following
    assert following.sentence == "Från 1 januari 2028: regionsidan."


def test_an_end_before_an_office_that_was_held_is_refused() -> None:
    cast = make_cast()
    member = make_member(make_person(), cast.group)
    member.offices.create(office="vice_chair", starts=date(2026, 3, 1))
    with pytest.raises(StepRefused, match="tillträdde som vice ordförande 1 mars 2026"):
        composition.end(member, on=date(2026, 2, 1), by=cast.eva, at=AFTER)
    assert member.offices.count() == 1


def test_a_group_does_not_end_before_somebody_left_it() -> None:
    cast, ann = make_cast(), make_user("ann", is_superuser=True)
    make_member(make_person("Gun Exempel"), cast.group, ends=date(2026, 4, 1))
    with pytest.raises(StepRefused, match="Gun Exempel var i gruppen till och med 31 mars 2026"):
        workflow.end(cast.group, on=date(2026, 3, 1), by=ann, at=AFTER)


@pytest.mark.parametrize("path", ["/moten/?grupp=%00", "/beslut/?grupp=%00", "/dokument/?grupp=%00"])
def test_an_address_with_nothing_in_it_is_refused_politely(client: Client, path: str) -> None:
    assert client.get(path).status_code == 400
