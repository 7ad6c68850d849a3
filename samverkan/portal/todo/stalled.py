"""Notes that are out and that nobody, or not everybody, can adjust: what those who run the group have to mend."""

from collections.abc import Iterable
from datetime import date

from meetings.rules import gone_adjusters, without_chair
from samverkan.common.swedish import long_date
from samverkan.portal.todo.thing import Todo, about, address


def stalled(groups: Iterable[int], *, on: date) -> list[Todo]:
    """Of the groups that the person runs: a named adjuster who has left, and notes without a chair to adjust them.

    Two queries however many there are.
    """
    keys = list(groups)
    if not keys:
        return []
    gone = gone_adjusters(on=on).filter(version__meeting__group__in=keys).order_by("version__sent_at", "person__name")
    rows = without_chair(on=on).filter(meeting__group__in=keys).select_related("meeting__group").order_by("sent_at")
    return [
        *(
            Todo(
                label=f"{row.person.name} har lämnat gruppen, välj en annan justerare",
                about=about(row.version.meeting),
                why=f"Anteckningen skickades {long_date(row.version.sent_at)}.",
                url=address("minutes-adjusters", row.version.meeting),
                verb="Byt justerare",
            )
            for row in gone
        ),
        *(
            Todo(
                label="Registrera en ordförande som kan justera anteckningen",
                about=about(row.meeting),
                why=f"Anteckningen skickades {long_date(row.sent_at)}.",
                url=address("meeting", row.meeting),
                verb="Till mötet",
            )
            for row in rows
        ),
    ]
