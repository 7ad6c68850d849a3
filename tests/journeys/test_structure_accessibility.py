"""The real structure, read by axe: group, composition, picture, mandate and its comparison, organisation, documents."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from groups.fixtures import STRUCTURE
from groups.models import GoverningDocument, Group, Membership
from groups.workflow import mandates as workflow
from tests.factories import make_user
from tests.journeys.test_accessibility import faults
from tests.mandates import adopted

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PUBLIC = [
    "/organisation/", "/grupper/lgs/", "/grupper/lgs/?datum=2026-04-23", "/grupper/lgs/uppdrag/",
    "/grupper/lgs/uppdrag/1/", "/grupper/samsynsgruppen/uppdrag/2/skillnad/?mot=1", "/organisationer/",
    "/organisationer/sahlgrenska-universitetssjukhuset/", "/dokument/", "/dokument/?q=n%C3%A4rsjukv%C3%A5rdsteam",
    "/personuppgifter/",
]  # fmt: skip


@pytest.fixture
def structure() -> Group:
    """The fixtures, and a second version of Samsynsgruppen's mandate that says something else."""
    call_command("loaddata", *STRUCTURE, verbosity=0)
    group = Group.objects.get(slug="samsynsgruppen")
    owner = make_user("ann", is_superuser=True)
    draft = workflow.start_revision(group.mandates.get(), by=owner)
    section = draft.sections.first()
    section.body = "<p>Samsynsgruppen möts tre gånger per termin.</p>"
    section.save()
    adopted(draft, by=owner)
    return group


def test_the_structure_has_no_faults(visit: Any, structure: Group) -> None:
    document = GoverningDocument.objects.published().first()
    assert faults(visit(), [*PUBLIC, f"/dokument/{document.slug}/"]) == []


def test_the_registers_have_no_faults(visit: Any, structure: Group) -> None:
    lgs = Group.objects.get(slug="lgs")
    eva = make_user("eva")
    Membership.objects.create(person=eva.person, group=lgs, role="process_leader", starts=date(2026, 1, 1))
    leader = visit()
    leader.enter_as(eva)
    held = lgs.memberships.filter(seat__position=1).first()
    mandate = lgs.mandates.get()
    desk = "/admin/grupper/lgs/"
    pages = [
        "/admin/", desk, desk + "utse/", f"{desk}medlemskap/{held.pk}/avsluta/", f"{desk}medlemskap/{held.pk}/andra/",
        desk + "ordforande/utse/", f"/admin/uppdrag/{mandate.pk}/", "/admin/uppdrag/ny/", "/admin/dokument/nytt/",
        "/admin/groups/group/", "/admin/groups/person/", "/admin/groups/governingdocument/",
    ]  # fmt: skip
    assert faults(leader, pages) == []
