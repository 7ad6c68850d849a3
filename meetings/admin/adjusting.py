"""Adjustment: the note read as it will stand, adjusted or sent back; and a verdict given elsewhere, registered."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from groups.admin.access import UserRequest
from groups.models import GroupType, User
from groups.rules import chairs_group
from meetings import workflow
from meetings.admin.access import meeting_for, seen_minutes
from meetings.admin.asked import in_words
from meetings.admin.comments import commented, with_comments
from meetings.admin.since import changes_for
from meetings.admin.steps import take
from meetings.forms.approval import RegisteredVerdictForm
from meetings.models import Meeting, MinutesVersion, Verdict
from meetings.reading import document_of_version
from meetings.rules import (
    gone_adjusters,
    may_adjust,
    may_comment,
    may_read_comments,
    may_register_verdict,
    remaining_of,
    remaining_sides,
)
from meetings.states import MinutesState
from meetings.workflow.approval import approving_meeting, waits_for, why_not_published_yet
from meetings.workflow.comments import takes_comments
from meetings.workflow.corrections import latest_version
from meetings.workflow.late_approval import why_not_registered
from meetings.workflow.minutes import taken_back
from meetings.workflow.verdicts import why_closed
from samverkan.common.admin_site import signed_in
from samverkan.common.keys import key_in
from samverkan.common.refusals import Refused, StepRefused

NOT_ADJUSTER = "Du är inte justerare av den här anteckningen."


@require_http_methods(["GET", "POST"])
@signed_in
def adjust(request: UserRequest, pk: int) -> HttpResponse:
    """The note exactly as it is to be adjusted, for an adjuster; and adjusting it."""
    meeting = _meeting(request, pk)
    if request.method == "POST":
        return take(
            request,
            lambda: thanks_of(workflow.adjust(seen_minutes(request, meeting), by=request.user)),
            to="minutes-adjust",
            pk=pk,
        )
    return _page(request, meeting)


def _page(
    request: UserRequest, meeting: Meeting, *, refusal: Refused | None = None, written: str | None = None
) -> HttpResponse:
    """The page of the note; with why it was not sent back, and what was ``written`` (422)."""
    version = _latest(meeting)
    context: dict[str, Any] = {"meeting": meeting, "version": version, "refusal": refusal, "written": written}
    if version and not may_adjust(request.user, version):
        raise PermissionDenied(NOT_ADJUSTER)
    if version:
        context |= minutes_context(version, request.user.person_id)
    return render(request, "meetings/adjust_page.html", context, status=422 if refusal else 200)


@require_POST
@signed_in
def send_back(request: UserRequest, pk: int) -> HttpResponse:
    """Send the note back with a comment; what can't be sent stays on the page."""
    meeting = _meeting(request, pk)
    comment = request.POST.get("comment", "")
    try:
        version = workflow.return_minutes(seen_minutes(request, meeting), comment=comment, by=request.user)
    except Refused as refusal:
        return _page(request, meeting, refusal=refusal, written=comment)
    what = "Förslaget är skickat" if version.takes_decision else "Anteckningen är skickad"
    messages.success(request, f"{what} tillbaka med din kommentar.")
    return redirect("meetings_admin:minutes-adjust", pk=pk)


@require_POST
@signed_in
def seen(request: UserRequest, pk: int) -> HttpResponse:
    """Note that the version on the page has been in front of the adjuster; the page's script asks for it, unseen."""
    meeting = _meeting(request, pk)
    try:
        workflow.note_seen(seen_minutes(request, meeting), by=request.user)
    except Refused:
        return HttpResponse(status=422)
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
@signed_in
def register(request: UserRequest, pk: int) -> HttpResponse:
    """Say who has given what verdict, where, and that it is meant; then it is registered."""
    meeting = meeting_for(request, pk, may=may_register_verdict)
    version = _latest(meeting)
    hindrance = _why_not_registered(version)
    people = [] if version is None else [p for p in remaining_of(version) if p.pk != request.user.person_id]
    posted = request.POST if request.method == "POST" else None
    form = RegisteredVerdictForm(people, posted, request.FILES, at_meeting=_approves(version))
    if posted is not None and form.is_valid():
        return take(request, lambda: _register(request, meeting, form), to="meeting", pk=pk)
    context = {"meeting": meeting, "version": version, "form": form, "people": people, "hindrance": hindrance}
    return render(request, "meetings/register_verdict.html", context, status=422 if posted is not None else 200)


def adjustment_of(meeting: Meeting, version: MinutesVersion, user: User) -> dict[str, Any]:
    """How it stands with the adjustment of the latest version, for the meeting's page."""
    is_out, today = version.state == MinutesState.OUT, timezone.localdate()
    version.meeting = meeting
    returned = Verdict.objects.filter(adjuster__version=version, kind=Verdict.Kind.RETURNED)
    hindrance = why_closed(version, on=today) if is_out else ""
    sides = remaining_sides(version) if is_out else []
    remaining = [person for side in sides for person in side]
    named = is_out and version.adjustment_mode == GroupType.AdjustmentMode.NAMED
    comments = commented(meeting)
    return {
        "adjusters": _with_verdicts(version),
        "verdict": returned.select_related("given_by__person", "adjuster__person").first(),
        "hindrance": hindrance,
        "remaining": in_words(sides),
        "gone": list(gone_adjusters(on=today).filter(version=version)) if named else [],
        "adjusts": user.person in remaining and not hindrance,
        "registers": _is_open_to_register(version, on=today) and any(p.pk != user.person_id for p in remaining),
        "approves_at": approving_meeting(meeting),
        "names_meeting": _waits_for_meeting(meeting, version),
        "waits": why_not_published_yet(meeting),
        "approves_late": not is_out and not why_not_registered(meeting, on=today),
        "comments": comments if comments and may_read_comments(user, meeting) else None,
        "may_write_comments": bool(comments) and takes_comments(version, on=today) and may_comment(user, version),
    }


def _is_open_to_register(version: MinutesVersion, *, on: date) -> bool:
    return version.state == MinutesState.OUT and not why_closed(version, on=on, registering=True)


def _waits_for_meeting(meeting: Meeting, version: MinutesVersion) -> bool:
    """Whether it is time to say which later meeting approves the note."""
    if version.state == MinutesState.OUT:
        return version.adjustment_mode == GroupType.AdjustmentMode.NEXT_MEETING
    return version.state == MinutesState.ADJUSTED and bool(why_not_published_yet(meeting))


def _with_verdicts(version: MinutesVersion) -> Any:
    return version.adjusters.select_related("person", "verdict__given_by__person").order_by("person__name")


def _meeting(request: UserRequest, pk: int) -> Meeting:
    """The meeting, for who may adjust its latest version; before there is one, for those who chair the group.

    Who chaired a group that has ended adjusts corrections of its notes, and sees nothing else of it.
    """
    known: Meeting | None = Meeting.objects.select_related("group__type", "group__area").filter(pk=pk).first()
    version = _latest(known) if known else None
    if known and version and may_adjust(request.user, version):
        return known
    meeting = meeting_for(request, pk)
    if not chairs_group(request.user, meeting.group):
        raise PermissionDenied(NOT_ADJUSTER)
    return meeting


def _latest(meeting: Meeting) -> MinutesVersion | None:
    found = latest_version(meeting)
    if found:
        found.meeting = meeting
    return found


def minutes_context(version: MinutesVersion, person: int | None) -> dict[str, Any]:
    """What an adjuster's page shows of a version: the frozen text, what differs from what they saw before, and
    whether an answer is open to them.
    """
    document = document_of_version(version)
    verdicts = _with_verdicts(version)
    is_out = version.state == MinutesState.OUT
    mine = any(row.person_id == person and hasattr(row, "verdict") for row in verdicts)
    hindrance = why_closed(version, on=timezone.localdate()) if is_out else ""
    return {
        "meeting": version.meeting,
        "version": version,
        "doc": document,
        "rows": with_comments(document, version),
        "since": changes_for(person, version),
        "adjusters": verdicts,
        "approves_at": _approves(version),
        "hindrance": hindrance,
        "taken_back": taken_back(version) if version.state == MinutesState.RETURNED else None,
        "next": what_comes_next(version) if version.state == MinutesState.ADJUSTED else "",
        "is_given": is_out and mine,
        "takes": version.takes_decision,
        "is_open": is_out and not mine and not hindrance,
    }


def _approves(version: MinutesVersion | None) -> Meeting | None:
    """The meeting that approves the version, where the mode is that one does."""
    waits = version and version.adjustment_mode == GroupType.AdjustmentMode.NEXT_MEETING
    return approving_meeting(version.meeting) if version and waits else None


def thanks_of(version: MinutesVersion) -> str:
    """What an adjuster is told when the verdict is given."""
    if version.state == MinutesState.ADJUSTED:
        return f"{outcome_of(version)}. Tack!"
    return f"Tack! Ditt besked är noterat. {left_of(version)}".rstrip()


def what_comes_next(version: MinutesVersion) -> str:
    """What happens with adjusted minutes from here on, for the adjuster."""
    group = version.meeting.group
    locked = "Texten är låst"
    if not group.publishes_minutes:
        return f"{locked}. Gruppens anteckningar visas inte öppet. Du behöver inte göra något mer."
    if version.meeting.publications.filter(closed_at=None, version=version).exists():
        return "Den är publicerad på den öppna webbplatsen."
    if why_not_published_yet(version.meeting):
        return f"{locked}. {waits_for(approving_meeting(version.meeting))} Du behöver inte göra något mer."
    return f"{locked}. Gruppens processledare publicerar den nu. Du behöver inte göra något mer."


def outcome_of(version: MinutesVersion) -> str:
    """What an adjusted version has become, as a sentence without its stop."""
    return "Beslutet är fattat" if version.takes_decision else f"Anteckningen är {done_of(version)}"


def done_of(version: MinutesVersion) -> str:
    """``godkänd`` or ``justerad``, as the group's mode has it."""
    return "godkänd" if version.adjustment_mode == GroupType.AdjustmentMode.NEXT_MEETING else "justerad"


def left_of(version: MinutesVersion) -> str:
    """Who has a verdict left to give."""
    names = in_words(remaining_sides(version))
    return f"Kvar att justera: {names}." if names else ""


def _why_not_registered(version: MinutesVersion | None) -> str:
    if version is None or version.state == MinutesState.RETURNED:
        return "Anteckningen är inte ute för justering. Skicka den först."
    if version.state == MinutesState.ADJUSTED:
        return "Anteckningen är redan justerad."
    return why_closed(version, on=timezone.localdate(), registering=True)


def _register(request: UserRequest, meeting: Meeting, form: RegisteredVerdictForm) -> str:
    version = meeting.minutes_versions.filter(pk=key_in(request.POST.get("version", ""))).first()
    if version is None:
        raise StepRefused("Anteckningen finns inte här i den version som du såg. Ladda om sidan.")
    data = form.cleaned_data
    version = workflow.register_verdict(
        version,
        person=form.person,
        kind=data["kind"],
        source=data["source"],
        comment=data["comment"],
        file=form.file,
        by=request.user,
    )
    if data["kind"] == Verdict.Kind.RETURNED:
        return "Beskedet är registrerat. Anteckningen är tillbaka hos dig och kan ändras."
    if version.state == MinutesState.ADJUSTED:
        return f"Beskedet är registrerat, och anteckningen är {done_of(version)}."
    return f"Beskedet är registrerat. {left_of(version)}".rstrip()
