"""The pages of the registers, read by axe, and a group that is let go by somebody who clicks."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from groups.models import FrequencyRule, Group, User
from tests.factories import Cast, make_administrator, make_group
from tests.journeys.test_accessibility import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ann(cast: Cast) -> User:
    return make_administrator("ann", cast.group.area)


def test_the_registers_have_no_faults(visit: Any, cast: Cast, ann: User) -> None:
    FrequencyRule.objects.create(group=cast.group, minimum=4)
    make_group("under", parent=cast.group)
    visitor = visit()
    visitor.enter_as(ann)
    end, day = "/admin/grupper/lgs/avsluta/", timezone.localdate() + timedelta(days=30)
    group = f"/admin/groups/group/{cast.group.pk}/"
    pages = [
        "/admin/groups/", "/admin/groups/group/", "/admin/groups/group/?q=xyz", "/admin/groups/group/add/",
        f"{group}change/", f"{group}history/", "/admin/groups/grouptype/add/",
        end, f"{end}?last_day={day}", f"/admin/grupper/annan/avsluta/?last_day={day}",
    ]  # fmt: skip
    assert faults(visitor, pages) == []


def test_a_group_is_found_by_its_type_and_let_go(visit: Any, cast: Cast, ann: User) -> None:
    visitor = visit(width=360)
    visitor.enter_as(ann)
    page = visitor.goto("/admin/groups/group/")
    page.get_by_role("searchbox").fill("annan")
    page.get_by_label("Tid").select_option("Gäller i dag")
    page.get_by_role("button", name="Visa").click()
    expect(page.get_by_text("1 rad stämmer")).to_be_visible()
    with page.expect_download() as file:
        page.get_by_role("link", name="Hämta som Excel").click()
    assert file.value.suggested_filename == f"grupper-{timezone.localdate()}.xlsx"
    page.get_by_role("link", name="Gruppen ANNAN").click()
    page.get_by_role("link", name="Avsluta gruppen").click()
    page.get_by_label("Gruppens sista dag").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Se vad som händer").click()
    page.get_by_role("button", name="Avsluta gruppen").click()
    page.get_by_text("Gruppen ANNAN har nu en sista dag").wait_for()
    assert Group.objects.get(slug="annan").last_day == timezone.localdate() + timedelta(days=30)
