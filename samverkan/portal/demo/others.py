"""The rest of what the product does, at work: a written question, a joint meeting and one called off, matters raised,
a short note, and a group that uploads its finished notes. All of it is made up, and only the three people take part.
"""

from datetime import date, time, timedelta
from io import BytesIO

import docx
from django.core.files.base import ContentFile

from decisions import workflow as decisions
from decisions.models import Decision
from groups.models import Group
from meetings import workflow
from meetings.models import Matter, Meeting
from meetings.workflow.matters import raise_matter, take_in
from meetings.workflow.short_notes import save_short_note
from meetings.workflow.uploading import Upload, receive_note
from meetings.workflow.written import Question, plan_written, put_out
from samverkan.common import history, uploads
from samverkan.portal.demo.between import add_between
from samverkan.portal.demo.cast import Cast, moment, place
from samverkan.portal.demo.days import called_off_day, day_from, day_until, joint_day


def add_others(lgs: Group, cast: Cast, *, today: date) -> None:
    """Everything here, for a demonstration that is shown on the day."""
    theme, local = Group.objects.get(slug="temagrupp-psykiatri"), Group.objects.get(slug="nosam-partille")
    place(cast, local, leads=False)
    _matters(lgs, cast, today=today)
    add_between(lgs, local, theme, cast, today=today)
    _written(theme, cast, today=today)
    _joint(theme, lgs, cast, today=today)
    _called_off(theme, cast, today=today)
    _short_note(lgs, cast, today=today)
    _finished_note(local, cast, today=today)
    _followed(lgs, cast, today=today)


def _matters(group: Group, cast: Cast, *, today: date) -> None:
    """A question that nobody has taken in, and one that is being prepared."""
    raised = moment(today - timedelta(days=3), 9)
    new = Matter(
        group=group, title="Hur når vi unga vuxna som flyttar mellan kommuner?", purpose="dialog", minutes=20,
        description="Insatserna tappas bort när den unge byter kommun. Vi vill höra hur ni gör.",
    )  # fmt: skip
    raise_matter(new, by=cast.member, at=raised)
    known = Matter(
        group=group, title="Gemensam introduktion för nya chefer", purpose="decision", minutes=15,
        description="Ett förslag på en halvdag per termin.",
        wished_decision="LGS enas om en gemensam introduktion från nästa år.",
    )  # fmt: skip
    known = raise_matter(known, by=cast.chair, at=raised - timedelta(days=10))
    take_in(known, by=cast.process_leader, at=raised)


def _written(group: Group, cast: Cast, *, today: date) -> None:
    """A question that is out, and that the member has not answered."""
    sent = moment(today - timedelta(days=2), 10)
    question = Question(
        title="Remissvar om vårdförlopp vid ångest",
        question="Kan gruppen ställa sig bakom svaret?",
        background="Svaret är berett på två möten.",
        proposed_decision="Temagruppen ställer sig bakom remissvaret.",
    )
    meeting = Meeting(group=group, answers_until=day_from(today + timedelta(days=9)))
    meeting = plan_written(meeting, [question], by=cast.process_leader, at=sent)
    agenda = workflow.send_agenda(meeting, by=cast.process_leader, at=sent)
    workflow.approve_agenda(agenda, by=cast.chair, at=sent + timedelta(hours=1))
    put_out(meeting, by=cast.process_leader, at=sent + timedelta(hours=2))


def _planned(group: Group, day: date, cast: Cast, *, at_day: date, joint: tuple[Group, ...] = ()) -> Meeting:
    meeting = Meeting(group=group, date=day, starts_at=time(9), ends_at=time(11), place="Digitalt möte")
    at = moment(at_day, 8)
    meeting = workflow.plan_meeting(meeting, joint_groups=joint, by=cast.process_leader, at=at)
    # A made-up meeting has made-up people only: nobody real is said to have been there.
    meeting.attendance.filter(person__user=None).delete()
    return meeting


def _joint(group: Group, other: Group, cast: Cast, *, today: date) -> None:
    """A meeting that two groups are to hold together."""
    _planned(group, joint_day(today), cast, at_day=today - timedelta(days=8), joint=(other,))


def _called_off(group: Group, cast: Cast, *, today: date) -> None:
    meeting = _planned(group, called_off_day(today), cast, at_day=today - timedelta(days=20))
    reason = "För få kan komma. Frågorna tas upp vid nästa möte."
    workflow.cancel_meeting(meeting, reason=reason, by=cast.process_leader, at=moment(today - timedelta(days=1), 15))


def _short_note(group: Group, cast: Cast, *, today: date) -> None:
    """A few lines from the meeting whose note is out for adjustment."""
    group.type.publishes_short_notes = True
    history.save(group.type, by=None, fields=["publishes_short_notes"])
    meeting = Meeting.objects.get(group=group, date=date(2026, 6, 4))
    text = "LGS talade om de statliga medlen och om närsjukvårdsteamen. Anteckningen kommer när den är justerad."
    save_short_note(meeting, text=text, by=cast.process_leader, at=moment(date(2026, 6, 4), 18))


def _finished_note(group: Group, cast: Cast, *, today: date) -> None:
    """A group that writes its notes in Word: one is uploaded and waits to be looked through and published."""
    group.type.light_path = True
    history.save(group.type, by=None, fields=["light_path"])
    written = docx.Document()
    written.add_heading("Minnesanteckningar", 1)
    written.add_paragraph("Gruppen gick igenom höstens övergångar mellan sjukhus och hemsjukvård.")
    written.add_paragraph("Gruppen enades om att prova en gemensam checklista under tre månader.")
    kept = BytesIO()
    written.save(kept)
    file = uploads.check(ContentFile(kept.getvalue(), "minnesanteckningar.docx"))
    at = moment(today - timedelta(days=1), 9)
    receive_note(group, day_until(today - timedelta(days=4)), Upload(file), by=cast.chair, at=at)


def _followed(group: Group, cast: Cast, *, today: date) -> None:
    """The decision of the real note that is to be anchored, under way. Who has come how far is made up."""
    at = moment(today - timedelta(days=2), 9)
    decision = Decision.objects.followed().get(group=group, number=5)
    seat = group.memberships.get(person=cast.member.person)
    seat.organisation = decision.anchorings.get(organisation__name="Socialförvaltning Centrum").organisation
    history.save(seat, by=None, fields=["organisation"])
    decisions.set_due(decision, today + timedelta(days=30), by=cast.process_leader, at=at)
    rows = list(decision.anchorings.exclude(organisation=seat.organisation).order_by("organisation__name"))
    for row, state in zip(rows, ("implemented", "anchored", "not_concerned"), strict=False):
        decisions.report_anchoring(row, state, note="Påhittat för demonstrationen.", by=cast.process_leader, at=at)
