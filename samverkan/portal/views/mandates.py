"""A group's mandate: its versions, one of them as page and as file, and what a version changed."""

import json
import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.models import Decision
from groups.mandates.difference import difference_of
from groups.mandates.files import groups_shown, is_for_everyone
from groups.mandates.reading import Document, document_of, groups_named
from groups.mandates.standing import Version, versions_of
from groups.models import Group, Mandate, MandatePdf
from meetings.models import Meeting, Publication
from samverkan.common.stored import handed_out
from samverkan.common.swedish import file_size
from samverkan.portal.pages import kept
from samverkan.portal.shell import GROUPS, Trail, page, trail_of

_REFERENCE = re.compile(r"(?P<code>.+) (?P<year>\d{4}):(?P<number>[1-9]\d{0,8})")


# /grupper/<slug>/uppdrag/


@kept()
def mandates(request: HttpRequest, group: str) -> HttpResponse:
    """The version history, generated."""
    found = _group(group)
    versions = versions_of(found, on=timezone.localdate())
    return page(
        request,
        "portal/mandates.html",
        section="groups",
        trail=_trail(found, ("Uppdrag", "")),
        group=found,
        versions=versions,
        current=next((version for version in versions if _holds(version)), None),
    )


def _holds(version: Version) -> bool:
    return version.standing.name in {"IN_FORCE", "RUN_OUT"}


def _group(slug: str) -> Group:
    """The group, when it shows its mandate; 404 otherwise."""
    shown = Group.objects.published().filter(shows_mandate=True)
    group: Group = get_object_or_404(shown.select_related("area", "type"), slug=slug)
    return group


def _trail(group: Group, *rest: tuple[str, str]) -> Trail:
    return trail_of(GROUPS, (group.code, reverse("group", args=[group.slug])), *rest)


# /grupper/<slug>/uppdrag/<version>/


@kept()
def mandate(request: HttpRequest, group: str, version: int) -> HttpResponse:
    """One version: the text as it was adopted, and how it stands today."""
    found = _group(group)
    versions = versions_of(found, on=timezone.localdate())
    shown, before = _chosen(versions, version)
    groups = _groups_seen(shown.mandate)
    doc = document_of(shown.mandate, seen=[row.pk for row in groups])
    covered = {row.pk for row in shown.mandate.groups.all()}
    file = _file(shown.mandate)
    return page(
        request,
        "portal/mandate.html",
        section="groups",
        trail=_trail(found, ("Uppdrag", reverse("mandates", args=[group])), (f"Version {version}", "")),
        group=found,
        version=shown,
        before=before,
        versions=versions,
        doc=doc,
        facts=_facts(doc, _links(shown.mandate, groups)),
        covered=[row for row in groups if row.pk in covered],
        file=file,
        file_size=file_size(file.size) if file else "",
    )


def _facts(doc: Document, links: dict[str, str]) -> list[dict[str, Any]]:
    """The facts, each with the address that it leads to; the groups covered stand on the page by themselves."""
    return [{**fact, "url": links.get(fact["key"], "")} for fact in doc["facts"] if fact["key"] != "groups"]


def _chosen(versions: list[Version], number: int) -> tuple[Version, Version | None]:
    """The version that the address asks for, and the one before it; 404 when there is no such version."""
    for index, version in enumerate(versions):
        if version.mandate.version == number:
            return version, next(iter(versions[index + 1 :]), None)
    raise Http404


def _groups_seen(mandate: Mandate) -> list[Group]:
    """The groups named in the mandate that everyone may know of."""
    return list(Group.objects.published().filter(pk__in=groups_named(mandate)))


def _links(mandate: Mandate, groups: list[Group]) -> dict[str, str]:
    """Fact → address: the groups that gave and decided it, the note of the meeting, and the decision."""
    seen = {group.pk: group for group in groups}
    links = {}
    if giver := seen.get(mandate.commissioner_group_id or 0):
        links["commissioner"] = reverse("group", args=[giver.slug])
    if decider := seen.get(mandate.decided_by_group_id or 0):
        links["decided_by"] = reverse("group", args=[decider.slug])
        if meeting := _meeting_with_note(mandate, decider):
            links["decision_date"] = reverse("meeting", args=[decider.slug, meeting.day_key])
    if decision := _decision(mandate.decision_reference):
        links["decision_reference"] = reverse(
            "decision", args=[decision.group.slug, f"{decision.year}-{decision.number}"]
        )
    return links


def _meeting_with_note(mandate: Mandate, decider: Group) -> Meeting | None:
    notes = Publication.objects.published().filter(meeting__group=decider, meeting__date=mandate.decision_date)
    note = notes.select_related("meeting").order_by("meeting__sequence").first()
    return note.meeting if note else None


def _decision(reference: str) -> Decision | None:
    """The published decision that the reference names: ``LGS 2026:3``."""
    named = _REFERENCE.fullmatch(reference)
    if not named:
        return None
    rows = Decision.objects.published().filter(
        group__code=named["code"], year=int(named["year"]), number=int(named["number"])
    )  # fmt: skip
    found: Decision | None = rows.select_related("group").first()
    return found


# /grupper/<slug>/uppdrag/<version>.pdf


@require_safe
def mandate_pdf(request: HttpRequest, group: str, version: int) -> HttpResponse:
    """The stored file of an adopted version, byte for byte; never rendered here."""
    rows = Mandate.objects.published_of(_group(group)).select_related("record__pdf")
    file = _file(get_object_or_404(rows, version=version))
    if file is None:
        raise Http404
    return handed_out(request, file.path, name=f"{group}-uppdrag-{version}.pdf", sha256=file.sha256)


def _file(mandate: Mandate) -> MandatePdf | None:
    """The stored file, if there is one that was made for everyone and that names no group since closed to everyone."""
    file: MandatePdf | None = getattr(getattr(mandate, "record", None), "pdf", None)
    if file is None or not is_for_everyone(content := json.loads(mandate.record.content)):
        return None
    named = groups_shown(content)
    return file if Group.objects.published().filter(pk__in=named).count() == len(named) else None


# /grupper/<slug>/uppdrag/<version>/skillnad/


@kept("mot")
def mandate_diff(request: HttpRequest, group: str, version: int) -> HttpResponse:
    """What changed from the version before, or from the one that the address names."""
    found = _group(group)
    versions = versions_of(found, on=timezone.localdate())
    shown, before = _chosen(versions, version)
    if asked := request.GET.get("mot"):
        before = _chosen(versions, int(asked))[0] if asked.isascii() and asked.isdecimal() and len(asked) < 6 else None
    if before is None or before is shown:
        raise Http404
    own = reverse("mandate", args=[group, version])
    return page(
        request,
        "portal/mandate_diff.html",
        section="groups",
        trail=_trail(
            found, ("Uppdrag", reverse("mandates", args=[group])), (f"Version {version}", own), ("Vad ändrades", "")
        ),
        group=found,
        version=shown,
        before=before,
        others=[row for row in versions if row not in (shown, before)],
        difference=difference_of(_document(before.mandate), _document(shown.mandate)),
    )


def _document(mandate: Mandate) -> Document:
    return document_of(mandate, seen={group.pk for group in _groups_seen(mandate)})
