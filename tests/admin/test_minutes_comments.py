"""Members comment on a note that is out for it; what they write is theirs and the group's, and nobody else's."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from meetings import workflow
from meetings.documents import render_stored
from meetings.models import Meeting, MinutesComment, MinutesVersion, StoredDocument
from samverkan.common import pdf
from tests.admin.browsing import address, browser, said
from tests.common.printed import texts
from tests.factories import Cast, make_held, make_sent
from tests.meetings.modes import cast_of
from tests.portal.make import CANARY

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_of("comments")


@pytest.fixture
def version(cast: Cast) -> MinutesVersion:
    until = timezone.localdate() + timedelta(days=3)
    return workflow.send_minutes(make_held(cast), comments_until=until, by=cast.eva)


def to(version: MinutesVersion) -> str:
    return address(version.meeting, "kommentarer/")


def post(cast: Cast, version: MinutesVersion, who: str = "sara", **texts: str) -> Any:
    data = {"version": str(version.pk), **{name.replace("_", "-"): text for name, text in texts.items()}}
    return browser(getattr(cast, who)).post(to(version), data)


def test_a_member_writes_by_item_and_the_others_read_it(cast: Cast, version: MinutesVersion) -> None:
    page = browser(cast.sara).get(to(version)).content.decode()
    assert re.findall(r'<textarea name="([^"]+)"', page) == ["item-1", "item-2", "whole"]
    assert said(post(cast, version, item_2="Siffran är fel.", whole="Bra.")) == ["Dina kommentarer är sparade."]
    assert sorted(MinutesComment.objects.values_list("item", "text"), key=str) == [
        (2, "Siffran är fel."), (None, "Bra."),
    ]  # fmt: skip
    for who in ("olle", "eva"):
        assert "Siffran är fel." in browser(getattr(cast, who)).get(to(version)).content.decode()
    assert "Siffran är fel." in browser(cast.olle).get(address(version.meeting, "justera/")).content.decode()


def test_what_is_written_can_be_changed_and_emptied_and_the_same_is_no_change(
    cast: Cast, version: MinutesVersion
) -> None:
    for text, sentence in (("Ett", "Dina kommentarer är sparade."), ("Ett", "Inget var ändrat."), ("", "Dina")):
        assert said(post(cast, version, item_1=text))[0].startswith(sentence)
    assert not MinutesComment.objects.exists()


def test_a_box_that_was_not_sent_takes_nothing_away(cast: Cast, version: MinutesVersion) -> None:
    post(cast, version, item_1="Ett", item_2="Två")
    post(cast, version, item_2="Nytt")
    assert list(MinutesComment.objects.values_list("item", "text")) == [(1, "Ett"), (2, "Nytt")]


def test_two_members_write_each_their_own(cast: Cast, version: MinutesVersion) -> None:
    post(cast, version, item_1="Saras")
    post(cast, version, "olle", item_1="Olles")
    assert sorted(MinutesComment.objects.values_list("person__name", "text")) == [
        ("Olle Exempel", "Olles"), ("Sara Exempel", "Saras"),
    ]  # fmt: skip


def test_what_comes_too_late_or_to_an_older_text_is_not_lost(cast: Cast, version: MinutesVersion) -> None:
    workflow.take_back(version, by=cast.eva)
    late = post(cast, version, item_1="Min långa text")
    assert (late.status_code, "Min långa text" in late.content.decode()) == (409, True)
    until = timezone.localdate() + timedelta(days=3)
    again = workflow.send_minutes(version.meeting, comments_until=until, by=cast.eva)
    older = post(cast, version, item_1="Min långa text")
    assert (older.status_code, "Min långa text" in older.content.decode()) == (409, True)
    assert "har skickats på nytt" in older.content.decode()
    assert not again.comments.exists()
    long = post(cast, again, item_1="x" * 4001)
    assert (long.status_code, "x" * 4001 in long.content.decode()) == (422, True)


@pytest.mark.parametrize(("who", "reads", "writes"), [("maja", 404, 404), ("eva", 200, 403), ("olle", 200, 302)])
def test_who_reads_and_who_writes(cast: Cast, version: MinutesVersion, who: str, reads: int, writes: int) -> None:
    assert browser(getattr(cast, who)).get(to(version)).status_code == reads
    assert post(cast, version, who, item_1="x").status_code == writes


def test_a_note_that_is_not_out_for_comment_says_so(cast: Cast) -> None:
    meeting: Meeting = make_held(cast)
    page = browser(cast.sara).get(address(meeting, "kommentarer/")).content.decode()
    assert "Det finns ingen anteckning att kommentera." in page
    assert browser(cast.sara).post(address(meeting, "kommentarer/")).status_code == 302


def test_a_comment_is_in_no_public_page_and_in_no_file(cast: Cast, client: Client) -> None:
    until, later = timezone.localdate() - timedelta(days=1), timezone.now() - timedelta(days=9)
    version = workflow.send_minutes(make_held(cast), comments_until=until, by=cast.eva, at=later)
    workflow.save_comments(version, {1: CANARY, None: f"Hela {CANARY}"}, by=cast.sara, at=later)
    adjusted = workflow.adjust(version, by=cast.olle)
    render_stored(adjusted)
    workflow.publish(adjusted, by=cast.eva)
    paths = ["/", "/moten/", "/moten/lgs/2026-04-23/", "/beslut/", "/beslut/lgs/2026-1/", "/grupper/lgs/"]
    paths.append("/moten/lgs/2026-04-23/anteckning.pdf")
    answers = [client.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200] * len(paths)
    assert not [path for path, answer in zip(paths, answers, strict=True) if CANARY.encode() in answer.content]
    files = [pdf.Pdf(row.read(), 0) for row in StoredDocument.objects.filter(kind__in=["record", "public"])]
    assert len(files) == 2
    assert CANARY not in " ".join(text for file in files for text in texts(file))
    assert CANARY not in adjusted.content + adjusted.seal
    assert CANARY in browser(cast.eva).get(to(version)).content.decode()


def test_a_comment_cannot_smuggle_in_markup(cast: Cast, version: MinutesVersion) -> None:
    post(cast, version, item_1="<script>alert(1)</script>")
    page = browser(cast.eva).get(to(version)).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_an_ordinary_note_has_no_comments_on_its_page(cast: Cast) -> None:
    kind = cast.group.type
    kind.adjustment_mode = "chair"
    kind.save()
    page = browser(cast.sara).get(address(make_sent(cast).meeting)).content.decode()
    assert "kommentera" not in page.lower()
