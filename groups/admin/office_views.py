"""Making somebody chair or vice chair of a group, and ending, extending and correcting that."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from groups.admin.access import UserRequest, group_for
from groups.admin.composition_views import CORRECTED, step, taken_back
from groups.admin.steps import posted
from groups.forms.composition import EndForm
from groups.forms.offices import CorrectOfficeForm, ExtendForm, OfficeForm
from groups.forms.steps import DAY, StepForm, last_day_of
from groups.models import Group, OfficeTerm
from groups.workflow import offices
from samverkan.common.admin_site import signed_in
from samverkan.common.swedish import long_date

# /admin/grupper/<slug>/ordforande/


@require_http_methods(["GET", "POST"])
@signed_in
def appoint(request: UserRequest, slug: str) -> HttpResponse:
    """``?uppdrag=vice_chair`` chooses the office."""
    group, today = group_for(request, slug), timezone.localdate()
    initial = {"starts": today, "last_day": last_day_of(group), "office": request.GET.get("uppdrag", "chair")}
    form = OfficeForm(group, posted(request), today=today, initial=initial)

    def take() -> OfficeTerm:
        given = form.cleaned_data
        return offices.appoint_office(
            given["membership"],
            office=given["office"],
            starts=given["starts"],
            ends=form.ends(),
            is_shared=given["is_shared"],
            is_interim=given["is_interim"],
            by=request.user,
        )

    return step(
        request,
        group,
        form,
        take,
        done=lambda: f"{form.cleaned_data['membership'].person} är utsedd.",
        heading="Utse ordförande eller vice ordförande",
        about="",
        follows=["Bara en ledamot kan utses. Är personen inte med i gruppen än utser du den till ledamot först."],
        button="Utse",
    )


# /admin/grupper/<slug>/ordforande/<pk>/


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """The person stays in the group."""
    group, term = _term_for(request, slug, pk)
    form = EndForm(posted(request), initial={"last_day": last_day_of(term)})
    return step(
        request,
        group,
        form,
        lambda: offices.end_office(term, on=form.cleaned_data["last_day"] + DAY, by=request.user),
        done=lambda: f"{term} gäller till och med {long_date(form.cleaned_data['last_day'])}.",
        heading=f"Avsluta uppdraget som {_office(term)} för {term.membership.person}",
        about=_about(term),
        follows=["Personen är kvar i gruppen."],
        button="Avsluta uppdraget",
    )


@require_http_methods(["GET", "POST"])
@signed_in
def extend(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """For a group that may agree on it."""
    group, term = _term_for(request, slug, pk)
    form = ExtendForm(posted(request), initial={"last_day": last_day_of(term)})

    def take() -> OfficeTerm:
        given = form.cleaned_data
        return offices.extend_office(term, until=given["last_day"] + DAY, decided=given["decided"], by=request.user)

    return step(
        request,
        group,
        form,
        take,
        done=lambda: f"{term} gäller till och med {long_date(form.cleaned_data['last_day'])}.",
        heading=f"Förläng uppdraget som {_office(term)} för {term.membership.person}",
        about=_about(term),
        follows=["Gruppen ska vara enig om att förlänga."],
        button="Förläng",
    )


@require_http_methods(["GET", "POST"])
@signed_in
def correct(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """What was registered wrongly from the start."""
    group, term = _term_for(request, slug, pk)
    form = CorrectOfficeForm(term, posted(request))
    return step(
        request,
        group,
        form,
        lambda: offices.correct_office(
            term, reason=form.cleaned_data["reason"], by=request.user, **form.fields_given()
        ),
        done=lambda: f"Uppgifterna om {_office(term)} är rättade.",
        heading=f"Rätta uppdraget som {_office(term)} för {term.membership.person}",
        about=_about(term),
        follows=[CORRECTED],
        button="Spara rättelsen",
    )


@require_http_methods(["GET", "POST"])
@signed_in
def call_off(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Take back an office that has not begun."""
    if done := taken_back(request, slug, OfficeTerm.history.filter(membership__group__slug=slug, id=pk)):
        return done
    group, term = _term_for(request, slug, pk)
    return step(
        request,
        group,
        StepForm(posted(request)),
        lambda: offices.call_off_office(term, by=request.user),
        done=lambda: f"{term.membership.person} tillträder inte som {_office(term)}.",
        heading=f"Ta tillbaka uppdraget som {_office(term)} för {term.membership.person}",
        about=_about(term),
        follows=["Personen är kvar i gruppen. Att uppdraget var registrerat finns kvar i historiken."],
        button="Ta tillbaka uppdraget",
    )


def _term_for(request: UserRequest, slug: str, pk: int) -> tuple[Group, OfficeTerm]:
    """The office, if it is one of a group that the visitor keeps."""
    group = group_for(request, slug)
    rows = OfficeTerm.objects.select_related("membership__person")
    found: OfficeTerm = get_object_or_404(rows, pk=pk, membership__group=group)
    return group, found


def _office(term: OfficeTerm) -> str:
    return term.get_office_display().lower()


def _about(term: OfficeTerm) -> str:
    """Since when, and until when if that is said."""
    until = f" till och med {long_date(term.ends - DAY)}" if term.ends else ""
    return f"Från och med {long_date(term.starts)}{until}"
