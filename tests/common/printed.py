"""Printed minutes to try the PDF on, and what is asked of a finished file."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import page
import pikepdf
import pypdfium2
from django.template import Context, Engine
from django.utils import translation
from django.utils.safestring import SafeString

from samverkan.common import pdf

ROOT = Path(__file__).resolve().parents[2]
CREATED = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)
TITLE = "Mötesanteckning Ledningsgrupp för samverkan 23 april 2026"
CHECKSUM = "0123456789abcdef" * 4


def make_person(name: str, capacity: str = "Ledamot", remark: str = "") -> dict[str, str]:
    return {
        "name": name,
        "capacity": capacity,
        "title": "Förvaltningschef",
        "organisation": "Öckerö kommun",
        "remark": remark,
    }


def make_item(number: int, **changes: Any) -> dict[str, Any]:
    item = {
        "number": str(number),
        "title": f"Uppföljning efterlevandestöd {number}",
        "purpose": "Information och dialog",
        "presenter": "Eva Åkesson",
        "information": SafeString("<p>Kartläggningen är <em>klar</em>.</p><ul><li>Ett</li><li>Två</li></ul>"),
        "questions": SafeString("<p>Saknas något?</p>"),
        "dialog": SafeString('<p>Läs <a href="https://example.se/rutin">rutinen</a> och <strong>svara</strong>.</p>'),
        "withheld": False,
        "withheld_reason": "",
        "request_from": "",
        "outcomes": [
            {
                "number": f"LGS 2026:{number}",
                "kind_label": "Beslut",
                "text": "Frågan förankras brett.\nDen återkommer i höst.",
                "tasks": [{"owner": "Temagrupp psykiatri", "text": "Bereder frågan.", "due": "4 juni 2026"}],
            }
        ],
        "papers": [{"title": "Kartläggning"}],
    }
    return item | changes


def make_head() -> dict[str, Any]:
    """Whose meeting it was, when and where, and who wrote and was there."""
    return {
        "group": {
            "slug": "lgs",
            "code": "LGS",
            "name": "Ledningsgrupp för samverkan",
            "area": "Vårdsamverkan i Göteborgsområdet",
            "minutes_word": "mötesanteckning",
        },
        "meeting": {
            "date": date(2026, 4, 23),
            "starts": "13.30",
            "ends": "16.30",
            "place": "Lillhagsparken",
            "next": date(2026, 6, 4),
        },
        "note_taker": {"name": "Isa Ek", "title": "koordinator"},
        "attendance": [
            {"label": "Närvarande", "people": [make_person("Olle Berg", "Ordförande"), make_person("Sara Ö")]},
            {"label": "Förhindrade", "people": [make_person("Maja Lind", remark="ersatt av Sara Ö")]},
        ],
    }


def make_adjusted() -> dict[str, Any]:
    return {
        "name": "Olle Berg",
        "role": "ordförande",
        "on": date(2026, 5, 4),
        "how": "i Samverkan",
        "text": "Justerad av Olle Berg, ordförande, den 4 maj 2026 i Samverkan",
    }


def make_doc(**changes: Any) -> dict[str, Any]:
    doc = make_head() | {
        "approves": {"label": "Föregående anteckning", "title": "Ordföranden"},
        "items": [make_item(number) for number in range(1, 9)],
        "papers": [{"title": "Dagordning"}],
        "adjusted": [make_adjusted()],
        "state": "Justerad 4 maj 2026",
        "is_draft": False,
        "version": 1,
        "sha256": CHECKSUM,
        "correction": None,
    }
    return doc | changes


def make_html(**changes: Any) -> str:
    template = Engine(dirs=[str(ROOT / "templates")]).get_template("documents/minutes.html")
    with translation.override("sv"):
        return template.render(Context({"doc": make_doc(**changes)}))


def render(html: str) -> pdf.Pdf:
    return pdf.render(html, title=TITLE, created=CREATED, subject="LGS 23 april 2026", keywords=["LGS", "samverkan"])


def render_body(body: str) -> pdf.Pdf:
    return render(f'<!doctype html><html lang="sv"><head><title>x</title></head><body>{body}</body></html>')


def texts(file: pdf.Pdf) -> list[str]:
    """The text of each page, whitespace folded."""
    with pypdfium2.PdfDocument(file.content) as document:
        return [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in document]


def failures(content: bytes) -> list[str]:
    profiles = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)
    reports = {profile.value: page.validate_pdf_bytes(content, profile=profile) for profile in profiles}
    return [f"{name}: {failure.message}" for name, report in reports.items() for failure in report.failures]


def tags(document: pikepdf.Pdf) -> Iterator[Any]:
    todo: list[Any] = [document.Root.StructTreeRoot.K[0]]
    while todo:
        node = todo.pop()
        yield node
        todo += [kid for kid in node.get("/K", ()) if not isinstance(kid, int) and "/S" in kid]


def fonts(document: pikepdf.Pdf) -> list[Any]:
    """The drawn fonts, each with its descriptor."""
    found = [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary)]
    return [thing for thing in found if thing.get("/Type") == "/Font" and "/FontDescriptor" in thing]
