"""What becomes of the matters on a meeting's agenda when its note is adjusted: answered, or back again."""

from datetime import datetime

from groups.models import User
from meetings.kinds import OutcomeKind
from meetings.models import AgendaItem, Matter, Meeting, MinutesVersion
from meetings.states import MatterState
from meetings.workflow.matters import announce, locked_matter, move, tell_raiser
from meetings.workflow.scheduling import current_item, is_on
from samverkan.common import history
from samverkan.common.swedish import long_date

#: Outcomes that leave the question unanswered: it is taken up again.
COMES_BACK = frozenset(
    {OutcomeKind.POSTPONED, OutcomeKind.PREPARED_FURTHER, OutcomeKind.REFERRED_BACK, OutcomeKind.HANDED_OVER}
)
NO_OUTCOME = "Anteckningen säger inte vad frågan ledde till."


def after_adjustment(version: MinutesVersion, *, by: User, at: datetime) -> None:
    """Close what the adjusted note answers, and let the rest come back; part of the step that seals the note.

    A correction changes the answers that the note gave, and nothing else.
    """
    meeting = version.meeting
    items = meeting.items.exclude(matter=None).select_related("matter").prefetch_related("outcomes")
    for item in items.order_by("number"):
        matter = locked_matter(item.matter)  # type: ignore[arg-type]
        if version.corrects_id:
            _correct(matter, item, meeting, by=by, at=at)
        elif is_on(matter, meeting):
            _settle(matter, item, meeting, by=by, at=at)


def _settle(matter: Matter, item: AgendaItem, meeting: Meeting, *, by: User, at: datetime) -> None:
    unsettled = [outcome.text for outcome in item.outcomes.all() if outcome.kind in COMES_BACK]
    said, day = _answer_of(item), long_date(meeting.date)
    if unsettled or matter.is_recurring or not said:
        why = f"Kommer tillbaka efter mötet {day}"
        reason = " ".join(unsettled) or said.replace("\n\n", " ") or NO_OUTCOME
        move(matter, MatterState.BACK_AGAIN, why=why, reason=reason, by=by, at=at)
        _tell("matter_back", matter, item, day=day, reason=reason, by=by)
        return
    move(matter, MatterState.CLOSED, why=f"Besvarad vid mötet {day}", answer=said, by=by, at=at)
    _tell("matter_answered", matter, item, day=day, answer=said, by=by)


def _correct(matter: Matter, item: AgendaItem, meeting: Meeting, *, by: User, at: datetime) -> None:
    said, latest = _answer_of(item), current_item(matter)
    answered_here = matter.state == MatterState.CLOSED and latest is not None and latest.pk == item.pk
    if not answered_here or not said or said == matter.answer:
        return
    matter.answer = said
    day = long_date(meeting.date)
    history.save(matter, by=by, at=at, reason=f"Svaret rättat med anteckningen från {day}", fields=["answer"])
    announce(matter, matter.state, by=by, at=at)
    _tell("matter_answered", matter, item, day=day, answer=said, corrected="ja", by=by)


def _answer_of(item: AgendaItem) -> str:
    return "\n\n".join(outcome.text.strip() for outcome in item.outcomes.all() if outcome.text.strip())


def _tell(template: str, matter: Matter, item: AgendaItem, *, by: User, **said: str) -> None:
    """Of an item that is not published the mail says nothing but where to read it."""
    if item.is_withheld:
        said |= dict.fromkeys({"reason", "answer"} & said.keys(), "")
    tell_raiser(template, matter, by=by, **said)
