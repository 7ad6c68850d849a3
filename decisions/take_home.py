"""What a member takes home from a published note: what to anchor, what to inform about, and when.

Everything here is in the published words, since it is made to be passed on.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from decisions.models import Anchoring, Commitment, Decision, FormalDecision
from decisions.states import FormalState
from decisions.words import words_in
from groups.models import Organisation
from meetings.models import Meeting
from samverkan.common.swedish import headed, listed, long_date

EACH_DECIDES = "Formella beslut fattas av varje huvudman."


@dataclass(frozen=True, slots=True)
class ToAnchor:
    """A decision that organisations of the reader anchor, and the principals that decide formally about it."""

    decision: Decision
    rows: list[Anchoring]
    formal: list[FormalDecision]

    @property
    def names(self) -> str:
        return listed([row.organisation.name for row in self.rows])

    @property
    def said(self) -> str:
        """The decision in published words, with the heading of its item."""
        return headed(self.decision.public_title, self.decision.public_text)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet for some organisations. ``left_out`` is how many decisions of the meeting are not published."""

    meeting: Meeting
    organisations: list[Organisation]
    anchor: list[ToAnchor]
    inform: list[Decision]
    #: What they have taken upon themselves: owner, text and day of each.
    commitments: list[dict[str, Any]]
    left_out: int
    next_day: date | None

    @property
    def title(self) -> str:
        return f"Att ta hem från {self.meeting.group.title}, {long_date(self.meeting.date)}"

    @property
    def closing(self) -> str:
        """That each principal decides formally, where something is to be anchored by anybody; else nothing."""
        binds = self.anchor or any(row.needs_anchoring for row in self.inform)
        return EACH_DECIDES if binds else ""

    @property
    def whose(self) -> str:
        """Whom it is for, in words; nothing when it is for all."""
        return listed([row.name for row in self.organisations]) if self.organisations else ""


def sheet_of(meeting: Meeting, organisations: Collection[Organisation]) -> Sheet:
    """The sheet; with no organisations, for all of them. Six queries however much was decided."""
    rows = list(Decision.objects.filter(version__meeting=meeting).in_force().select_related("group").order_by("number"))
    public = [row for row in rows if row.publication_id and row.public_text]
    parts = Anchoring.objects.followed().filter(decision__in=public).select_related("organisation__principal")
    formal = FormalDecision.objects.followed().filter(decision__in=public).select_related("principal")
    if organisations:
        keys = {row.pk for row in organisations} | {row.principal_id for row in organisations if row.principal_id}
        parts = parts.of_organisations([row.pk for row in organisations])
        formal = formal.filter(principal__in=keys)
    anchor = _to_anchor(public, list(parts), list(formal))
    bound = {row.decision.pk for row in anchor}
    own = Commitment.objects.open().filter(decision__in=public, organisation__in=[row.pk for row in organisations])
    later = Meeting.objects.of_groups([meeting.group_id]).gathering(after=meeting.date)
    return Sheet(
        meeting=meeting,
        organisations=list(organisations),
        anchor=anchor,
        inform=[row for row in public if row.pk not in bound],
        commitments=_told(own.select_related("decision__publication")),
        left_out=len(rows) - len(public),
        next_day=later.values_list("date", flat=True).first(),
    )


def _told(rows: Iterable[Commitment]) -> list[dict[str, Any]]:
    """What the published note says of the commitments."""
    found = []
    for row in rows:
        note = row.decision.publication
        words = words_in(json.loads(note.content), row.decision.number) if note else None
        if words and (said := words.of(row)):
            found.append(said)
    return found


def note_address(meeting: Meeting) -> str:
    """Where the note is read: in public, or behind sign-in for a group that shows none."""
    group = meeting.group
    is_public = group.publishes_minutes
    path = f"moten/{group.slug}/{meeting.day_key}/" if is_public else f"admin/moten/{meeting.pk}/"
    return f"{settings.SITE_URL}/{path}"


def _to_anchor(decisions: list[Decision], parts: list[Anchoring], formal: list[FormalDecision]) -> list[ToAnchor]:
    found = [
        ToAnchor(
            decision,
            [row for row in parts if row.decision_id == decision.pk],
            [row for row in formal if row.decision_id == decision.pk and row.state == FormalState.PENDING],
        )
        for decision in decisions
    ]
    return [row for row in found if row.rows]


def text_of(sheet: Sheet, *, address: str) -> str:
    """The sheet as plain text, ready to paste in a mail of one's own. ``address`` is where the note is read."""
    parts = [sheet.title]
    if sheet.anchor:
        lines = []
        for row in sheet.anchor:
            due = f" Ska vara genomfört senast {long_date(row.decision.due)}." if row.decision.due else ""
            lines.append(f"- {_said(row.decision)}{due}")
        parts.append("\n".join(["Det här ska förankras hos oss:", *lines]))
    if sheet.inform:
        parts.append("\n".join(["Det här informerar vi om:", *(f"- {_said(row)}" for row in sheet.inform)]))
    parts.append(f"{sheet.closing} Hela anteckningen finns här:\n{address}".strip())
    if sheet.next_day:
        parts.append(f"Nästa möte är {long_date(sheet.next_day)}.")
    return "\n\n".join(parts) + "\n"


def _said(decision: Decision) -> str:
    return f"{decision.reference}, {headed(decision.public_title, ' '.join(decision.public_text.split()))}"
