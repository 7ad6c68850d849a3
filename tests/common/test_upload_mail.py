"""A saved mail (.eml) as evidence of what somebody has said: sound ones are kept, what they carry is looked through."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from samverkan.common import uploads
from samverkan.common.uploads import UploadRefused, check
from tests.common.crafted import office, pdf, picture, upload


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
