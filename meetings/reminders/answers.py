"""Answers that are waited for: minutes that nobody has adjusted, agendas that nobody has answered."""

from datetime import date, timedelta
from functools import partial

from django.utils import timezone

from groups.mail import address_of, secretariat_of
from groups.models import GroupType, Person
from meetings.models import AgendaVersion, MinutesVersion
from meetings.rules import agenda_approvers, remaining_of
from meetings.states import AgendaState, MeetingState, MinutesState
from meetings.workflow.approval import approving_meeting
from meetings.workflow.verdicts import why_closed
from samverkan.common import daily, outbox
from samverkan.common.swedish import listed, long_date

#: After how many days an adjuster is reminded; at the last of them the secretariat is told too.
MINUTES_DAYS = (7, 14)
AGENDA_DAYS = 3


@daily.task("minutes not adjusted")
def remind_adjusters(on: date) -> None:
    """Remind those whose verdict is waited for, once after 7 days and once after 14; then tell the secretariat.

    The days are counted from when the verdict could first be given, and for who was named later from then. Who was
    reached only after 14 days gets the later reminder alone.
    """
    out = MinutesVersion.objects.filter(state=MinutesState.OUT).defer("content", "seal")
    daily.each(out.select_related("meeting__group__type"), partial(_remind_of_minutes, on=on))


def _remind_of_minutes(version: MinutesVersion, *, on: date) -> None:
    if why_closed(version, on=on):
        return
    waited = _waited(version, on=on)
    for person, days in waited.items():
        if passed := [limit for limit in MINUTES_DAYS if days >= limit]:
            outbox.add_once(
                f"minutes-reminder:{version.pk}:{person.pk}:{passed[-1]}", "meetings.mail",
                template="minutes_reminder", meeting=version.meeting_id, person=person.pk,
                context=_context(version, days), minutes=version.pk,
            )  # fmt: skip
    if late := [person for person, days in waited.items() if days >= MINUTES_DAYS[-1]]:
        said = {**_context(version, max(waited.values())), **_who(late)}
        _tell_secretariat(version, said, on=on)


def _who(late: list[Person]) -> dict[str, str]:
    """Those who are waited for, by whether a reminder reached them; nobody without an address has got one."""
    without = [person for person in late if not address_of(person)]
    return {
        "names": listed([person.name for person in late if person not in without]),
        "unreached": listed([person.name for person in without]),
    }


def _context(version: MinutesVersion, days: int) -> dict[str, str]:
    return {"days": str(days), "sent": long_date(version.sent_at), "mode": version.adjustment_mode}


def _waited(version: MinutesVersion, *, on: date) -> dict[Person, int]:
    """How many days each one's verdict has been waited for: since it could be given, by them."""
    since = _open_since(version)
    rows = version.adjusters.exclude(named_at=None).values_list("person", "named_at")
    named = {person: timezone.localdate(at) for person, at in rows}
    return {person: (on - max(since, named.get(person.pk, since))).days for person in remaining_of(version, on=on)}


def _open_since(version: MinutesVersion) -> date:
    """The first day that a verdict could be given."""
    sent = timezone.localdate(version.sent_at)
    if version.adjustment_mode == GroupType.AdjustmentMode.COMMENTS and version.comments_until:
        return version.comments_until + timedelta(days=1)
    if version.adjustment_mode == GroupType.AdjustmentMode.NEXT_MEETING and (
        later := approving_meeting(version.meeting)
    ):
        return max(sent, later.date)
    return sent


def _tell_secretariat(version: MinutesVersion, context: dict[str, str], *, on: date) -> None:
    for person in secretariat_of(version.meeting.group, on=on):
        outbox.add_once(
            f"minutes-late:{version.pk}:{person.pk}", "meetings.mail", template="minutes_late",
            meeting=version.meeting_id, person=person.pk, context=context,
        )  # fmt: skip


@daily.task("agendas not answered")
def remind_approvers(on: date) -> None:
    """Remind those who are to approve an agenda, once, when it has waited for three days."""
    coming = [MeetingState.PLANNED, MeetingState.CALLED]
    waiting = AgendaVersion.objects.filter(
        state=AgendaState.SENT, meeting__state__in=coming, meeting__date__gte=on
    ).defer("content")
    rows = waiting.select_related("meeting__group__type", "meeting__group__prepared_by")
    daily.each(rows, partial(_remind_of_agenda, on=on))


def _remind_of_agenda(version: AgendaVersion, *, on: date) -> None:
    if (on - timezone.localdate(version.sent_at)).days < AGENDA_DAYS:
        return
    for person in agenda_approvers(version.meeting, on=on):
        outbox.add_once(
            f"agenda-reminder:{version.pk}:{person.pk}", "meetings.mail", template="agenda_reminder",
            meeting=version.meeting_id, person=person.pk, context={"sent": long_date(version.sent_at)},
            agenda=version.pk,
        )  # fmt: skip
