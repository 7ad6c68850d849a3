"""What is asked in a consultation and of whom, and the answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, QuerySet
from django.utils import timezone

from groups.forms.steps import ShowsRefusals
from groups.models import Area, Group, Organisation, Seat, User
from groups.sitting import sittings
from meetings.forms.approval import EvidenceForm
from meetings.forms.matters import LONGEST_TEXT, NOTHING_ON_PEOPLE
from meetings.forms.rows import DayField, TextBox
from meetings.models import Consultation, Consulted, Matter
from meetings.rules import receiving_groups
from meetings.workflow.registered_answers import Came

OUTSIDE = "Skriv namn och e-postadress på varje rad, till exempel: VästKom, remiss@example.se."
WHICH_GROUPS = (
    "Här finns områdets och länets grupper med processledare eller koordinator. Andra frågar du genom deras "
    "organisationer, eller med en länk i mejl."
)
_BOXES = forms.CheckboxSelectMultiple


class LastDayForm(forms.Form):
    """The last day for answers."""

    until = DayField(label="Svar senast", error_messages={"required": "Skriv sista dagen för svar."})

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if day <= timezone.localdate():
            raise ValidationError("Välj en dag som kommer, så att de tillfrågade hinner svara.")
        return day


class ConsultationForm(ShowsRefusals, LastDayForm):
    """A consultation about a matter; ``consultation()`` and ``asked()`` are not saved."""

    question = TextBox(
        label="Vad vill ni ha svar på?",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 5}),
        help_text=f"Frågans bakgrund och underlag följer med. {NOTHING_ON_PEOPLE}",
        error_messages={
            "required": "Skriv vad ni vill ha svar på.",
            "max_length": f"Skriv högst {LONGEST_TEXT} tecken.",
        },
    )
    groups = forms.ModelMultipleChoiceField(
        label="Grupper", queryset=Group.objects.none(), required=False, widget=_BOXES, help_text=WHICH_GROUPS
    )
    organisations = forms.ModelMultipleChoiceField(
        label="Organisationer i gruppen", queryset=Organisation.objects.none(), required=False, widget=_BOXES
    )
    areas = forms.ModelMultipleChoiceField(label="Områden", queryset=Area.objects.none(), required=False, widget=_BOXES)
    outside = TextBox(
        label="Andra, genom en länk i mejl (frivilligt)",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=f"{OUTSIDE} De svarar utan att logga in.",
    )
    field_order = ["question", "until", "groups", "organisations", "areas", "outside"]

    def __init__(self, data: Any = None, *, matter: Matter, by: User) -> None:
        super().__init__(data)
        self._matter = matter
        today = timezone.localdate()
        fields: dict[str, Any] = self.fields
        near = Q(area=matter.group.area_id) | Q(area__kind=Area.Kind.COUNTY)
        fields["groups"].queryset = receiving_groups(by, on=today).filter(near).exclude(pk=matter.group_id)
        fields["groups"].label_from_instance = lambda group: group.title
        fields["organisations"].queryset = parties_of(matter.group, on=today)
        speaking = Group.objects.on(today).filter(type__speaks_for_area=True)
        fields["areas"].queryset = Area.objects.filter(pk__in=speaking.values("area"))

    def clean_outside(self) -> list[tuple[str, str]]:
        return [_outsider(line) for line in self.cleaned_data["outside"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not any(said.get(name) for name in ("groups", "organisations", "areas", "outside")):
            raise ValidationError("Välj minst en som ska svara.")
        return said

    def consultation(self) -> Consultation:
        said = self.cleaned_data
        return Consultation(matter=self._matter, question=said["question"], until=said["until"])

    def asked(self) -> list[Consulted]:
        said = self.cleaned_data
        return [
            *(Consulted(group=row) for row in said["groups"]),
            *(Consulted(organisation=row) for row in said["organisations"]),
            *(Consulted(area=row) for row in said["areas"]),
            *(Consulted(name=name, email=email) for name, email in said["outside"]),
        ]


def parties_of(group: Group, *, on: date) -> QuerySet[Organisation]:
    """The organisations that somebody sits for in the group on the day, or that its seats stand or answer for."""
    seats = Seat.objects.on(on).filter(group=group)
    members = sittings(on=on).filter(group=group)
    part = Q(seats__in=seats) | Q(answered_for_by__in=seats) | Q(memberships__in=members)
    rows: QuerySet[Organisation] = Organisation.objects.standing().filter(part).distinct().order_by("name")
    return rows


def _outsider(line: str) -> tuple[str, str]:
    """Name and address of a line: ``VästKom, remiss@example.se``."""
    name, _, email = line.strip().rpartition(" ")
    name, email = name.strip().rstrip(",;:").strip(), email.strip("<>,;")
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError(f"Raden ”{line.strip()[:80]}” går inte att läsa. {OUTSIDE}") from error
    if not name or len(name) > 160:
        raise ValidationError(f"Raden ”{line.strip()[:80]}” behöver ett namn på högst 160 tecken. {OUTSIDE}")
    return name, email


class ConsultationAnswerForm(ShowsRefusals, forms.Form):
    """An answer: words, and a position for whoever wants to take one."""

    text = TextBox(
        label="Svar",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 8}),
        help_text=NOTHING_ON_PEOPLE,
        error_messages={"required": "Skriv ert svar.", "max_length": f"Svaret får ha högst {LONGEST_TEXT} tecken."},
    )
    stand = forms.ChoiceField(
        label="Ställningstagande (frivilligt)",
        required=False,
        choices=[("", "Inget särskilt"), *Consulted.Position.choices],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Välj ett av ställningstagandena, eller inget särskilt."},
    )


class RegisteredAnswerForm(EvidenceForm, ConsultationAnswerForm):
    """An answer that came another way: who gave it, how and when it came, and the file that shows it."""

    signed = forms.CharField(
        label="Vem svarade? Namn och organisation",
        max_length=160,
        error_messages={"required": "Skriv vem som svarade.", "max_length": "Skriv högst 160 tecken."},
    )
    came_by = forms.ChoiceField(
        label="Hur kom svaret?",
        choices=[(value, label.capitalize()) for value, label in Consulted.Came.choices],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj hur svaret kom."),
    )
    came_on = DayField(label="Vilken dag kom det?", error_messages={"required": "Skriv vilken dag svaret kom."})
    field_order = ["signed", "came_by", "came_on", "stand", "text", "upload"]

    def __init__(self, row: Consulted, data: Any = None, files: Any = None) -> None:
        names = ("text", "stand", "signed", "came_by", "came_on")
        initial = {name: getattr(row, name) for name in names} if row.came_by else None
        super().__init__(data, files, initial=initial)
        self.fields["text"].error_messages["required"] = "Skriv vad de svarade."

    @property
    def came(self) -> Came:
        said = self.cleaned_data
        return Came(signed=said["signed"], by=said["came_by"], on=said["came_on"], file=self.file)


class OutsideAnswerForm(ConsultationAnswerForm):
    """An answer from outside the portal, which says who gives it."""

    signed = forms.CharField(
        label="Vem svarar? Namn och organisation",
        max_length=160,
        error_messages={"required": "Skriv vem som svarar.", "max_length": "Skriv högst 160 tecken."},
    )
    field_order: Sequence[str] = ["text", "stand", "signed"]
