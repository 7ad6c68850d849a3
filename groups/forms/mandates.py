"""The forms of a mandate: beginning one, its facts, one section at a time, and its adoption."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from groups.forms.steps import NoNumbers, PlainForm, StepForm
from groups.mandates.record import LATER
from groups.models import Group, Mandate, MandateSection, User
from groups.workflow.mandate_text import FACTS, facts_token, token_of
from samverkan.common.days import DayField
from samverkan.common.rich_field import RichTextField
from samverkan.common.swedish import long_date

CHOOSE_GROUPS = dict.fromkeys(
    ("required", "invalid_choice", "invalid_pk_value"), "Välj minst en av grupperna i listan."
)


class GroupsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """One or more of the groups that the person may write a mandate for."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(Group.objects.none(), error_messages=CHOOSE_GROUPS, **options)

    def label_from_instance(self, group: Any) -> str:
        return str(group.title)


class GroupField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One group, or none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Group.objects.none(), required=False, empty_label="Ingen grupp", **options)

    def label_from_instance(self, group: Any) -> str:
        return str(group.title)


class LinesField(forms.CharField):
    """Text over several lines, with the line breaks that the database has."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").strip()


def kept_groups(user: User) -> Any:
    """The groups that the person may write a mandate for today, among those that have not ended."""
    today = timezone.localdate()
    return Group.objects.kept_by(user, on=today).filter(Q(ends=None) | Q(ends__gt=today))


def known_groups(user: User, *stored: int | None) -> Any:
    """The groups that the person may know of, and those that are stored already."""
    visible = Group.objects.visible_to(user, on=timezone.localdate()).values("pk")
    known = Q(shows_group=True) | Q(pk__in=visible) | Q(pk__in=[key for key in stored if key])
    return Group.objects.filter(known)


class NewMandateForm(StepForm):
    """A mandate to begin, for groups that the person keeps."""

    refused_at = "groups"

    title = forms.CharField(
        label="Titel", max_length=200, error_messages={"required": "Skriv uppdragets titel."},
        help_text="Till exempel: Uppdrag från Temagrupp Psykiatri till Samsynsgruppen.",
    )  # fmt: skip
    groups = GroupsField(label="Grupper som uppdraget omfattar")

    def __init__(self, data: Any = None, *, by: User, wanted: str = "") -> None:
        super().__init__(data)
        field: Any = self.fields["groups"]
        field.queryset = kept_groups(by)
        self.initial["groups"] = [group.pk for group in field.queryset if group.slug == wanted]


class RevisionForm(StepForm):
    """Which of the groups a new version is to cover."""

    refused_at = "groups"

    groups = GroupsField(label="Grupper som den nya versionen omfattar")

    def __init__(self, data: Any = None, *, mandate: Mandate, by: User) -> None:
        super().__init__(data)
        field: Any = self.fields["groups"]
        field.queryset = kept_groups(by).filter(mandates=mandate)
        self.initial["groups"] = list(field.queryset)
        self.left_out = list(mandate.groups.exclude(pk__in=field.queryset.values("pk")))


class FactsForm(PlainForm):
    """The facts of a draft. ``seen`` stands for them as they were when the page was shown."""

    groups = GroupsField(label="Grupper som uppdraget omfattar")
    commissioner_group = GroupField(label="Uppdragsgivare, om det är en grupp")
    document_date = DayField(label="Dokumentets datum", required=False)
    chair_decides = LinesField(
        label="Ordföranden får besluta om", required=False,
        help_text="Med uppdragets egna ord. Tomt: ordföranden beslutar inget ensam.",
    )  # fmt: skip
    recipients = LinesField(
        label="Skickas till", required=False, help_text="En mottagare per rad. Inga e-postadresser."
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Mandate
        fields = [
            "title",
            "commissioner",
            "assignee",
            "registration_number",
            "document_date",
            "commissioner_group",
            "chair_decides",
            "recipients",
        ]
        labels = {"commissioner": "Uppdragsgivare, som funktion eller person"}

    def __init__(self, data: Any = None, *, mandate: Mandate, by: User) -> None:
        super().__init__(data, instance=mandate, initial={"seen": facts_token(mandate), "groups": mandate.groups.all()})
        fields: Any = self.fields
        fields["groups"].queryset = kept_groups(by)
        fields["commissioner_group"].queryset = known_groups(by, mandate.commissioner_group_id)
        fields["title"].error_messages["required"] = "Skriv uppdragets titel."

    def values(self) -> dict[str, Any]:
        """The facts as written, by field."""
        return {name: value for name, value in self.cleaned_data.items() if name in FACTS}


class SectionForm(NoNumbers, forms.Form):
    """One section. ``seen`` stands for its text as it was when the page was shown."""

    heading = forms.CharField(
        label="Rubrik", max_length=160, error_messages={"required": "Skriv avsnittets rubrik."}
    )  # fmt: skip
    body = RichTextField(label="Text", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, section: MandateSection | None = None) -> None:
        shown = {"heading": section.heading, "body": section.body, "seen": token_of(section)} if section else {}
        super().__init__(data, initial=shown)
        self.fields["body"].widget.attrs["rows"] = 14


class AdoptionForm(StepForm):
    """Who decided, when and where, and for how long it holds."""

    decided_by_group = GroupField(label="Grupp som har beslutat")
    decided_by = forms.CharField(
        label="Funktion eller person som har beslutat", max_length=160, required=False,
        help_text="Om beslutet inte är taget av en grupp. Till exempel: hälso- och sjukvårdsdirektören.",
    )  # fmt: skip
    decision_date = DayField(label="Beslutsdatum")
    decision_reference = forms.CharField(
        label="Beslutets nummer", max_length=60, required=False, help_text="Om det finns i samverkan: LGS 2026:3."
    )
    registration_number = forms.CharField(label="Diarienummer", max_length=40, required=False)
    valid_from = DayField(label="Gäller från")
    valid_until = DayField(label="Gäller till och med", required=False, help_text="Tomt om det gäller tills vidare.")
    precision = forms.ChoiceField(
        label="Så noga anges slutet",
        choices=[
            ("day", "På dagen: 31 januari 2027"),
            ("month", "På månaden: januari 2027"),
            ("year", "På året: 2027"),
        ],
        help_text="En månad eller ett år gäller till sin sista dag.",
    )
    review_date = DayField(label="Ses över senast", required=False)
    sure = forms.BooleanField(
        label="Ja, uppdraget är antaget och texten ska låsas",
        error_messages={"required": "Kryssa i att uppdraget är antaget."},
    )

    def __init__(self, data: Any = None, *, mandate: Mandate, by: User) -> None:
        decider = mandate.decided_by_group_id or (mandate.replaces.decided_by_group_id if mandate.replaces else None)
        shown = {"decided_by_group": decider, "registration_number": mandate.registration_number}
        super().__init__(data, initial=shown)
        fields: Any = self.fields
        fields["decided_by_group"].queryset = known_groups(by, decider)
        fields["decision_date"].error_messages["required"] = "Skriv vilken dag beslutet togs."
        fields["valid_from"].error_messages["required"] = "Skriv från vilken dag uppdraget gäller."

    def clean(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        if not data.get("decided_by", "").strip() and not data.get("decided_by_group"):
            self.add_error(
                "decided_by", "Välj gruppen som har beslutat, eller skriv vilken funktion eller person det var."
            )
        if (day := data.get("decision_date")) and day > timezone.localdate():
            self.add_error(
                "decision_date", f"{long_date(day)} ligger i framtiden. Registrera antagandet när beslutet är fattat."
            )
        starts, ends = data.get("valid_from"), data.get("valid_until")
        if starts and ends and ends < starts and data.get("precision") == Mandate.Precision.DAY:
            self.add_error("valid_until", "Uppdraget kan inte sluta gälla innan det har börjat.")
        return data

    def values(self) -> dict[str, Any]:
        """What ``workflow.mandates.adopt`` asks."""
        return {name: value for name, value in self.cleaned_data.items() if name != "sure"}


class LaterForm(StepForm):
    """What is known only after the adoption."""

    registration_number = forms.CharField(label="Diarienummer", max_length=40, required=False)
    decision_reference = forms.CharField(
        label="Beslutets nummer", max_length=60, required=False, help_text="Om det finns i samverkan: LGS 2026:3."
    )
    review_date = DayField(label="Ses över senast", required=False)

    def __init__(self, data: Any = None, *, mandate: Mandate) -> None:
        super().__init__(data, initial={name: getattr(mandate, name) for name in LATER})
