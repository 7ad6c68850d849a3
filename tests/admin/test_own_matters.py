"""Whoever raised a matter corrects it until it is taken in, has a receipt, and sees it among what waits."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.models import Matter
from meetings.workflow import matters
from samverkan.portal.todo.matters import matters as waiting_matters
from tests.admin.browsing import browser, history_reasons, said
from tests.common.crafted import pdf
from tests.factories import Cast
from tests.matters import LATER, filled, make_coming, make_matter
from tests.meetings.answers import delivered, text

pytestmark = pytest.mark.django_db


def change(matter: Matter) -> str:
    return f"/admin/fragor/{matter.pk}/andra/"


def raised(cast: Cast) -> Matter:
    return matters.raise_matter(Matter(group=cast.group, title="Fråga", purpose="dialog"), by=cast.sara)


def test_text_is_corrected_and_a_paper_added_until_it_is_taken_in(cast: Cast) -> None:
    matter, sara = raised(cast), browser(cast.sara)
    assert "Ändra eller lägg till underlag" in text(sara.get(f"/admin/fragor/{matter.pk}/"))
    assert "<h1>Ändra frågan</h1>" in text(sara.get(change(matter)))
    papers = [SimpleUploadedFile("mer.pdf", pdf())]
    response = sara.post(change(matter), filled(cast, title="Frågan, rättad", papers=papers))
    matter.refresh_from_db()
    assert said(response) == ["Frågan är ändrad."]
    assert (matter.title, matter.state, matter.papers.get().name) == ("Frågan, rättad", "received", "mer.pdf")
    assert history_reasons(Matter, matter.pk) == ["Väckt", "Ändrad av den som väckte den"]


def test_after_that_it_is_refused_with_the_text_in_place(cast: Cast) -> None:
    matter = raised(cast)
    matters.take_in(matter, by=cast.eva)
    page = browser(cast.sara).post(change(matter), filled(cast, title="För sent"))
    matter.refresh_from_db()
    assert (page.status_code, matter.title) == (422, "Fråga")
    assert ("För sent" in text(page), "Den ändras bara tills den är intagen." in text(page)) == (True, True)
    assert "Ändra eller lägg till underlag" not in text(browser(cast.sara).get(f"/admin/fragor/{matter.pk}/"))


@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("eva", 403)])
def test_nobody_else_changes_it(cast: Cast, who: str, status: int) -> None:
    matter = raised(cast)
    assert browser(getattr(cast, who)).post(change(matter), filled(cast)).status_code == status


def test_a_receipt_comes_by_mail(cast: Cast, mailoutbox: list[Any]) -> None:
    matter = raised(cast)
    mail = delivered(mailoutbox, "sara@example.se", "Din fråga är skickad till Gruppen LGS: Fråga")
    assert f"/admin/fragor/{matter.pk}/" in mail.body


def test_own_open_matters_are_among_what_waits(cast: Cast) -> None:
    make_matter(cast.sara, cast.group)
    make_matter(cast.sara, cast.group, state="closed", answer="Ja.")
    assert cast.sara.person_id
    found = waiting_matters(cast.sara.person_id, run=[], alone=[])
    assert [(todo.label, todo.why, todo.is_urgent) for todo in found] == [
        ("Följ din fråga", "Väntar på besked. Väckt 20 november 2026.", False)
    ]


def test_the_form_says_what_is_optional_and_the_last_day_for_matters(cast: Cast) -> None:
    make_coming(cast)  # so near that it takes no more
    make_coming(cast, LATER)
    page = text(browser(cast.maja).get("/admin/fragor/ny/"))
    for label in ("Bakgrund", "Önskat beslut", "Minuter på mötet", "Behövs senast", "Underlag", "Från vilken grupp?"):
        assert f">{label} (frivilligt)</label>" in page
    assert ">Frågan i en mening</label>" in page
    assert "Gruppen LGS, senast 7 januari 2027 till mötet 4 februari 2027" in page
