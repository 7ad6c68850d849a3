"""The groups that a new meeting can be held together with."""

from datetime import date

import pytest

from groups.models import User
from meetings.forms.steps import NewMeetingForm
from meetings.models import Meeting
from tests.admin.browsing import browser
from tests.factories import Cast, make_area, make_chair, make_group, make_person

pytestmark = pytest.mark.django_db


def joint_choices(user: User) -> list[tuple[str, list[str]]]:
    """The groups that can be met with, by area."""
    return [
        (area, [str(box.choice_label) for box in boxes])
        for area, boxes in NewMeetingForm(by=user).joint_by_area
    ]  # fmt: skip


def test_one_meets_with_the_groups_of_ones_area_and_those_that_show_themselves(cast: Cast) -> None:
    here, there = cast.group.area, make_area("skaraborg", name="Skaraborg")
    hidden = {"shows_group": False}
    past = {"ends": date(2026, 10, 1)}
    groups = [("inre", here, hidden), ("oppen", there, {}), ("sluten", there, hidden), ("slut", here, past)]
    for slug, area, fields in groups:
        make_chair(make_person(), make_group(slug, area=area, **fields))
    make_group("tom", area=here)
    assert joint_choices(cast.eva) == [
        (here.name, ["Gruppen ANNAN", "Gruppen INRE"]), ("Skaraborg", ["Gruppen OPPEN"]),
    ]  # fmt: skip
    page = browser(cast.eva).get("/admin/moten/ny/").content.decode()
    for words in ("Sök grupp", "Saknas en grupp?", "eller om den varken har ordförande, processledare"):
        assert words in page


def test_the_group_of_ones_area_is_met_with(cast: Cast) -> None:
    hidden = make_group("inre", area=cast.group.area, shows_group=False)
    make_chair(make_person(), hidden)
    browser(cast.eva).post("/admin/moten/ny/", {
        "group": cast.group.pk, "kind": "ordinary", "date": "2027-02-04", "joint_groups": [hidden.pk],
    })  # fmt: skip
    assert [group.slug for group in Meeting.objects.get().joint_groups.all()] == ["inre"]
