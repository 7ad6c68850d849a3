"""An adjuster sees what has changed since they last looked. Looking is noted by the page's script, never by a GET."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from groups.models import Person, User
from meetings import workflow
from meetings.archiving.everything import everything_of
from meetings.archiving.packages import package_of
from meetings.documents import render_stored
from meetings.models import MinutesVersion, SeenVersion
from meetings.workflow.purging import due, purge_due
from tests.admin.browsing import address, browser
from tests.factories import AFTER, Cast, make_user
from tests.matters import text
from tests.meetings.modes import cast_of, make_named, person_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
LOOKED = datetime(2026, 5, 4, 14, 3, tzinfo=ZoneInfo("Europe/Stockholm"))
LOOK = "Ändrat sedan du senast tittade"
ANSWER = "Ändrat sedan du svarade förra gången"
FIRST = "Ändrat sedan anteckningen skickades till dig första gången"


@pytest.fixture
def named() -> Cast:
    return cast_of("named")


def resend(version: MinutesVersion, cast: Cast, said: str, *, returned_by: User | None = None) -> MinutesVersion:
    """Sent back by olle unless by another, changed in item 1, and sent to sara and olle again."""
    workflow.return_minutes(version, comment="Ändra.", by=returned_by or cast.olle)
    version.meeting.items.filter(number=1).update(information=f"<p>{said}</p>")
    people = [person_of(cast.sara), person_of(cast.olle)]
    return workflow.send_minutes(version.meeting, adjusters=people, by=cast.eva)


def look(user: User, version: MinutesVersion, at: datetime = LOOKED) -> Any:
    with time_machine.travel(at, tick=False):
        return browser(user).post(address(version.meeting, "justera/sedd/"), {"version": version.pk})


def page_of(user: User, version: MinutesVersion) -> str:
    return text(browser(user).get(address(version.meeting, "justera/")))


def test_what_has_changed_since_the_adjuster_last_looked(named: Cast) -> None:
    version = make_named(named)
    assert look(named.sara, version).status_code == 204
    second = resend(version, named, "Andra texten.")
    look(named.sara, second, LOOKED + timedelta(days=1))
    third = resend(second, named, "Tredje texten.")
    page = page_of(named.sara, third)
    assert f"{LOOK} (version 1, utskick 2, 5 maj 2026 kl. 14.03)" in page
    assert page.index(LOOK) < page.index(FIRST)
    since_look, since_first = page[page.index(LOOK) : page.index(FIRST)], page[page.index(FIRST) :]
    assert "<del>Andra</del>" in since_look
    assert "<del>Andra</del>" not in since_first
    assert page.count('<details class="card changes diff" open>') == 1


def test_who_looked_at_what_they_answered_is_told_once(named: Cast) -> None:
    version = make_named(named)
    look(named.olle, version)
    page = page_of(named.olle, resend(version, named, "Ny text."))
    assert f"{LOOK} (version 1, 4 maj 2026 kl. 14.03)" in page
    assert page.count("Ändrat sedan") == 1


def test_what_was_answered_stays_a_choice_for_who_has_looked_since(named: Cast) -> None:
    version = make_named(named)
    second = resend(version, named, "Andra texten.")
    look(named.olle, second)
    third = resend(second, named, "Tredje texten.", returned_by=named.sara)
    page = page_of(named.olle, third)
    assert page.index(f"{LOOK} (version 1, utskick 2") < page.index(ANSWER)
    assert '<details class="card changes diff">' in page


def test_an_answer_after_the_last_look_counts(named: Cast) -> None:
    version = make_named(named)
    look(named.olle, version)
    second = resend(version, named, "Andra texten.")
    third = resend(second, named, "Tredje texten.")
    assert (LOOK in page_of(named.olle, third), ANSWER in page_of(named.olle, third)) == (False, True)


def test_looking_at_the_text_that_is_out_hides_nothing_of_it(named: Cast) -> None:
    version = make_named(named)
    look(named.sara, version)
    second = resend(version, named, "Ny text.")
    before = page_of(named.sara, second)
    look(named.sara, second, LOOKED + timedelta(days=1))
    after = page_of(named.sara, second)
    assert all(f"{LOOK} (version 1, 4 maj 2026 kl. 14.03)" in page for page in (before, after))


def test_what_others_have_looked_at_changes_nothing(named: Cast) -> None:
    version = make_named(named)
    look(named.olle, version)
    assert LOOK not in page_of(named.sara, resend(version, named, "Ny text."))


def test_asking_for_the_page_notes_nothing_and_the_script_asks_to_note_it(named: Cast) -> None:
    version = make_named(named)
    page = page_of(named.sara, version)
    assert not SeenVersion.objects.exists()
    assert "js/admin/seen.js" in page
    where = reverse("meetings_admin:minutes-seen", args=[version.meeting.pk])
    assert f'<form method="post" action="{where}" data-seen hidden>' in page
    response = browser(named.sara).get(address(version.meeting, "justera/sedd/"))
    assert (response.status_code, SeenVersion.objects.count()) == (405, 0)


def test_it_is_noted_with_the_token_of_the_page_and_by_an_adjuster_alone(named: Cast) -> None:
    version = make_named(named)
    where = address(version.meeting, "justera/sedd/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(named.sara)
    assert strict.post(where, {"version": version.pk}, headers={"accept": "application/json"}).status_code == 403
    assert [look(user, version).status_code for user in (named.maja, named.eva)] == [404, 403]
    assert browser(named.sara).post(where, {"version": "0"}).status_code == 422
    assert not SeenVersion.objects.exists()


def test_it_is_noted_once_for_each_version_with_the_last_time_and_nothing_open_has_changed(
    named: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = make_named(named)
    monkeypatch.setattr(connection, "run_on_commit", [])
    for hours in (0, 2):
        workflow.note_seen(version, by=named.sara, at=LOOKED + timedelta(hours=hours))
    row = SeenVersion.objects.get()
    assert (row.version, row.person, row.seen_at) == (version, named.sara.person, LOOKED + timedelta(hours=2))
    assert not hasattr(SeenVersion, "history")
    assert connection.run_on_commit == []  # where a change of what is open is told


def test_nothing_is_noted_of_what_is_adjusted_or_of_an_account_without_a_person(named: Cast) -> None:
    version = make_named(named, named.olle)
    nobody = make_user("ingen")
    nobody.person = None
    nobody.save()
    workflow.note_seen(version, by=nobody, at=LOOKED)
    version = workflow.adjust(version, by=named.olle, at=AFTER)
    assert look(named.olle, version).status_code == 204
    assert not SeenVersion.objects.exists()
    assert "seen.js" not in page_of(named.olle, version)


def test_it_is_no_part_of_the_record_and_goes_with_the_working_texts(named: Cast) -> None:
    named.group.type.purge_after_days = 30
    named.group.type.save()
    version = make_named(named, named.olle)
    before = MinutesVersion.objects.get().content_sha256
    adjusted = workflow.adjust(version, by=named.olle, at=AFTER)
    render_stored(adjusted)
    files = package_of(adjusted), everything_of(adjusted.meeting, at=AFTER)
    person = Person.objects.get(user=named.sara)
    SeenVersion.objects.create(version=adjusted, person=person, seen_at=LOOKED)
    assert (package_of(adjusted), everything_of(adjusted.meeting, at=AFTER)) == files
    assert MinutesVersion.objects.get().content_sha256 == before
    last = AFTER.date() + timedelta(days=30)
    purge_due(last - timedelta(days=1))
    assert SeenVersion.objects.exists()
    purge_due(last)
    assert not SeenVersion.objects.exists()
    assert due(on=last) == []
