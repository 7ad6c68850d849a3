"""What the registers say: in Swedish, and with the last day rather than the day after it."""

from datetime import date

import pytest
from django.test import Client

from groups.models import Group, Membership, OfficeTerm
from tests.admin.browsing import browser
from tests.factories import Cast, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(cast: Cast) -> Client:
    return browser(make_user("root", is_superuser=True))


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_list_says_the_last_day(cast: Cast, root: Client) -> None:
    Membership.objects.filter(person=cast.sara.person).update(starts=date(2020, 1, 1), ends=date(2021, 1, 1))
    page = text(root, "/admin/groups/membership/")
    assert "31 december 2020" in page
    assert "1 januari 2021" not in page
    assert "dagen efter" not in page


def test_a_row_says_the_last_day_once(cast: Cast, root: Client) -> None:
    membership = Membership.objects.get(person=cast.sara.person)
    page = text(root, f"/admin/groups/membership/{membership.pk}/change/")
    assert page.count("Sista dag") == 1
    assert "Tills vidare" in page
    assert "dagen efter" not in page
    assert "None" not in page


@pytest.mark.parametrize("tail", ["", "{pk}/change/"])
def test_yes_and_no_are_words(cast: Cast, root: Client, tail: str) -> None:
    page = text(root, f"/admin/groups/officeterm/{tail.format(pk=OfficeTerm.objects.earliest('pk').pk)}")
    assert "Nej" in page
    assert "icon-no" not in page


def test_the_history_is_in_swedish(cast: Cast, root: Client) -> None:
    group = Group.objects.earliest("pk")
    group.save()
    group.shows_minutes, group.ends = False, date(2027, 1, 1)
    group.save()
    page = text(root, f"/admin/groups/group/{group.pk}/history/")
    assert "Ändrades" in page
    assert "Changed" not in page
    assert "Ja → Nej" in page
    assert "– → 1 januari 2027" in page
    assert not {"True", "False", "None"} & set(page.replace("<", " ").replace(">", " ").split())
    assert "Hem</a>" not in page


def test_a_row_as_it_was_says_its_last_day_and_its_words(cast: Cast, root: Client) -> None:
    term = OfficeTerm.objects.earliest("pk")
    term.ends = date(2027, 1, 1)
    term.save()
    page = text(root, f"/admin/groups/officeterm/{term.pk}/history/{term.history.latest().pk}/")
    assert "31 december 2026" in page
    assert "Nej" in page
    assert "icon-no" not in page
