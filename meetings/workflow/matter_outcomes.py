"""What becomes of the matters on a meeting's agenda when its note is adjusted: answered, or back again."""

from datetime import date, datetime

from django.utils import timezone

from groups.models import Membership, User
from meetings.kinds import OutcomeKind
from meetings.models import AgendaItem, Handover, Matter, Meeting, MinutesVersion
from meetings.states import MatterState
from meetings.workflow.matters import announce, locked_matter, move, tell_raiser
from meetings.workflow.open_words import KEPT_INSIDE, open_items, outcome_texts
from meetings.workflow.raisers import current_item
from meetings.workflow.scheduling import is_on
from samverkan.common import history
from samverkan.common.canonical import Json
from samverkan.common.swedish import long_date

#: Outcomes that leave the question unanswered: it is taken up again.
COMES_BACK = frozenset(
    {OutcomeKind.POSTPONED, OutcomeKind.PREPARED_FURTHER, OutcomeKind.REFERRED_BACK, OutcomeKind.HANDED_OVER}
)
NO_OUTCOME = "Anteckningen säger inte vad frågan ledde till."


def after_adjustment(version: MinutesVersion, *, by: User, at: datetime) -> None:
    """Close what the adjusted note answers, and let the rest come back; part of the step that seals the note.

    A correction changes the answers that the note gave, and nothing else. An answer can reach another group by a
    handover, or somebody outside who asked: it goes in the words that everyone may read, and of an item that says
    nothing openly it says only where to ask. A withheld answer has its words in the group alone.
    """
    meeting, open_ = version.meeting, open_items(version)
    items = meeting.items.exclude(matter=None).select_related("matter").prefetch_related("outcomes")
    for item in items.order_by("number"):
        matter = locked_matter(item.matter)  # type: ignore[arg-type]
        texts = _texts(matter, item, open_.get(item.number), on=timezone.localdate(at))
        if version.corrects_id:
            _correct(matter, item, texts, meeting, by=by, at=at)
        elif is_on(matter, meeting):
            _settle(matter, item, texts, meeting, by=by, at=at)


def _texts(matter: Matter, item: AgendaItem, said: Json | None, *, on: date) -> list[str]:
    """The open words of the outcomes; of a withheld item the record's own, for a question that is the group's alone."""
    if item.is_withheld and _is_of_the_group(matter, on=on):
        return [row.text for row in item.outcomes.all()]
    return outcome_texts(item, said)


def _is_of_the_group(matter: Matter, *, on: date) -> bool:
    """Whether nobody outside the group reads what becomes of the matter: a member asked, and for no other group."""
    from_other = matter.raised_from_id not in {None, matter.group_id}
    if from_other or Handover.objects.filter(received=matter).exists():
        return False
    return bool(Membership.objects.on(on).filter(group=matter.group_id, person=matter.raised_by_id).exists())


def _settle(matter: Matter, item: AgendaItem, texts: list[str], meeting: Meeting, *, by: User, at: datetime) -> None:
    outcomes = zip(item.outcomes.all(), texts, strict=True)
    unsettled = [text for outcome, text in outcomes if outcome.kind in COMES_BACK]
    said, day = _answer_of(texts), long_date(meeting.date)
    if unsettled or matter.is_recurring or not said:
        why = f"Kommer tillbaka efter mötet {day}"
        reason = " ".join(filter(None, unsettled)) or said.replace("\n\n", " ") or NO_OUTCOME
        move(matter, MatterState.BACK_AGAIN, why=why, reason=reason, by=by, at=at)
        _tell("matter_back", matter, item, day=day, reason=reason, by=by)
        return
    move(matter, MatterState.CLOSED, why=f"Besvarad vid mötet {day}", answer=said, by=by, at=at)
    _tell("matter_answered", matter, item, day=day, answer=said, by=by)


def _correct(matter: Matter, item: AgendaItem, texts: list[str], meeting: Meeting, *, by: User, at: datetime) -> None:
    said, latest = _answer_of(texts), current_item(matter)
    answered_here = matter.state == MatterState.CLOSED and latest is not None and latest.pk == item.pk
    if not answered_here or not said or said == matter.answer:
        return
    matter.answer = said
    day = long_date(meeting.date)
    history.save(matter, by=by, at=at, reason=f"Svaret rättat med anteckningen från {day}", fields=["answer"])
    announce(matter, matter.state, by=by, at=at)
    _tell("matter_answered", matter, item, day=day, answer=said, corrected="ja", by=by)


def _answer_of(texts: list[str]) -> str:
    return "\n\n".join(text.strip() for text in texts if text.strip())


def _tell(template: str, matter: Matter, item: AgendaItem, *, by: User, **said: str) -> None:
    """Of an item that is not published the mail says nothing but where to read it, or to ask."""
    if item.is_withheld:
        said |= {name: "" for name in {"reason", "answer"} & said.keys() if said[name] != KEPT_INSIDE}
    tell_raiser(template, matter, by=by, **said)
