"""Where a question is to go from a group, and what is said with it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from groups.forms.steps import ShowsRefusals
from meetings.forms.matters import LONGEST_TEXT, NOTHING_ON_PEOPLE, ReasonForm
from meetings.forms.rows import TextBox
from meetings.models import Handover
from meetings.rules import Way

_K = Handover.Kind
#: What the choices of a kind are called.
HEADINGS = {_K.LIFT: "Lyft till", _K.PASS_ON: "Överlämna till", _K.REPORT: "Återkoppla till"}


class HandoverForm(ShowsRefusals, forms.Form):
    """Which way the question goes; ``chosen`` is the way once the form is valid."""

    way = forms.ChoiceField(
        label="Vart ska frågan?",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj en grupp i listan."),
    )
    note = TextBox(
        label="Det här behöver gruppen veta (frivilligt)",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4}),
        help_text=f"Frågan, bakgrunden och underlagen följer med. {NOTHING_ON_PEOPLE}",
        error_messages={"max_length": f"Skriv högst {LONGEST_TEXT} tecken."},
    )
    in_line = TextBox(
        label="Så tas frågan också i linjeorganisationen (frivilligt)",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 2}),
        help_text="Till exempel: närområdeschefen tar frågan med sin förvaltning.",
        error_messages={"max_length": f"Skriv högst {LONGEST_TEXT} tecken."},
    )
    comes_back = forms.BooleanField(
        label="Frågan kommer tillbaka hit med svaret, för att tas upp igen",
        required=False,
        help_text="Annars är frågan besvarad när den andra gruppen har svarat.",
    )

    def __init__(self, data: Any = None, *, ways: Sequence[Way]) -> None:
        super().__init__(data)
        self._ways = {way.key: way for way in ways}
        field: Any = self.fields["way"]
        field.choices = [("", "Välj grupp"), *_grouped(ways)]

    @property
    def chosen(self) -> Way:
        return self._ways[self.cleaned_data["way"]]


def _grouped(ways: Sequence[Way]) -> list[tuple[str, list[tuple[str, str]]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for way in ways:
        found.setdefault(HEADINGS[_K(way.kind)], []).append((way.key, f"{HEADINGS[_K(way.kind)]} {way.group.title}"))
    return list(found.items())


class ReturnForm(ReasonForm):
    """Why a question that another group handed over is sent back there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = (
            "Den som skickade frågan hit och den som väckte den får det här i ett mejl. "
            "Frågan ligger sedan bland den gruppens frågor igen."
        )
