"""The people who hold seats and offices, take notes or present."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from groups.models.organisations import Organisation
from groups.querysets import PersonQuerySet, SlugManager


class Person(models.Model):
    """A person in the cooperation, with the title and organisation of today.

    The e-mail address is never public. Titles and organisations of the past stand on memberships and
    attendance, so that renaming or moving a person changes no old note.
    """

    slug = models.SlugField("kod", max_length=80, unique=True)
    name = models.CharField("namn", max_length=120)
    title = models.CharField("titel", max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name="organisation",
        related_name="people",
        null=True,
        blank=True,
    )
    email = models.EmailField("e-post (visas aldrig öppet)", blank=True)
    is_role_contact = models.BooleanField("rollens kontaktuppgift får visas", default=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="är samma person som",
        related_name="merged",
        null=True,
        blank=True,
    )

    objects = SlugManager.from_queryset(PersonQuerySet)()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def described(self) -> str:
        """The name with what tells people of the same name apart: title and organisation of today."""
        return ", ".join(filter(None, [self.name, self.title, self.organisation.brief if self.organisation else ""]))

    def standing(self) -> Person:
        """The row that it is now, after every merger."""
        return self.merged_into.standing() if self.merged_into else self
