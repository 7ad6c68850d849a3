"""Decisions against organisations: who has come how far with what, as rows for a page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from decisions.models import Anchoring, Decision
from decisions.states import progress_of
from groups.models import Organisation

#: From this number of decisions they are compared in a table.
FEW = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A decision, and for each organisation of the matrix how far it has come; None where it has no part in it."""

    decision: Decision
    title: str
    url: str
    cells: list[tuple[Organisation, str | None]]
    done: int
    parties: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Organisations as columns, decisions as lines."""

    organisations: list[Organisation]
    lines: list[Line]

    @property
    def is_few(self) -> bool:
        """Whether the decisions are so few that each can be drawn with all its organisations in sight."""
        return len(self.lines) < FEW


def matrix_of(
    decisions: Iterable[Decision], *, title: Callable[[Decision], str], url: Callable[[Decision], str]
) -> Matrix:
    """The matrix of the decisions, in their order; one query however many they are. Nothing of notes is read."""
    listed = list(decisions)
    states: dict[tuple[int, int], str] = {}
    organisations: dict[int, Organisation] = {}
    rows = Anchoring.objects.filter(decision__in=[row.pk for row in listed]).select_related("organisation")
    for row in rows.only("decision_id", "state", "organisation__name", "organisation__short_name"):
        states[row.decision_id, row.organisation_id] = row.state
        organisations[row.organisation_id] = row.organisation
    columns = sorted(organisations.values(), key=lambda row: row.name)
    return Matrix(columns, [_line(decision, columns, states, title(decision), url(decision)) for decision in listed])


def _line(
    decision: Decision, columns: list[Organisation], states: dict[tuple[int, int], str], title: str, url: str
) -> Line:
    cells = [(column, states.get((decision.pk, column.pk))) for column in columns]
    done, parties = progress_of(state for _, state in cells if state)
    return Line(decision, title, url, cells, done, parties)
