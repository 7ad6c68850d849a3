"""Groups that end are asked for a final report: 90, 30 and 0 days before the last day, and a month after it (R10)."""

from datetime import date, timedelta

from django.urls import reverse

from groups.mail import remind, secretariat_of
from groups.models import GoverningDocument, Group, Person
from samverkan.common import daily
from samverkan.common.swedish import long_date

#: Days left on the last day at which a mail goes out, the tightest first; the first is a month after it.
STAGES = (-30, 0, 30, 90)
#: How long after its last day a group is asked at all: a portal that is new asks nothing about long ago.
LATEST = timedelta(days=60)


@daily.task("groups.final_reports")
def ask_for_final_reports(on: date) -> None:
    """Ask for every final report that is due on the day; what has been asked at one stage is not asked again."""
    reported = GoverningDocument.objects.filter(kind=GoverningDocument.Kind.FINAL_REPORT).values("group")
    ending = Group.objects.filter(ends__gt=on - LATEST, ends__lte=on + timedelta(days=max(STAGES) + 1), starts__lte=on)
    rows = ending.exclude(pk__in=reported).select_related("works_for", "parent")
    daily.each(rows, lambda group: _ask(group, on=on))


def stage_of(last_day: date, *, on: date) -> int | None:
    """The tightest stage that the day has come to, so that a portal that was down does not ask three times over."""
    left = (last_day - on).days
    return next((stage for stage in STAGES if left <= stage), None)


def people_to_ask(group: Group, *, on: date) -> list[Person]:
    """Those who run the group, on its last day if that has passed, and those who run the group that it works for."""
    day = min(on, group.last_day or on)
    people = secretariat_of(group, on=day)
    if commissioner := group.works_for or group.parent:
        people += secretariat_of(commissioner, on=on)
    return list({person.pk: person for person in people}.values())


def _ask(group: Group, *, on: date) -> None:
    last_day = group.last_day
    stage = stage_of(last_day, on=on) if last_day else None
    if last_day is None or stage is None:
        return
    kind = GoverningDocument.Kind.FINAL_REPORT.value
    path = f"{reverse('groups_admin:document-new')}?grupp={group.slug}&slag={kind}"
    context = {"group": group.title, "last_day": long_date(last_day), "has_ended": "ja" if last_day < on else ""}
    for person in people_to_ask(group, on=on):
        remind(f"final-report:{group.pk}:{last_day}:{stage}", "final_report", person, path=path, **context)
