"""Reading a note in: where it comes from, and who the uncertain names are."""

import base64
import binascii
from typing import Any

from django import forms
from django.utils import timezone

from groups.models import Group, User
from meetings.importing.matching import PersonMatch, Proposal
from meetings.importing.reading import MAX_WORD
from meetings.importing.saving import NEW

PASTED = "inklistrad.txt"
LONGEST_FILE_NAME = 160


class SourceForm(forms.Form):
    """A note as a file or pasted, and the group it belongs to."""

    group = forms.ModelChoiceField(
        label="Grupp",
        queryset=Group.objects.none(),
        empty_label="Välj grupp",
        to_field_name="slug",
        error_messages={"required": "Välj vilken grupp anteckningen gäller."},
    )
    file = forms.FileField(
        label="Fil",
        required=False,
        help_text="En Word-fil (.docx), högst 1,5 MB, eller en textfil (.txt), högst 300 kB.",
        widget=forms.ClearableFileInput({"accept": ".docx,.txt,.md,text/plain"}),
    )
    text = forms.CharField(
        label="Eller klistra in texten",
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 14, "spellcheck": "false"}),
        help_text="Hela anteckningen, med datum, närvaro och numrerade punkter.",
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Group.objects.worked_by(by, on=timezone.localdate())
        field: Any = self.fields["group"]
        field.queryset = groups
        if len(groups) == 1:
            self.initial["group"] = groups[0].slug

    def clean(self) -> dict[str, Any] | None:
        cleaned = self.cleaned_data
        if not cleaned.get("file") and not cleaned.get("text", "").strip() and "file" not in self.errors:
            self.add_error("file", "Välj en fil eller klistra in texten.")
        if cleaned.get("file") and cleaned["file"].size > MAX_WORD:
            self.add_error("file", "Filen är större än 1,5 MB. Välj en mindre fil.")
        return cleaned

    def source(self) -> tuple[bytes, str]:
        """The note's bytes, and the name of the file it came in. A file goes before a pasted text."""
        file = self.cleaned_data.get("file")
        if file:
            return file.read(), file.name[:LONGEST_FILE_NAME]
        return self.cleaned_data["text"].encode(), PASTED


def pasted(source: bytes, file_name: str) -> str:
    """The text that was pasted, to be put back in its field; empty for a note that came in a file."""
    return source.decode() if file_name == PASTED else ""


class ReviewForm(forms.Form):
    """The note again, carried along unaltered, and a choice for each uncertain name."""

    group = forms.SlugField(widget=forms.HiddenInput)
    source = forms.CharField(widget=forms.HiddenInput, strip=False)
    file_name = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_FILE_NAME)

    def clean_source(self) -> bytes:
        try:
            return base64.b64decode(self.cleaned_data["source"], validate=True)
        except binascii.Error:
            raise forms.ValidationError("Texten kom inte fram hel. Läs in anteckningen igen.") from None


class PeopleForm(forms.Form):
    """One choice for each name that the register does not know: a new person, or somebody who is there already."""

    def __init__(self, proposal: Proposal, data: Any = None) -> None:
        super().__init__(data)
        self.names: dict[str, str] = {}
        for index, match in enumerate(proposal.uncertain):
            name = f"person-{index}"
            self.names[name] = match.name
            self.fields[name] = forms.ChoiceField(
                label=match.name,
                choices=_choices(match),
                widget=forms.RadioSelect,
                help_text=_described(match),
                error_messages={
                    "required": f"Välj om {match.name} är en ny person eller någon som redan finns.",
                    "invalid_choice": f"Välj ett av alternativen för {match.name}.",
                },
            )

    def chosen(self) -> dict[str, str]:
        """Name in the note → ``NEW`` or the slug of a person."""
        return {self.names[name]: value for name, value in self.cleaned_data.items()}


def carried(source: bytes, *, group: Group, file_name: str) -> ReviewForm:
    """The form that carries the note from the review page to the saving, byte for byte."""
    values = {"group": group.slug, "source": base64.b64encode(source).decode(), "file_name": file_name}
    return ReviewForm(initial=values)


def _choices(match: PersonMatch) -> list[tuple[str, str]]:
    known = [
        (person.slug, f"Samma som {person.name}, {person.title or person.organisation or 'utan titel'}")
        for person in match.suggestions
    ]
    return [*known, (NEW, f"Ny person: {match.name}")]


def _described(match: PersonMatch) -> str:
    if match.parsed is None:
        return "Nämns i texten men står inte i närvarolistan."
    words = [match.parsed.title, match.parsed.organisation]
    return ", ".join(word for word in words if word) or "Utan titel och organisation i anteckningen."
