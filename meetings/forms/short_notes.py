"""The form of a short note."""

from typing import Any

from django import forms

from meetings.forms.rows import TextBox
from meetings.models import Meeting
from meetings.workflow.short_notes import LONGEST, why_not_open


class ShortNoteForm(forms.Form):
    """A few lines for everyone to read."""

    text = TextBox(
        label="Text",
        widget=forms.Textarea({"rows": 8}),
        max_length=LONGEST,
        help_text=f"Det viktigaste från mötet, högst {LONGEST} tecken. Visas öppet direkt, märkt som inte justerad.",
        error_messages={
            "required": "Skriv vad du vill berätta från mötet.",
            "max_length": f"Kortinfo kan vara högst {LONGEST} tecken. Korta texten.",
        },
    )

    def __init__(self, meeting: Meeting, data: Any = None, *, text: str = "") -> None:
        super().__init__(data, initial={"text": text})
        self.meeting = meeting

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if sentence := why_not_open(self.meeting, text):
            raise forms.ValidationError(sentence)
        return text
