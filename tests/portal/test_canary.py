"""A word in a withheld item or its paper, in an internal paper, or masked, is found nowhere that all can reach."""

import re
import zlib
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from decisions.models import Decision
from meetings import workflow
from meetings.documents import render_stored
from meetings.models import ContactChoice, Meeting, OutcomeTask, Publication, StoredDocument
from samverkan.common import outbox
from samverkan.portal import pages
from tests.factories import AFTER, Cast, make_document, make_held, make_meeting, make_paper, make_person
from tests.meetings.planting import word

CANARIES = (
    "xqzvtitel", "xqzvinfo", "xqzvfraga", "xqzvdialog", "xqzvbeslut", "xqzvuppgift", "xqzvansvarig", "xqzvskal",
    "xqzvunderlag", "xqzvfilnamn", "xqzvfilinnehall", "xqzvforedragande", "xqzvmask", "xqzvintern", "xqzvlank",
)  # fmt: skip
DAY = date(2026, 5, 2)
MASKED = "xqzvmask@example.se"
PHONE = "070-987 65 43"


@pytest.fixture
def published(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Publication:
    """A note with a word of its own in everything that is not for everyone; its PDF is drawn, not stood in for."""
    monkeypatch.undo()
    meeting = make_held(cast, items=3, date=DAY, link="https://teams.microsoft.com/xqzvlank")
    _withhold(meeting)
    open_item = meeting.items.get(number=2)
    open_item.information = f'<p>Skriv till <a href="mailto:{MASKED}">xqzv<strong>mask</strong>@example.se</a>.</p>'
    open_item.save()
    open_item.outcomes.update(text=f"Svar till {MASKED} eller +46 70 987 65 43.")
    for value in (MASKED, PHONE):
        ContactChoice.objects.create(meeting=meeting, value=value, choice="mask")
    make_paper(meeting, number=3, title="Öppet underlag", item=meeting.items.get(number=3))
    make_paper(meeting, number=4, title="xqzvintern", name="xqzvintern.docx", is_public=False)
    return _publish(meeting, cast)


@pytest.fixture
def corrected(cast: Cast, published: Publication) -> Publication:
    """The note once it has been corrected, so that there are two versions, and what differs between them."""
    meeting = published.meeting
    workflow.open_correction(meeting, kind="outcome", reason="Fel årtal", by=cast.eva, at=AFTER)
    meeting.items.filter(number=3).update(dialog="<p>Det gäller 2027.</p>")
    return _publish(meeting, cast)


def _publish(meeting: Meeting, cast: Cast) -> Publication:
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    return workflow.publish(version, by=cast.eva, at=AFTER)


def _withhold(meeting: Meeting) -> None:
    item = meeting.items.get(number=1)
    item.title, item.information, item.questions = "xqzvtitel", "<p>xqzvinfo</p>", "<p>xqzvfraga</p>"
    item.dialog, item.is_withheld, item.withheld_reason = "<p>xqzvdialog</p>", True, "xqzvskal"
    item.presenter = make_person("Xqzvforedragande Exempel")
    item.save()
    item.outcomes.update(text="xqzvbeslut")
    OutcomeTask.objects.create(outcome=item.outcomes.get(), owner="xqzvansvarig", text="xqzvuppgift")
    content = word("xqzvfilinnehall")
    make_paper(meeting, number=1, item=item, title="xqzvunderlag", name="xqzvfilnamn.docx", content=content)


def leaks_in(*said: bytes) -> list[str]:
    """The words that stand in an answer; a word may be broken by tags, or be written as entities or in percent."""
    text = b"\n".join(said).decode("utf-8", "replace").lower()
    read = [text, unescape(text), re.sub(r"<[^>]*>|[\s\u00ad\u200b]", "", unescape(text))]
    phone = ["0709876543"] if "709876543" in re.sub(r"[^\d<>]", "", read[2]) else []
    return [canary for canary in CANARIES if any(canary in form for form in read)] + phone


def inside(pdf: bytes) -> list[bytes]:
    """Everything in a PDF, unpacked: its streams, its strings, and the bytes as they are."""
    parts = [pdf]
    with pikepdf.open(BytesIO(pdf)) as file:
        for thing in file.objects:
            parts.append(str(thing).encode("utf-8", "replace"))
            if isinstance(thing, pikepdf.Stream):
                try:
                    parts.append(thing.read_bytes())
                except (pikepdf.PdfError, zlib.error):
                    parts.append(thing.read_raw_bytes())
    return parts


def arguments(group: str) -> dict[str, list[list[Any]]]:
    """What each public route with arguments is asked for."""
    day, numbers = f"{DAY:%Y-%m-%d}", range(1, 6)
    return {
        "group": [[group]], "mandates": [[group]], "mandate": [[group, 1]], "mandate-pdf": [[group, 1]],
        "mandate-diff": [[group, 1]], "meeting": [[group, day]], "minutes-pdf": [[group, day]],
        "minutes-version": [[group, day, number] for number in (1, 2)], "minutes-version-diff": [[group, day, 2]],
        "minutes-version-pdf": [[group, day, number] for number in (1, 2)], "group-calendar": [[group]],
        "meeting-paper": [[group, day, number] for number in numbers],
        "decision": [[group, f"2026-{number}"] for number in numbers], "organisation": [["su"]],
        "document": [["rutin"]], "document-file": [["rutin"]],
    }  # fmt: skip


def public_addresses() -> list[str]:
    """The address of every route of the open site that can be asked for, with what a search would be for."""
    known, found = arguments("lgs"), []
    for pattern in _patterns(get_resolver().url_patterns):
        name, wants = pattern.name or "", pattern.pattern.converters
        if not wants and not pattern.pattern.regex.groups and not name.startswith("account_"):
            found.append(reverse(name))
        for given in known.get(name, []):
            found.append(reverse(name, args=given))
        if wants and name not in known and "group" in wants and set(wants) <= {"group", "day", "version", "number"}:
            values = {"group": "lgs", "day": f"{DAY:%Y-%m-%d}", "version": 1, "number": 1}
            found.append(reverse(name, kwargs={key: values[key] for key in wants}))
    return [path for path in found if not path.startswith(("/admin/", "/konto/", "/lank/"))]


def _patterns(patterns: Any) -> list[URLPattern]:
    """The named routes outside the parts of the site with a namespace of their own."""
    found: list[URLPattern] = []
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            found += [pattern] if pattern.name else []
        elif not pattern.namespace:
            found += _patterns(pattern.url_patterns)
    return found


def test_no_public_address_says_any_of_the_words(
    client: Client, corrected: Publication, mailoutbox: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    make_document(corrected.meeting.group, slug="rutin")
    answered, found = asked(client)
    assert found == {}
    at = "/moten/lgs/2026-05-02/"
    versions = {f"{at}versioner/{tail}" for tail in ("1/", "1/anteckning.pdf", "2/", "2/anteckning.pdf", "2/skillnad/")}
    feeds = {"/kalender.ics", "/grupper/lgs/kalender.ics"}
    assert {at, f"{at}anteckning.pdf", f"{at}bilagor/3/", "/beslut/", "/moten/", "/", *versions, *feeds} <= answered
    assert not {f"{at}bilagor/1/", f"{at}bilagor/4/"} & answered
    outbox.run_due()
    assert leaks_in(caplog.text.encode()) == []
    told = {"eva@example.se", "olle@example.se", "sara@example.se"}
    assert {address for message in mailoutbox for address in message.to} <= told
    to_members = [message for message in mailoutbox if message.to == ["sara@example.se"]]
    assert [leak for message in to_members for leak in leaks_in(message.message().as_bytes())] == []


def test_no_public_address_says_them_before_the_meeting_either(client: Client, cast: Cast) -> None:
    meeting = make_meeting(cast.group, date=DAY, items=2, link="https://teams.microsoft.com/xqzvlank")
    _withhold(meeting)
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    workflow.call(meeting, by=cast.eva)
    answered, found = asked(client)
    assert found == {}
    assert {"/moten/lgs/2026-05-02/", "/kalender.ics", "/grupper/lgs/kalender.ics", "/grupper/lgs/"} <= answered
    assert "Fråga 2" in client.get("/moten/lgs/2026-05-02/").content.decode()


def asked(client: Client) -> tuple[set[str], dict[str, list[str]]]:
    """What answers when every address is asked for, those too that the meeting's page leads to; and what leaks."""
    pages.store.clear()
    found, answered = {}, set()
    linked = re.findall(r'href="(/[^"#?]*)"', client.get("/moten/lgs/2026-05-02/").content.decode())
    known = [*public_addresses(), *(path for path in linked if not path.startswith(("/static", "/admin")))]
    for path in dict.fromkeys(known):
        answer = client.get(path)
        answered |= {path} if answer.status_code == 200 else set()
        headers = "\n".join(f"{name}: {value}" for name, value in answer.items()).encode()
        body = b"".join(answer)
        said = inside(body) if answer["Content-Type"] == "application/pdf" else [body]
        if leaks := leaks_in(headers, *said):
            found[path] = leaks
    return answered, found


def test_no_search_finds_any_of_the_words(client: Client, published: Publication) -> None:
    for canary in CANARIES:
        html = client.get(f"/beslut/?q={canary}").content.decode()
        assert "Inga beslut stämmer" in html, canary


def test_nothing_stored_for_everyone_holds_any_of_the_words(published: Publication) -> None:
    assert leaks_in(published.content.encode()) == []
    public = StoredDocument.objects.get(meeting=published.meeting, kind="public")
    assert leaks_in(public.name.encode(), *inside(public.read())) == []
    rows = Decision.objects.published()
    assert leaks_in(*(f"{row.public_title} {row.public_text}".encode() for row in rows)) == []


def test_the_record_has_them_all_so_that_they_can_be_asked_for(published: Publication) -> None:
    record = published.version.content.lower()
    inside_only = {"xqzvlank", "xqzvfilinnehall"}
    assert [canary for canary in CANARIES if canary not in record and canary not in inside_only] == []
    whole = StoredDocument.objects.get(meeting=published.meeting, kind="record")
    assert "xqzvfilnamn" not in whole.name


def test_the_number_stays_with_whom_to_ask(client: Client, published: Publication) -> None:
    html = client.get("/moten/lgs/2026-05-02/").content.decode()
    item = re.search(r'<section class="item" id="punkt-1".*?</section>', html, re.DOTALL)
    assert item is not None
    words = re.sub(r"<[^>]*>|\s+", " ", item[0]).split()
    assert " ".join(words).startswith("1 Punkten publiceras inte Handlingen kan begäras ut hos")
