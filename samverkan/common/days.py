"""Days as people write and choose them: 2026-04-23."""

import re
from datetime import date
from typing import Any, ClassVar

from django import forms

UNREADABLE = "Datumet finns inte. Skriv år, månad och dag, till exempel 2026-04-23."
UNLIKELY = "Året kan inte stämma. Skriv år, månad och dag, till exempel 2026-04-23."
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_in(text: str) -> date | None:
    """The day that the text says, None when it says none."""
    try:
        return date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        return None


class DayField(forms.DateField):
    """A day, chosen in the browser's calendar or written as 2026-04-23."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": UNREADABLE,
        "required": "Välj vilken dag det gäller från.",
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)

    def to_python(self, value: Any) -> date | None:
        """The day, of a century in which groups meet. Raises ValidationError for another."""
        day = super().to_python(value)
        if day and not 1900 <= day.year <= 2200:
            raise forms.ValidationError(UNLIKELY)
        return day
