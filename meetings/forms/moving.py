"""Calling a meeting off, and moving it."""

from typing import Any

from django import forms

from meetings.forms.rows import ClockField, DayField
from meetings.forms.times import LinkField, clean_times
from meetings.models import Meeting
from samverkan.common.swedish import long_date

WHY = "Skälet står i mejlet till dem som är inbjudna. Det visas inte öppet."


class CancelForm(forms.Form):
    """Why a meeting is called off."""

    reason = forms.CharField(
        label="Varför ställs mötet in?",
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text=WHY,
        error_messages={"required": "Skriv varför mötet ställs in."},
    )


class MoveForm(forms.Form):
    """Where and when a meeting is to be instead."""

    date = DayField(label="Ny dag")
    starts_at = ClockField(label="Börjar", required=False)
    ends_at = ClockField(label="Slutar", required=False)
    place = forms.CharField(label="Plats", max_length=160, required=False)
    link = LinkField(label="Länk till mötet", required=False, help_text="Visas bara för dem som kallas.")
    reason = forms.CharField(
        label="Varför flyttas mötet?",
        max_length=90,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=WHY,
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        self.meeting = meeting
        shown = ("date", "starts_at", "ends_at", "place", "link")
        super().__init__(data, initial={name: getattr(meeting, name) for name in shown})

    def clean(self) -> dict[str, Any] | None:
        clean_times(self)
        day = self.cleaned_data.get("date")
        if day and not self.meeting.group.holds_on(day):
            self.add_error("date", f"Gruppen finns inte den {long_date(day)}.")
        return self.cleaned_data
