"""A year of meetings to plan: the group and the year, and one row for each day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from groups.models import Group, User
from meetings.forms.rows import ClockField, DayField
from meetings.forms.times import LinkField, clean_times
from meetings.models import Meeting
from meetings.planning.year import Habit
from samverkan.common.swedish import long_date

MOST = 60

type Day = date


class YearForm(forms.Form):
    """Which group, and which year: this one or one of the two that follow."""

    grupp = forms.ModelChoiceField(
        label="Grupp",
        queryset=Group.objects.none(),
        to_field_name="slug",
        empty_label=None,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj vilken grupp det gäller."),
    )
    ar = forms.TypedChoiceField(
        label="År", coerce=int, error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj ett år.")
    )

    def __init__(self, data: Any = None, *, by: User) -> None:
        today = timezone.localdate()
        self.groups = Group.objects.worked_by(by, on=today).order_by("name")
        first = self.groups.first()
        #: From September on it is the next year that is planned.
        default = {"grupp": first.slug if first else "", "ar": str(today.year + (today.month > 8))}
        chosen = {name: data.get(name) or value for name, value in default.items()} if data is not None else default
        super().__init__(chosen)
        self.fields["grupp"].queryset = self.groups  # type: ignore[attr-defined]
        self.fields["ar"].choices = [(year, str(year)) for year in range(today.year, today.year + 3)]  # type: ignore[attr-defined]


class CommonForm(forms.Form):
    """What holds for every meeting of the year that says nothing else."""

    place = forms.CharField(label="Plats för alla mötena", max_length=160, required=False)
    link = LinkField(
        label="Länk till alla mötena",
        required=False,
        help_text="Länken följer med inbjudningarna. Den visas bara för dem som kallas.",
    )


class DayRow(forms.Form):
    """One meeting of the year. A row without a day, or one that is taken away, is no meeting."""

    date = DayField(label="Datum", required=False)
    starts_at = ClockField(label="Börjar", required=False)
    ends_at = ClockField(label="Slutar", required=False)
    place = forms.CharField(label="Plats", max_length=160, required=False)
    link = LinkField(label="Länk", required=False)
    remove = forms.BooleanField(label="Ta bort", required=False)

    group: Group
    year: int
    clashes: Sequence[str] = ()

    def clean(self) -> dict[str, Any] | None:
        clean_times(self)
        day = self.cleaned_data.get("date")
        if day and day.year != self.year:
            self.add_error("date", f"Här planeras {self.year}. Välj en dag det året.")
        elif day and not self.group.holds_on(day):
            self.add_error("date", f"Gruppen finns inte den {long_date(day)}.")
        elif day and day < timezone.localdate():
            self.add_error("date", f"Den {long_date(day)} har redan varit. Välj en dag som kommer.")
        return self.cleaned_data

    @property
    def day(self) -> Day | None:
        """The day as the row stands: proposed, or written and readable."""
        if not self.is_bound:
            day: Day | None = self.initial.get("date")
            return day
        self.is_valid()
        found: Day | None = self.cleaned_data.get("date")
        return found

    def meeting(self, common: Mapping[str, str]) -> Meeting:
        """The meeting as described, not yet saved; ``common`` is the place and link of one that has none of its own."""
        values = {name: self.cleaned_data[name] for name in ("date", "starts_at", "ends_at")}
        where = {name: self.cleaned_data[name] or common[name] for name in ("place", "link")}
        return Meeting(group=self.group, **values, **where)


class YearPlan:
    """The rows of a year: those proposed, or those posted; with an empty one more when it is asked for.

    ``common`` is the form of what holds for all of them: where the group usually meets, until something is written.
    ``shown`` are the days whose clashes the person has been shown.
    """

    def __init__(self, group: Group, year: int, habit: Habit, *, days: Sequence[date] = (), data: Any = None) -> None:
        self.group, self.year, self.habit = group, year, habit
        self.common = CommonForm(data, prefix="alla", initial={"place": habit.place})
        if data is None:
            self.rows = [self._row(number, day) for number, day in enumerate(days)]
        else:
            count = _number(data.get("rows", ""))
            self.rows = [self._row(number, data=data) for number in range(min(count, MOST))]
            self.rows = [row for row in self.rows if _is_there(row, data)]
        self.shown = set((data or {}).get("shown", "").split())

    def _row(self, number: int, day: date | None = None, *, data: Any = None) -> DayRow:
        usual = {"starts_at": self.habit.starts_at, "ends_at": self.habit.ends_at}
        row = DayRow(data, prefix=f"dag-{number}", initial={"date": day, **usual})
        row.group, row.year = self.group, self.year
        return row

    def add_row(self) -> None:
        """An empty row at the end, with the usual time."""
        if len(self.rows) < MOST:
            number = max((int((row.prefix or "").removeprefix("dag-")) for row in self.rows), default=-1) + 1
            self.rows.append(self._row(number))

    @property
    def count(self) -> int:
        """How many rows a browser has to post for all of them to be read."""
        return max((int((row.prefix or "").removeprefix("dag-")) for row in self.rows), default=-1) + 1

    def is_valid(self) -> bool:
        return all([self.common.is_valid(), *(row.is_valid() for row in self.rows)])

    @property
    def days(self) -> list[date]:
        return [day for row in self.rows if (day := row.day)]

    @property
    def twice(self) -> set[date]:
        """Days that stand on more than one row."""
        return {day for day in self.days if self.days.count(day) > 1}

    def show(self, clashes: dict[date, list[str]]) -> None:
        """Put what each day collides with at its row."""
        for row in self.rows:
            day = row.day
            said = list(clashes.get(day, ())) if day else []
            row.clashes = [*said, "Dagen står på flera rader."] if day in self.twice else said

    def unseen(self) -> list[date]:
        """The days that collide with something that the person has not been shown."""
        return [day for row in self.rows if row.clashes and (day := row.day) and day.isoformat() not in self.shown]

    @property
    def shown_now(self) -> str:
        """What the page posts back: the days whose clashes it shows."""
        return " ".join(sorted({day.isoformat() for row in self.rows if row.clashes and (day := row.day)}))

    def meetings(self) -> list[Meeting]:
        """What is to be planned, in the order of time; ask when the rows are valid."""
        rows = [row.meeting(self.common.cleaned_data) for row in self.rows if row.day]
        return sorted(rows, key=lambda meeting: (meeting.date, meeting.starts_at is None, meeting.starts_at))


def _is_there(row: DayRow, data: Any) -> bool:
    """Whether the row was posted, and not taken away."""
    return row.add_prefix("date") in data and not data.get(row.add_prefix("remove"))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
