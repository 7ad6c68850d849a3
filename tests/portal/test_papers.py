"""The papers of a published note: what is served is what was published, and nothing that is withheld."""

import json
from typing import Any

import pytest
from django.test import Client

from groups.models import Group, RecordKeeping
from meetings import workflow
from meetings.documents import render_stored
from meetings.models import Attachment, Meeting, Publication
from samverkan.common import uploads
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused
from samverkan.portal import pages
from tests.admin.browsing import address, browser, fields_of
from tests.common.crafted import odt, picture, upload
from tests.factories import (
    AFTER,
    LONG_AGO,
    Cast,
    make_held,
    make_organisation,
    make_paper,
    make_published,
    make_sent,
)
from tests.meetings.planting import drawn_pdf, word

AT = "/moten/lgs/2026-04-23/"


def paper(number: int) -> str:
    return f"{AT}bilagor/{number}/"


def publish(meeting: Meeting, cast: Cast) -> Publication:
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    return workflow.publish(version, by=cast.eva, at=AFTER)


def test_a_paper_is_linked_with_kind_and_size_and_served_as_it_was(client: Client, cast: Cast) -> None:
    meeting = make_held(cast)
    content = word("Kartläggningen.")
    make_paper(meeting, title="Kartläggning", content=content, name='kart"läggning å.docx')
    make_paper(meeting, number=2, item=meeting.items.get(number=1), title="Bild", suffix="png", content=picture())
    publish(meeting, cast)
    html = client.get(AT).content.decode()
    assert f'href="{paper(1)}"' in html
    assert f"(Word, {round(len(content) / 1000)} kB)" in html
    assert f'href="{paper(2)}"' in html
    answer = client.get(paper(1))
    assert (answer.status_code, answer.content) == (200, content)
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''kart%22l")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Set-Cookie" not in answer
    assert client.get(paper(1), headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.get(paper(2))["Content-Disposition"].startswith("inline")


def test_a_paper_without_a_file_is_a_title(client: Client, cast: Cast) -> None:
    meeting = make_held(cast)
    Attachment.objects.create(meeting=meeting, number=1, title="Delades ut på mötet")
    publication = publish(meeting, cast)
    assert json.loads(publication.content)["papers"] == ["Delades ut på mötet"]
    assert "Delades ut på mötet" in client.get(AT).content.decode()
    assert client.get(paper(1)).status_code == 404


def test_nothing_is_served_before_publication_or_to_nobody(client: Client, cast: Cast) -> None:
    meeting = make_sent(cast, papers=1).meeting
    assert client.get(paper(1)).status_code == 404
    assert client.get(paper(1).replace("lgs", "annan")).status_code == 404
    assert meeting.attachments.get().document is not None


def test_a_withheld_or_internal_paper_is_nowhere(client: Client, cast: Cast) -> None:
    meeting = make_held(cast, items=3)
    meeting.items.filter(number=2).update(is_withheld=True, withheld_reason="Skäl")
    make_paper(meeting, number=1, item=meeting.items.get(number=2), title="Hemlig", name="hemlig.docx")
    make_paper(meeting, number=2, is_public=False, title="Internt", name="internt.docx")
    Attachment.objects.create(meeting=meeting, number=3, title="Annonserat internt", is_public=False)
    open_paper = make_paper(meeting, number=4, title="Öppet")
    Attachment.objects.filter(pk=open_paper.pk).update(alternative=meeting.attachments.get(number=1))
    publication = publish(meeting, cast)
    assert [word for word in ("emlig", "nternt") if word in publication.content] == []
    assert '"alternative"' not in publication.content
    html = client.get(AT).content.decode()
    assert [word for word in ("Hemlig", "Internt", "internt") if word in html] == []
    assert [client.get(paper(number)).status_code for number in (1, 2, 3, 4, 5)] == [404, 404, 404, 200, 404]


def test_what_is_served_is_what_was_published_also_when_the_file_is_replaced(client: Client, cast: Cast) -> None:
    meeting = make_published(cast, papers=1).meeting
    before = client.get(paper(1)).content
    other = make_paper(meeting, number=9, content=odt("annat"), suffix="odt")
    Attachment.objects.filter(number=1).update(document=other.document)
    assert client.get(paper(1)).content == before
    assert client.get(paper(9)).status_code == 404


def test_a_withdrawn_note_takes_its_papers_with_it(client: Client, cast: Cast) -> None:
    publication = make_published(cast, papers=1)
    workflow.withdraw(publication, reason="Fel", by=cast.eva, at=AFTER)
    answer = client.get(paper(1))
    assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
    assert "begära ut handlingen" in answer.content.decode()
    assert client.get(paper(2)).status_code == 404


def test_the_page_of_a_paper_that_is_gone_says_who_can_be_asked(client: Client, cast: Cast) -> None:
    publication = make_published(cast, papers=1)
    authority = make_organisation("Göteborgs Stad")
    RecordKeeping.objects.create(
        group=cast.group, authority=authority, controller=authority, contact="arkiv@example.se", starts=LONG_AGO
    )
    workflow.withdraw(publication, reason="Fel", by=cast.eva, at=AFTER)
    said = " ".join(client.get(paper(1)).content.decode().split())
    assert "Vänd dig till Göteborgs Stad, arkiv@example.se, och uppge" in said


def test_a_paper_that_is_closed_is_gone(client: Client, cast: Cast) -> None:
    make_published(cast, papers=1)
    Attachment.objects.update(is_public=False)
    assert client.get(paper(1)).status_code in {404, 410}


@pytest.mark.parametrize("hidden", ["shows_group", "shows_minutes"])
def test_a_group_that_shows_nothing_serves_nothing(client: Client, cast: Cast, hidden: str) -> None:
    make_published(cast, papers=1)
    Group.objects.filter(slug="lgs").update(**{hidden: False})
    pages.store.clear()
    assert client.get(paper(1)).status_code == 404


def test_a_lost_file_is_404(client: Client, cast: Cast, settings: Any, tmp_path: Any) -> None:
    make_published(cast, papers=1)
    settings.MEDIA_ROOT = tmp_path / "empty"
    assert client.get(paper(1)).status_code == 404


def test_a_pdf_is_shown_by_the_browser(client: Client, cast: Cast) -> None:
    meeting = make_held(cast)
    make_paper(meeting, content=drawn_pdf("Text"), suffix="pdf")
    publish(meeting, cast)
    answer = client.get(paper(1))
    assert (answer["Content-Type"], answer["Content-Disposition"][:6]) == ("application/pdf", "inline")
    assert "default-src" in answer["Content-Security-Policy"]


def test_a_withheld_item_says_whom_to_ask(client: Client, cast: Cast) -> None:
    authority = make_organisation("Göteborgs Stad")
    RecordKeeping.objects.create(
        group=cast.group, authority=authority, controller=authority, contact="registrator@example.se", starts=LONG_AGO
    )
    meeting = make_held(cast)
    meeting.items.filter(number=1).update(is_withheld=True, withheld_reason="Skäl")
    publish(meeting, cast)
    html = client.get(AT).content.decode()
    assert "Handlingen kan begäras ut hos Göteborgs Stad, registrator@example.se." in html


def test_the_papers_of_a_withheld_item_stay_inside_when_the_item_is_removed(client: Client, cast: Cast) -> None:
    meeting = make_held(cast, items=2)
    item = meeting.items.get(number=2)
    meeting.items.filter(number=2).update(is_withheld=True, withheld_reason="Skäl")
    make_paper(meeting, item=item, title="Hemlig")
    eva = browser(cast.eva)
    fields = fields_of(eva.get(address(meeting)))
    eva.post(address(meeting), {**fields, f"item-{item.pk}-remove": "on"})
    assert not meeting.items.filter(pk=item.pk).exists()
    assert meeting.attachments.get().is_public is False


def test_what_a_correction_removes_or_changes_is_read_as_the_old_version_lists_it(client: Client, cast: Cast) -> None:
    meeting, first, second = make_held(cast), word("Första."), word("Andra.")
    make_paper(meeting, content=first)
    make_paper(meeting, number=2, content=first, name="bort.docx")
    publish(meeting, cast)
    workflow.open_correction(meeting, kind="outcome", reason="Fel underlag.", by=cast.eva, at=AFTER)
    kept, gone = meeting.attachments.order_by("number")
    checked = uploads.check(upload("ny.docx", second))
    workflow.change_paper(kept, workflow.PaperFacts("Underlag 1"), checked, by=cast.eva, at=AFTER)
    workflow.remove_paper(gone, by=cast.eva, at=AFTER)
    publish(meeting, cast)
    assert client.get(paper(1)).content == second
    assert [client.get(f"{paper(n)}?version=1").content for n in (1, 2)] == [first, first]
    assert (client.get(paper(2)).content, client.get(f"{paper(2)}?version=2").status_code) == (first, 404)
    html = client.get(f"{AT}versioner/1/").content.decode()
    assert f'href="{paper(2)}?version=1"' in html
    assert f'href="{paper(1)}"' in client.get(AT).content.decode()


def test_a_removed_paper_of_a_withdrawn_note_is_gone(client: Client, cast: Cast) -> None:
    meeting = make_held(cast)
    make_paper(meeting)
    publish(meeting, cast)
    workflow.open_correction(meeting, kind="outcome", reason="Fel.", by=cast.eva, at=AFTER)
    workflow.remove_paper(meeting.attachments.get(), by=cast.eva, at=AFTER)
    workflow.withdraw(publish(meeting, cast), reason="Fel.", by=cast.eva, at=AFTER)
    assert [client.get(at).status_code for at in (paper(1), f"{paper(1)}?version=1")] == [410, 410]


def test_who_cannot_read_a_paper_is_told_why_and_what_to_read_instead(client: Client, cast: Cast) -> None:
    meeting = make_held(cast)
    item = meeting.items.get(number=1)
    make_paper(meeting, title="Kartläggningen i text")
    make_paper(meeting, number=2, title="Karta", is_accessible=False, alternative=meeting.attachments.get())
    make_paper(meeting, number=3, item=item, title="Skannat", is_accessible=False, inaccessible_reason="Skrivet 1987.")
    make_paper(meeting, number=4, title="Läsbart", inaccessible_reason="Sades om en annan fil.")
    publish(meeting, cast)
    html = client.get(AT).content.decode()
    assert 'Tillgängligt alternativ: <a href="#underlag-1">Kartläggningen i text</a>.' in html
    assert html.count("Alla kan inte läsa filen: Skrivet 1987.") == 1
    assert "Sades om en annan fil." not in html


def test_a_reason_that_is_written_after_adjustment_is_published(client: Client, cast: Cast) -> None:
    meeting = make_held(cast)
    paper = make_paper(meeting, title="Skannat", is_accessible=False, inaccessible_reason="Först.")
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    OutboxMessage.objects.all().delete()
    facts = workflow.PaperFacts("Skannat", reason="Skrivet för hand.")
    workflow.change_paper(paper, facts, by=cast.eva, at=AFTER)
    [promised] = OutboxMessage.objects.filter(kind="meetings.render")
    assert promised.payload == {"version": version.pk}
    render_stored(version)
    workflow.publish(version, by=cast.eva, at=AFTER)
    assert "Alla kan inte läsa filen: Skrivet för hand." in client.get(AT).content.decode()


def test_a_reason_with_a_personal_number_is_refused(cast: Cast) -> None:
    meeting = make_held(cast)
    paper = make_paper(meeting, title="Skannat", is_accessible=False)
    facts = workflow.PaperFacts("Skannat", reason="Gäller 19121212-1212")
    with pytest.raises(StepRefused, match="personnummer"):
        workflow.change_paper(paper, facts, by=cast.eva, at=AFTER)
