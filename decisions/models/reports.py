"""A group's own account of a year, under the headings that the areas use."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from decisions.models.versions import YearlyText
from decisions.plans.querysets import AnnualReportQuerySet
from decisions.plans.states import ReportState
from groups.models import Group


class AnnualReport(YearlyText):
    """Five headed texts and the figures of the register, as they were when they were fetched.

    ``figures`` is JSON and empty for a report that was written elsewhere; ``source`` then says where it is from.
    From its approval on the report is a ``SealedDocument``.
    """

    group = models.ForeignKey(Group, models.PROTECT, verbose_name="grupp", related_name="annual_reports")
    summary = models.TextField("sammanfattning", blank=True)
    successes = models.TextField("framgångar", blank=True)
    challenges = models.TextField("utmaningar", blank=True)
    changes = models.TextField("genomförda förändringar/aktiviteter", blank=True)
    planned = models.TextField("planerade aktiviteter", blank=True)
    figures = models.TextField("siffror", blank=True)
    figures_at = models.DateTimeField("siffrorna hämtade", null=True, blank=True)
    source = models.CharField(
        "källa", max_length=200, blank=True, help_text="Om rapporten är skriven någon annanstans."
    )
    state = models.CharField("läge", max_length=12, choices=ReportState, default=ReportState.DRAFT)
    sent_at = models.DateTimeField("skickad", null=True, blank=True)
    #: What the chair wrote when the report was returned; empty when it was not.
    comment = models.TextField("ordförandens kommentar", blank=True)
    approved_at = models.DateTimeField("godkänd", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="godkänd av", related_name="+", null=True, blank=True
    )
    published_at = models.DateTimeField("publicerad", null=True, blank=True)
    withdrawn_at = models.DateTimeField("avpublicerad", null=True, blank=True)
    withdrawal_reason = models.TextField("varför den är avpublicerad", blank=True)

    objects: Any = AnnualReportQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "årsrapport"
        verbose_name_plural = "årsrapporter"
        ordering: ClassVar = ["-year", "group", "-version"]
        constraints: ClassVar = YearlyText.Meta.constraints

    def __str__(self) -> str:
        return f"Årsrapport {self.year}, {self.group.title}{self.suffix}"

    @property
    def is_returned(self) -> bool:
        """Whether the chair has sent it back and it has not been sent again."""
        return self.state == ReportState.DRAFT and bool(self.comment)

    @property
    def headings(self) -> dict[str, str]:
        """Field → heading, in the order of the report: those of the report of VPMB for 2020."""
        return {
            "summary": "Sammanfattning",
            "successes": "Framgångar",
            "challenges": "Utmaningar",
            "changes": "Genomförda förändringar/aktiviteter",
            "planned": f"Planerade aktiviteter {self.year + 1}",
        }
