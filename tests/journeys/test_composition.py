"""A process leader appoints, changes and ends with the keyboard alone, and reads every page without a fault."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from groups.models import Membership, Seat
from tests.factories import LONG_AGO, Cast, make_member, make_organisation, make_person
from tests.journeys.hands import tab_to
from tests.journeys.test_accessibility import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DESK = "/admin/grupper/lgs/"


@pytest.fixture
def seat(cast: Cast) -> Seat:
    return Seat.objects.create(group=cast.group, position=1, label="Närhälsan", starts=LONG_AGO)


def write_day(page: Page, name: str, day: date) -> None:
    """Write the day in the order in which this browser asks for its parts."""
    for order in ("%Y%m%d", "%m%d%Y", "%d%m%Y"):
        tab_to(page, name)
        page.keyboard.type(f"{day:{order}}")
        if page.evaluate("document.activeElement.value") == day.isoformat():
            return
        page.reload()
    pytest.fail(f"The day can't be written in {name}.")


def test_appointing_changing_and_ending_with_the_keyboard_alone(visit: Any, cast: Cast, seat: Seat) -> None:
    anna = make_person("Anna Åberg", title="Chef", organisation=make_organisation("Närhälsan"))
    mine = Membership.objects.filter(person=anna)
    leader = visit()
    leader.enter_as(cast.eva)
    page = leader.goto(DESK)
    appoint(page, seat)
    assert mine.get().seat == seat
    mine.update(starts=LONG_AGO)
    change_title(page)
    assert list(mine.order_by("starts").values_list("title", flat=True)) == ["Chef", "Direktör"]
    mine.filter(title="Chef").update(ends=date(2026, 2, 1))
    mine.filter(title="Direktör").update(starts=date(2026, 2, 1))
    page.reload()
    end(page)
    assert mine.get(title="Direktör").ends == date(2026, 7, 1)


def appoint(page: Page, seat: Seat) -> None:
    tab_to(page, "Utse till Närhälsan, nummer 1")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/utse/?plats={seat.pk}")
    tab_to(page, "Namn, titel eller organisation")
    page.keyboard.type("åberg")
    page.keyboard.press("Enter")
    page.get_by_text("Anna Åberg, Chef, Närhälsan").wait_for()
    tab_to(page, "Anna Åberg, Chef, Närhälsan")
    page.keyboard.press("Space")
    tab_to(page, "Utse")
    page.keyboard.press("Enter")
    page.get_by_text("Anna Åberg är utsedd.").wait_for()


def change_title(page: Page) -> None:
    tab_to(page, "Ändra: Anna Åberg")
    page.keyboard.press("Enter")
    page.wait_for_url("**/andra/")
    tab_to(page, "Titel")
    page.keyboard.press("Control+a")
    page.keyboard.type("Direktör")
    page.keyboard.press("Enter")
    page.get_by_text("Uppgifterna om Anna Åberg gäller från och med").wait_for()


def end(page: Page) -> None:
    tab_to(page, "Avsluta: Anna Åberg")
    page.keyboard.press("Enter")
    page.get_by_text("Platsen Närhälsan blir vakant från dagen efter den sista.").wait_for()
    write_day(page, "Sista dag", date(2026, 6, 30))
    page.keyboard.press("Enter")
    page.get_by_text("Anna Åberg är med till och med 30 juni 2026.").wait_for()


def test_the_pages_have_no_faults(visit: Any, cast: Cast, seat: Seat) -> None:
    seat.answers_for.add(make_organisation("Ale"))
    holder = make_member(make_person("Anna Åberg"), cast.group, seat=seat, title="Chef")
    term = cast.group.memberships.get(person=cast.olle.person).offices.get()
    make_member(make_person("Nina Ny"), cast.group, starts=date(2999, 1, 1))
    leader = visit()
    leader.enter_as(cast.eva)
    verbs = ["", "utse/", "utse/?q=anna", "utse/?q=finnsinte", f"medlemskap/{holder.pk}/avsluta/",
             f"medlemskap/{holder.pk}/andra/", f"medlemskap/{holder.pk}/ratta/", "ordforande/utse/",
             f"ordforande/{term.pk}/ratta/", "platser/ny/", f"platser/{seat.pk}/ratta/"]  # fmt: skip
    assert faults(leader, [DESK + verb for verb in verbs]) == []
