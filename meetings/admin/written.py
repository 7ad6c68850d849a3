"""A written meeting: planned, put out, answered on a phone in a minute, and closed into a note."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from groups.admin.access import UserRequest
from groups.mail import address_of
from groups.models import Group, Person
from meetings.admin.access import meeting_for
from meetings.admin.steps import take
from meetings.forms.written import AnswersForm, LastDayForm, NewWrittenForm, QuestionRows, RegisterAnswersForm
from meetings.kind_rules import asked, may_answer, may_read_answers
from meetings.models import Meeting, WrittenAnswer
from meetings.rules import may_prepare
from meetings.states import MeetingState
from meetings.workflow import written
from meetings.workflow.calling import next_call
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused, StepRefused


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: UserRequest) -> HttpResponse:
    """Plan a written meeting: a question or more, the decision proposed, and until when."""
    if not Group.objects.worked_by(request.user, on=timezone.localdate()).exists():
        raise PermissionDenied("Frågor per capsulam planeras av gruppens processledare eller koordinator.")
    posted = request.POST if request.method == "POST" else None
    adds = posted is not None and "add" in posted
    form, rows = NewWrittenForm(posted, by=request.user), QuestionRows(posted, add=adds)
    if posted is None or adds:
        return render(request, "meetings/written/new.html", {"form": form, "rows": rows, "adds": adds})
    if all([form.is_valid(), rows.is_valid()]):
        try:
            meeting = written.plan_written(form.meeting(), rows.questions(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            decider = meeting.group.agenda_decider
            messages.success(request, f"Frågan är planerad. Skicka agendan till {decider} innan frågan går ut.")
            return redirect("meetings_admin:meeting", pk=meeting.pk)
    fields = [name for name in form.errors if name != "__all__"]
    own = [(form[name].id_for_label, text) for name in fields for text in form.errors[name]]
    context = {"form": form, "rows": rows, "errors": [*own, *rows.errors]}
    return render(request, "meetings/written/new.html", context, status=422)


@require_http_methods(["GET", "POST"])
@signed_in
def answers(request: UserRequest, pk: int) -> HttpResponse:
    """The questions, with the visitor's own answer; for those who run or chair the group also everybody else's."""
    meeting = _written(request, pk)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and not may_answer(request.user, meeting):
        raise PermissionDenied("Bara gruppens ledamöter svarar på frågan.")
    form = _form(request, meeting, posted)
    if posted is not None and form is not None and form.is_valid():
        try:
            changed = _give(request, meeting, form)
        except Refused as refusal:
            return _show(request, meeting, form, status=409, refusal=refusal)
        messages.success(request, "Tack! Ditt svar är sparat." if changed else "Inget var ändrat.")
        return redirect("meetings_admin:written-answers", pk=pk)
    return _show(request, meeting, form, status=422 if posted is not None else 200)


def _written(request: UserRequest, pk: int, *, to_run: bool = False) -> Meeting:
    meeting = meeting_for(request, pk, may=may_prepare if to_run else None)
    if meeting.kind != Meeting.Kind.WRITTEN:
        raise Http404
    return meeting


def _form(request: UserRequest, meeting: Meeting, posted: Any) -> AnswersForm | None:
    """The boxes, while the question is out; with ``posted`` also when it is too late, so that nothing is lost."""
    today = timezone.localdate()
    is_open = not written.why_not_open(meeting, on=today) and may_answer(request.user, meeting)
    if posted is None and not is_open:
        return None
    return AnswersForm(_items(meeting), _own(request, meeting), posted)


def _items(meeting: Meeting) -> Any:
    return meeting.items.order_by("number")


def _own(request: UserRequest, meeting: Meeting) -> dict[int, WrittenAnswer]:
    rows = WrittenAnswer.objects.filter(item__meeting=meeting, person=request.user.person_id)
    return {row.item_id: row for row in rows.select_related("given_by__person")}


def _give(request: UserRequest, meeting: Meeting, form: AnswersForm) -> int:
    person = request.user.person
    if person is None:
        raise StepRefused("Kontot hör inte till någon person. Be områdets administratör om hjälp.")
    return written.give_answers(meeting, form.replies(), person=person, by=request.user)


def _show(
    request: UserRequest, meeting: Meeting, form: AnswersForm | None, *, status: int = 200, refusal: Any = None
) -> HttpResponse:
    today, own = timezone.localdate(), _own(request, meeting)
    runs = may_prepare(request.user, meeting)
    is_out = meeting.state == MeetingState.CALLED
    context: dict[str, Any] = {
        "meeting": meeting,
        "form": form,
        "items": [(item, own.get(item.pk)) for item in _items(meeting)],
        "has_answered": bool(own),
        "registered": next((row for row in own.values() if row.given_by_id != request.user.pk), None),
        "hindrance": written.why_not_open(meeting, on=today),
        "refusal": refusal,
        "runs": runs,
        "writes": runs,  # which page of the handbook is linked
        "is_out": is_out,
    }
    if may_read_answers(request.user, meeting) and meeting.state in {MeetingState.CALLED, MeetingState.HELD}:
        context |= {"given": _given(meeting), "silent": written.silent(meeting, on=today) if is_out else []}
    if runs:
        context |= {
            "may_be_closed": written.may_be_closed(meeting, on=today),
            "not_yet": _why_not_put_out(meeting) if meeting.state == MeetingState.PLANNED else "",
            **_receivers(asked(meeting, on=today)),
            "day_form": LastDayForm(initial={"answers_until": meeting.answers_until}),
        }
    return render(request, "meetings/written/answers.html", context, status=status)


def _receivers(people: Iterable[Person]) -> dict[str, Any]:
    """How many get the question as mail, and who has no address."""
    listed = list(people)
    without = [person for person in listed if not address_of(person)]
    return {"reached": len(listed) - len(without), "without_address": without}


def _given(meeting: Meeting) -> dict[int, list[WrittenAnswer]]:
    """Item's number → what everybody has answered, by name."""
    rows = WrittenAnswer.objects.filter(item__meeting=meeting).select_related("item", "person", "given_by__person")
    found: dict[int, list[WrittenAnswer]] = {}
    for row in rows.order_by("item__number", "person__name"):
        found.setdefault(row.item.number, []).append(row)
    return found


def _why_not_put_out(meeting: Meeting) -> str:
    try:
        next_call(meeting)
    except StepRefused as refusal:
        return str(refusal)
    return ""


@require_POST
@signed_in
def put_out(request: UserRequest, pk: int) -> HttpResponse:
    """Put the question out: every member gets a mail."""
    meeting = _written(request, pk, to_run=True)
    return take(
        request,
        lambda: written.put_out(meeting, by=request.user),
        done="Frågan är utskickad till ledamöterna.",
        to="written-answers",
        pk=pk,
    )


@require_POST
@signed_in
def last_day(request: UserRequest, pk: int) -> HttpResponse:
    """Give the members until another day."""
    meeting = _written(request, pk, to_run=True)
    form = LastDayForm(request.POST)

    def step() -> None:
        if not form.is_valid():
            raise StepRefused(" ".join(map(str, form.errors["answers_until"])))
        written.set_last_day(meeting, form.cleaned_data["answers_until"], by=request.user)

    return take(request, step, done="Sista dagen för svar är ändrad.", to="written-answers", pk=pk)


@require_POST
@signed_in
def close(request: UserRequest, pk: int) -> HttpResponse:
    """Close the question and make the note of the answers."""
    meeting = _written(request, pk, to_run=True)
    return take(
        request,
        lambda: written.close_written(meeting, by=request.user),
        done="Frågan är avslutad, och anteckningen är gjord av svaren. Läs igenom den och skicka den för justering.",
        to="meeting",
        pk=pk,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def register(request: UserRequest, pk: int) -> HttpResponse:
    """Register what a member has answered another way, such as by mail."""
    meeting = _written(request, pk, to_run=True)
    today = timezone.localdate()
    posted = request.POST if request.method == "POST" else None
    own = WrittenAnswer.objects.filter(item__meeting=meeting, given_by=request.user)
    answered = WrittenAnswer.objects.filter(item__meeting=meeting).exclude(pk__in=own.values("pk")).values("person")
    people = asked(meeting, on=today).exclude(user=request.user).exclude(pk__in=answered)
    form = RegisterAnswersForm(_items(meeting), people, posted)
    if posted is not None and form.is_valid():
        source = form.cleaned_data["source"]
        return take(
            request,
            lambda: written.give_answers(meeting, form.replies(), person=form.person, source=source, by=request.user),
            done=f"Svaret från {form.person} är registrerat.",
            to="written-answers",
            pk=pk,
        )
    context = {"meeting": meeting, "form": form, "hindrance": written.why_not_open(meeting, on=today)}
    return render(request, "meetings/written/register.html", context, status=422 if posted is not None else 200)
