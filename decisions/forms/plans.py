"""The forms of an action plan: beginning one, writing it with its rows, establishing it, following it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from decisions.models import ActionPlan, Activity, Decision, FocusArea
from decisions.plans.rules import establisher_of, establishing_decisions, offered_decisions, writing_groups
from decisions.plans.sealing import token_of
from decisions.plans.states import ActivityState
from decisions.workflow.plans import LONGEST_EVIDENCE, ActivityDraft, GoalDraft, PlanDraft
from groups.forms.steps import StepForm
from groups.models import Group, User
from samverkan.common.days import DayField
from samverkan.common.refusals import Refused
from samverkan.common.rich_field import RichTextField
from samverkan.common.swedish import long_date

#: Rows that a page offers beside those that are written.
SPARE_GOALS, SPARE_ACTIVITIES = 1, 2
#: The most rows that are read from a page, whatever it says that it has.
MOST_ROWS = 60
SHOWN_TO_ALL = "Visas för alla som läser den nya versionen."


class GroupYearForm(StepForm):
    """Which group, and which year; ``wanted`` says what to fill in, as the address of the page does."""

    refused_at = "year"

    group = forms.ModelChoiceField(Group.objects.none(), label="Grupp", empty_label="Välj grupp")
    year = forms.IntegerField(label="År", min_value=2000, max_value=2099)

    def __init__(self, data: Any = None, *, by: User, feature: str, wanted: Mapping[str, str], year: int) -> None:
        asked = wanted.get("ar", "")
        super().__init__(data, initial={"year": asked if asked.isdecimal() else year})
        kept = writing_groups(by, on=timezone.localdate()).filter(**{feature: True}).select_related("type")
        field: Any = self.fields["group"]
        field.queryset = kept
        field.label_from_instance = lambda group: group.title
        field.error_messages |= dict.fromkeys(("required", "invalid_choice"), "Välj en av grupperna i listan.")
        self.fields["year"].error_messages |= dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Skriv året med fyra siffror, till exempel 2026."
        )
        self.initial["group"] = next((group.pk for group in kept if group.slug == wanted.get("grupp")), None)


class RevisionForm(StepForm):
    """Why a later version is needed."""

    refused_at = "reason"

    reason = forms.CharField(
        label="Varför behövs en ny version?", widget=forms.Textarea({"rows": 3}), help_text=SHOWN_TO_ALL,
        error_messages={"required": "Skriv varför."},
    )  # fmt: skip


class HeadForm(forms.Form):
    """What a plan says before its goals. ``seen`` stands for the plan as it was when the page was shown."""

    reason = forms.CharField(
        label="Varför planen revideras", widget=forms.Textarea({"rows": 2}), help_text=SHOWN_TO_ALL,
        error_messages={"required": "Skriv varför planen revideras."},
    )  # fmt: skip

    introduction = RichTextField(label="Inledning", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, plan: ActionPlan) -> None:
        shown = {"introduction": plan.introduction, "reason": plan.revision_reason, "seen": token_of(plan)}
        super().__init__(data, initial=shown)
        if plan.version == 1:
            del self.fields["reason"]


class RowForm(forms.Form):
    """A row that counts when something is written in it; ``key`` is that of the row it was."""

    key = forms.IntegerField(widget=forms.HiddenInput, required=False)
    remove = forms.BooleanField(label="Ta bort", required=False)

    @property
    def is_blank(self) -> bool:
        """Whether the row says nothing: it was emptied, or is to be taken away."""
        written = [name for name in self.fields if name not in {"key", "remove", "focus_area"}]
        return bool(self["remove"].value()) or not any(self[name].value() for name in written)

    @property
    def was_there(self) -> bool:
        return bool(self["key"].value())


class GoalForm(RowForm):
    text = forms.CharField(
        label="Mål", widget=forms.Textarea({"rows": 2}), error_messages={"required": "Skriv målet."}
    )  # fmt: skip
    focus_area = forms.TypedChoiceField(
        label="Fokusområde i samverkansplanen", required=False, empty_value=None,
        error_messages={"invalid_choice": "Välj ett av fokusområdena i listan."},
    )  # fmt: skip

    def __init__(self, data: Any, *, focus_areas: dict[str, FocusArea], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field: Any = self.fields["focus_area"]
        field.choices = [("", "Inget"), *((key, area.title) for key, area in focus_areas.items())]
        field.coerce = focus_areas.__getitem__
        self.has_focus_areas = bool(focus_areas)


class ActivityForm(RowForm):
    text = forms.CharField(
        label="Aktivitet", widget=forms.Textarea({"rows": 2}), error_messages={"required": "Skriv aktiviteten."}
    )  # fmt: skip
    responsible = forms.CharField(
        label="Ansvariga organisationer", max_length=300, required=False,
        error_messages={"max_length": "Ansvariga får ha högst 300 tecken."},
    )  # fmt: skip
    due = DayField(label="Klar senast", required=False)


class GoalRows:
    """A goal with its activities, as rows of the page."""

    def __init__(self, number: int, data: Any, goal: Any, focus_areas: dict[str, FocusArea]) -> None:
        prefix = f"mal-{number}"
        shown = {"key": goal.pk, "text": goal.text, "focus_area": goal.focus_area_id} if goal else {}
        self.number = number
        self.form = GoalForm(data, prefix=prefix, initial=shown, focus_areas=focus_areas)
        stored = list(goal.activities.all()) if goal else []
        self.count_name = f"{prefix}-antal"
        count = _count(data, self.count_name) if data is not None else len(stored) + SPARE_ACTIVITIES
        self.activities = [
            ActivityForm(data, prefix=f"{prefix}-aktivitet-{place}", initial=_of(stored, place))
            for place in range(1, count + 1)
        ]

    @property
    def is_blank(self) -> bool:
        removed = bool(self.form["remove"].value())
        return removed or (self.form.is_blank and all(row.is_blank for row in self.activities))

    def is_valid(self) -> bool:
        """Whether what is written in the rows can be saved; blank rows say nothing."""
        written = [row for row in self.activities if not row.is_blank]
        return all([self.form.is_valid(), *(row.is_valid() for row in written)])

    def draft(self) -> GoalDraft:
        said = self.form.cleaned_data
        rows = [row.cleaned_data for row in self.activities if not row.is_blank]
        activities = [ActivityDraft(row["text"], row["responsible"], row["due"], row["key"]) for row in rows]
        return GoalDraft(said["text"], said["focus_area"], activities, said["key"])


def _of(stored: list[Activity], place: int) -> dict[str, Any]:
    if place > len(stored):
        return {}
    row = stored[place - 1]
    return {"key": row.pk, "text": row.text, "responsible": row.responsible, "due": row.due}


def _count(data: Any, name: str) -> int:
    value = data.get(name, "")
    return min(int(value), MOST_ROWS) if value.isascii() and value.isdecimal() and len(value) < 4 else 0


class PlanForm:
    """The whole plan on one page, with blank rows to write more in. An emptied row is taken away."""

    def __init__(self, data: Any = None, *, plan: ActionPlan) -> None:
        stored = list(plan.goals.prefetch_related("activities"))
        self.head = HeadForm(data, plan=plan)
        count = _count(data, "mal-antal") if data is not None else len(stored) + SPARE_GOALS
        areas = {str(area.pk): area for area in focus_areas_of(plan)}
        self.goals = [
            GoalRows(number, data, stored[number - 1] if number <= len(stored) and data is None else None, areas)
            for number in range(1, count + 1)
        ]

    def is_valid(self) -> bool:
        written = [goal for goal in self.goals if not goal.is_blank]
        return all([self.head.is_valid(), *(goal.is_valid() for goal in written)])

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Each error with the field that it belongs to, for the summary above the page."""
        shown: list[forms.Form] = [self.head]
        for goal in self.goals:
            if not goal.is_blank:
                shown += [goal.form, *(row for row in goal.activities if not row.is_blank)]
        return [(field.id_for_label, str(error)) for form in shown for field in form for error in field.errors]

    def draft(self) -> PlanDraft:
        goals = [goal.draft() for goal in self.goals if not goal.is_blank]
        said = self.head.cleaned_data
        return PlanDraft(said["introduction"], goals, said.get("reason"))


def focus_areas_of(plan: ActionPlan) -> Any:
    """The focus areas of the area's cooperation plans in the year of the plan, and those that it names already."""
    rows = FocusArea.objects.of_area(plan.group.area_id, year=plan.year)
    return (rows | FocusArea.objects.filter(goals__plan=plan)).distinct()


class EstablishForm(StepForm):
    """The decision that established the plan, or the day when the group itself did.

    ``offered`` are the decisions to choose from; ``has_more`` whether there are others that can have established it
    (one decision can establish several plans), which ``every`` offers too.
    """

    decision = forms.ModelChoiceField(Decision.objects.none(), label="Beslut", required=False)
    on = DayField(label="Fastställd den", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    sure = forms.BooleanField(
        label="Ja, planen är fastställd och texten ska låsas",
        error_messages={"required": "Kryssa i att planen är fastställd."},
    )

    def __init__(self, data: Any = None, *, plan: ActionPlan, every: bool = False) -> None:
        super().__init__(data, initial={"seen": token_of(plan)})
        self.establisher = establisher_of(plan.group)
        possible = establishing_decisions(plan)
        self.offered = list(possible if every else offered_decisions(plan))
        self.has_more = not every and possible.exclude(pk__in=[row.pk for row in self.offered]).exists()
        field: Any = self.fields["decision"]
        field.queryset = possible
        field.choices = [("", "Välj beslut"), *((row.pk, _decision_in_words(row)) for row in self.offered)]
        field.label = f"Beslut av {self.establisher.title}"
        field.error_messages["invalid_choice"] = "Välj ett av besluten i listan."
        if self.establisher.pk != plan.group_id:
            del self.fields["on"]
            self.refused_at = "decision"
        else:
            self.refused_at = "on"

    def refuse(self, refusal: Refused) -> None:
        """The page that is shown again holds the plan as it is by then, to be read before it is tried again."""
        super().refuse(refusal)
        if now := getattr(refusal, "seen", ""):
            data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            data["seen"] = now
            self.data = data


def _decision_in_words(decision: Any) -> str:
    text = decision.text if len(decision.text) < 90 else f"{decision.text[:88]}…"
    return f"{decision.reference}, {long_date(decision.decided_on)}: {text}"


class ActivityProgressForm(StepForm):
    """How far an activity has come."""

    refused_at = "evidence"

    state = forms.ChoiceField(label="Läge", choices=ActivityState.choices)
    evidence = forms.CharField(
        label="Uppföljning", required=False, widget=forms.Textarea({"rows": 4}), max_length=LONGEST_EVIDENCE,
        help_text="Vad som har hänt, och vad det har lett till. Texten visas öppet när planen är publicerad.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, activity: Activity) -> None:
        super().__init__(data, initial={"state": activity.state, "evidence": activity.evidence})


class ReasonForm(StepForm):
    """Why something is taken off the open site, or sent back."""

    refused_at = "reason"

    reason = forms.CharField(
        label="Skäl", widget=forms.Textarea({"rows": 3}), error_messages={"required": "Skriv varför."}
    )  # fmt: skip
