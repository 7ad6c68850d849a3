"""The forms of papers: files to add, what is said of one, another file for it."""

from typing import Any

from django import forms

from meetings.models import AgendaItem, Attachment, Meeting
from meetings.papers import REDACTED, is_redacted
from meetings.workflow.papers import PaperFacts
from samverkan.common import uploads
from samverkan.common.uploads import Checked, UploadRefused

LONGEST_TITLE = 160
MOST_FILES = 20
TITLE_HELP = "Lämna tomt för att använda filens namn. Titeln syns i anteckningen."
PUBLIC_HELP = "Underlag till punkter som inte publiceras visas aldrig öppet."


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each as it was sent; the check of each is the form's."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = [file for file in data or [] if file]
        if len(sent) > MOST_FILES:
            raise forms.ValidationError(f"Välj högst {MOST_FILES} filer åt gången.")
        return sent


class _PaperForm(forms.Form):
    title = forms.CharField(label="Titel", max_length=LONGEST_TITLE, required=False)
    item = forms.ModelChoiceField(
        label="Hör till", queryset=AgendaItem.objects.none(), required=False, empty_label="Hela mötet"
    )
    is_public = forms.BooleanField(label="Visas öppet när anteckningen publiceras", required=False, initial=True)

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        field.queryset = meeting.items.order_by("number")
        self.fields["title"].error_messages["max_length"] = f"Titeln får ha högst {LONGEST_TITLE} tecken."
        field.error_messages["invalid_choice"] = "Punkten finns inte kvar. Välj en annan."


class UploadForm(_PaperForm):
    """Files to add. ``checked`` are those that can be taken in; ``refused`` are names with the reason."""

    files_sent = FilesField(
        label="Filer",
        required=False,
        help_text=f"{uploads.HELP} Du kan välja flera.",
        widget=Files({"accept": uploads.ACCEPT}),
    )

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(meeting, *args, **kwargs)
        self.fields["title"].help_text = TITLE_HELP
        self.fields["is_public"].help_text = PUBLIC_HELP
        self.checked: list[Checked] = []
        self.refused: list[tuple[str, str]] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for file in cleaned.get("files_sent", []):
            try:
                self.checked.append(uploads.check(file))
            except UploadRefused as refusal:
                self.refused.append((file.name, str(refusal)))
        if not self.checked and not self.refused and not cleaned.get("title") and not self.errors:
            self.add_error("files_sent", "Välj minst en fil, eller skriv titeln på ett underlag som kommer senare.")
        return cleaned

    def facts(self, file: Checked | None) -> PaperFacts:
        """What is said of one of the files; the title is that of the form when there is one file only."""
        title = self.cleaned_data["title"].strip()
        if file and (not title or len(self.checked) + len(self.refused) > 1):
            title = title_from(file.name)
        return PaperFacts(title, self.cleaned_data["item"], self.cleaned_data["is_public"])


class PaperForm(_PaperForm):
    """What is said of a paper, and another file for it.

    The box for everyone is not ticked beforehand for the paper of an item that is not published: moved to another
    item it comes out only when somebody says so.
    """

    file = forms.FileField(
        label="Fil",
        required=False,
        max_length=255,
        allow_empty_file=True,  # the check of uploads says it better
        help_text=uploads.HELP,
        widget=forms.FileInput({"accept": uploads.ACCEPT}),
    )
    alternative = forms.ModelChoiceField(
        label="Tillgängligt alternativ",
        queryset=Attachment.objects.none(),
        required=False,
        empty_label="Inget",
        help_text="Ett annat underlag till mötet med samma innehåll, som alla kan läsa.",
    )
    reason = forms.CharField(
        label="Varför det inte finns något tillgängligt alternativ",
        max_length=200,
        required=False,
        help_text="Visas vid underlaget i den publicerade anteckningen.",
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, paper: Attachment, data: Any = None, files: Any = None) -> None:
        is_open = paper.is_public and not (paper.item and paper.item.is_withheld)
        initial = {
            "title": paper.title, "item": paper.item_id, "is_public": is_open,
            "alternative": paper.alternative_id, "reason": paper.inaccessible_reason,
        }  # fmt: skip
        super().__init__(paper.meeting, data, files, initial=initial)
        self.paper = paper
        self.checked: Checked | None = None
        title = self.fields["title"]
        title.required, title.error_messages["required"] = True, "Skriv underlagets titel."
        others: Any = self.fields["alternative"]
        others.queryset = paper.meeting.attachments.exclude(pk=paper.pk).exclude(document=None).order_by("number")
        others.label_from_instance = lambda other: f"{other.number}. {other.title}"

    def clean_is_public(self) -> bool:
        is_public: bool = self.cleaned_data["is_public"]
        if is_public and is_redacted(self.paper.meeting, self.paper.number):
            raise forms.ValidationError(REDACTED)
        return is_public

    def clean_file(self) -> None:
        sent: Any = self.cleaned_data["file"]
        if sent is None:
            return
        try:
            self.checked = uploads.check(sent)
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def lost_file(self) -> str:
        """What to say of a file that was chosen on a page that is shown again; empty when nothing was chosen."""
        sent = self.files.get("file")
        return f"Du hade valt filen {sent.name}. Den är inte sparad: välj den igen." if sent else ""

    def facts(self) -> PaperFacts:
        cleaned = self.cleaned_data
        return PaperFacts(
            cleaned["title"], cleaned["item"], cleaned["is_public"], cleaned["reason"], cleaned["alternative"]
        )


class RulingForm(forms.Form):
    """What some digits are, when they are no personal number."""

    fingerprint = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Vad är siffrorna i stället?",
        max_length=200,
        help_text="Till exempel ett artikelnummer. Det du skriver sparas tillsammans med ditt namn.",
        error_messages={"required": "Skriv vad siffrorna är i stället.", "max_length": "Skriv högst 200 tecken."},
    )


def title_from(name: str) -> str:
    """The name of a file without its ending, as a title."""
    stem = name.rpartition(".")[0] or name
    return " ".join(stem.replace("_", " ").split())[:LONGEST_TITLE]
