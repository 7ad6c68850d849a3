"""The demonstration: the real structure, the real note walked to publication, and work waiting to be done.

Three invented people sign everything that is done here; the officials of the seeds sign nothing.
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from groups.fixtures import STRUCTURE
from groups.mandates.files import render_waiting
from groups.models import Group, Organisation, Person, RecordKeeping
from groups.workflow import mandates
from meetings import gate, workflow
from meetings.documents import render_stored
from meetings.importing.reading import read_note
from meetings.importing.saving import save_minutes
from meetings.models import AgendaItem, ContactChoice, Handover, Meeting, Outcome, StandingItem
from meetings.workflow import handovers, standing
from samverkan.common import frozen, history
from samverkan.portal.demo.cast import Cast, moment, people, place
from samverkan.portal.demo.days import agenda_day
from samverkan.portal.demo.others import add_others
from samverkan.portal.demo.plans import add_plans

NOTE = Path("seeds/motesanteckning-lgs-2026-04-23.txt")
#: What the real note says of how it was adjusted here: by somebody who wasn't there, and isn't.
NOT_REAL = "påhittat besked i en demonstration. Ingen av dem som var med på mötet har justerat texten här"
#: The made-up meeting of 4 June 2026 has to have been before what follows it.
EARLIEST = date(2026, 6, 8)


def rebuild(*, today: date) -> Cast:
    """Empty the database and build the demonstration as it looks on a day.

    Raises RuntimeError elsewhere than in the demo profile: what it replaces can't be had back.
    """
    if not settings.IS_DEMO:
        raise RuntimeError("The demonstration is built only with SAMVERKAN_PROFILE=demo.")
    frozen.remove()
    call_command("flush", interactive=False, verbosity=0)
    return build(today=today)


def build(*, today: date) -> Cast:
    """Build the demonstration in an empty database."""
    call_command("loaddata", *STRUCTURE, verbosity=0)
    mandates.seal_loaded(at=moment(today, 6))
    render_waiting()
    lgs = Group.objects.get(slug="lgs")
    cast = people()
    place(cast, lgs)
    psychiatry = Group.objects.get(slug="temagrupp-psykiatri")
    place(cast, psychiatry)
    _standing_items(lgs, psychiatry, cast=cast)
    _record_keeping(lgs)
    _published_note(lgs, cast)
    _waiting_for_adjustment(lgs, cast)
    _waiting_for_approval(lgs, cast, today=today)
    add_others(lgs, cast, today=max(today, EARLIEST))
    add_plans(lgs, cast, today=max(today, EARLIEST))
    return cast


def _record_keeping(group: Group) -> None:
    """Made up, contact and all: no seed says who answers for the records of LGS."""
    city = Organisation.objects.get(slug="goteborgs-stad")
    row = RecordKeeping(
        group=group, authority=city, controller=city, diary="Demo", contact="registrator@example.se",
        starts=date(2026, 1, 1),
    )  # fmt: skip
    history.save(row, by=None)


def _standing_items(*groups: Group, cast: Cast) -> None:
    """What opens and ends every agenda of the groups, as in the real note."""
    at = moment(date(2026, 4, 1), 9)
    for group in groups:
        first = StandingItem(group=group, title="Inledning/Incheckning", minutes=5)
        last = StandingItem(group=group, title="Övriga frågor", purpose="dialog", minutes=10, is_last=True)
        for item in (first, last):
            standing.save_standing_item(item, by=cast.process_leader, at=at)


def _published_note(group: Group, cast: Cast) -> None:
    source = (settings.BASE_DIR / "fixtures" / NOTE).read_bytes()
    written, signed = moment(date(2026, 5, 2), 10), moment(date(2026, 5, 4), 9)
    eva = cast.process_leader
    proposal = read_note(source, group=group)
    meeting = save_minutes(proposal, choices={}, source=source, file_name=NOTE.name, by=eva, at=written)
    for value in gate.unsettled_contacts(meeting):
        history.save(ContactChoice(meeting=meeting, value=value, choice="mask"), by=eva, at=written)
    workflow.mark_held(meeting, by=eva, at=written)
    version = workflow.send_minutes(meeting, by=eva, at=written)
    version = workflow.register_verdict(
        version, person=Person.objects.get(user=cast.chair), kind="adjusted", source=NOT_REAL, by=eva, at=signed
    )
    render_stored(version)
    workflow.publish(version, by=eva, at=signed + timedelta(hours=1))
    # The note sends its first question to Temagrupp Psykiatri, which takes it in.
    handovers.accept(Handover.objects.get(), by=eva, at=signed + timedelta(days=2))


def _planned(group: Group, day: date, cast: Cast, *, at: datetime) -> Meeting:
    meeting = Meeting(group=group, date=day, starts_at=time(13, 30), ends_at=time(16, 30), place="Digitalt möte")
    meeting = workflow.plan_meeting(meeting, by=cast.process_leader, at=at)
    # A made-up meeting has made-up people only: nobody real is said to have been there.
    meeting.attendance.filter(person__user=None).delete()
    return meeting


def _item(meeting: Meeting, number: int, title: str, cast: Cast, **fields: Any) -> AgendaItem:
    item = AgendaItem(meeting=meeting, number=number, title=title, **fields)
    history.save(item, by=cast.process_leader)
    return item


def _waiting_for_adjustment(group: Group, cast: Cast) -> None:
    """The meeting of 4 June 2026, which the note of 23 April announces; its text is made up."""
    day, eva = date(2026, 6, 4), cast.process_leader
    meeting = _planned(group, day, cast, at=moment(date(2026, 5, 5), 9))
    meeting.approves_title = "Mötesanteckning Ledningsgrupp för samverkan (LGS), 23 april 2026"
    meeting.note_taker = eva.person
    history.save(meeting, by=eva)
    with history.signed(meeting, by=eva):
        meeting.approves.add(Meeting.objects.get(group=group, date=date(2026, 4, 23)))
    _item(meeting, 1, "Inledning och föregående mötesanteckning", cast,
          information="<p>Mötet öppnas. Föregående mötesanteckning godkänns.</p>")  # fmt: skip
    funds = _item(
        meeting, 2, "Statliga medel 2026, återkoppling", cast, purpose="decision",
        information="<p>Vårdsamverkanskontoret redovisar hur förslagen från förra mötet har bearbetats.</p>",
        dialog="<p>Gruppen ser positivt på att medlen samlas i de strukturer som redan finns.</p>",
    )  # fmt: skip
    text = "LGS enas om att planera gemensamma utbildningsdagar för temagrupper och NOSAM under hösten."
    history.save(Outcome(item=funds, kind="agreed", text=text), by=eva)
    routine = _item(
        meeting, 3, "Rutinen för Närsjukvårdsteam SU, nästa steg", cast, purpose="decision",
        information="<p>Återkopplingen från NOSAM har sammanställts. Rutinen behöver spridas bättre.</p>",
    )  # fmt: skip
    history.save(Outcome(item=routine, kind="noted", text="LGS noterar informationen."), by=eva)
    workflow.mark_held(meeting, by=eva, at=moment(day, 17))
    workflow.send_minutes(meeting, by=eva, at=moment(date(2026, 6, 8), 10))


def _waiting_for_approval(group: Group, cast: Cast, *, today: date) -> None:
    """A meeting three weeks ahead, on a Thursday, with its agenda, which has times, at the chair's."""
    today = max(today, EARLIEST)
    day = agenda_day(today)
    before = min(day - timedelta(weeks=4), today - timedelta(days=1))
    meeting = _planned(group, day, cast, at=moment(before, 8))
    chair, eva, sara = cast.chair.person, cast.process_leader.person, cast.member.person
    _item(meeting, 1, "Inledning och föregående mötesanteckning", cast, minutes=10, presenter=chair)
    _item(meeting, 2, "Efterlevandestöd: synpunkter från Temagrupp Psykiatri", cast, purpose="decision", minutes=45,
          presenter=eva, proposed_decision="LGS enas om gemensamma principer för stöd till efterlevande.")  # fmt: skip
    _item(meeting, 3, "Implementering av arbetsbeskrivningen för in- och utskrivning, statusuppdatering", cast,
          purpose="dialog", minutes=30, presenter=sara)  # fmt: skip
    _item(meeting, 4, "Övriga frågor", cast, purpose="dialog", minutes=15)
    workflow.send_agenda(meeting, by=cast.process_leader, at=moment(before, 9))
