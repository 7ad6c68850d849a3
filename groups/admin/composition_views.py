"""Appointing somebody in a group, and ending, changing and correcting what they have there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from groups.admin.access import UserRequest, group_for
from groups.admin.steps import answer, posted
from groups.forms.composition import (
    AppointForm,
    ChangeForm,
    CorrectForm,
    EndForm,
)
from groups.forms.steps import DAY, StepForm, last_day_of
from groups.models import Group, Membership, Seat
from groups.workflow import composition
from groups.workflow.composing import TAKEN_BACK
from samverkan.common.admin_site import signed_in
from samverkan.common.keys import key_in
from samverkan.common.swedish import long_date

CORRECTED = "Rättelsen gäller också dagar som har varit. Skälet och de gamla uppgifterna sparas i historiken."


def step(
    request: UserRequest,
    group: Group,
    form: StepForm,
    take: Callable[[], object],
    *,
    done: Callable[[], str],
    template: str = "groups/composition_step.html",
    **context: object,
) -> HttpResponse:
    """As ``answer``; a step that has been taken leads to the group's page."""

    def taken() -> HttpResponse:
        take()
        messages.success(request, done())
        return redirect("group-desk", slug=group.slug)

    return answer(request, form, taken, template, group=group, **context)


def taken_back(request: UserRequest, slug: str, rows: Any) -> HttpResponse | None:
    """The answer to who asks once more for what is done; ``rows`` are what the history says of the row."""
    group = group_for(request, slug)
    if request.method != "POST" or not rows.filter(history_type="-").exists():
        return None
    messages.info(request, TAKEN_BACK)
    return redirect("group-desk", slug=group.slug)


# /admin/grupper/<slug>/utse/


@require_http_methods(["GET", "POST"])
@signed_in
def appoint(request: UserRequest, slug: str) -> HttpResponse:
    """``?q=`` finds the person, ``?plats=`` chooses the seat and ``?roll=`` the role."""
    group = group_for(request, slug)
    asked = request.POST if request.method == "POST" else request.GET
    seat = group.seats.filter(pk=key_in(asked.get("plats", ""))).first()
    role = asked.get("roll", "")
    form = AppointForm(group, posted(request), query=asked.get("q", ""), initial=_start(group, seat, role))
    return step(
        request,
        group,
        form,
        lambda: form.take(by=request.user),
        done=lambda: f"{form.cleaned_data['person'] or form.cleaned_data['new_name']} är utsedd.",
        template="groups/composition_appoint.html",
        seat=seat,
        asked_role=role,
    )


def _start(group: Group, seat: Seat | None, asked: str) -> dict[str, Any]:
    usual = Membership.Role.ADJUNCT if seat and seat.is_adjunct else Membership.Role.MEMBER
    role = asked if asked in Membership.Role.values else usual
    return {"starts": timezone.localdate(), "last_day": last_day_of(group), "seat": seat, "role": role}


# /admin/grupper/<slug>/medlemskap/<pk>/


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """The page says what follows: an empty seat, an office that ends."""
    group, membership = _membership_for(request, slug, pk)
    form = EndForm(posted(request), initial={"last_day": last_day_of(membership)})
    return step(
        request,
        group,
        form,
        lambda: composition.end(membership, on=form.cleaned_data["last_day"] + DAY, by=request.user),
        done=lambda: f"{membership.person} är med till och med {long_date(form.cleaned_data['last_day'])}.",
        heading=f"Avsluta {membership.person}",
        about=_about(membership),
        follows=_what_follows(membership),
        button="Avsluta uppdraget",
    )


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Another organisation or title from a day."""
    group, membership = _membership_for(request, slug, pk)
    initial = {"on": timezone.localdate(), "organisation": membership.organisation, "title": membership.title}
    form = ChangeForm(membership, posted(request), initial=initial)
    return step(
        request,
        group,
        form,
        lambda: composition.change(membership, by=request.user, **form.cleaned_data),
        done=lambda: f"Uppgifterna om {membership.person} gäller från och med {long_date(form.cleaned_data['on'])}.",
        heading=f"Ändra titel eller organisation för {membership.person}",
        about=_about(membership),
        follows=["Det som gällde före dagen står kvar i gruppens historia och i äldre anteckningar."],
        button="Spara ändringen",
        membership=membership,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def correct(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """What was registered wrongly from the start."""
    group, membership = _membership_for(request, slug, pk)
    form = CorrectForm(membership, posted(request))
    return step(
        request,
        group,
        form,
        lambda: composition.correct(
            membership, reason=form.cleaned_data["reason"], by=request.user, **form.fields_given()
        ),
        done=lambda: f"Uppgifterna om {membership.person} är rättade.",
        heading=f"Rätta uppgifterna om {membership.person}",
        about=_about(membership),
        follows=[CORRECTED],
        button="Spara rättelsen",
    )


@require_http_methods(["GET", "POST"])
@signed_in
def call_off(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Take back an appointment that has not begun."""
    if done := taken_back(request, slug, Membership.history.filter(group__slug=slug, id=pk)):
        return done
    group, membership = _membership_for(request, slug, pk)
    return step(
        request,
        group,
        StepForm(posted(request)),
        lambda: composition.call_off(membership, by=request.user),
        done=lambda: f"{membership.person} tillträder inte.",
        heading=f"Ta tillbaka uppdraget för {membership.person}",
        about=_about(membership),
        follows=["Personen tillträder inte. Att uppdraget var registrerat finns kvar i historiken."],
        button="Ta tillbaka uppdraget",
    )


def _membership_for(request: UserRequest, slug: str, pk: int) -> tuple[Group, Membership]:
    """The membership, if it is one of a group that the visitor keeps."""
    group = group_for(request, slug)
    rows = Membership.objects.select_related("person", "seat", "organisation", "group__type")
    found: Membership = get_object_or_404(rows, pk=pk, group=group)
    return group, found


def _about(membership: Membership) -> str:
    """What the membership is, in one line."""
    place = membership.seat.label if membership.seat else ""
    since = f"från och med {long_date(membership.starts)}"
    return ", ".join(filter(None, [membership.get_role_display(), place, membership.title, since]))


def _what_follows(membership: Membership) -> list[str]:
    found = ["Personen står kvar i gruppen för de dagar som har varit."]
    if membership.seat and membership.role != Membership.Role.SUBSTITUTE:
        found.append(f"Platsen {membership.seat.label} blir vakant från dagen efter den sista.")
    offices = {term.get_office_display().lower() for term in membership.offices.all() if _goes_on(term)}
    return found + [f"Uppdraget som {office} slutar samma dag." for office in sorted(offices)]


def _goes_on(term: Any) -> bool:
    return term.ends is None or term.ends > timezone.localdate()
