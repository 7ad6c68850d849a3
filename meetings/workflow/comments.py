"""What the members write about minutes that are out for comment. It is kept inside, and never part of the record."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from groups.models import GroupType, User
from meetings.models import MinutesComment, MinutesVersion
from meetings.states import MinutesState
from meetings.workflow.steps import LONGEST_COMMENT, locked, refuse_numbers_in
from samverkan.common import history
from samverkan.common.refusals import NotAllowed, StepRefused
from samverkan.common.swedish import long_date


def takes_comments(version: MinutesVersion, *, on: date) -> bool:
    """Whether members can comment on the version on the day; the last day counts."""
    return not _why_not(version, on=on)


@transaction.atomic
def save_comments(
    version: MinutesVersion, texts: Mapping[int | None, str], *, by: User, at: datetime | None = None
) -> int:
    """Keep what one member writes: one comment for each item, and one (None) for the whole; how many were changed.

    A text that differs replaces the one before, an empty one takes it away; what is the same is left alone.
    """
    at = at or timezone.now()
    if by.person is None:
        raise NotAllowed("Bara gruppens ledamöter kommenterar anteckningen.")
    locked(version.meeting)
    version = MinutesVersion.objects.get(pk=version.pk)
    if sentence := _why_not(version, on=timezone.localdate(at)):
        raise StepRefused(sentence)
    refuse_numbers_in(*texts.values())
    own = {row.item: row for row in version.comments.filter(person=by.person)}
    changed = 0
    for item, text in texts.items():
        row = own.get(item) or MinutesComment(version=version, person=by.person, item=item)
        changed += _keep(row, text.replace("\r\n", "\n").strip(), by=by, at=at)
    return changed


def _keep(row: MinutesComment, text: str, *, by: User, at: datetime) -> bool:
    if row.text == text:
        return False
    if len(text) > LONGEST_COMMENT:
        raise StepRefused(f"En kommentar kan vara högst {LONGEST_COMMENT} tecken. Korta den och spara igen.")
    if not text:
        history.remove(row, by=by, at=at, reason="Borttagen")
        return True
    row.text, row.given_at = text, at
    history.save(row, by=by, at=at)
    return True


def _why_not(version: MinutesVersion, *, on: date) -> str:
    if version.adjustment_mode != GroupType.AdjustmentMode.COMMENTS or version.comments_until is None:
        return "Den här anteckningen kommenteras inte här."
    if version.state != MinutesState.OUT:
        return "Anteckningen är inte längre ute för kommentarer."
    if on > version.comments_until:
        return f"Kommentarer kunde lämnas till och med {long_date(version.comments_until)}."
    return ""
