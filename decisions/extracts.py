"""Extracts of the register as files: rendered once, by the worker, and stored under their checksum."""

import hashlib
import json

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from decisions.models import Decision, DecisionExtract
from meetings.models import Publication
from meetings.reading import Document, document_of_variant
from samverkan.common import canonical, outbox, pdf
from samverkan.common.models import OutboxMessage
from samverkan.common.stored import keep

EXTRACTS = "decisions.extracts"
FORMAT = "samverkan/extract/1"


@outbox.handles(EXTRACTS)
def render_extracts(message: OutboxMessage) -> None:
    """Render and store an extract of every decision in a publication that still stands."""
    publication = Publication.objects.standing().filter(pk=message.payload["publication"]).first()
    if publication:
        for decision in Decision.objects.filter(publication=publication).select_related("publication", "group"):
            store_extract(decision)


def extract_of(decision: Decision) -> DecisionExtract | None:
    """The stored extract of what everyone may read of the decision today."""
    if decision.publication is None:
        return None
    rows = DecisionExtract.objects.filter(decision=decision, source_sha256=_source(decision))
    found: DecisionExtract | None = rows.first()
    return found


def store_extract(decision: Decision) -> DecisionExtract | None:
    """Store the extract; one that exists is left as it is. None when the published note does not say the decision."""
    if kept := extract_of(decision):
        return kept
    document = _document(decision)
    if document is None or decision.publication is None:
        return None
    title = f"Utdrag: beslut {decision.reference}"
    html = render_to_string("documents/extract.html", {"doc": document, "title": title})
    rendered = pdf.render(
        html, title=title, created=decision.publication.published_at, subject="Publicerad", author=decision.group.name
    )
    return _store(decision, rendered)


def _source(decision: Decision) -> str:
    publication = decision.publication
    return canonical.sha256(FORMAT, publication.sha256 if publication else "", decision.reference)


def _document(decision: Decision) -> Document | None:
    """The published note with the one item, and in it the one outcome."""
    publication = decision.publication
    if publication is None:
        return None
    doc = document_of_variant(json.loads(publication.content), sha256=publication.sha256)
    for item in doc["items"]:
        outcomes = [outcome for outcome in item["outcomes"] if outcome["number"] == decision.reference]
        if outcomes:
            binds = any(outcome["needs_anchoring"] for outcome in outcomes)
            shown = {**item, "outcomes": outcomes}
            return {**doc, "item": shown, "reference": decision.reference, "needs_anchoring": binds}
    return None


def _store(decision: Decision, rendered: pdf.Pdf) -> DecisionExtract:
    """Keep the file: the bytes first, then the row, so that a row never lacks its file."""
    found: DecisionExtract
    with transaction.atomic():
        Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        if kept := extract_of(decision):
            return kept
        found = DecisionExtract(
            decision=decision,
            source_sha256=_source(decision),
            sha256=hashlib.sha256(rendered.content).hexdigest(),
            size=rendered.size,
            pages=rendered.pages,
            stored_at=timezone.now(),
        )
        keep(rendered.content, found.path)
        found.save()
    return found
