"""Adding a seat to a group, and ending and correcting it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from groups.admin.access import UserRequest, group_for
from groups.admin.composition_views import CORRECTED, step
from groups.admin.steps import posted
from groups.forms.composition import EndForm
from groups.forms.seats import AddSeatForm, CorrectSeatForm
from groups.forms.steps import DAY, last_day_of
from groups.models import Group, Seat
from groups.workflow import seats
from samverkan.common.admin_site import signed_in
from samverkan.common.swedish import long_date

# /admin/grupper/<slug>/platser/


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: UserRequest, slug: str) -> HttpResponse:
    """A new chair, vacant until somebody is appointed to it."""
    group = group_for(request, slug)
    form = AddSeatForm(group, posted(request), today=timezone.localdate())

    def take() -> Seat:
        given = {name: value for name, value in form.cleaned_data.items() if name != "last_day"}
        return seats.add_seat(group, ends=form.ends(), by=request.user, **given)

    return step(
        request,
        group,
        form,
        take,
        done=lambda: f"Platsen {form.cleaned_data['label']} är tillagd. Den är vakant tills någon utses.",
        heading="Lägg till en plats",
        about="",
        follows=[],
        button="Lägg till platsen",
    )


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """The chair is taken away, when nobody holds it."""
    group, seat = _seat_for(request, slug, pk)
    form = EndForm(posted(request), initial={"last_day": last_day_of(seat)})
    return step(
        request,
        group,
        form,
        lambda: seats.end_seat(seat, on=form.cleaned_data["last_day"] + DAY, by=request.user),
        done=lambda: f"Platsen {seat.label} finns till och med {long_date(form.cleaned_data['last_day'])}.",
        heading=f"Avsluta platsen {seat.label}",
        about=f"Från och med {long_date(seat.starts)}",
        follows=["Platsen räknas inte längre, och ingen kan utses till den.", "Den som har platsen avslutas först."],
        button="Avsluta platsen",
    )


@require_http_methods(["GET", "POST"])
@signed_in
def correct(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """What was registered wrongly from the start."""
    group, seat = _seat_for(request, slug, pk)
    form = CorrectSeatForm(seat, posted(request))
    return step(
        request,
        group,
        form,
        lambda: seats.correct_seat(seat, by=request.user, **form.cleaned_data),
        done=lambda: f"Platsen {form.cleaned_data['label']} är rättad.",
        heading=f"Rätta platsen {seat.label}",
        about=f"Från och med {long_date(seat.starts)}",
        follows=[
            CORRECTED,
            "Blir platsen en annan från en viss dag: avsluta den och lägg till en ny.",
        ],
        button="Spara rättelsen",
        seat=seat,
    )


def _seat_for(request: UserRequest, slug: str, pk: int) -> tuple[Group, Seat]:
    """The seat, if it is one of a group that the visitor keeps."""
    group = group_for(request, slug)
    found: Seat = get_object_or_404(Seat, pk=pk, group=group)
    return group, found
