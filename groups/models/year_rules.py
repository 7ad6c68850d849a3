"""What comes back every year: when plan and report are due, and which groups are to meet each other."""

import calendar
from datetime import date
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from groups.models.groups import Group, GroupType
from groups.models.standing_rules import OwnedRule
from groups.querysets import OwnedRuleManager, YearlyMeetingManager

#: From this month on a day that a plan is due on lies in the year before the plan's.
AUTUMN = 8
DAY = RegexValidator(
    r"\A(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])\Z", "Skriv månad och dag med två siffror var, till exempel 03-31."
)


class YearRule(OwnedRule):
    """The days by which a group's plan is established and its report approved, every year from ``since`` on.

    A group without such a rule is never late. Days are written as 03-31; an empty one is no demand.
    """

    plan_due = models.CharField(
        "handlingsplanen fastställd senast", max_length=5, blank=True, validators=[DAY],
        help_text="Månad och dag, till exempel 01-31. En dag från och med augusti ligger året före planens år.",
    )  # fmt: skip
    report_due = models.CharField(
        "årsrapporten godkänd senast", max_length=5, blank=True, validators=[DAY],
        help_text="Månad och dag året efter det som rapporten handlar om, till exempel 02-28.",
    )  # fmt: skip
    since = models.PositiveSmallIntegerField("från och med planer och rapporter för år")

    objects = OwnedRuleManager()
    history = HistoricalRecords()

    class Meta(OwnedRule.Meta):
        verbose_name = "regel för handlingsplan och årsrapport"
        verbose_name_plural = "regler för handlingsplan och årsrapport"

    def __str__(self) -> str:
        return f"{self.group or self.type}: plan {self.plan_due or '–'}, rapport {self.report_due or '–'}"

    def plan_due_for(self, year: int) -> date | None:
        """The day by which the plan of a year is established; None when nothing is demanded of that year."""
        if not self.plan_due or year < self.since:
            return None
        return _day(year - 1 if int(self.plan_due[:2]) >= AUTUMN else year, self.plan_due)

    def report_due_for(self, year: int) -> date | None:
        """The day by which the report of a year is approved; None when nothing is demanded of that year."""
        return _day(year + 1, self.report_due) if self.report_due and year >= self.since else None


def _day(year: int, text: str) -> date:
    """The day of a year; the last of the month where the month is shorter."""
    month, day = int(text[:2]), int(text[3:])
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


class YearlyMeeting(models.Model):
    """A group is to meet other groups of its area every year (R9): each group of the types, at least so often.

    A meeting counts when both take part in it, whoever of them holds it.
    """

    host = models.ForeignKey(Group, models.CASCADE, verbose_name="grupp", related_name="yearly_meetings")
    title = models.CharField("vad mötet kallas", max_length=120)
    partner_types = models.ManyToManyField(
        GroupType, verbose_name="möter områdets grupper av typ", related_name="yearly_meetings"
    )
    minimum = models.PositiveSmallIntegerField("minst per år", default=1)
    maximum = models.PositiveSmallIntegerField("högst per år", null=True, blank=True)
    source = models.CharField("källa", max_length=200, blank=True, help_text="Dokumentet som regeln står i.")

    objects = YearlyMeetingManager()
    history = HistoricalRecords(m2m_fields=[partner_types])

    class Meta:
        verbose_name = "årligt möte med andra grupper"
        verbose_name_plural = "årliga möten med andra grupper"
        ordering: ClassVar = ["host", "title"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_yearly_meeting_per_title", fields=["host", "title"]),
            models.CheckConstraint(
                name="yearly_meetings_in_order",
                condition=Q(maximum=None) | Q(maximum__gte=F("minimum")),
                violation_error_message="Högst kan inte vara mindre än minst.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host}: {self.title}"

    def natural_key(self) -> tuple[str, str]:
        return (self.host.slug, self.title)
