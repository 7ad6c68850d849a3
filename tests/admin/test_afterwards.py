"""What the process leader and the registrar do with an adjusted note: correct, redact, register, take out."""

import io
import zipfile
from typing import Any

import pytest
from django.core import mail

from groups.models import AreaRole, User
from meetings import workflow
from meetings.documents import render_stored
from meetings.models import Meeting, MinutesVersion, Outcome, Publication, Redaction, Registration
from samverkan.common import outbox
from tests.admin.browsing import address, browser, fields_of, history_reasons, said
from tests.factories import (
    AFTER,
    LONG_AGO,
    Cast,
    make_adjusted,
    make_area,
    make_group,
    make_published,
    make_sent,
    make_user,
)
from tests.matters import make_matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
CORRECTION = {"kind": "outcome", "reason": "Fel beslut i punkt 1."}


@pytest.fixture
def ann(cast: Cast) -> User:
    """The registrar of the group's area."""
    user = make_user("ann")
    AreaRole.objects.create(user=user, area=cast.group.area, role="registrar", starts=LONG_AGO)
    return user


def text(response: Any) -> str:
    html: str = response.content.decode()
    return html


# Correction


def test_a_correction_is_opened_written_in_the_editor_and_sent(cast: Cast) -> None:
    meeting, client = make_adjusted(cast).meeting, browser(cast.eva)
    assert "Rätta anteckningen" in text(client.get(address(meeting)))
    assert said(client.post(address(meeting, "ratta/"), CORRECTION)) == [
        "Rättelsen är öppen. Ändra texten och skicka den för justering."
    ]
    page = client.get(address(meeting))
    assert "En rättelse pågår." in text(page)
    assert "Skicka rättelsen för justering" in text(page)
    fields = fields_of(page)
    outcome = Outcome.objects.get(item__number=1)
    name = next(name for name, value in fields.items() if value == outcome.text)
    client.post(address(meeting), {**fields, name: "Ett rättat beslut."})
    outcome.refresh_from_db()
    assert outcome.text == "Ett rättat beslut."
    html = text(client.get(address(meeting, "ratta/")))
    assert "Det här har ändrats" in html
    client.post(address(meeting, "skicka/"), {})
    version = MinutesVersion.objects.get(number=2)
    assert (version.state, version.correction_reason) == ("out", CORRECTION["reason"])
    chair = text(browser(cast.olle).get(address(meeting, "justera/")))
    assert "Det här är version 2 av en anteckning som redan är justerad." in chair
    assert "<ins>" in chair


def test_the_members_see_that_a_correction_is_open_and_the_text_that_stands(cast: Cast) -> None:
    meeting = make_adjusted(cast).meeting
    workflow.open_correction(meeting, kind="outcome", reason="Fel beslut.", by=cast.eva, at=AFTER)
    meeting.items.filter(number=1).update(title="Ändrad rubrik")
    html = text(browser(cast.sara).get(address(meeting)))
    assert "En rättelse pågår." in html
    assert "Ändrad rubrik" not in html
    assert "Rättas" in text(browser(cast.sara).get("/admin/moten/"))


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [("kind", "Välj om rättelsen gäller"), ("reason", "Skriv varför anteckningen rättas.")],
)
def test_a_kind_and_a_reason_are_needed(cast: Cast, left_out: str, sentence: str) -> None:
    meeting = make_adjusted(cast).meeting
    response = browser(cast.eva).post(address(meeting, "ratta/"), {**CORRECTION, left_out: ""})
    assert response.status_code == 422
    assert sentence in text(response)


def test_a_correction_is_called_off(cast: Cast) -> None:
    meeting, client = make_adjusted(cast).meeting, browser(cast.eva)
    client.post(address(meeting, "ratta/"), CORRECTION)
    meeting.items.filter(number=1).update(title="Ändrad")
    assert said(client.post(address(meeting, "ratta/avbryt/")))[-1].startswith("Rättelsen är avbruten.")
    assert meeting.items.get(number=1).title == "Fråga 1"


def test_the_page_of_what_is_not_adjusted_says_so(cast: Cast) -> None:
    meeting = make_sent(cast).meeting
    assert "inte justerad än" in text(browser(cast.eva).get(address(meeting, "ratta/")))


def test_the_meeting_that_approves_leads_to_the_note_before(cast: Cast) -> None:
    first = make_published(cast).meeting
    later = Meeting.objects.create(group=cast.group, date=first.date.replace(month=5), state="held")
    later.approves.add(first)
    html = text(browser(cast.eva).get(address(later)))
    assert f"/admin/moten/{first.pk}/ratta/" in html
    assert "Rätta anteckningen från 23 april 2026" in html


# Redaction


def test_a_redaction_is_chosen_shown_and_confirmed(cast: Cast) -> None:
    meeting, client = make_published(cast).meeting, browser(cast.eva)
    wanted = {"items": ["1-1"], "masks": "Information 2", "reason": "Namngiven person"}
    shown = client.post(address(meeting, "maska/"), wanted)
    html = text(shown)
    assert "Läs igenom det som blir kvar" in html
    assert "Punkten publiceras inte" in html
    assert "[uppgift borttagen]" in html
    assert Redaction.objects.count() == 0
    done = said(client.post(address(meeting, "maska/"), {**wanted, "sure": "on"}))
    assert done[0].startswith("Anteckningen är stängd.")
    row = Redaction.objects.get()
    key = meeting.items.get(number=1).pk
    assert row.items == [{"version": 1, "number": 1, "title": "Fråga 1", "item": key}]
    assert row.masks == ["Information 2"]
    assert "Maskeras" in text(client.get(address(meeting)))
    outbox.run_due(limit=50)
    assert Publication.objects.published().count() == 1
    assert "Namngiven person" in text(client.get(address(meeting, "maskat/")))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"masks": "finns inte"}, "finns inte i anteckningen"),
        ({"masks": ""}, "Välj minst en punkt"),
        ({"masks": "Fråga 1", "reason": ""}, "Skriv varför"),
        ({"masks": "Fråga 1", "reason": "Rör 850423-1237"}, "ser ut som ett personnummer: 850423-••••"),
        ({"items": ["9-9"]}, "9-9"),
    ],
)
def test_what_can_not_be_redacted_is_said_and_what_was_written_stays(
    cast: Cast, fields: dict[str, Any], sentence: str
) -> None:
    meeting = make_published(cast).meeting
    response = browser(cast.eva).post(address(meeting, "maska/"), {"reason": "Skäl som står kvar", **fields})
    assert response.status_code == 422
    assert sentence in text(response)
    assert fields.get("reason", "Skäl som står kvar") in text(response)
    assert Publication.objects.published().count() == 1


def test_the_registrar_may_redact_and_the_member_not(cast: Cast, ann: User) -> None:
    meeting = make_published(cast).meeting
    assert browser(ann).get(address(meeting, "maska/")).status_code == 200
    assert [browser(user).get(address(meeting, "maska/")).status_code for user in (cast.sara, cast.olle)] == [403, 403]


# Diary


def test_the_registrar_is_told_at_adjustment(cast: Cast, ann: User) -> None:
    version = make_adjusted(cast)
    outbox.run_due(limit=50)
    found = [row for row in mail.outbox if row.to == ["ann@example.se"]]
    assert [row.subject for row in found] == ["Att diarieföra: LGS 23 april 2026"]
    assert f"/admin/diarium/anteckning/{version.pk}/" in str(found[0].body)


def test_the_number_is_added_afterwards_and_shown_to_everyone(cast: Cast, ann: User) -> None:
    version, client = make_published(cast).version, browser(ann)
    assert "Anteckning 23 april 2026, version 1" in text(client.get("/admin/diarium/"))
    here = f"/admin/diarium/anteckning/{version.pk}/"
    assert said(client.post(here, {"number": " SLK-2026-00123 ", "archive_id": ""}))[0].endswith("är sparad.")
    assert "Allt är diariefört" in text(client.get("/admin/diarium/"))
    assert "SLK-2026-00123" in text(client.get("/admin/diarium/?lage=diariefort"))
    assert "SLK-2026-00123" in text(browser().get("/moten/lgs/2026-04-23/"))
    client.post(here, {"number": "SLK-2026-00124", "archive_id": "ark:1"})
    client.post(here, {"number": "SLK-2026-00124", "archive_id": "ark:1"})
    row = Registration.objects.get()
    assert history_reasons(Registration, row.pk) == ["Diarieförd", "Diarieförd"]
    assert "SLK-2026-00123" in text(client.get(here))


@pytest.mark.parametrize("fields", [{"number": "", "archive_id": " "}, {"number": "x" * 61, "archive_id": ""}])
def test_a_registration_says_something_that_fits(cast: Cast, ann: User, fields: dict[str, str]) -> None:
    version = make_adjusted(cast)
    response = browser(ann).post(f"/admin/diarium/anteckning/{version.pk}/", fields)
    assert (response.status_code, Registration.objects.count()) == (422, 0)


def test_a_matter_and_a_call_are_registered_too(cast: Cast, ann: User) -> None:
    matter = make_matter(cast.sara, cast.group)
    meeting = Meeting.objects.create(group=cast.group, date=LONG_AGO.replace(year=2027))
    meeting.items.create(number=1, title="Fråga")
    agenda = workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    client = browser(ann)
    for kind, path in (("fragor", f"fraga/{matter.pk}/"), ("kallelser", f"kallelse/{agenda.pk}/")):
        assert path in text(client.get(f"/admin/diarium/?slag={kind}"))
        client.post(f"/admin/diarium/{path}", {"number": "D-1", "archive_id": ""})
        assert path not in text(client.get(f"/admin/diarium/?slag={kind}"))
    assert Registration.objects.count() == 2


def test_the_diary_of_another_area_is_closed(cast: Cast) -> None:
    stranger, elsewhere = make_user("per"), make_area("skaraborg", "Skaraborg")
    make_group("skas", area=elsewhere)
    AreaRole.objects.create(user=stranger, area=elsewhere, role="registrar", starts=LONG_AGO)
    version, client = make_adjusted(cast), browser(stranger)
    assert "Allt är diariefört" in text(client.get("/admin/diarium/"))
    paths = [f"diarium/anteckning/{version.pk}/", f"moten/{version.meeting_id}/paket/1/"]
    assert [client.get(f"/admin/{path}").status_code for path in paths] == [404, 404]
    assert browser(cast.sara).get("/admin/diarium/").status_code == 403


@pytest.mark.parametrize("asked", ["?grupp=annan", "?ar=1999", "?slag=konstigt&ar=1999", "?slag=kallelser"])
def test_the_list_is_narrowed(cast: Cast, ann: User, asked: str) -> None:
    make_adjusted(cast)
    assert "Allt är diariefört" in text(browser(ann).get(f"/admin/diarium/{asked}"))


@pytest.mark.parametrize("count", [1, 8])
def test_queries_of_the_diary_do_not_grow(
    cast: Cast, ann: User, count: int, django_assert_max_num_queries: Any
) -> None:
    first = make_published(cast)
    from tests.portal.make import copy_published  # noqa: PLC0415 -- used here alone

    copy_published(first, count)
    client = browser(ann)
    with django_assert_max_num_queries(16):
        assert client.get("/admin/diarium/").status_code == 200


def test_the_package_is_fetched_and_waits_for_the_file(cast: Cast, ann: User) -> None:
    version, client = make_adjusted(cast), browser(ann)
    here = address(version.meeting, "paket/1/")
    assert said(client.get(here)) == ["PDF:en är inte klar än. Vänta en stund och försök igen."]
    render_stored(version)
    response = client.get(here)
    assert response["Content-Type"] == "application/zip"
    assert "lgs-2026-04-23-version-1.zip" in response["Content-Disposition"]
    assert "metadata.xml" in zipfile.ZipFile(io.BytesIO(response.content)).namelist()
    assert client.get(address(version.meeting, "paket/2/")).status_code == 404


def test_everything_is_taken_out_by_the_registrar(cast: Cast, ann: User) -> None:
    meeting, client = make_adjusted(cast).meeting, browser(ann)
    assert "Granska innan något lämnas ut" in text(client.get(address(meeting, "ta-fram-allt/")))
    response = client.post(address(meeting, "ta-fram-allt/"))
    assert "LÄS MIG.txt" in zipfile.ZipFile(io.BytesIO(response.content)).namelist()


@pytest.mark.parametrize("asked", ["ar=0000", "slag=fragor&ar=0001", "slag=fragor&ar=9999", "ar=1899", "ar=3000"])
def test_a_year_that_can_not_be_is_as_if_it_was_not_asked_for(cast: Cast, ann: User, asked: str) -> None:
    make_adjusted(cast)
    make_matter(cast.sara, cast.group)
    response = browser(ann).get(f"/admin/diarium/?{asked}")
    assert response.status_code == 200
    assert "Allt är diariefört" not in text(response)
