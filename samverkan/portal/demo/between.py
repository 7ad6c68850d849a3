"""Questions between groups in the demonstration: one that is lifted and under way, and one out on consultation."""

from datetime import date, timedelta

from django.db import transaction

from groups.models import Area, Group
from meetings.models import Consultation, Consulted, Handover, Matter
from meetings.workflow import consultations, handovers
from meetings.workflow.matters import raise_matter, take_in
from samverkan.portal.demo.cast import Cast, moment


def add_between(lgs: Group, local: Group, theme: Group, cast: Cast, *, today: date) -> None:
    """All of it made up; the local group has no process leader, so the one of LGS sends for it."""
    _lifted(local, lgs, cast, today=today)
    _asked_round(lgs, theme, cast, today=today)


def _lifted(local: Group, lgs: Group, cast: Cast, *, today: date) -> None:
    """A question of the local group that nobody in LGS has taken a position on."""
    at = moment(today - timedelta(days=6), 10)
    matter = Matter(
        group=local, title="Vem ansvarar för hjälpmedel vid korttidsboende?", purpose="decision", minutes=15,
        description="Gruppen har inte kunnat lösa frågan mellan sjukhuset och kommunen.",
        wished_decision="LGS enas om vem som ansvarar.",
    )  # fmt: skip
    matter = raise_matter(matter, by=cast.member, at=at)
    handover = Handover(
        kind=Handover.Kind.LIFT, to_group=lgs, note="Frågan har varit uppe två gånger.",
        in_line="Verksamhetschefen tar den också med sin områdeschef.",
    )  # fmt: skip
    with transaction.atomic():
        handovers.send(matter, handover, by=cast.process_leader, at=at + timedelta(days=1))


def _asked_round(lgs: Group, theme: Group, cast: Cast, *, today: date) -> None:
    """A consultation that the thematic group, the area and VästKom are to answer."""
    at = moment(today - timedelta(days=5), 9)
    matter = Matter(
        group=lgs, title="Intresse för ett gemensamt utbildningspaket", purpose="decision", minutes=20,
        description="Ett förslag på ett paket om egenvård för chefer och medarbetare.",
    )  # fmt: skip
    matter = take_in(raise_matter(matter, by=cast.process_leader, at=at), by=cast.process_leader, at=at)
    question = Consultation(
        matter=matter, question="Vill ni vara med, och vad behöver ni i så fall?", until=today + timedelta(days=16)
    )
    asked = [
        Consulted(group=theme),
        Consulted(area=Area.objects.get(pk=lgs.area_id)),
        Consulted(name="VästKom", email="vastkom@example.se"),
    ]
    consultations.send_out(question, asked, by=cast.process_leader, at=at + timedelta(hours=1))
