"""The form of a decision that the chair takes alone."""

from collections.abc import Iterable
from typing import Any

from django import forms

from groups.models import Group
from meetings.forms.rows import TextBox
from meetings.kinds import CHAIR_KINDS, OutcomeKind
from meetings.models import Meeting
from meetings.workflow.chair_decisions import Draft
from samverkan.common.richtext import plain

LONGEST = 8000
TOO_LONG = f"Texten kan vara högst {LONGEST} tecken. Korta den."


class DecisionForm(forms.Form):
    """What is to be decided, why, and in which words."""

    title = forms.CharField(
        label="Vad gäller beslutet?", max_length=250, error_messages={"required": "Skriv vad beslutet gäller."}
    )  # fmt: skip
    background = TextBox(
        label="Bakgrund",
        widget=forms.Textarea({"rows": 6}),
        max_length=LONGEST,
        help_text="Varför beslutet behövs, och hur det har förankrats.",
        error_messages={"required": "Skriv varför beslutet behövs.", "max_length": TOO_LONG},
    )
    kind = forms.ChoiceField(
        label="Typ av beslut",
        choices=[(kind.value, OutcomeKind(kind).label) for kind in CHAIR_KINDS],
        initial=CHAIR_KINDS[0].value,
        error_messages={"required": "Välj typ av beslut."},
    )
    text = TextBox(
        label="Beslut",
        widget=forms.Textarea({"rows": 4}),
        max_length=LONGEST,
        help_text="Så som beslutet ska stå. Till exempel: Ordföranden fastställer rutinen för …",
        error_messages={"required": "Skriv beslutet.", "max_length": TOO_LONG},
    )

    def __init__(self, data: Any = None, *, meeting: Meeting | None = None) -> None:
        super().__init__(data, initial=_written(meeting) if meeting else None)

    def draft(self) -> Draft:
        return Draft(**{name: self.cleaned_data[name] for name in ("title", "background", "kind", "text")})


class NewDecisionForm(DecisionForm):
    """A new decision, of one of the groups whose chair may decide."""

    def __init__(self, groups: Iterable[Group], data: Any = None) -> None:
        super().__init__(data)
        self.groups = {str(group.pk): group for group in groups}
        self.fields["group"] = forms.ChoiceField(
            label="Grupp",
            choices=[(pk, group.title) for pk, group in self.groups.items()],
            error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj vilken grupp beslutet gäller."),
        )
        self.order_fields(["group"])

    @property
    def group(self) -> Group:
        return self.groups[self.cleaned_data["group"]]


def _written(meeting: Meeting) -> dict[str, str]:
    """What has been written so far, for a decision that is to be changed."""
    item = meeting.items.order_by("number").first()
    outcome = item.outcomes.first() if item else None
    if item is None:
        return {}
    background = plain(item.information).replace("\n", "\n\n")
    said = {"kind": outcome.kind, "text": outcome.text} if outcome else {}
    return {"title": item.title, "background": background, **said}
