"""The forms of governing documents: what is known of one, its file, and its last day."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone

from groups.forms.steps import ShowsRefusals, StepForm
from groups.models import GoverningDocument, Group, User
from groups.workflow.documents import version_of
from samverkan.common import uploads
from samverkan.common.days import DayField
from samverkan.common.refusals import Refused
from samverkan.common.swedish import file_size
from samverkan.common.uploads import Checked, UploadRefused

CHOOSE_AGAIN = "Du hade valt filen {name}. Den är inte sparad: välj den igen."
NO_LINK = "Länken ska vara en hel webbadress som börjar med https:// eller http://."


class DocumentForm(ShowsRefusals, forms.ModelForm):  # type: ignore[type-arg]
    """A document, new or registered. ``file`` is the checked upload once the form is valid, None for none."""

    upload = forms.FileField(
        label="Fil",
        required=False,
        max_length=255,
        allow_empty_file=True,  # the check of uploads says it better
        help_text=uploads.HELP,
        widget=forms.FileInput({"accept": uploads.ACCEPT}),
    )
    remove_file = forms.BooleanField(label="Ta bort filen", required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    valid_from = DayField(label="Gäller från", required=False, help_text="Lämna tomt om dagen inte är känd.")
    valid_until = DayField(label="Gäller till och med", required=False, help_text="Lämna tomt för tills vidare.")
    review_date = DayField(label="Ses över senast", required=False, help_text="Gruppen får ett mejl den dagen.")

    class Meta:
        model = GoverningDocument
        fields = [
            "title", "kind", "group", "summary", "valid_from", "valid_until", "review_date", "decision_reference",
            "registration_number", "link", "archive_id",
        ]  # fmt: skip
        labels = {"summary": "I korthet", "title": "Titel", "kind": "Slag", "group": "Ansvarig grupp"}
        labels |= {"link": "Länk", "decision_reference": "Beslut", "registration_number": "Diarienummer"}
        widgets = {"summary": forms.Textarea({"rows": 3}), "link": forms.URLInput({"autocomplete": "off"})}
        help_texts = {
            "summary": "Några meningar om vad dokumentet är till för. Orden här går att söka på.",
            "link": "Om dokumentet finns på en annan plats. Länken visas tillsammans med filen om båda finns.",
            "archive_id": "Beteckningen i arkivet hos den som äger dokumentet.",
        }
        error_messages = {
            "title": {"required": "Skriv dokumentets titel.", "max_length": "Titeln får ha högst 200 tecken."},
            "kind": {"required": "Välj vilket slag av dokument det är."},
            "group": {"required": "Välj vilken grupp som ansvarar för dokumentet."},
            "link": {"invalid": NO_LINK, "max_length": "Länken får ha högst 500 tecken."},
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file: Checked | None = None
        group: Any = self.fields["group"]
        group.queryset = Group.objects.kept_by(by, on=timezone.localdate()).select_related("area")
        group.label_from_instance = lambda found: found.title
        group.empty_label = "Välj grupp"
        kind: Any = self.fields["kind"]
        kind.choices = [("", "Välj slag"), *GoverningDocument.Kind.choices]
        link: Any = self.fields["link"]
        link.assume_scheme = "https"
        link.validators = [URLValidator(schemes=["http", "https"], message=NO_LINK)]
        if not self.instance.file_sha256:
            del self.fields["remove_file"]
        if len(group.queryset) == 1 and not self.instance.group_id:
            self.initial.setdefault("group", group.queryset[0].pk)

    @property
    def kept_file(self) -> str:
        """The name and size of the file that is there already, empty when there is none."""
        has_file = bool(self.instance.file_sha256)
        return f"{self.instance.file_name}, {file_size(self.instance.file_size)}" if has_file else ""

    def clean_upload(self) -> None:
        sent: Any = self.cleaned_data["upload"]
        if sent is None:
            return
        try:
            self.file = uploads.check(sent)
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", "Sista dagen ligger före den första. Ändra en av dem.")
        return cleaned

    def refuse(self, refusal: Refused) -> None:
        """The page that is shown again holds the version that is stored by then as the one that was seen."""
        super().refuse(refusal)
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["seen"] = str(version_of(self.instance))
        self.data = data

    def lost_file(self) -> str:
        """What to say of a file that was chosen on a page that is shown again; empty when nothing was chosen."""
        sent = self.files.get("upload")
        return CHOOSE_AGAIN.format(name=sent.name) if sent and "upload" not in self.errors else ""


class ReplacementForm(DocumentForm):
    """The version after one: what the old one says, to be changed, and a first day that must be given."""

    valid_from = DayField(label="Gäller från", help_text="Den gamla versionen gäller till och med dagen före.")

    def __init__(self, *args: Any, old: GoverningDocument, by: User, **kwargs: Any) -> None:
        carried = {"title": old.title, "kind": old.kind, "group": old.group_id, "summary": old.summary}
        super().__init__(*args, initial=carried, by=by, **kwargs)


class EndForm(StepForm):
    """The last day of a document."""

    refused_at = "last_day"

    last_day = DayField(label="Sista dag som dokumentet gäller")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("last_day", timezone.localdate())
        self.fields["last_day"].error_messages["required"] = "Välj den sista dagen."
