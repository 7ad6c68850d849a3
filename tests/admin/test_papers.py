"""The papers of a meeting: files added, looked through, changed, replaced, taken away."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import travel

from meetings import workflow
from meetings.models import Attachment, Meeting, StoredDocument
from meetings.papers import entries_of
from meetings.snapshot import minutes_content
from samverkan.common import uploads
from samverkan.common.refusals import StepRefused
from samverkan.common.uploads import KINDS
from tests.admin.browsing import address, browser, said
from tests.common.crafted import odt, office, pdf, picture, upload
from tests.factories import AFTER, Cast, make_held, make_meeting, make_paper, make_published, make_sent
from tests.meetings.planting import drawn_pdf, word
from tests.numbers import NUMBER


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_held(cast, items=2)


@pytest.fixture
def eva(cast: Cast) -> Client:
    return browser(cast.eva)


def post(client: Client, meeting: Meeting, *files: Any, **fields: Any) -> Any:
    return client.post(
        address(meeting, "underlag/"), {"title": "", "item": "", "is_public": "on", "files_sent": files, **fields}
    )


FILES = {
    "pdf": drawn_pdf("Underlag."), "docx": word("Underlag."), "xlsx": office("xlsx"), "pptx": office("pptx"),
    "odt": odt(), "png": picture(), "jpg": picture("JPEG"),
}  # fmt: skip


def test_every_kind_is_taken_in_several_at_once(eva: Client, meeting: Meeting) -> None:
    item = meeting.items.get(number=2)
    answer = post(
        eva, meeting, *(upload(f"En {kind}.{kind}", content) for kind, content in FILES.items()), item=item.pk
    )
    assert answer.status_code == 302
    papers = list(meeting.attachments.select_related("document"))
    assert [(row.number, row.title, row.item) for row in papers] == [
        (number, f"En {kind}", item) for number, kind in enumerate(FILES, start=1)
    ]
    assert [row.document.media_type for row in papers] == [KINDS[kind].media_type for kind in FILES]
    assert all(row.is_public and row.added_at for row in papers)
    assert {kind: row.is_accessible for kind, row in zip(FILES, papers, strict=True)} == {
        "pdf": False, "docx": True, "xlsx": True, "pptx": True, "odt": True, "png": False, "jpg": False,
    }  # fmt: skip


def test_what_is_refused_is_told_and_the_rest_is_saved_and_nothing_typed_is_lost(eva: Client, meeting: Meeting) -> None:
    bad = upload("bild.svg", b"<svg/>")
    answer = post(
        eva, meeting, upload("bra.docx", FILES["docx"]), bad, upload("falsk.pdf", b"<html>"), title="Min titel"
    )
    assert answer.status_code == 422
    html = answer.content.decode()
    assert [name for name, _ in answer.context["form"].refused] == ["bild.svg", "falsk.pdf"]
    assert "En fil som slutar på .svg kan inte tas emot" in html
    assert 'value="Min titel"' in html
    assert [row.title for row in meeting.attachments.all()] == ["bra"]


def test_a_title_alone_announces_a_paper_and_nothing_is_an_error(eva: Client, meeting: Meeting) -> None:
    assert post(eva, meeting).status_code == 422
    post(eva, meeting, title="Kommer senare")
    paper = meeting.attachments.get()
    assert (paper.title, paper.document, paper.added_at) == ("Kommer senare", None, None)
    html = eva.get(address(meeting, "underlag/")).content.decode()
    assert "Ingen fil än" in html


def test_a_personal_number_in_a_file_is_told_of_at_once(eva: Client, meeting: Meeting) -> None:
    answer = post(eva, meeting, upload("intyg.docx", word(f"Patient {NUMBER}")))
    assert [line for line in said(answer) if "850423-••••" in line]


def test_the_findings_are_told_and_a_reason_or_an_alternative_settles_them(eva: Client, meeting: Meeting) -> None:
    post(eva, meeting, upload("skannat.pdf", pdf()))
    page = eva.get(address(meeting, "underlag/1/")).content.decode()
    for finding in ("Sidorna är bilder utan text", "inte taggad", "vilket språk", "saknar titel"):
        assert finding in page
    cast = meeting.group.memberships.get(role="process_leader").person.user
    assert "Annars kan anteckningen varken skickas eller publiceras" in page
    with pytest.raises(StepRefused, match="Underlag 1, skannat, går inte att läsa för alla") as stopped:
        workflow.send_minutes(meeting, by=cast, at=AFTER)
    for words in ("varken skickas eller publiceras", "tillgängligt alternativ", "varför det saknas", "Visas öppet"):
        assert words in str(stopped.value)
    values = {"title": "skannat", "item": "", "is_public": "on", "alternative": "", "reason": "Handskrivet 1987"}
    assert eva.post(address(meeting, "underlag/1/"), values).status_code == 302
    assert "varken skickas" not in eva.get(address(meeting, "underlag/1/")).content.decode()
    assert workflow.send_minutes(meeting, by=cast, at=AFTER).content


def test_an_accessible_alternative_settles_them_too(cast: Cast, meeting: Meeting) -> None:
    paper = make_paper(meeting, is_accessible=False)
    other = make_paper(meeting, number=2, is_accessible=False)
    Attachment.objects.filter(pk=paper.pk).update(alternative=other)
    Attachment.objects.filter(pk=other.pk).update(inaccessible_reason="Bild")
    with pytest.raises(StepRefused, match="Underlag 1"):
        workflow.send_minutes(meeting, by=cast.eva, at=AFTER)
    Attachment.objects.filter(pk=other.pk).update(is_accessible=True)
    assert workflow.send_minutes(meeting, by=cast.eva, at=AFTER).content


def test_an_internal_paper_need_not_be_for_everyone_to_read(cast: Cast, meeting: Meeting) -> None:
    make_paper(meeting, is_accessible=False, is_public=False)
    assert workflow.send_minutes(meeting, by=cast.eva, at=AFTER).content


def test_a_file_is_replaced_and_the_number_stays(eva: Client, meeting: Meeting) -> None:
    post(eva, meeting, upload("a.docx", word("Ett")))
    values = {"title": "Ny titel", "item": "", "is_public": "on", "alternative": "", "reason": ""}
    eva.post(address(meeting, "underlag/1/"), {**values, "file": upload("b.docx", word("Två"))})
    paper = meeting.attachments.get()
    assert (paper.number, paper.title, paper.document.name) == (1, "Ny titel", "b.docx")
    assert [row.name for row in StoredDocument.objects.filter(kind="paper")] == ["b.docx"]
    reasons = Attachment.history.order_by("history_id").values_list("history_change_reason", flat=True)
    assert list(reasons) == ["Tillagt", "Fil utbytt"]


def test_a_refused_file_leaves_what_was_typed(eva: Client, meeting: Meeting) -> None:
    make_paper(meeting)
    values = {"title": "Ny titel", "item": "", "is_public": "on", "alternative": "", "reason": "Därför"}
    answer = eva.post(address(meeting, "underlag/1/"), {**values, "file": upload("b.exe", b"MZ")})
    assert answer.status_code == 422
    assert 'value="Ny titel"' in answer.content.decode()
    assert "Därför" in answer.content.decode()
    assert meeting.attachments.get().title == "Underlag 1"


def test_removal_asks_first_and_no_number_is_used_again(eva: Client, meeting: Meeting) -> None:
    post(eva, meeting, upload("a.docx", word("Ett")), upload("b.docx", word("Två")))
    assert "Ta bort underlaget?" in eva.get(address(meeting, "underlag/2/ta-bort/")).content.decode()
    assert meeting.attachments.count() == 2
    eva.post(address(meeting, "underlag/2/ta-bort/"))
    post(eva, meeting, upload("c.docx", word("Tre")))
    assert [(row.number, row.title) for row in meeting.attachments.all()] == [(1, "a"), (3, "c")]


def test_a_file_that_was_sent_out_is_kept_when_its_paper_goes(cast: Cast, meeting: Meeting) -> None:
    paper = make_paper(meeting)
    version = workflow.send_minutes(meeting, by=cast.eva, at=AFTER)
    workflow.take_back(version, by=cast.eva, at=AFTER)
    workflow.remove_paper(paper, by=cast.eva, at=AFTER)
    assert not meeting.attachments.exists()
    assert StoredDocument.objects.filter(kind="paper").count() == 1


def test_nothing_changes_while_the_note_is_out_but_what_settles_it(cast: Cast) -> None:
    version = make_sent(cast, papers=1)
    client, meeting = browser(cast.eva), version.meeting
    post(client, meeting, upload("sen.docx", word("Sen")))
    client.post(address(meeting, "underlag/1/ta-bort/"))
    values = {"title": "Annan", "item": "", "is_public": "on", "alternative": "", "reason": ""}
    assert client.post(address(meeting, "underlag/1/"), values).status_code == 422
    assert [row.title for row in meeting.attachments.all()] == ["Underlag 1"]
    client.post(address(meeting, "underlag/1/"), {**values, "title": "Underlag 1", "reason": "Därför"})
    assert meeting.attachments.get().inaccessible_reason == "Därför"


def test_a_published_paper_is_not_hidden_from_here(cast: Cast) -> None:
    meeting = make_published(cast, papers=1).meeting
    Meeting.objects.filter(pk=meeting.pk).update(correction_open="outcome", correction_reason="Fel")
    paper = meeting.attachments.get()
    with pytest.raises(StepRefused, match="Underlaget är publicerat"):
        workflow.change_paper(paper, workflow.PaperFacts(paper.title, is_public=False), by=cast.eva, at=AFTER)


def test_what_comes_after_the_call_says_so(cast: Cast, eva: Client) -> None:
    meeting = make_meeting(cast.group, date=timezone.localdate())
    make_paper(meeting)
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    Attachment.objects.update(added_at=timezone.now())
    workflow.call(Meeting.objects.get(), by=cast.eva)
    with travel("2026-11-22T12:00:00+00:00"):
        post(eva, meeting, upload("sen.docx", word("Sen")))
        html = eva.get(address(meeting, "underlag/")).content.decode()
    assert html.count("Tillkom efter kallelsen") == 1
    entries = list(entries_of(minutes_content(meeting)))
    assert [entry.get("late", False) for entry in entries] == [False, True]


def test_the_group_reads_and_fetches_and_only_its_writers_change(cast: Cast, meeting: Meeting) -> None:
    make_paper(meeting, content=FILES["docx"])
    for user, page, change in ((cast.sara, 200, 403), (cast.olle, 200, 403), (cast.maja, 404, 404)):
        client = browser(user)
        assert client.get(address(meeting, "underlag/")).status_code == page
        assert client.get(address(meeting, "underlag/1/fil/")).status_code == page
        assert post(client, meeting, title="Nej").status_code == change
    answer = browser(cast.sara).get(address(meeting, "underlag/1/fil/"))
    assert answer.content == FILES["docx"]
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_member_sees_no_form(cast: Cast, meeting: Meeting) -> None:
    assert b"<form" not in browser(cast.sara).get(address(meeting, "underlag/")).content.split(b"<main")[1]


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_asks_no_more_for_many(
    eva: Client, meeting: Meeting, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, count + 1):
        make_paper(meeting, number=number, item=meeting.items.get(number=1))
    with django_assert_max_num_queries(14):
        assert eva.get(address(meeting, "underlag/")).status_code == 200


def test_a_reason_that_comes_together_with_a_file_is_kept(eva: Client, meeting: Meeting) -> None:
    make_paper(meeting, is_accessible=False)
    values = {"title": "Skannat", "item": "", "is_public": "on", "alternative": "", "reason": "Handskrivet 1987"}
    eva.post(address(meeting, "underlag/1/"), {**values, "file": upload("skannat.pdf", pdf())})
    paper = meeting.attachments.get()
    assert (paper.title, paper.is_accessible, paper.inaccessible_reason) == ("Skannat", False, "Handskrivet 1987")
    assert paper.history.count() == 2
    eva.post(address(meeting, "underlag/1/"), {**values, "file": upload("text.docx", word("Texten."))})
    paper.refresh_from_db()
    assert (paper.is_accessible, paper.inaccessible_reason) == (True, "")


def test_a_file_and_what_is_said_of_it_are_saved_together_or_not_at_all(cast: Cast, meeting: Meeting) -> None:
    paper = make_paper(meeting)
    facts = workflow.PaperFacts("Nytt namn", alternative=paper)
    with pytest.raises(StepRefused, match="alternativ till sig självt"):
        workflow.change_paper(paper, facts, checked_file(), by=cast.eva, at=AFTER)
    assert (meeting.attachments.get().title, StoredDocument.objects.count()) == ("Underlag 1", 1)


def checked_file() -> uploads.Checked:
    return uploads.check(upload("ny.docx", word("Ny.")))
