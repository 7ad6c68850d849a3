"""The package of a version and everything of a meeting: read back field by field, every checksum verified."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from groups.models import RecordKeeping
from meetings import workflow
from meetings.archiving.everything import AGENDA_WORDS, FOLDERS, MINUTES_WORDS, README, everything_of
from meetings.archiving.packages import package_name, package_of
from meetings.documents import render_stored
from meetings.models import Attachment, Draft, Meeting, MinutesVersion, ShortNote, StoredDocument, WrittenAnswer
from meetings.states import AgendaState, MinutesState
from samverkan.common import history, outbox
from samverkan.common.refusals import StepRefused
from tests.common.crafted import office
from tests.factories import (
    AFTER,
    LONG_AGO,
    Cast,
    make_adjusted,
    make_held,
    make_organisation,
    make_paper,
    make_published,
    make_sent,
)
from tests.matters import make_matter, paper_file
from tests.meetings.archives import opened
from tests.meetings.modes import make_commented, person_of, set_mode
from tests.meetings.uploaded import checked, light_cast, make_uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
PAPER = paper_file(1)


def add_paper(meeting: Meeting) -> None:
    sha256 = hashlib.sha256(PAPER).hexdigest()
    document = StoredDocument.objects.create(
        meeting=meeting, kind="paper", name="bilaga å/ä.pdf", media_type="application/pdf", size=len(PAPER),
        sha256=sha256, source_sha256=sha256, stored_at=AFTER,
    )  # fmt: skip
    if not default_storage.exists(document.path):
        default_storage.save(document.path, ContentFile(PAPER))
    Attachment.objects.create(meeting=meeting, number=1, title="Bilaga om å", document=document, is_public=False)


def as_xml_says(value: Any) -> Any:
    """The data as XML can say them: text, rows and fields."""
    if isinstance(value, dict):
        return {name: as_xml_says(part) for name, part in value.items()} or ""
    if isinstance(value, list):
        return [as_xml_says(part) for part in value] or ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def read(element: ElementTree.Element) -> Any:
    if len(element) == 0:
        return element.text or ""
    if {child.tag for child in element} == {"row"}:
        return [read(child) for child in element]
    return {child.tag: read(child) for child in element}


def packed(cast: Cast) -> tuple[MinutesVersion, dict[str, bytes]]:
    organisation = make_organisation("Göteborgs Stad")
    RecordKeeping.objects.create(
        group=cast.group, authority=organisation, controller=organisation, diary="GSD", contact="Registratorn",
        starts=LONG_AGO,
    )  # fmt: skip
    meeting = make_held(cast)
    add_paper(meeting)
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    workflow.publish(version, by=cast.eva, at=AFTER)
    workflow.register_number(version, number="SLK-2026-00123", archive_id="ark:1", by=cast.eva, at=AFTER)
    return version, opened(package_of(version))


def test_the_package_holds_record_variant_papers_and_metadata(cast: Cast) -> None:
    version, files = packed(cast)
    assert sorted(files) == [
        "handling/anteckning.json", "handling/anteckning.pdf", "handling/sigill.json", "metadata.json",
        "metadata.xml", "offentlig/anteckning.json", "offentlig/anteckning.pdf", "underlag/01-bilaga å_ä.pdf",
    ]  # fmt: skip
    assert files["handling/anteckning.json"].decode() == version.content
    assert files["handling/sigill.json"].decode() == version.seal
    assert files["underlag/01-bilaga å_ä.pdf"] == PAPER
    assert hashlib.sha256(files["handling/anteckning.json"]).hexdigest() == version.content_sha256
    joined = files["handling/anteckning.json"] + b"\n" + files["handling/sigill.json"]
    assert hashlib.sha256(joined).hexdigest() == version.sha256


def test_the_metadata_say_what_the_record_says_field_by_field(cast: Cast) -> None:
    version, files = packed(cast)
    said = json.loads(files["metadata.json"])
    seal = json.loads(version.seal)
    assert said["group"] == {"code": "LGS", "name": "Gruppen LGS", "slug": "lgs"}
    assert said["keeping"] == {"authority": "Göteborgs Stad", "diary": "GSD", "contact": "Registratorn"}
    assert said["registration"] == {"number": "SLK-2026-00123", "archive_id": "ark:1"}
    assert said["adjusted"] == seal["adjusted"]
    assert (said["version"]["sha256"], said["version"]["number"]) == (version.sha256, 1)
    assert [row["reference"] for row in said["decisions"]] == ["LGS 2026:1", "LGS 2026:2"]
    assert {row["path"]: row["sha256"] for row in said["files"]} == {
        name: hashlib.sha256(body).hexdigest() for name, body in files.items() if name.endswith(".pdf")
    }
    whats = [event["what"] for event in said["history"]]
    assert "Version 1, utskick 1: Skickad för justering" in whats
    assert whats[-1] == "Version 1: Publicerad"


def test_the_xml_says_the_same_as_the_json(cast: Cast) -> None:
    _, files = packed(cast)
    root = ElementTree.fromstring(files["metadata.xml"])  # noqa: S314 -- our own file
    assert root.tag == "package"
    assert read(root) == as_xml_says(json.loads(files["metadata.json"]))


def test_the_same_package_is_the_same_bytes(cast: Cast) -> None:
    version, _ = packed(cast)
    assert package_of(version) == package_of(MinutesVersion.objects.get(pk=version.pk))
    assert package_name(version) == "lgs-2026-04-23-version-1.zip"


def test_a_correction_has_a_package_of_its_own(cast: Cast) -> None:
    first = make_published(cast).version
    before = opened(package_of(first))
    meeting = workflow.open_correction(first.meeting, kind="spelling", reason="Stavfel", by=cast.eva, at=AFTER)
    meeting.items.filter(number=1).update(information="<p>Infromation 1.</p>")
    second = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    with pytest.raises(StepRefused, match="PDF:en är inte klar"):
        package_of(second)
    render_stored(second)
    said = json.loads(opened(package_of(second))["metadata.json"])["version"]
    assert (said["corrects"], said["correction_reason"]) == (1, "Stavfel")
    again = opened(package_of(first))
    assert {name: again[name] for name in before if name.startswith("handling/")} == {
        name: body for name, body in before.items() if name.startswith("handling/")
    }


def test_only_what_is_adjusted_has_a_package(cast: Cast) -> None:
    with pytest.raises(StepRefused, match="inte justerad"):
        package_of(make_sent(cast))


def test_everything_holds_what_was_sent_also_what_came_back(cast: Cast) -> None:
    sent = make_sent(cast)
    workflow.return_minutes(sent, comment="Ändra punkt 2.", by=cast.olle, at=AFTER)
    sent.meeting.items.filter(number=2).update(title="Ändrad", is_withheld=True, withheld_reason="Känsligt")
    version = workflow.adjust(workflow.send_minutes(sent.meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    files = opened(everything_of(version.meeting, at=AFTER))
    names = [name for name in files if name.startswith("anteckningar/") and name.endswith(".json")]
    assert sorted(names) == [
        "anteckningar/version-1-utskick-1-tillbaka.json",
        "anteckningar/version-1-utskick-2-justerad-sigill.json",
        "anteckningar/version-1-utskick-2-justerad.json",
    ]
    assert (
        files["anteckningar/version-1-utskick-1-tillbaka.json"].decode()
        == MinutesVersion.objects.get(sending=1).content
    )
    assert "Ändra punkt 2." in files["besked.json"].decode()
    assert any(name.startswith("filer/handling/") for name in files)
    assert "GRANSKA INNAN NÅGOT LÄMNAS UT" in files[README].decode()
    assert all(name in files[README].decode() for name in files if name != README)


def test_the_names_in_everything_are_swedish_for_every_state_and_kind() -> None:
    public = {StoredDocument.Kind.PUBLIC, StoredDocument.Kind.AGENDA}
    assert (set(AGENDA_WORDS), set(MINUTES_WORDS)) == (set(AgendaState), set(MinutesState))
    assert set(FOLDERS) == set(StoredDocument.Kind) - public


def test_everything_holds_the_agendas_that_were_sent(cast: Cast) -> None:
    from tests.factories import make_meeting  # noqa: PLC0415 -- used here alone

    meeting = make_meeting(cast.group)
    agenda = workflow.send_agenda(meeting, by=cast.eva, at=datetime(2026, 4, 1, 8, tzinfo=UTC))
    files = opened(everything_of(meeting, at=AFTER))
    assert files["agendor/version-1-skickad.json"].decode() == agenda.content
    assert files["agendor/version-1-skickad.docx"][:2] == b"PK"


def test_everything_leaves_out_what_nobody_else_has_read(cast: Cast) -> None:
    set_mode(cast, "comments")
    version = make_commented(cast)
    Draft.objects.create(meeting=version.meeting, user=cast.eva, fields={"a": "utkast-kanariefågel"}, seen_at=AFTER)
    version.meeting.items.filter(number=1).update(dialog="<p>arbetstext-kanariefågel</p>")
    whole = b"".join(opened(everything_of(version.meeting, at=AFTER)).values())
    assert "kanariefågel".encode() not in whole
    assert person_of(cast.eva).name.encode() in whole


def test_everything_holds_what_was_said_beside_the_note(cast: Cast) -> None:
    set_mode(cast, "comments")
    version = make_commented(cast)
    meeting = version.meeting
    workflow.save_comments(version, {1: "Kommentaren."}, by=cast.sara, at=AFTER)
    item = meeting.items.get(number=1)
    answer = WrittenAnswer(item=item, person=person_of(cast.sara), kind="agrees", given_at=AFTER, given_by=cast.sara)
    history.save(answer, by=cast.sara, at=AFTER, reason="Svarat")
    answer.kind, answer.comment = "objects", "Nej."
    history.save(answer, by=cast.sara, at=AFTER, reason="Ändrat svar")
    note = ShortNote(meeting=meeting, text="Kortinfon.", published_at=AFTER, published_by=cast.eva)
    history.save(note, by=cast.eva, at=AFTER, reason="Publicerad")
    matter = make_matter(cast.sara, cast.group, papers=1)
    meeting.items.filter(number=2).update(matter=matter)
    outbox.run_due()
    files = opened(everything_of(meeting, at=AFTER))
    rows = {name: json.loads(files[f"{name}.json"])["rows"] for name in (
        "svar-per-capsulam", "kortinfo", "fragor", "kommentarer", "mejl",
    )}  # fmt: skip
    assert [row["answer"] for row in rows["svar-per-capsulam"]] == [
        "Instämmer", "Instämmer inte: frågan behöver tas upp på ett möte",
    ]  # fmt: skip
    assert [(row["text"], row["what"]) for row in rows["kortinfo"]] == [("Kortinfon.", "Publicerad")]
    assert [(row["title"], row["papers"]) for row in rows["fragor"]] == [
        ("Hur delar vi på kostnaden?", ["1. Underlag 1: underlag-1.pdf"])
    ]
    assert [(row["text"], row["member"]) for row in rows["kommentarer"]] == [("Kommentaren.", "Sara Exempel")]
    assert {"minutes_to_comment"} <= {row["mail"] for row in rows["mejl"]}
    assert all(row["at"] and row["to"] for row in rows["mejl"])
    assert files[f"filer/fraga-{matter.pk}/01-underlag-1.pdf"] == PAPER


def test_a_meeting_with_nothing_sent_has_its_facts_alone(cast: Cast) -> None:
    from tests.factories import make_meeting  # noqa: PLC0415 -- used here alone

    files = opened(everything_of(make_meeting(cast.group), at=AFTER))
    assert sorted(files) == ["LÄS MIG.txt", "besked.json", "historik.json", "mötet.json", "mötet.txt"]


def test_an_adjusted_note_without_papers_has_no_folder_for_them(cast: Cast) -> None:
    version = make_adjusted(cast)
    render_stored(version)
    assert not [name for name in opened(package_of(version)) if name.startswith("underlag/")]


def test_each_version_has_the_papers_that_it_names(cast: Cast) -> None:
    meeting = make_held(cast, papers=1)
    first = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(first)
    before = Attachment.objects.get()
    was = before.document.read()  # type: ignore[union-attr]
    before.delete()
    make_paper(meeting, number=1, name="ny.docx", content=office("docx", word__more="ny"))
    files = opened(package_of(first))
    assert {name: body for name, body in files.items() if name.startswith("underlag/")} == {
        "underlag/01-underlag-1.docx": was
    }


def test_the_same_file_under_two_names_has_each_name(cast: Cast) -> None:
    meeting, same = make_held(cast), office("docx", word__more="samma")
    make_paper(meeting, number=1, name="förslag.docx", content=same)
    make_paper(meeting, number=2, name="beslut.docx", content=same)
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    names = [name for name in opened(package_of(version)) if name.startswith("underlag/")]
    assert sorted(names) == ["underlag/01-förslag.docx", "underlag/02-beslut.docx"]


def test_an_uploaded_note_is_in_its_package() -> None:
    version = make_uploaded(light_cast())
    render_stored(version)
    assert opened(package_of(version))["handling/uppladdad-nosam-maj.docx"] == checked().content


def test_a_lost_file_stops_the_package_and_is_named_in_everything(cast: Cast) -> None:
    version, _ = packed(cast)
    paper = StoredDocument.objects.get(kind="paper")
    default_storage.delete(paper.path)
    with pytest.raises(StepRefused, match=r"Filen bilaga å/ä\.pdf finns inte"):
        package_of(version)
    files = opened(everything_of(version.meeting, at=AFTER))
    lost = f"filer/underlag/{paper.pk}-bilaga å_ä.pdf"
    assert lost not in files
    missing = files[README].decode().partition("Filer som saknas")[2].partition("Filer:")[0]
    assert f"- {lost}" in missing
