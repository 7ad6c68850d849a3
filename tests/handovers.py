"""Groups in the ladder of R7 for tests: NOSAM and a thematic group below LGS, which a preparatory group prepares and a
political council stands above; each is run by somebody of its own.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from groups.models import Group, User
from meetings.models import Consultation, Consulted, Handover, Matter
from meetings.workflow import consultations, handovers
from tests.factories import Cast, make_group, make_group_type, make_member, make_user
from tests.matters import make_matter

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
UNTIL = date(2026, 12, 14)


@dataclass
class Ladder:
    """The groups, and who runs each: eva runs LGS."""

    cast: Cast
    nosam: Group
    theme: Group
    preparing: Group
    council: Group
    nora: User
    tea: User
    petra: User
    karin: User

    @property
    def lgs(self) -> Group:
        return self.cast.group


def make_ladder(cast: Cast) -> Ladder:
    theme_type, nosam_type = make_group_type("temagrupp"), make_group_type("nosam", name="NOSAM")
    nosam_type.hands_over_to.add(theme_type)
    council = make_group("samrad", type=make_group_type("politiskt-samrad"))
    preparing = make_group("beredning", type=make_group_type("beredningsgrupp"))
    cast.group.parent, cast.group.prepared_by = council, preparing
    cast.group.save()
    nosam = make_group("nosam", type=nosam_type, parent=cast.group)
    theme = make_group("tema", type=theme_type, parent=cast.group)
    users = {}
    for name, group in (("nora", nosam), ("tea", theme), ("petra", preparing), ("karin", council)):
        users[name] = make_user(name)
        make_member(users[name].person, group, "process_leader")
    return Ladder(cast, nosam, theme, preparing, council, **users)


def make_lifted(ladder: Ladder, by: User, **fields: Any) -> Handover:
    """A question that somebody raised in NOSAM and that nora has lifted to LGS; nobody has taken a position on it."""
    matter = make_matter(by, ladder.nosam, state="preparing", **fields)
    return handovers.hand_over(matter, ladder.lgs, kind="lift", by=ladder.nora, at=AT)


def received_of(handover: Handover) -> Matter:
    """The question that came of it in the other group, as it stands."""
    handover.refresh_from_db()
    assert handover.received is not None
    handover.received.refresh_from_db()
    return handover.received


def make_asked(ladder: Ladder, *asked: Consulted) -> Consultation:
    """A question of LGS with a paper, out on consultation: to NOSAM unless others are given."""
    matter = make_matter(ladder.cast.sara, ladder.lgs, state="preparing", papers=1)
    question = Consultation(matter=matter, question="Vill ni vara med?", until=UNTIL)
    return consultations.send_out(question, asked or [Consulted(group=ladder.nosam)], by=ladder.cast.eva, at=AT)


def make_between(cast: Cast) -> None:
    """A question of the group on its way to the group of maja, and one out on consultation there and outside."""
    other = Group.objects.get(slug="annan")
    before = AT - timedelta(days=9)
    handed, asked = (
        make_matter(cast.olle, cast.group, papers=1, state="preparing", raised_at=before) for _ in range(2)
    )
    sent = Handover(kind="pass_on", to_group=other)
    handovers.send(handed, sent, by=cast.eva, at=AT)
    question = Consultation(matter=asked, question="Vill ni vara med?", until=UNTIL)
    rows = [Consulted(group=other), Consulted(name="VästKom", email="vastkom@example.se")]
    consultations.send_out(question, rows, by=cast.eva, at=AT)
