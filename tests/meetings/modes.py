"""What the tests of the adjustment modes share: a cast whose group has a mode, and notes that are out under it."""

from datetime import UTC, date, datetime
from typing import Any

from groups.models import Person, User
from meetings import workflow
from meetings.models import Meeting, MinutesVersion
from samverkan.common.models import OutboxMessage
from tests.factories import AFTER, Cast, make_cast, make_held, make_meeting, make_member, make_user

#: After the time for comments that ``make_commented`` gives, and the day of the next meeting.
LATE = datetime(2026, 5, 12, 12, 0, tzinfo=UTC)
UNTIL, NEXT_DAY = date(2026, 5, 11), date(2026, 6, 4)
AT_NEXT = datetime(2026, 6, 4, 15, 0, tzinfo=UTC)


def set_mode(cast: Cast, mode: str, **fields: Any) -> None:
    kind = cast.group.type
    kind.adjustment_mode = mode
    for name, value in fields.items():
        setattr(kind, name, value)
    kind.save()


def cast_of(mode: str, **fields: Any) -> Cast:
    """The cast, in a group whose notes are adjusted in the mode."""
    cast = make_cast()
    set_mode(cast, mode, **fields)
    return cast


def person_of(user: User) -> Person:
    assert user.person is not None
    return user.person


def make_named(cast: Cast, *people: User, **fields: Any) -> MinutesVersion:
    """A note that is out to named adjusters: sara and olle, unless others are given."""
    chosen = [person_of(user) for user in (people or (cast.sara, cast.olle))]
    return workflow.send_minutes(make_held(cast, **fields), adjusters=chosen, by=cast.eva, at=AFTER)


def make_commented(cast: Cast, **fields: Any) -> MinutesVersion:
    """A note that members can comment on until 11 May 2026."""
    return workflow.send_minutes(make_held(cast, **fields), comments_until=UNTIL, by=cast.eva, at=AFTER)


def make_next(cast: Cast, version: MinutesVersion, **fields: Any) -> Meeting:
    """The next meeting, pointed out to approve the note."""
    later = make_meeting(cast.group, **{"date": NEXT_DAY, **fields})
    return workflow.set_approving_meeting(version.meeting, later, by=cast.eva, at=AFTER)


def make_newcomer(cast: Cast, name: str = "nils", role: str = "member", **fields: Any) -> User:
    user = make_user(name)
    make_member(person_of(user), cast.group, role, **fields)
    return user


def told(template: str) -> list[str]:
    """To whom the mail is promised, by first name in order."""
    rows = OutboxMessage.objects.filter(payload__template=template)
    people = Person.objects.in_bulk([row.payload["person"] for row in rows])
    return sorted(people[row.payload["person"]].name.split()[0].lower() for row in rows)
