"""Mail about annual reports: to those who are to approve one, and back to those who write it."""

from datetime import date, datetime

from django.utils import timezone

from decisions.models import AnnualReport
from groups.mail import chairs_of, remind, secretariat_of
from groups.models import User


def tell_chairs(report: AnnualReport, *, on: date) -> int:
    """Promise a mail to each of those who chair the group on the day; how many."""
    people = chairs_of(report.group, on=on)
    for person in people:
        _promise(report, "report_to_approve", person, moment=report.sent_at, comment="", by="")
    return len(people)


def tell_secretariat(report: AnnualReport, template: str, *, by: User, at: datetime) -> None:
    """Promise a mail to each of those who run the group."""
    for person in secretariat_of(report.group, on=timezone.localdate(at)):
        _promise(report, template, person, moment=at, comment=report.comment, by=str(by))


def _promise(report: AnnualReport, template: str, person: object, *, moment: datetime | None, **words: str) -> None:
    key = f"{template}:{report.pk}:{moment.isoformat() if moment else ''}"
    about = {"group": report.group.title, "year": str(report.year), **words}
    remind(key, template, person, path=f"/admin/rapporter/{report.pk}/", **about)  # type: ignore[arg-type]
