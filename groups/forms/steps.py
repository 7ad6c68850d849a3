"""What the forms of a single step share: refusals shown where they belong, days and keys."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from samverkan.common.free_text import number_in, sentence_on
from samverkan.common.refusals import Refused
from samverkan.common.rich_field import RichTextField

DAY = timedelta(days=1)


class NoNumbers:
    """A form none of whose texts has a personal number in it: others read them at once."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # the form's own
        form: Any = self
        for name in form.changed_data:
            text = form.cleaned_data.get(name)
            if not isinstance(text, str) or form.fields[name].widget.is_hidden:
                continue
            if number := number_in(text, rich=isinstance(form.fields[name], RichTextField)):
                form.add_error(name, sentence_on(number))


class PlainForm(NoNumbers, forms.ModelForm):  # type: ignore[type-arg]
    """The form of a row in a register: its labels end without a colon, as everywhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class ShowsRefusals(NoNumbers):
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
