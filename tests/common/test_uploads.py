"""Uploaded files: every sound kind is taken in, every hostile one is refused with what to do."""

import hashlib
from collections.abc import Iterator

import pikepdf
import pytest
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Dictionary, Name, String

from samverkan.common import upload_office, upload_pdf, uploads
from samverkan.common.refusals import Refused
from samverkan.common.stored import keep
from samverkan.common.uploads import UploadRefused, check, clean_name
from tests.common.crafted import annotated, archive, odt, office, opens, pdf, picture, related, upload


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(UploadRefused) as refused:
        check(upload(name, content))
    return str(refused.value)


# --- What is taken in ---------------------------------------------------------------------------------------

SOUND = {
    "avtal.pdf": pdf(),
    "Rutin för in- och utskrivning.docx": office(),
    "siffror.xlsx": office("xlsx"),
    "bilder.pptx": office("pptx"),
    "text.odt": odt(),
    "karta.png": picture(),
    "foto.jpg": picture("JPEG"),
    "FOTO.JPEG": picture("JPEG"),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_file_is_taken_in(name: str) -> None:
    checked = check(upload(name, SOUND[name]))
    assert checked.name == name
    assert checked.media_type == uploads.KINDS[name.rpartition(".")[2].lower()].media_type
    assert checked.size == len(checked.content)
    assert checked.sha256 == hashlib.sha256(checked.content).hexdigest()


@pytest.mark.parametrize("name", [name for name in SOUND if name.endswith(("pdf", "docx", "xlsx", "pptx", "odt"))])
def test_documents_are_kept_byte_for_byte(name: str) -> None:
    assert check(upload(name, SOUND[name])).content == SOUND[name]


@pytest.mark.parametrize("target", ["https://www.vardsamverkan.se/", "mailto:a@example.se"])
def test_links_that_the_reader_follows_are_left_alone(target: str) -> None:
    assert check(upload("a.docx", related("hyperlink", target))).size
    action = Dictionary(S=Name.URI, URI=String(target))
    assert check(upload("a.pdf", annotated(Subtype=Name.Link, A=action))).size


def test_a_pdf_that_opens_at_a_page_is_taken_in() -> None:
    assert check(upload("a.pdf", opens({"S": Name.GoTo, "D": pikepdf.Array([0, Name.Fit])}))).size


# --- Names --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("C:\\Dokument\\Rutin.pdf", "Rutin.pdf"),
        ("../../etc/rutin.pdf", "rutin.pdf"),
        ("  Rutin   2026 .PDF ", "Rutin 2026.PDF"),
        ("Rutin.pdf.", "Rutin.pdf"),
        ("Ko\u0308.pdf", "Kö.pdf"),
        ("å" * 255 + ".docx", "å" * 155 + ".docx"),
        ('"citat".pdf', '"citat".pdf'),
    ],
)
def test_a_name_is_cleaned(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("rutin.pdf.exe", "En fil som slutar på .exe kan inte tas emot. Spara den som PDF"),
        ("rutin.doc", "En fil som slutar på .doc kan inte tas emot."),
        ("makro.docm", "En fil som slutar på .docm kan inte tas emot."),
        ("bild.svg", "En fil som slutar på .svg kan inte tas emot."),
        ("sida.html", "En fil som slutar på .html kan inte tas emot."),
        ("rutin", "Den här sortens fil kan inte tas emot."),
        ("rutin.<b>", "Den här sortens fil kan inte tas emot."),
        ("", "Den här sortens fil kan inte tas emot."),
        (" .pdf", "Filen saknar namn före punkten."),
        ("rutin\u202efdp.pdf", "Filnamnet innehåller osynliga tecken. Döp om filen"),
        ("rutin\x00.pdf", "Filnamnet innehåller osynliga tecken."),
        ("rutin\r\nX-Evil: 1.pdf", "Filnamnet innehåller osynliga tecken."),
    ],
)
def test_a_name_that_can_not_be_taken_is_refused(raw: str, sentence: str) -> None:
    with pytest.raises(UploadRefused, match="^" + sentence.replace(".", r"\.")):
        clean_name(raw)


@given(st.text(), st.sampled_from(["", ".pdf", ".PDF", ".docx", ".png", ".exe", ". ", ".pdf.", "/a.pdf"]))
def test_any_name_is_refused_or_safe(stem: str, ending: str) -> None:
    try:
        name = clean_name(stem + ending)
    except Refused:
        return
    assert len(name) <= uploads.MAX_NAME
    assert name.rpartition(".")[2].lower() in uploads.KINDS
    assert not set(name) & set("/\\\r\n\0\u202e\u2066")
    assert name == name.strip(" .") == clean_name(name)


# --- Size and kind ------------------------------------------------------------------------------------------


class Endless:
    """A file that never ends, and counts how much of it has been read."""

    name = "stor.pdf"
    read = 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        while True:
            self.read += chunk_size or 1
            yield b"x" * (chunk_size or 1)


def test_reading_stops_at_twenty_megabytes() -> None:
    endless = Endless()
    with pytest.raises(UploadRefused, match="Filen är större än 20 MB"):
        check(endless)
    assert endless.read <= uploads.MAX_BYTES + uploads.CHUNK


def test_an_empty_file_is_refused() -> None:
    assert refusal("tom.pdf", b"").startswith("Filen är tom.")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sida.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("sida.pdf", b"\n" + pdf()),
        ("word.pdf", office()),
        ("tva.pdf", pdf() + archive({"a.txt": "dold"})),
        ("bild.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("bild.jpg", picture()),
        ("text.docx", pdf()),
        ("gammal.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    ],
)
def test_a_file_that_is_something_else_is_refused(name: str, content: bytes) -> None:
    sentence = refusal(name, content)
    assert sentence.startswith(f"Filen heter .{name.rpartition('.')[2]} men innehållet är något annat. Öppna den")


# --- Keeping and serving ------------------------------------------------------------------------------------


def test_every_refusal_says_what_to_do() -> None:
    sentences = [*upload_office.SENTENCES.values(), *upload_pdf.SENTENCES.values()]
    assert [sentence for sentence in sentences if not {"Spara", "Öppna", "Ta"} & set(sentence.split())] == []


def test_the_same_bytes_are_stored_once() -> None:
    checked = check(upload("a.png", picture()))
    for _ in range(2):
        keep(checked.content, "documents/aa/aa")
    assert default_storage.listdir("documents/aa") == ([], ["aa"])
    with default_storage.open("documents/aa/aa") as stored:
        assert stored.read() == checked.content


@pytest.mark.parametrize(
    ("name", "how"),
    [("a.pdf", "inline"), ("a.png", "inline"), ("a.jpg", "inline"), ("a.docx", "attachment"), ("a.odt", "attachment")],
)
def test_a_kept_file_is_served_so_that_nothing_in_it_runs(name: str, how: str) -> None:
    suffix = name.rpartition(".")[2]
    checked = check(
        upload(name, {"pdf": pdf(), "png": picture(), "jpg": picture("JPEG"), "docx": office(), "odt": odt()}[suffix])
    )
    keep(checked.content, "x")
    answer = uploads.served("x", name=checked.name, media_type=checked.media_type, sha256=checked.sha256)
    assert answer.content == checked.content
    assert answer["Content-Type"] == checked.media_type
    assert answer["Content-Disposition"] == f'{how}; filename="{name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.get("Content-Security-Policy") == (None if suffix == "pdf" else "sandbox; default-src 'none'")


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ('a"b.pdf', 'inline; filename="a\\"b.pdf"'),
        ("Rutin för SU.pdf", "inline; filename*=utf-8''Rutin%20f%C3%B6r%20SU.pdf"),
    ],
)
def test_a_name_is_written_so_that_it_stays_a_name(name: str, disposition: str) -> None:
    keep(pdf(), "x")
    answer = uploads.served("x", name=name, media_type="application/pdf", sha256="x")
    assert answer["Content-Disposition"] == disposition
