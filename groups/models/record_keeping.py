"""Who answers for a group's records and personal data, for a time."""

from django.db import models
from simple_history.models import HistoricalRecords

from groups.models.dated import Dated
from groups.models.groups import Group
from groups.models.organisations import Organisation
from groups.querysets import RecordKeepingManager
from samverkan.common.overlap import NoOverlap


class RecordKeeping(Dated):
    """The authority whose records the group's are, its diary, and who is controller of the personal data."""

    group = models.ForeignKey(Group, models.PROTECT, verbose_name="grupp", related_name="record_keeping")
    authority = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="ansvarig myndighet", related_name="keeps_records_of"
    )
    diary = models.CharField("diarium", max_length=120, blank=True)
    controller = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="personuppgiftsansvarig", related_name="controls_data_of"
    )
    contact = models.CharField(
        "kontakt", max_length=200, blank=True, help_text="Dit man vänder sig: en funktion, inte en person."
    )

    objects = RecordKeepingManager()
    history = HistoricalRecords()

    no_overlap = (
        NoOverlap(
            "one_record_keeping_per_group",
            ("group",),
            "Gruppen har redan en ansvarig myndighet under samma tid. Avsluta den raden först.",
        ),
    )

    class Meta(Dated.Meta):
        verbose_name = "arkivansvar"
        verbose_name_plural = "arkivansvar"
        ordering = ["group", "starts"]

    def __str__(self) -> str:
        return f"{self.group.code}: {self.authority}"

    def natural_key(self) -> tuple[str, str]:
        return (self.group.slug, self.starts.isoformat())
