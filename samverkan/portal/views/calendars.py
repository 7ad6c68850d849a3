"""Calendar feeds: the open ones of all groups and of one, and a person's own behind a secret address."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from groups.models import Group
from meetings.calendars import feeds
from meetings.calendars.ics import MEDIA_TYPE
from samverkan.portal.pages import kept

# /kalender.ics


@kept()
def calendar(request: HttpRequest) -> HttpResponse:
    return HttpResponse(feeds.public_feed(on=timezone.localdate()), content_type=MEDIA_TYPE)


# /grupper/<group>/kalender.ics


@kept()
def group_calendar(request: HttpRequest, group: str) -> HttpResponse:
    found = get_object_or_404(Group.objects.published(), slug=group)
    return HttpResponse(feeds.public_feed(on=timezone.localdate(), group=found), content_type=MEDIA_TYPE)


# /kalender/<secret>.ics


@require_safe
def personal_calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """No sign-in and no cookie: the address is the key. Nobody but the calendar that asked may keep the answer."""
    owner = feeds.owner_of(secret)
    if owner is None:
        raise Http404
    body = feeds.personal_feed(owner, on=timezone.localdate())
    tag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    found = get_conditional_response(request, etag=tag)
    response = found if isinstance(found, HttpResponse) else HttpResponse(body, content_type=MEDIA_TYPE)
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    response["Referrer-Policy"], response["X-Robots-Tag"] = "no-referrer", "noindex"
    return response
