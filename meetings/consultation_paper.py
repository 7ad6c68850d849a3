"""The answers to a consultation as a paper that goes with the matter to its next meeting."""

import hashlib
from datetime import datetime

from django.template.loader import render_to_string

from meetings.models import Consultation, MatterPaper
from samverkan.common import pdf, uploads
from samverkan.common.stored import keep
from samverkan.common.swedish import long_date

MEDIA_TYPE = "application/pdf"


def answers_paper(consultation: Consultation, *, at: datetime) -> uploads.Checked:
    """The answers side by side, as an accessible PDF; those who have not answered are named too."""
    title = f"Svar på remissen: {consultation.matter.title}"
    rows = list(consultation.consulted.by_name())
    html = render_to_string("documents/consultation.html", {"consultation": consultation, "rows": rows, "title": title})
    content = pdf.render(html, title=title, created=at, author=consultation.matter.group.name).content
    name = f"Svar på remissen {long_date(at)}.pdf"
    return uploads.Checked(content, name, MEDIA_TYPE, hashlib.sha256(content).hexdigest(), len(content))


def next_paper(consultation: Consultation, file: uploads.Checked, *, at: datetime) -> MatterPaper:
    """The paper with its bytes stored; it has room however many papers the matter has."""
    last = consultation.matter.papers.order_by("number").last()
    row = MatterPaper(
        matter=consultation.matter, number=last.number + 1 if last else 1, title=file.name.removesuffix(".pdf"),
        name=file.name, media_type=file.media_type, size=file.size, sha256=file.sha256, added_at=at,
    )  # fmt: skip
    keep(file.content, row.path)
    row.save()
    return row
