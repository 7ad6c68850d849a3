"""Nothing of a draft, of a withheld item, of an internal group or of a withdrawn note is reachable by any address."""

import json
import re
from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.test import Client

from decisions.models import Decision
from groups.models import Group
from meetings import workflow
from meetings.documents import render_stored
from meetings.models import (
    AgendaItem,
    AgendaVersion,
    Attendance,
    ContactChoice,
    Meeting,
    Outcome,
    Publication,
    StoredDocument,
)
from meetings.redaction import MASK
from samverkan.common import canonical, pdf
from samverkan.portal import pages
from tests.common.printed import texts
from tests.factories import AFTER, MEETING_DAY, Cast, make_published
from tests.portal.make import CANARY, copy_published, full_of_canaries

LISTS = ["/", "/grupper/", "/grupper/lgs/", "/moten/", "/moten/?tid=kommande", "/moten/?grupp=lgs", "/beslut/"]
OF_MEETING = ["/moten/lgs/2026-04-23/", "/moten/lgs/2026-04-23/anteckning.pdf"]
OF_DECISION = ["/beslut/lgs/2026-1/", f"/beslut/?q={CANARY}", "/beslut/?q=2026:1", "/beslut/?grupp=lgs&ar=2026"]


def leaks(client: Client, *paths: str) -> list[str]:
    """The addresses whose answer says the word."""
    pages.store.clear()
    answers = {path: client.get(path).content for path in (*LISTS, *OF_MEETING, *OF_DECISION, *paths)}
    return [path for path, content in answers.items() if CANARY.encode() in content]


def without_the_search_itself(found: list[str]) -> list[str]:
    """A search page says what was searched for, in its heading and its box; that is no leak."""
    return [path for path in found if f"q={CANARY}" not in path]


def letters(text: str) -> str:
    """Nothing but letters and digits, so that a word broken over two lines is still found."""
    return re.sub(r"[\W_]", "", text).lower()


def said_by(content: bytes) -> str:
    """The letters of everything that a real file says: its pages, its properties, where its links lead."""
    with pikepdf.open(BytesIO(content)) as file:
        assert not file.attachments
        properties = [str(value) for value in file.docinfo.values()]
        things = [thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary)]
        links = [str(thing["/URI"]) for thing in things if "/URI" in thing]
        hints = [str(thing[key]) for thing in things for key in ("/Alt", "/ActualText", "/Contents") if key in thing]
    return letters(" ".join([*texts(pdf.Pdf(content, 0)), *properties, *links, *hints]))


@pytest.mark.parametrize("state", ["planned", "called", "held", "cancelled"])
def test_a_working_text_is_nowhere(client: Client, cast: Cast, state: str) -> None:
    full_of_canaries(cast, state=state)
    assert without_the_search_itself(leaks(client)) == []


def test_a_search_finds_nothing_of_a_working_text(client: Client, cast: Cast) -> None:
    full_of_canaries(cast)
    assert "Inga beslut stämmer" in client.get(f"/beslut/?q={CANARY}").content.decode()


def test_minutes_that_are_out_for_adjustment_are_nowhere(client: Client, cast: Cast) -> None:
    workflow.send_minutes(full_of_canaries(cast, state="held"), by=cast.eva, at=AFTER)
    assert without_the_search_itself(leaks(client)) == []


def test_adjusted_minutes_are_nowhere_until_they_are_published(client: Client, cast: Cast) -> None:
    version = workflow.send_minutes(full_of_canaries(cast, state="held"), by=cast.eva, at=AFTER)
    render_stored(workflow.adjust(version, by=cast.olle, at=AFTER))
    assert Decision.objects.count() == 1
    assert without_the_search_itself(leaks(client)) == []
    assert [client.get(path).status_code for path in (OF_MEETING[1], OF_DECISION[0])] == [404, 404]


def test_changes_of_the_working_text_after_publication_are_nowhere(client: Client, published: Publication) -> None:
    meeting = published.meeting
    AgendaItem.objects.filter(meeting=meeting).update(title=CANARY, information=CANARY, dialog=CANARY)
    Outcome.objects.filter(item__meeting=meeting).update(text=CANARY)
    Attendance.objects.filter(meeting=meeting).update(title=CANARY, remark=CANARY)
    Meeting.objects.filter(pk=meeting.pk).update(place=CANARY, approves_title=CANARY)
    Decision.objects.update(text=CANARY)
    found = without_the_search_itself(leaks(client))
    assert found == []


def test_an_agenda_that_is_not_approved_is_nowhere(client: Client, cast: Cast) -> None:
    workflow.send_agenda(full_of_canaries(cast, state="planned"), by=cast.eva, at=AFTER)
    Meeting.objects.update(state="called")
    assert without_the_search_itself(leaks(client)) == []


AGENDA = ("Frågan om remiss", "Svar till Bo <bo@example.se>", "Övrigt")


def called(cast: Cast, *more: str) -> Meeting:
    """A meeting that is called with an approved agenda of one item, or of more."""
    meeting = full_of_canaries(cast)
    AgendaItem.objects.filter(meeting=meeting).update(title=AGENDA[0])
    for number, title in enumerate(more, 2):
        AgendaItem.objects.create(meeting=meeting, number=number, title=title)
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    Meeting.objects.filter(pk=meeting.pk).update(state="called")
    return meeting


def test_an_approved_agenda_shows_numbers_and_titles_and_nothing_else(client: Client, cast: Cast) -> None:
    called(cast)
    html = client.get("/moten/lgs/2026-04-23/").content.decode()
    agenda = re.search(r'<ol class="agenda">(.*?)</ol>', html, re.DOTALL)
    assert agenda is not None
    assert re.sub(r"<[^>]*>|\s+", " ", agenda[1]).split() == ["1", "Frågan", "om", "remiss", "Information"]
    assert without_the_search_itself(leaks(client)) == []


def test_an_item_withheld_after_the_agenda_was_approved_loses_its_title(client: Client, cast: Cast) -> None:
    meeting = called(cast)
    meeting.items.update(is_withheld=True, withheld_reason="Skäl")
    html = client.get("/moten/lgs/2026-04-23/").content.decode()
    assert "Frågan om remiss" not in html
    assert "Publiceras inte" in html


def agenda_of(client: Client) -> list[tuple[int, str]]:
    pages.store.clear()
    rows = [(row.number, row.title) for row in client.get("/moten/lgs/2026-04-23/").context["agenda"]]
    return list(rows)


def test_an_address_in_a_title_of_the_agenda_is_masked(client: Client, cast: Cast) -> None:
    called(cast, *AGENDA[1:])
    assert agenda_of(client) == [(1, AGENDA[0]), (2, f"Svar till Bo <{MASK}>"), (3, AGENDA[2])]
    assert b"bo@example.se" not in client.get("/moten/lgs/2026-04-23/").content


def test_an_item_that_was_renamed_and_withheld_loses_its_title_and_no_other_does(client: Client, cast: Cast) -> None:
    items = called(cast, *AGENDA[1:]).items
    items.filter(number=1).update(title=AGENDA[2], is_withheld=True, withheld_reason="Skäl")
    assert agenda_of(client) == [(1, ""), (2, f"Svar till Bo <{MASK}>"), (3, AGENDA[2])]


def test_an_item_that_was_renumbered_and_withheld_loses_its_title(client: Client, cast: Cast) -> None:
    items = called(cast, *AGENDA[1:]).items
    items.filter(number=1).update(number=9, title="Annat", is_withheld=True, withheld_reason="Skäl")
    assert [number for number, title in agenda_of(client) if not title] == [1]


def test_an_item_that_was_removed_loses_its_title(client: Client, cast: Cast) -> None:
    called(cast, *AGENDA[1:]).items.filter(number=3).delete()
    assert [number for number, title in agenda_of(client) if not title] == [3]


def test_an_item_withheld_when_the_agenda_was_approved_never_gets_a_title(client: Client, cast: Cast) -> None:
    meeting = called(cast, *AGENDA[1:])
    meeting.items.filter(number=3).update(is_withheld=True, withheld_reason="Skäl")
    Meeting.objects.filter(pk=meeting.pk).update(state="planned")
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    Meeting.objects.filter(pk=meeting.pk).update(state="called")
    meeting.items.update(is_withheld=False, withheld_reason="")
    assert [number for number, title in agenda_of(client) if not title] == [3]


def test_an_old_agenda_names_no_item_once_one_is_withheld(client: Client, cast: Cast) -> None:
    meeting = called(cast, *AGENDA[1:])
    old = json.loads(AgendaVersion.objects.latest("number").content)
    for item in old["items"]:
        for key in ("item", "information", "papers"):
            del item[key]
    AgendaVersion.objects.update(content=canonical.dumps({**old, "format": "samverkan/agenda/1"}))
    assert [title for _, title in agenda_of(client)][::2] == [AGENDA[0], AGENDA[2]]
    meeting.items.filter(number=2).update(title="Annat", is_withheld=True, withheld_reason="Skäl")
    assert agenda_of(client) == [(1, ""), (2, ""), (3, "")]


def test_what_is_changed_after_the_agenda_was_approved_is_nowhere(client: Client, cast: Cast) -> None:
    called(cast).items.update(title=CANARY)
    assert without_the_search_itself(leaks(client)) == []


def publish_with_secrets(cast: Cast) -> Publication:
    """A note of 2 May: one item withheld, one with a link, a text and a task that hold a masked address."""
    meeting = full_of_canaries(cast, state="held", date=date(2026, 5, 2))
    meeting.items.update(is_withheld=True, withheld_reason=CANARY)
    link = '<p>Skriv till <a href="mailto:Dold%40example.se">do<strong>ld@exa</strong>mple.se</a>.</p>'
    item = AgendaItem.objects.create(meeting=meeting, number=2, title="Remiss", information=link)
    Outcome.objects.create(item=item, kind="agreed", text="Svar till Bo <dold@example.se>.")
    for value in ("dold@example.se", "Dold@example.se"):
        ContactChoice.objects.create(meeting=meeting, value=value, choice="mask")
    Meeting.objects.filter(pk=meeting.pk).update(note_taker=None, approves_title="")
    meeting.attachments.all().delete()
    meeting.attendance.filter(position=9).delete()
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    return workflow.publish(version, by=cast.eva, at=AFTER)


def test_what_is_withheld_or_masked_is_nowhere_on_the_pages(client: Client, cast: Cast) -> None:
    publish_with_secrets(cast)
    paths = ["/moten/lgs/2026-05-02/", "/moten/lgs/2026-05-02/anteckning.pdf", "/beslut/lgs/2026-2/"]
    assert [client.get(path).status_code for path in paths] == [200, 200, 200]
    assert without_the_search_itself(leaks(client, *paths)) == []
    assert [path for path in paths if b"dold@" in client.get(path).content.lower()] == []
    assert "Punkten publiceras inte" in client.get(paths[0]).content.decode()
    assert client.get("/beslut/lgs/2026-1/").status_code == 404


def test_what_is_withheld_or_masked_is_nowhere_in_the_real_file(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # The file is drawn, not stood in for.
    publication = publish_with_secrets(cast)
    record = StoredDocument.objects.get(meeting=publication.meeting, kind="record").read()
    secrets = [letters(CANARY), letters("dold@example.se"), letters("dold%40example.se")]
    assert [secret for secret in secrets if secret not in said_by(record)] == []
    public = said_by(client.get("/moten/lgs/2026-05-02/anteckning.pdf").content)
    assert [secret for secret in secrets if secret in public] == []
    assert public.count(letters(MASK)) == 2


def test_an_internal_group_is_404_and_in_no_list(client: Client, published: Publication) -> None:
    Group.objects.filter(slug="lgs").update(shows_group=False, name=CANARY, code=CANARY)
    assert without_the_search_itself(leaks(client)) == []
    own = ["/grupper/lgs/", "/moten/lgs/2026-04-23/", "/moten/lgs/2026-04-23/anteckning.pdf", "/beslut/lgs/2026-1/"]
    assert [client.get(path).status_code for path in own] == [404] * 4
    assert [client.get(path).status_code for path in ("/moten/?grupp=lgs", "/beslut/?grupp=lgs")] == [400, 400]


def test_an_internal_group_is_in_no_relation(client: Client, published: Publication) -> None:
    other = Group.objects.get(slug="annan")
    Group.objects.filter(pk=other.pk).update(shows_group=False, name=CANARY, parent=published.meeting.group)
    Group.objects.filter(slug="lgs").update(prepared_by=other, works_for=other)
    assert without_the_search_itself(leaks(client)) == []


def test_a_group_that_does_not_show_its_notes_shows_the_meeting_alone(client: Client, published: Publication) -> None:
    Group.objects.update(shows_minutes=False)
    html = client.get("/moten/lgs/2026-04-23/").content.decode()
    assert "Gruppens anteckningar publiceras inte" in html
    assert "Fråga 1" not in html
    assert [client.get(path).status_code for path in (OF_MEETING[1], OF_DECISION[0])] == [404, 404]


def test_a_group_that_does_not_show_its_decisions_links_to_none(client: Client, published: Publication) -> None:
    Group.objects.update(shows_decisions=False)
    html = client.get("/moten/lgs/2026-04-23/").content.decode()
    assert "LGS 2026:1" in html
    assert "/beslut/lgs/" not in html
    assert client.get("/beslut/lgs/2026-1/").status_code == 404


def test_a_withdrawn_note_answers_410_and_says_that_it_can_be_asked_for(
    client: Client, published: Publication, cast: Cast
) -> None:
    workflow.withdraw(published, reason=CANARY, by=cast.eva, at=AFTER)
    for path in (*OF_MEETING, "/beslut/lgs/2026-1/", "/beslut/lgs/2026-2/"):
        answer = client.get(path)
        html = answer.content.decode()
        assert (path, answer.status_code, answer["Cache-Control"]) == (path, 410, "no-store")
        assert "begära ut handlingen" in html
        assert "Fråga 1" not in html
        assert CANARY not in html
    assert "Anteckning publicerad" not in client.get("/moten/").content.decode()
    assert "LGS 2026:1" not in client.get("/beslut/").content.decode()


def test_a_decision_that_never_was_public_is_404_also_when_the_note_is_withdrawn(client: Client, cast: Cast) -> None:
    published = make_published(cast)
    hidden = Decision.objects.get(number=2)
    Decision.objects.filter(pk=hidden.pk).update(number=77)
    workflow.withdraw(published, reason="Skäl", by=cast.eva, at=AFTER)
    assert client.get("/beslut/lgs/2026-77/").status_code == 404


def test_the_link_to_a_meeting_on_the_net_is_for_those_who_take_part(client: Client, cast: Cast) -> None:
    full_of_canaries(cast, place=f"https://{CANARY}.example/j/1")
    assert "Digitalt möte" in client.get("/moten/lgs/2026-04-23/").content.decode()
    assert without_the_search_itself(leaks(client)) == []


def test_another_groups_address_shows_nothing(client: Client, published: Publication) -> None:
    copy_published(published, 1)
    day = MEETING_DAY - timedelta(weeks=1)
    assert client.get(f"/moten/annan/{day}/").status_code == 404
    assert client.get("/beslut/annan/2026-1/").status_code == 404
