"""What is sent when somebody reports, and when the secretariat follows a decision."""

from collections.abc import Iterable
from typing import Any

from django import forms

from decisions.models import Anchoring, Commitment, Decision, FocusArea, FormalDecision
from decisions.states import AnchoringState, CommitmentState, DecisionState, FormalState
from decisions.workflow.commitments import LONGEST_REPORT
from decisions.workflow.focusing import focus_areas_for
from decisions.workflow.following import LONGEST_NOTE
from samverkan.common.days import DayField

WHO_TOLD = "Skriv vem som berättade."
UNKNOWN_FOCUS = "Välj bland fokusområdena i listan."
UNKNOWN_STATE = "Välj ett läge med en av knapparna."


class ReportForm(forms.Form):
    """Shared by the reports: the button that was pressed, and the note that those inside read.

    ``told``: whether somebody else's report is registered, so that the note has to say who told.
    """

    key = ""
    note = forms.CharField(
        label="Anteckning", max_length=LONGEST_NOTE, required=False, widget=forms.Textarea({"rows": 2}),
        help_text="Visas bara för dem som är inloggade.",
    )  # fmt: skip

    def __init__(self, row: Any, data: Any = None, *, told: bool = False) -> None:
        super().__init__(data, auto_id=f"{self.key}-{row.pk}-%s")
        self.row, self.told = row, told
        note = self.fields.get("note")
        if told and note:
            note.label, note.required = "Vem berättade?", True
            note.error_messages["required"] = WHO_TOLD
            note.widget.attrs["required"] = True
            note.help_text = "Namn, och när du fick veta det. Visas bara för dem som är inloggade."

    @property
    def sentence(self) -> str:
        """What hinders, in one text."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


class AnchoringForm(ReportForm):
    """How far an organisation has come."""

    key = "forankring"
    state = forms.ChoiceField(
        choices=AnchoringState.choices, error_messages=dict.fromkeys(("required", "invalid_choice"), UNKNOWN_STATE)
    )
    reason = forms.CharField(
        label="Varför kan det inte genomföras?", max_length=300, required=False, widget=forms.Textarea({"rows": 2}),
        help_text="Visas öppet, när läget är Kan inte genomföras.",
    )  # fmt: skip

    def __init__(self, row: Anchoring, data: Any = None, *, told: bool = False) -> None:
        super().__init__(row, data, told=told)


class FormalForm(ReportForm):
    """What a principal has decided at home."""

    key = "formellt"
    state = forms.ChoiceField(
        choices=FormalState.choices, error_messages=dict.fromkeys(("required", "invalid_choice"), UNKNOWN_STATE)
    )
    decided_on = DayField(label="Beslutsdag", required=False)
    own_number = forms.CharField(label="Ert diarienummer", max_length=60, required=False)

    def __init__(self, row: FormalDecision, data: Any = None, *, told: bool = False) -> None:
        super().__init__(row, data, told=told)
        if told:
            self.fields["own_number"].label = "Huvudmannens diarienummer"


class CommitmentForm(ReportForm):
    """What has become of a commitment; the report is read where it is followed up, so there is no note beside it."""

    key = "atagande"
    note = None  # type: ignore[assignment]
    state = forms.ChoiceField(
        choices=CommitmentState.choices, error_messages=dict.fromkeys(("required", "invalid_choice"), UNKNOWN_STATE)
    )
    report = forms.CharField(
        label="Vad har hänt?", max_length=LONGEST_REPORT, required=False, widget=forms.Textarea({"rows": 2}),
        help_text="Visas för dem som är inloggade.",
    )  # fmt: skip

    def __init__(self, row: Commitment, data: Any = None, *, told: bool = False) -> None:
        super().__init__(row, data)


class DueForm(forms.Form):
    """When everybody is to have carried the decision out."""

    due = DayField(label="Ska vara genomfört senast", required=False, help_text="Tomt tar bort dagen.")

    def __init__(self, decision: Decision, data: Any = None) -> None:
        super().__init__(data, initial={"due": decision.due}, auto_id="dag-%s")


class FocusForm(forms.Form):
    """Which focus areas of the cooperation plan the decision is about."""

    areas = forms.ModelMultipleChoiceField(
        label="Fokusområden i samverkansplanen", queryset=FocusArea.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_pk_value", "invalid_list"), UNKNOWN_FOCUS),
        help_text="Visas på beslutets sida, och besluten kan sökas fram efter dem. Beslutets text ändras inte.",
    )  # fmt: skip

    def __init__(self, decision: Decision, data: Any = None) -> None:
        chosen = [row.focus_area_id for row in decision.focuses.all()]
        super().__init__(data, initial={"areas": chosen}, auto_id="fokus-%s")
        kept = FocusArea.objects.filter(pk__in=chosen)
        field: Any = self.fields["areas"]
        field.queryset = (focus_areas_for(decision) | kept).order_by("plan__first_year", "plan", "position")


class ReplaceForm(forms.Form):
    """Which later decision stands in this one's place."""

    later = forms.ModelChoiceField(
        label="Ersätts av", queryset=Decision.objects.none(), empty_label="Välj beslut",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj ett senare beslut i listan."),
    )  # fmt: skip

    def __init__(self, decision: Decision, groups: Iterable[Any], data: Any = None) -> None:
        super().__init__(data, auto_id="ersatt-%s")
        later = Decision.objects.filter(
            group__in=groups, state=DecisionState.IN_FORCE, decided_on__gte=decision.decided_on
        ).exclude(pk=decision.pk)
        field: Any = self.fields["later"]
        field.queryset = later.select_related("group").order_by("-decided_on", "number")
        field.label_from_instance = _named


def _named(decision: Decision) -> str:
    text = " ".join(decision.text.split())
    return f"{decision.reference}, {text[:80]}{'…' if len(text) > 80 else ''}"
