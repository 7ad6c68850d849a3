"""The figures that everyone reads, per group and area, as pages and as files; who was present is not among them."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from groups.models import FrequencyRule, Organisation, User
from meetings.models import Attendance
from meetings.planning.attendance import attendance_of
from tests.admin.browsing import browser
from tests.factories import Cast, make_area, make_group, make_held, make_organisation, make_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


def test_a_groups_figures_are_words_and_tables(client: Client, cast: Cast) -> None:
    FrequencyRule.objects.create(group=cast.group, minimum=4)
    make_published(cast)
    page = client.get("/grupper/lgs/siffror/").content.decode()
    for text in ("Siffror 2026", "1 av minst 4, tre saknas före årsskiftet", "Beslut efter typ", "Enas"):
        assert text in page


def test_a_groups_figures_as_a_file(client: Client, cast: Cast) -> None:
    make_published(cast)
    answer = client.get("/grupper/lgs/siffror/siffror.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert lines[0] == '"Område";"Grupp";"År";"Mått";"Värde"'
    assert '"Göteborgsområdet";"Gruppen LGS";"2026";"Beslut: Enas";"2"' in lines


@pytest.mark.parametrize(
    ("path", "name"),
    [("/grupper/lgs/siffror/siffror.csv", "siffror-lgs-2026.csv"), ("/siffror/siffror.csv", "siffror-alla-2026.csv")],
)
def test_the_file_has_a_name_each_time_it_is_asked_for(client: Client, cast: Cast, path: str, name: str) -> None:
    for _ in range(2):
        assert client.get(path)["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "Content-Disposition" not in client.get("/siffror/")


def test_another_year_is_chosen_and_an_unknown_one_is_told(client: Client, cast: Cast) -> None:
    make_published(cast)
    make_held(cast, date=date(2024, 3, 1))
    assert "Siffror 2024" in client.get("/grupper/lgs/siffror/?ar=2024").content.decode()
    assert "Siffror 2026" in client.get("/grupper/lgs/siffror/?ar=2026").content.decode()
    assert client.get("/siffror/?ar=2026").status_code == 200
    answer = client.get("/grupper/lgs/siffror/?ar=1999")
    assert (answer.status_code, "Här visas årets" in answer.content.decode()) == (400, True)
    assert client.get("/grupper/lgs/siffror/siffror.csv?ar=1999").status_code == 404


def test_a_hidden_group_has_no_figures(client: Client, cast: Cast) -> None:
    make_group("dold", shows_group=False)
    paths = ["/grupper/dold/siffror/", "/grupper/dold/siffror/siffror.csv"]
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert "DOLD" not in client.get("/siffror/").content.decode()
    assert b"DOLD" not in client.get("/siffror/siffror.csv").content


def test_the_areas_have_sums_and_their_groups(client: Client, cast: Cast) -> None:
    make_published(cast)
    make_group("fjarran", area=make_area("skaraborg", "Skaraborg"))
    page = client.get("/siffror/").content.decode()
    for text in ("1 möte har hållits och 2 beslut är publicerade", "Gruppen LGS", "Gruppen FJARRAN"):
        assert text in page
    page = client.get("/siffror/?omrade=skaraborg").content.decode()
    assert "Gruppen LGS" not in page
    assert client.get("/siffror/?omrade=finns-inte").status_code == 400
    assert b"Gruppen LGS" not in client.get("/siffror/siffror.csv?omrade=skaraborg").content


@pytest.mark.parametrize("count", [1, 7])
def test_the_page_asks_as_much_for_many_groups_as_for_one(
    client: Client, cast: Cast, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        make_group(f"g-{number}")
    with django_assert_max_num_queries(8):
        client.get("/siffror/")


@pytest.fixture
def present(cast: Cast) -> Organisation:
    """At a held meeting sara was away and olle was there, both for the hospital."""
    hospital = make_organisation("Sahlgrenska", short_name="SU")
    meeting = make_held(cast)
    for user, state in ((cast.sara, "apologies"), (cast.olle, "present")):
        assert user.person is not None
        Attendance.objects.create(meeting=meeting, person=user.person, organisation=hospital, state=state)
    return hospital


def test_r11_attendance_is_counted_per_organisation(cast: Cast, present: Organisation) -> None:
    (line,) = attendance_of(cast.group, 2026)
    assert (line.organisation, line.present, line.listed) == (present.brief, 1, 2)


def test_r11_attendance_is_told_inside_and_never_in_public(client: Client, cast: Cast, present: Organisation) -> None:
    people: list[User] = [cast.eva, cast.olle, cast.sara, cast.maja]
    path = "/admin/grupper/lgs/siffror/"
    assert [browser(user).get(path).status_code for user in people] == [200, 200, 403, 404]
    assert "1 av 2" in browser(cast.eva).get(path).content.decode()
    assert "1 av 2" not in client.get("/grupper/lgs/siffror/").content.decode()
