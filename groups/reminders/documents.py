"""The owner of a governing document is told that it is to be reviewed, and that it runs out, once each."""

from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from groups.mail import chairs_of, remind, secretariat_of
from groups.models import GoverningDocument
from samverkan.common import daily
from samverkan.common.swedish import long_date

#: Days before the last day on which the owner is told.
STAGES = (0, 30, 90)
#: A document that ran out longer ago than this is old news.
LATE = timedelta(days=30)


@daily.task("groups.documents")
def warn(on: date) -> None:
    """Tell of every document whose review day has come, and of those that run out within 90 days."""
    due = GoverningDocument.objects.due_for_review(on=on)
    ending = GoverningDocument.objects.filter(valid_until__gte=on - LATE, successors=None)
    rows = GoverningDocument.objects.filter(Q(pk__in=due.values("pk")) | Q(pk__in=ending.values("pk")))
    reviewed, ended = set(due.values_list("pk", flat=True)), set(ending.values_list("pk", flat=True))

    def look_at(document: GoverningDocument) -> None:
        if document.pk in reviewed and document.review_date:
            _tell(document, f"review:{document.review_date}", on=on, review_day=long_date(document.review_date))
        if document.pk in ended:
            _tell_of_end(document, on=on)

    daily.each(rows.select_related("group"), look_at)


def _tell_of_end(document: GoverningDocument, *, on: date) -> None:
    stage = stage_of(document, on=on)
    if document.valid_until and stage is not None:
        ended = "ja" if document.has_run_out(on=on) else ""
        occasion = f"until:{document.valid_until}:{stage}"
        _tell(document, occasion, on=on, last_day=long_date(document.valid_until), has_ended=ended)


def stage_of(document: GoverningDocument, *, on: date) -> int | None:
    """The tightest stage that the day has come to, None while the last day is far off or not set."""
    if document.valid_until is None:
        return None
    left = (document.valid_until - on).days
    return next((stage for stage in STAGES if left <= stage), None)


def _tell(document: GoverningDocument, occasion: str, *, on: date, **words: str) -> None:
    """One mail to each of those who run the owner group, or chair it when nobody does."""
    people = secretariat_of(document.group, on=on) or chairs_of(document.group, on=on)
    path = reverse("groups_admin:document", args=[document.pk])
    context = {"title": document.title, "group": document.group.title, **words}
    for person in people:
        remind(f"document:{document.pk}:{occasion}", "document_review", person, path=path, **context)
