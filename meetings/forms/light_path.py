"""The forms of the light path: the finished note, and how it was adjusted."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from groups.models import Group, Membership
from meetings.forms.rows import DayField, TextBox
from meetings.note_text import ACCEPT
from meetings.workflow.corrections import LONGEST_REASON
from meetings.workflow.evidence import LONGEST_SOURCE
from meetings.workflow.light_path import SOURCE, Said
from meetings.workflow.losses import Loss
from meetings.workflow.uploading import LONGEST_RULING, NumbersFound, Upload, WouldLose
from samverkan.common import uploads
from samverkan.common.refusals import Refused
from samverkan.common.uploads import Checked, UploadRefused

LONGEST = 4000
ONLY = "Anteckningen laddas upp som PDF eller Word (.docx). Spara den så och välj den nya filen."


class NoteForm(forms.Form):
    """A finished note as a file. ``checked`` is the upload once the form is valid."""

    upload = forms.FileField(
        label="Den färdiga anteckningen",
        max_length=255,
        allow_empty_file=True,  # the check of uploads says it better
        help_text="PDF eller Word (.docx), högst 20 MB.",
        widget=forms.FileInput({"accept": ACCEPT}),
        error_messages={"required": "Välj filen med anteckningen."},
    )
    summary = TextBox(
        label="Sammanfattning",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text="Om du vill: några meningar om vad gruppen kom fram till. De står överst på sidan.",
        error_messages={"max_length": f"Sammanfattningen kan vara högst {LONGEST} tecken. Korta den."},
    )
    replace = forms.BooleanField(label="Filen ersätter det som är skrivet", required=False)
    replaces = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    ruling = forms.CharField(
        label="Vad är siffrorna i stället?",
        max_length=LONGEST_RULING,
        required=False,
        help_text="Till exempel ett artikelnummer. Det du skriver sparas tillsammans med ditt namn.",
    )
    ruled = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    checked: Checked | None = None
    #: What was asked back: what the file would take the place of, and digits in it to judge.
    loss: Loss | None = None
    asks_ruling = False

    def sent(self, *, rules: bool) -> Upload:
        """The upload with the answers; ``rules`` is whether the person can say what digits are."""
        data = self.cleaned_data
        replaces = data["replaces"] if data["replace"] else ""
        ruling, ruled = (data["ruling"], data["ruled"]) if rules else ("", "")
        return Upload(self.file, data["summary"], replaces=replaces, ruling=ruling, ruled=ruled)

    def ask(self, refusal: Refused, *, rules: bool) -> None:
        """Show the refusal, and what can be answered to it."""
        self.loss = refusal.loss if isinstance(refusal, WouldLose) else None
        self.asks_ruling = rules and (isinstance(refusal, NumbersFound) or bool(self.cleaned_data["ruling"]))
        self.add_error("upload", str(refusal))

    @property
    def chosen(self) -> str:
        """The name of a file that was chosen on a page that is shown again; browsers don't keep it."""
        return str(getattr(self.files.get("upload"), "name", ""))

    def clean_upload(self) -> Any:
        sent = self.cleaned_data["upload"]
        if not str(sent.name).lower().endswith(tuple(ACCEPT.split(","))):
            raise forms.ValidationError(ONLY)
        try:
            self.checked = uploads.check(sent)
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return sent

    @property
    def file(self) -> Checked:
        if self.checked is None:
            raise ValueError("the form is not valid")
        return self.checked


class UploadNoteForm(NoteForm):
    """A finished note of one of the groups whose notes the person uploads."""

    date = DayField(label="Vilken dag var mötet?", error_messages={"required": "Välj vilken dag mötet var."})

    def __init__(self, groups: Iterable[Group], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.groups = {str(group.pk): group for group in groups}
        self.fields["group"] = forms.ChoiceField(
            label="Grupp",
            choices=[(pk, group.title) for pk, group in self.groups.items()],
            error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj vilken grupp anteckningen gäller."),
        )
        self.order_fields(["group", "date", "upload", "summary"])

    def clean_date(self) -> Any:
        day = self.cleaned_data["date"]
        if day > timezone.localdate():
            raise forms.ValidationError("Mötet har inte varit än. Välj dagen då mötet hölls.")
        return day

    @property
    def group(self) -> Group:
        return self.groups[self.cleaned_data["group"]]


class CorrectNoteForm(NoteForm):
    """A new file instead of the one that is adjusted, and why."""

    reason = forms.CharField(
        label="Varför rättas anteckningen?",
        max_length=LONGEST_REASON,
        help_text="Visas öppet tillsammans med den rättade anteckningen.",
        error_messages={
            "required": "Skriv varför anteckningen rättas.",
            "max_length": f"Skriv skälet kortare, högst {LONGEST_REASON} tecken.",
        },
    )


class PublishNoteForm(forms.Form):
    """Who adjusted the note and how, and which contact details may stand."""

    adjusted_on = DayField(
        label="Vilken dag justerades den?", error_messages={"required": "Välj vilken dag anteckningen justerades."}
    )
    source = forms.CharField(
        label="Hur justerades den?",
        max_length=LONGEST_SOURCE,
        help_text=f"Till exempel: {SOURCE}. Visas öppet tillsammans med anteckningen.",
        error_messages={"required": f"Skriv hur anteckningen justerades, till exempel: {SOURCE}."},
    )

    def __init__(self, people: Iterable[Membership], contacts: Iterable[str], data: Any = None, *, day: date) -> None:
        super().__init__(data)
        self.people = {str(row.person_id): row.person for row in people}
        self.day = day
        self.fields["person"] = forms.ChoiceField(
            label="Vem justerade anteckningen?",
            choices=[("", "Välj person"), *((pk, person.name) for pk, person in self.people.items())],
            error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj vem som justerade anteckningen."),
        )
        self.contacts = {f"contact-{index}": value for index, value in enumerate(contacts)}
        for name, value in self.contacts.items():
            self.fields[name] = forms.BooleanField(
                label=f"{value} får stå kvar",
                error_messages={"required": f"Kryssa i att {value} får stå kvar, eller byt till en fil utan den."},
            )
        self.order_fields(["person", "adjusted_on", "source"])

    def clean_adjusted_on(self) -> date:
        day: date = self.cleaned_data["adjusted_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Dagen då anteckningen justerades kan inte ligga i framtiden.")
        if day < self.day:
            raise forms.ValidationError("Anteckningen kan inte vara justerad före mötet.")
        return day

    @property
    def contact_fields(self) -> list[BoundField]:
        return [self[name] for name in self.contacts]

    def said(self) -> Said:
        data = self.cleaned_data
        return Said(self.people[data["person"]], data["adjusted_on"], data["source"])

    def kept(self) -> list[str]:
        return [value for name, value in self.contacts.items() if self.cleaned_data[name]]
