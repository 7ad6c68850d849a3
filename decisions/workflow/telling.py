"""Mail about annual reports: to those who are to approve one, and back to those who write it."""

from datetime import date, datetime

from django.utils import timezone

from decisions.models import AnnualReport
from groups.mail import chairs_of, remind, secretariat_of
from groups.models import User


def tell_chairs(report: AnnualReport, *, by: User, on: date) -> int:
    """Promise a mail to each of those who chair the group on the day, but to who did it; how many chair it."""
    people = chairs_of(report.group, on=on)
    for person in people:
        if person.pk != by.person_id:
            _promise(report, "report_to_approve", person, moment=report.sent_at, comment="", by="")
    return len(people)


def tell_writers(report: AnnualReport, template: str, *, by: User, at: datetime) -> None:
    """Promise a mail to each of those who run the group; where nobody does, to those who chair it, but who did it."""
    day = timezone.localdate(at)
    for person in secretariat_of(report.group, on=day) or chairs_of(report.group, on=day):
        if person.pk != by.person_id:
            _promise(report, template, person, moment=at, comment=report.comment, by=str(by))


def _promise(report: AnnualReport, template: str, person: object, *, moment: datetime | None, **words: str) -> None:
    key = f"{template}:{report.pk}:{moment.isoformat() if moment else ''}"
    about = {"group": report.group.title, "year": str(report.year), **words}
    remind(key, template, person, path=f"/admin/rapporter/{report.pk}/", **about)  # type: ignore[arg-type]
