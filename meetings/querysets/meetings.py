"""The questions that are asked of meetings and publications, by name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from groups.models import Group, Membership
from meetings.states import MeetingState
from samverkan.common.frozen import FrozenQuerySet

if TYPE_CHECKING:
    from groups.models import User


class MeetingQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        """Meetings that everyone may know of: of a group that is shown. A chair's decision first when it is public."""
        publications: Any = apps.get_model("meetings", "Publication").objects
        is_public = Exists(publications.filter(meeting=OuterRef("pk")))
        return self.filter(~Q(kind="chair") | is_public, group__shows_group=True)

    def visible_to(self, user: User, *, on: date) -> Self:
        """Meetings of the groups that the account sees on the day, own or joint."""
        groups = Group.objects.visible_to(user, on=on)
        return self.filter(Q(group__in=groups) | Q(joint_groups__in=groups)).distinct()

    def of_groups(self, groups: Any) -> Self:
        """Meetings that any of the groups hold or take part in, each once."""
        return self.filter(Q(group__in=groups) | Q(joint_groups__in=groups)).distinct()

    def with_joint(self) -> Self:
        """With ``together``, the groups that a joint meeting is held with, by name: for those inside, since hidden
        groups are among them. One query however many meetings.
        """
        return self.prefetch_related(Prefetch("joint_groups", Group.objects.order_by("name"), to_attr="together"))

    def presented_by(self, person: Any) -> Self:
        """Meetings that have been called with an item that the person presents; called off or held since, too."""
        items = apps.get_model("meetings", "AgendaItem").objects.filter(presenter=person)
        history: Any = apps.get_model("meetings", "HistoricalMeeting").objects
        was_called = Exists(history.filter(id=OuterRef("pk"), state=MeetingState.CALLED))
        called = Q(state=MeetingState.CALLED) | Q(was_called, state__in=[MeetingState.HELD, MeetingState.CANCELLED])
        return self.filter(called, pk__in=items.values("meeting"))

    def answered_by_all(self, *, on: date) -> Self:
        """Written meetings that are out, before their last day has passed, and that every member has answered."""
        answers = apps.get_model("meetings", "WrittenAnswer").objects
        said = answers.filter(item=OuterRef("pk"), person=OuterRef(OuterRef("person")))
        items = apps.get_model("meetings", "AgendaItem").objects.filter(meeting=OuterRef(OuterRef("pk")))
        members = Membership.objects.on(on).filter(
            Q(group=OuterRef("group")) | Q(group__joint_meetings=OuterRef("pk")), role=Membership.Role.MEMBER
        )
        silent = members.filter(Exists(items.filter(~Exists(said))))
        return self.filter(~Exists(silent), kind="written", state=MeetingState.CALLED, answers_until__gte=on)

    def gathering(self, *, after: date) -> Self:
        """Meetings after the day that people are to come together for, nearest first."""
        kinds, states = ["ordinary", "extra"], [MeetingState.PLANNED, MeetingState.CALLED]
        return self.filter(date__gt=after, state__in=states, kind__in=kinds).order_by("date", "pk")

    def upcoming(self, *, on: date) -> Self:
        """Meetings on the day or later that have not been held, called off or not, nearest first.

        What is held today, and what is published, belongs to what has been.
        """
        return self.filter(date__gte=on).exclude(state=MeetingState.HELD).order_by("date", "starts_at", "pk")

    def past(self, *, on: date) -> Self:
        """Every meeting that is not among the ``upcoming``, the latest first."""
        return self.filter(Q(date__lt=on) | Q(state=MeetingState.HELD)).order_by("-date", "-sequence", "group")

    def with_notes(self) -> Self:
        """With ``has_note``, whether everyone can read the note, and ``is_withdrawn``, whether it was taken off."""
        publications: Any = apps.get_model("meetings", "Publication").objects
        notes = publications.published().filter(meeting=OuterRef("pk"))
        closed = publications.filter(meeting=OuterRef("pk"), closed_at__isnull=False)
        closed = closed.filter(meeting__group__shows_minutes=True)
        return self.annotate(has_note=Exists(notes), is_withdrawn=Exists(closed) & ~Exists(notes))

    def at(self, group_slug: str, day_key: str) -> Self:
        """The meeting at an address: the group's slug and ``2026-04-23`` or ``2026-04-23-2``."""
        day, sequence = date.fromisoformat(day_key[:10]), int(day_key[11:] or 1)
        return self.filter(group__slug=group_slug, date=day, sequence=sequence)

    def moved_from(self, group_slug: str, day_key: str) -> Self:
        """The meeting that was at an address before it was moved."""
        day, sequence = date.fromisoformat(day_key[:10]), int(day_key[11:] or 1)
        return self.filter(group__slug=group_slug, moves__date=day, moves__sequence=sequence).distinct()


class PublicationQuerySet(FrozenQuerySet[Any]):
    def readable(self) -> Self:
        """Public variants that everyone may read: not closed, of a group that shows itself and its minutes.

        Of a note that has been corrected the versions before can be read too, each at its own address.
        """
        return self.filter(closed_at=None, meeting__group__shows_group=True, meeting__group__shows_minutes=True)

    def published(self) -> Self:
        """Of what is readable that which stands: one for each meeting. Lists, figures and feeds read these."""
        return self.readable().filter(superseded_at=None)

    def earlier(self) -> Self:
        """Of what is readable that which a later version has taken the place of."""
        return self.readable().filter(superseded_at__isnull=False)

    def standing(self) -> Self:
        """What stands, also in a group that shows it to nobody."""
        return self.filter(closed_at=None, superseded_at=None)

    def latest_first(self) -> Self:
        """By the day of the meeting, the newest first, with what a list row shows."""
        return self.select_related("meeting__group__area").order_by("-meeting__date", "-meeting__sequence")
