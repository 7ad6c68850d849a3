"""The structure as picture and list, on the open site: the right groups on the right day, and the same in both."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from groups.fixtures import STRUCTURE
from groups.models import Group
from samverkan.portal import pages
from tests.factories import make_area, make_group, make_group_type

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


def get(client: Client, query: str = "", status: int = 200) -> str:
    pages.store.clear()
    answer = client.get(f"/organisation/{query}")
    assert answer.status_code == status
    return answer.content.decode()


def linked(html: str) -> tuple[list[str], list[str]]:
    """The addresses in the pictures, and those in the lists."""
    drawn = "".join(re.findall(r'<svg class="structure-picture".*?</svg>', html, re.DOTALL))
    listed = "".join(re.findall(r'<ul class="group-tree">.*?</section>', html, re.DOTALL))
    return tuple(sorted(re.findall(r'<a [^>]*href="([^"]+)"', part)) for part in (drawn, listed))  # type: ignore[return-value]


def both(html: str) -> list[str]:
    drawn, listed = linked(html)
    assert drawn == listed
    return drawn


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_the_real_structure_is_all_there_in_both(client: Client) -> None:
    call_command("loaddata", *STRUCTURE, verbosity=0)
    on_day = Group.objects.on(TODAY)
    html = get(client, "?omrade=goteborg")
    of_area = on_day.filter(area__slug="goteborg", shows_group=True)
    assert of_area.count() >= 19
    assert both(html) == sorted(f"/grupper/{slug}/" for slug in of_area.values_list("slug", flat=True))
    html = get(client)
    assert both(html) == sorted(f"/grupper/{slug}/" for slug in on_day.published().values_list("slug", flat=True))
    internal = Group.objects.get(slug="samordningsrad-vuxenpsykiatri")
    assert internal.slug not in html
    assert "amordningsråd" not in html
    assert len(html.encode()) <= 60_000


def test_a_group_is_in_the_picture_from_its_first_day_to_its_last(client: Client) -> None:
    make_group("lgs")
    make_group("ny", starts=date(2026, 5, 4))
    make_group("slut", ends=date(2026, 5, 4))
    assert both(get(client)) == ["/grupper/lgs/", "/grupper/ny/"]
    before = both(get(client, "?datum=2026-05-03"))
    assert before == ["/grupper/lgs/?datum=2026-05-03", "/grupper/slut/?datum=2026-05-03"]


def test_an_internal_group_is_nowhere_and_those_below_it_stand_at_the_top(client: Client) -> None:
    hidden_type = make_group_type("hemlig", name="Hemlig typ")
    hidden = make_group("dold", shows_group=False, type=hidden_type)
    make_group("under", parent=hidden, works_for=hidden, prepared_by=hidden)
    make_group("annans", area=make_area("internt", "Internt område"), shows_group=False)
    html = get(client)
    assert both(html) == ["/grupper/under/"]
    assert [word for word in ("DOLD", "dold", "emlig", "Internt", "arbetar för", "bereds av") if word in html] == []


@pytest.mark.parametrize("query", ["?omrade=internt", "?omrade=finns-inte"])
def test_an_area_without_open_groups_is_as_unknown_as_one_that_does_not_exist(client: Client, query: str) -> None:
    make_group("lgs")
    make_group("annans", area=make_area("internt", "Internt område"), shows_group=False)
    html = get(client, query, status=400)
    assert "Området finns inte. Välj ett område i listan. Här visas alla områden i stället." in words(html)
    assert both(html) == ["/grupper/lgs/"]


def test_each_area_has_a_picture_of_its_own(client: Client) -> None:
    top = make_group("lgs")
    make_group("vvg", area=make_area("lan", "Hela länet", position=9), parent=top)
    html = get(client)
    assert re.findall(r'role="group" aria-label="([^"]+)"', html) == [
        "Göteborgsområdet som bild",
        "Hela länet som bild",
    ]
    assert "rapporterar till Gruppen LGS i Göteborgsområdet" in html
    assert both(get(client, "?omrade=lan")) == ["/grupper/vvg/"]


def test_the_list_is_nested_as_the_tree_is(client: Client) -> None:
    top = make_group("a")
    middle = make_group("b", parent=top)
    make_group("c", parent=middle)
    make_group("d", parent=top)
    make_group("e")
    (tree,) = re.findall(r'<ul class="group-tree">(.*?)</div>', get(client), re.DOTALL)
    shape = re.sub(r"<a [^>]*>Gruppen (\w)</a>", r"\1", tree)
    shape = re.sub(r'<span class="type">.*?</span>|\s+', "", shape)
    assert shape == "<li>A<ul><li>B<ul><li>C</li></ul></li><li>D</li></ul></li><li>E</li></ul>"


def test_a_link_says_name_type_and_last_day(client: Client) -> None:
    make_group("lgs", type=make_group_type("temagrupp"), ends=date(2027, 2, 1))
    html = get(client)
    assert "<title>Gruppen LGS, Temagrupp, till 31 januari 2027</title>" in html
    assert '<rect class="until"' in html
    assert "Temagrupp, till 31 januari 2027</span>" in html


def test_the_legend_explains_what_is_there_and_nothing_else(client: Client) -> None:
    make_group_type("oanvand", name="Oanvänd typ")
    top = make_group("lgs")
    make_group("bredning", parent=top, type=make_group_type("beredning"))
    html = get(client)
    (legend,) = re.findall(r'<ul class="structure-legend".*?</ul>', html, re.DOTALL)
    assert words(legend) == "Beredning Ledningsgrupp rapporterar till gruppen ovanför"
    other = make_group("tema", parent=top, ends=date(2027, 1, 1), prepared_by=Group.objects.get(slug="bredning"))
    make_group("arbets", parent=top, works_for=other)
    (legend,) = re.findall(r'<ul class="structure-legend".*?</ul>', get(client), re.DOTALL)
    assert words(legend).endswith("arbetar för gruppen vid pilen bereder mötena för gruppen vid pilen finns för en tid")


@pytest.mark.parametrize("ties", ["works_for", "prepared_by"])
def test_the_list_says_what_the_lines_say(client: Client, ties: str) -> None:
    other = make_group("tema")
    make_group("arbets", **{ties: other})
    said = {"works_for": "arbetar för Gruppen TEMA", "prepared_by": "bereds av Gruppen TEMA"}
    assert said[ties] in get(client)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", None),
        ("?datum=2026-05-04", None),
        ("?datum=2026-04-23", "Så såg strukturen ut den 23 april 2026. Visa i dag"),
        ("?datum=2027-01-01", "Så ser strukturen ut den 1 januari 2027, efter det som är bestämt i dag. Visa i dag"),
    ],
)
def test_another_day_says_which_and_leads_back(client: Client, query: str, said: str | None) -> None:
    make_group("lgs")
    html = get(client, query)
    assert ("Visa i dag" in html) == (said is not None)
    assert said is None or said in words(html)
    kept = get(client, f"{query}&omrade=goteborg") if said else ""
    assert said is None or '<a href="/organisation/?omrade=goteborg">Visa i dag</a>' in kept


@pytest.mark.parametrize("written", ["2026-02-30", "23+april", "2026", "0000-00-00", "99999-01-01", "%3Cb%3E"])
def test_a_day_that_does_not_exist_is_an_error_and_shows_today(client: Client, written: str) -> None:
    make_group("lgs")
    make_group("slut", ends=date(2026, 5, 4))
    html = get(client, f"?datum={written}&omrade=goteborg", status=400)
    assert "Datumet finns inte. Skriv år, månad och dag, till exempel 2026-04-23." in words(html)
    assert "Här visas strukturen i dag i stället." in words(html)
    assert both(html) == ["/grupper/lgs/"]
    assert '<option value="goteborg" selected>' in html
    assert "<b>" not in html


@pytest.mark.parametrize(("day", "count"), [("0001-01-01", 0), ("9999-12-31", 1)])
def test_the_first_and_last_day_there_are_can_be_asked_for(client: Client, day: str, count: int) -> None:
    make_group("lgs")
    assert len(both(get(client, f"?datum={day}"))) == count


def test_nothing_on_the_day_is_said_in_words(client: Client) -> None:
    assert "Inga grupper är publicerade än." in get(client)
    make_group("lgs", starts=date(2023, 10, 23))
    make_group("vvg", area=make_area("lan", "Hela länet", position=9), starts=date(2020, 1, 1))
    said = words(get(client, "?datum=2019-12-31"))
    assert "Inga grupper är registrerade den 31 december 2019. Den första är från den 1 januari 2020." in said
    assert "Den första är från den 23 oktober 2023." in words(get(client, "?datum=2019-12-31&omrade=goteborg"))
    assert "Inga grupper är registrerade i området den 1 januari 2020." in words(get(client, "?datum=2020-01-01"))


def test_a_circle_of_parents_is_shown_whole(client: Client) -> None:
    one = make_group("ett")
    two = make_group("tva", parent=one)
    Group.objects.filter(pk=one.pk).update(parent=two)
    assert both(get(client)) == ["/grupper/ett/", "/grupper/tva/"]


@pytest.mark.parametrize("count", [1, 500])
def test_queries_do_not_grow(client: Client, count: int, django_assert_num_queries: Any) -> None:
    top = make_group("topp")
    area, type = top.area, make_group_type("temagrupp")
    Group.objects.bulk_create(
        Group(code=f"G{n}", slug=f"g{n}", name=f"Grupp {n}", area=area, type=type, parent=top, works_for=top,
              prepared_by=top, starts=top.starts)
        for n in range(count)
    )  # fmt: skip
    with django_assert_num_queries(4):
        assert len(both(get(client))) == count + 1


def test_the_page_has_no_style_or_script_of_its_own_and_its_places_are_unique(client: Client) -> None:
    make_group("under", parent=make_group("lgs"))
    html = get(client)
    assert re.findall(r"\sstyle=|<script|<style", html) == []
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert html.count("<h1") == 1


def test_the_list_of_groups_leads_to_the_picture(client: Client) -> None:
    assert '<a href="/organisation/">Se strukturen som bild</a>' in client.get("/grupper/").content.decode()
