"""The tables of the bottom layer: the outbox, the mail of the demonstration, and the stamp of the open site."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class OutboxMessage(models.Model):
    """Work promised in the same transaction as the change that caused it: a mail, a file to render.

    Done exactly once as far as the database goes; a worker that dies leaves a lease that runs out. What must
    only ever be promised once (a reminder) has a ``key``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("slag", max_length=80)
    payload = models.JSONField("innehåll")
    key = models.CharField("nyckel", max_length=200, unique=True, null=True, blank=True)
    created_at = models.DateTimeField("skapad", auto_now_add=True)
    due_at = models.DateTimeField("tidigast")
    attempts = models.PositiveSmallIntegerField("försök", default=0)
    leased_until = models.DateTimeField("utlånad till", null=True, blank=True)
    done_at = models.DateTimeField("klar", null=True, blank=True)
    dead_at = models.DateTimeField("uppgiven", null=True, blank=True)
    error = models.TextField("senaste fel", blank=True)

    class Meta:
        verbose_name = "utgående uppgift"
        verbose_name_plural = "utgående uppgifter"
        indexes: ClassVar = [
            # What is asked by the beginning of a key reads the index that Django makes for it beside the unique one.
            models.Index(name="outbox_undone", fields=["created_at"], condition=Q(done_at=None)),
            models.Index(name="outbox_waiting", fields=["due_at"], condition=Q(done_at=None, dead_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class KeptMail(models.Model):
    """A mail that the demonstration sent nowhere: kept to be read."""

    message_id = models.CharField("Message-ID", max_length=200)
    to = models.CharField("till", max_length=254)
    subject = models.CharField("ämne", max_length=300)
    text = models.TextField("text")
    html = models.TextField("html", blank=True)
    files = models.JSONField("bilagor", default=list)
    sent_at = models.DateTimeField("skickat", auto_now_add=True)

    class Meta:
        verbose_name = "mejl i demonstrationen"
        verbose_name_plural = "mejl i demonstrationen"
        ordering: ClassVar = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.subject


class PublicStamp(models.Model):
    """One row whose number grows each time something that the open site shows may have changed."""

    value = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="one_public_stamp", condition=Q(pk=1)),
        ]

    def __str__(self) -> str:
        return str(self.value)
