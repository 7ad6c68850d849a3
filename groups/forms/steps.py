"""What the forms of a single step share: refusals shown where they belong, days and keys."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from samverkan.common.refusals import Refused

DAY = timedelta(days=1)


class ShowsRefusals:
    """What the step refuses is shown beside the field at fault, and nothing written is lost."""

    #: Which field shows what is wrong with an argument of the step, where they have different names.
    shown_at: ClassVar[dict[str, str]] = {"ends": "last_day"}
    #: Which field shows a refusal that names no argument; none shows it above them all.
    refused_at = ""

    def refuse(self, refusal: Refused) -> None:
        """Show why the step was not taken."""
        form: Any = self
        argument = getattr(refusal, "field", "")
        name = self.shown_at.get(argument, argument) or self.refused_at
        form.add_error(name if name in form.fields else None, str(refusal))


class StepForm(ShowsRefusals, forms.Form):
    """A form for one step; by itself for one that only needs to be said yes to."""

    def ends(self) -> date | None:
        """The first day after the last day that was written."""
        last_day: date | None = self.cleaned_data.get("last_day")
        return last_day + DAY if last_day else None


def last_day_of(row: Any) -> date | None:
    """The last day of a dated row, for a form to start from."""
    return row.ends - DAY if row.ends else None
