"""The account's own calendar feed: its address is shown once, when it is made."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from groups.admin.access import UserRequest
from meetings import workflow
from meetings.models import CalendarAddress
from samverkan.common.admin_site import signed_in

#: Where the session keeps a new address until it has been shown.
NEW = "calendar_address"


@require_GET
@signed_in
def page(request: UserRequest) -> HttpResponse:
    """Whether there is a feed, and how it is put into a calendar; a new address is shown here once."""
    current = CalendarAddress.objects.filter(user=request.user, revoked_at=None).first()
    address = request.session.pop(NEW, "") if current else ""
    webcal = "webcal:" + address.partition(":")[2] if address else ""
    return render(request, "meetings/calendar.html", {"current": current, "address": address, "webcal": webcal})


@require_POST
@signed_in
def make(request: UserRequest) -> HttpResponse:
    """A new address, in place of the one there was; the page shows it once, and loading that anew makes no other."""
    secret = workflow.make_calendar_address(by=request.user)
    request.session[NEW] = f"{settings.SITE_URL}/kalender/{secret}.ics"
    return redirect("meetings_admin:calendar")


@require_POST
@signed_in
def revoke(request: UserRequest) -> HttpResponse:
    """End the feed."""
    if workflow.revoke_calendar_address(by=request.user):
        messages.success(request, "Kalenderadressen är återkallad. Den slutar att gälla nu.")
    return redirect("meetings_admin:calendar")
