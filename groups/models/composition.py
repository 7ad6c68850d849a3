"""Composition: the seats of a group, who holds them, and who chairs."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from groups.models.dated import Dated
from groups.models.groups import Group
from groups.models.mandates import Mandate
from groups.models.organisations import Organisation
from groups.models.people import Person
from groups.querysets import MembershipManager, OfficeTermManager, SeatManager
from samverkan.common.overlap import NoOverlap


class Seat(Dated):
    """One chair in a group. A seat that nobody holds is vacant.

    ``answers_for`` are the organisations that the holder speaks for beside the own one: "Kranskommunerna 2"
    answers for four municipalities (R3).
    """

    group = models.ForeignKey(Group, models.PROTECT, verbose_name="grupp", related_name="seats")
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, verbose_name="fastställd i", related_name="seats", null=True, blank=True
    )
    position = models.PositiveSmallIntegerField("ordning")
    label = models.CharField("plats", max_length=120, help_text="Så som uppdraget skriver: Göteborgs Stad, IFO.")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="organisation", related_name="seats", null=True, blank=True
    )
    answers_for = models.ManyToManyField(
        Organisation, verbose_name="svarar för", related_name="answered_for_by", blank=True
    )
    is_adjunct = models.BooleanField("adjungerad", default=False)

    objects = SeatManager()
    history = HistoricalRecords(m2m_fields=[answers_for])

    no_overlap = (
        NoOverlap(
            "one_seat_per_position",
            ("group", "position"),
            "Det finns redan en plats med det ordningsnumret under samma tid. Välj ett annat nummer.",
        ),
    )

    class Meta(Dated.Meta):
        verbose_name = "plats"
        verbose_name_plural = "platser"
        ordering: ClassVar = ["group", "position"]

    def __str__(self) -> str:
        return f"{self.group.code}: {self.label}"

    def natural_key(self) -> tuple[str, int, str]:
        return (self.group.slug, self.position, self.starts.isoformat())

    natural_key.dependencies = ["groups.group"]  # type: ignore[attr-defined]


class Membership(Dated):
    """A person in a group, for a time, with the organisation and title of that time. Never deleted."""

    class Role(models.TextChoices):
        MEMBER = "member", "Ledamot"
        SUBSTITUTE = "substitute", "Ersättare"
        ADJUNCT = "adjunct", "Adjungerad"
        CONTACT = "contact", "Kontaktperson"
        PROCESS_LEADER = "process_leader", "Processledare"
        COORDINATOR = "coordinator", "Koordinator"

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="person", related_name="memberships")
    group = models.ForeignKey(Group, models.PROTECT, verbose_name="grupp", related_name="memberships")
    seat = models.ForeignKey(Seat, models.PROTECT, verbose_name="plats", related_name="holders", null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="organisation", related_name="memberships",
        null=True, blank=True,
    )  # fmt: skip
    role = models.CharField("roll", max_length=14, choices=Role, default=Role.MEMBER)
    title = models.CharField("titel", max_length=160, blank=True)

    objects = MembershipManager()
    history = HistoricalRecords()

    no_overlap = (
        NoOverlap(
            "one_membership_per_role",
            ("person", "group", "role"),
            "Personen har redan den rollen i gruppen under samma tid. Avsluta det uppdraget först.",
        ),
        NoOverlap(
            "one_holder_per_seat",
            ("seat",),
            "Platsen är redan besatt under samma tid. Avsluta det uppdraget först, eller välj en annan plats.",
            unless=("role", Role.SUBSTITUTE.value),
        ),
    )

    class Meta(Dated.Meta):
        verbose_name = "medlemskap"
        verbose_name_plural = "medlemskap"
        ordering: ClassVar = ["group", "seat__position", "person__name"]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display().lower()} i {self.group.code}"

    def clean(self) -> None:
        if self.seat and self.seat.group_id != self.group_id:
            raise ValidationError({"seat": "Platsen hör till en annan grupp. Välj en plats i den här gruppen."})

    def natural_key(self) -> tuple[str, str, str, str]:
        return (self.person.slug, self.group.slug, self.role, self.starts.isoformat())

    natural_key.dependencies = ["groups.person", "groups.group"]  # type: ignore[attr-defined]


class OfficeTerm(Dated):
    """Chair or vice chair for a time (R2). A chair may be shared, or hold the office in the meantime."""

    class Office(models.TextChoices):
        CHAIR = "chair", "Ordförande"
        VICE_CHAIR = "vice_chair", "Vice ordförande"

    membership = models.ForeignKey(Membership, models.PROTECT, verbose_name="medlemskap", related_name="offices")
    office = models.CharField("uppdrag", max_length=10, choices=Office)
    is_shared = models.BooleanField("delat", default=False)
    is_interim = models.BooleanField("tillförordnad", default=False)

    objects = OfficeTermManager()
    history = HistoricalRecords()

    no_overlap = (
        NoOverlap(
            "one_term_per_office",
            ("membership", "office"),
            "Personen har redan det uppdraget under samma tid. Avsluta det först.",
        ),
    )

    class Meta(Dated.Meta):
        verbose_name = "ordförandeskap"
        verbose_name_plural = "ordförandeskap"
        ordering: ClassVar = ["membership__group", "office", "starts"]

    def __str__(self) -> str:
        return f"{self.get_office_display()}: {self.membership.person}"

    def natural_key(self) -> tuple[str, str, str, str]:
        return (self.membership.person.slug, self.membership.group.slug, self.office, self.starts.isoformat())

    natural_key.dependencies = ["groups.membership"]  # type: ignore[attr-defined]
