"""A saved mail (.eml) as evidence of what somebody has said: sound ones are kept, what they carry is looked through."""

from base64 import b64encode
from email.message import EmailMessage
from email.policy import SMTP
from time import process_time

import pytest

from samverkan.common import upload_mail, uploads
from samverkan.common.uploads import UploadRefused, check
from tests.common.crafted import office, pdf, picture, upload

#: Parts within parts, as Outlook writes them.
FROM_OUTLOOK = """Received: from a.example.se (10.0.0.1) by b.example.se; Fri, 10 Apr 2026 09:00:00 +0200
From: =?iso-8859-1?Q?=C5sa_Exempel?= <asa@example.se>
To: "Eva Exempel (process\tledare)" <eva@example.se>, {many}x@example.se
Subject: =?utf-8?B?w6V0ZXI6?= Justering
Date: Fri, 10 Apr 2026 09:00:00 +0200
Content-Type: multipart/mixed;
\tboundary="_006_A"
MIME-Version: 1.0

--_006_A
Content-Type: multipart/related;
\tboundary="_005_A"; type="multipart/alternative"

--_005_A
Content-Type: multipart/alternative; boundary="_000_A"

--_000_A
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Hej =E5 h=E4! Jag justerar.

--_000_A
Content-Type: text/html; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

<p>Hej =E5 h=E4!</p>

--_000_A--

--_005_A
Content-Type: image/png; name="image001.png"
Content-Description: image001.png
Content-Disposition: inline; filename="image001.png"; size=70;
\tcreation-date="Fri, 10 Apr 2026 07:00:00 GMT"
Content-ID: <image001.png@01D>
Content-Transfer-Encoding: base64

{logo}

--_005_A--

--_006_A
Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;
\tname="=?utf-8?Q?=C3=85tg=C3=A4rder.xlsx?="
Content-Disposition: attachment; filename*=utf-8''%C3%85tg%C3%A4rder.xlsx
Content-Transfer-Encoding: base64

{sheet}

--_006_A--
"""


def mail(*attached: tuple[str, bytes]) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = "Olle Exempel <olle@example.se>", "eva@example.se"
    message["Subject"], message["Date"] = "Justering", "Fri, 10 Apr 2026 09:00:00 +0200"
    message.set_content("Jag justerar anteckningen.")
    message.add_alternative("<p>Jag justerar anteckningen.</p>", subtype="html")
    for name, content in attached:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def taken(content: bytes, name: str = "Justering.eml") -> uploads.Checked:
    return check(upload(name, content), kinds=uploads.EVIDENCE_KINDS)


def refusal(content: bytes, name: str = "Justering.eml") -> str:
    with pytest.raises(UploadRefused) as refused:
        taken(content, name)
    return str(refused.value)


def test_a_mail_is_kept_byte_for_byte_and_never_shown_by_the_browser() -> None:
    sent = mail(("agenda.pdf", pdf()), ("agenda.docx", office()))
    kept = taken(sent)
    assert (kept.content, kept.media_type, kept.name) == (sent, "message/rfc822", "Justering.eml")
    assert kept.media_type not in uploads.SHOWN


def test_a_forwarded_mail_and_a_picture_in_a_signature_are_taken_in() -> None:
    outer = EmailMessage(policy=SMTP)
    outer["From"], outer["Date"] = "eva@example.se", "Fri, 10 Apr 2026 10:00:00 +0200"
    outer.set_content("Se nedan.")
    inner = EmailMessage(policy=SMTP)
    inner["From"], inner["Date"] = "olle@example.se", "Fri, 10 Apr 2026 09:00:00 +0200"
    inner.set_content("Jag justerar.")
    outer.add_attachment(inner)
    outer.add_attachment(picture(), maintype="image", subtype="png", filename="logga.png")
    assert taken(outer.as_bytes()).size


def test_a_mail_is_evidence_only() -> None:
    with pytest.raises(UploadRefused):
        check(upload("Justering.eml", mail()))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("program.exe", b"MZ"), ("makro.docm", office()), ("fel.pdf", b"<html>"), ("winmail.dat", b"x"),
        ("makro.docx", b"MZ"), ("", b"x"),
    ],
)  # fmt: skip
def test_what_is_attached_is_looked_through(name: str, content: bytes) -> None:
    said = refusal(mail((name, content)))
    assert said.startswith(f"Mejlet har en bifogad fil, {name or 'utan namn'}. ")
    assert "PDF" in said


def test_a_page_with_script_can_not_be_attached() -> None:
    message = EmailMessage(policy=SMTP)
    message["From"], message["Date"] = "olle@example.se", "Fri, 10 Apr 2026 09:00:00 +0200"
    message.set_content("Se bifogat.")
    message.add_attachment(b"<script>1</script>", maintype="text", subtype="html", filename="sida.html")
    assert "sida.html" in refusal(message.as_bytes())


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00", b"<html>", pdf(), b"Subject: utan avsandare\r\n\r\nHej", b"From: \r\nDate: \r\n\r\n",
        b"From: a@example.se\r\nDate: x\r\n" + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 200,
    ],
)  # fmt: skip
def test_what_is_no_mail_is_refused_with_what_to_do(content: bytes) -> None:
    assert refusal(content) == "Filen är inget mejl som går att läsa. Spara mejlet som PDF och välj den filen."


HEAD = b"From: a@example.se\r\nDate: Fri, 10 Apr 2026 09:00:00 +0200\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"


def with_part(*headers: str, body: bytes = b"MZ") -> bytes:
    """A mail with one part that is written by hand."""
    return MIXED + b"--a\r\n" + "".join(f"{row}\r\n" for row in headers).encode() + b"\r\n" + body + b"\r\n--a--\r\n"


def test_parts_that_are_shown_are_taken_in_by_names_of_their_kind() -> None:
    named = 'Content-Disposition: attachment; filename="{}"'
    assert taken(with_part("Content-Type: text/plain", named.format("ATT1.txt"), body=b"Hej")).size
    assert taken(with_part('Content-Type: image/gif; name="logga.GIF"', body=b"GIF89a")).size
    assert taken(with_part("Content-Type: text/html", body=b"<p>Hej</p>")).size


def test_a_mail_as_outlook_saves_it_is_taken_in() -> None:
    """Parts within parts, a picture of the signature, and a name in Swedish said in two ways."""
    parts = {"sheet": b64encode(office("xlsx")).decode(), "logo": b64encode(picture()).decode()}
    said = FROM_OUTLOOK.format(many="n@example.se, " * 200, **parts)
    content = said.replace("\n", "\r\n").encode()
    assert taken(content).content == content


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        (('Content-Type: image/png; name="evil.exe"',), "evil.exe"),
        (("Content-Type: text/plain", 'Content-Disposition: attachment; filename="evil.hta"'), "evil.hta"),
        (("Content-Type: text/calendar", "Content-Disposition: inline; filename*=utf-8''evil.js"), "evil.js"),
        (("Content-Type: text/html", "Content-Disposition: attachment"), "utan namn"),
        (("Content-Type: image/png",), "utan namn"),
        (('Content-Type: image/png; name="evil.exe"', 'Content-Disposition: inline; filename="a.png"'), "a.png"),
        (('Content-Type: text/plain; name="evil\u202e.exe"',), "evil.exe"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_name_says_whatever_its_type(headers: tuple[str, ...], name: str) -> None:
    assert refusal(with_part(*headers)).startswith(f"Mejlet har en bifogad fil, {name}. Den kan inte tas emot.")


def test_an_attached_pdf_is_no_archive_at_the_same_time() -> None:
    assert "agenda.pdf" in refusal(mail(("agenda.pdf", pdf() + office())))


@pytest.mark.parametrize(
    "content",
    [
        with_part("Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", body=b"TVqQAAA="),
        with_part('Content-Type: message/rfc822; name="evil.hta"', body=HEAD + b"\r\n<script>"),
        with_part('Content-Type: message/external-body; access-type=URL; URL="http://example.com/evil.exe"'),
        with_part("Content-Type: text/plain", 'Content-Type: application/x; name="evil.exe"'),
        with_part("Content-Type: text/plain", 'Content-Disposition : attachment; filename="evil.exe"'),
        with_part("Content-Type: text/plain", "Content-Transfer-Encoding: x-uuencode"),
        with_part("Content-Type: text/plain", "Content-Transfer-Encoding: base64", body=b"SGVq====TVqQAAA=!"),
        with_part("Content-Type: text/plain", body=b"Hej\r\nbegin 644 evil.exe\r\n#0V%T\r\n`\r\nend"),
    ],
)  # fmt: skip
def test_what_mail_programs_read_in_different_ways_is_refused(content: bytes) -> None:
    assert refusal(content) == upload_mail.DAMAGED


@pytest.mark.parametrize(
    "content",
    [
        MIXED + b"--a\r\n\r\n" * 50_000,
        HEAD + b"\r\n" + b"x\n" * 400_000,
        HEAD + b"Content-Type: text/plain" + b"; a=b" * 5_000 + b"\r\n\r\n",
        b"Date: x\r\nFrom: " + b"a " * 10_000 + b"\r\n\r\n",
        MIXED + (b"--a\r\nContent-Type: text/plain" + b"; a=b" * 180 + b"\r\n\r\n") * 90,
        HEAD + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(60)),
    ],
    ids=["parts", "lines", "type", "from", "types", "nested"],
)  # fmt: skip
def test_what_takes_long_to_read_is_refused_at_once(content: bytes) -> None:
    started = process_time()
    assert (refusal(content), process_time() - started < 2) == (upload_mail.DAMAGED, True)


def test_not_more_files_than_a_mail_between_people_has() -> None:
    assert taken(mail(*((f"{n}.docx", office()) for n in range(10)))).size
    assert refusal(mail(*((f"{n}.docx", office()) for n in range(11)))) == upload_mail.MANY
