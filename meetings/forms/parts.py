"""The rows of the editor: the meeting's head, attendance, items, outcomes, tasks and papers."""

from copy import deepcopy
from functools import cached_property
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError

from meetings.calendars.invitations import GATHERINGS, is_announced
from meetings.forms.rows import ClockField, DayField, RegisterField, RichTextField, Row, TextBox
from meetings.forms.times import LinkField
from meetings.kinds import CHAIR_KINDS, STANDARD_SENTENCES, Capacity, OutcomeKind, Presence, Purpose
from meetings.models import Meeting, Outcome
from meetings.models.meetings import LONGEST_TITLES
from meetings.rules import groups_of
from meetings.snapshot import remark_of
from samverkan.common.swedish import listed

SMALL = {"rows": 2}


class HeadRow(Row):
    """When and where, by whom it is written, and what it approves."""

    date = DayField(label="Datum")
    starts_at = ClockField(label="Börjar", required=False)
    ends_at = ClockField(label="Slutar", required=False)
    place = forms.CharField(label="Plats", max_length=160, required=False)
    link = LinkField(label="Länk till mötet", required=False, help_text="Visas bara för dem som kallas.")
    kind = forms.ChoiceField(label="Slag", choices=[kind for kind in Meeting.Kind.choices if kind[0] in GATHERINGS])
    note_taker = RegisterField(label="Vid anteckningarna", of="person", max_length=120)
    next_date = DayField(label="Nästa möte", required=False)
    approves_title = TextBox(
        label="Godkänner föregående anteckning",
        widget=forms.Textarea(SMALL),
        max_length=LONGEST_TITLES,
        required=False,
        help_text="Titeln på anteckningen som godkänns, om mötet gör det. Är det flera: en på varje rad.",
    )

    #: What is changed by a move once somebody has been told of it (``workflow.move_meeting``).
    WHEN_AND_WHERE: ClassVar = ("date", "starts_at", "ends_at", "place", "link")

    @cached_property
    def is_announced(self) -> bool:
        """Whether people have been told of the day, so that there is another way to change it."""
        return is_announced(self.instance)

    def drop_fields(self) -> None:
        """A written meeting and a chair's decision have steps of their own, so neither becomes something else.

        When and where stay on a page that was opened before anybody was told, so that nothing written there is lost.
        """
        dropped = [] if self.instance.kind in GATHERINGS else ["kind"]
        if self.is_announced and not any(f"{self.prefix}-{name}" in self.data for name in self.WHEN_AND_WHERE):
            dropped += self.WHEN_AND_WHERE
        for name in dropped:
            del self.fields[name], self.initial[name]

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        for name in self.WHEN_AND_WHERE if self.is_announced else ():
            if name in self.cleaned_data and self.cleaned_data[name] != getattr(self.instance, name):
                self.add_error(name, "Mötet är utlyst. Ändra det här med Flytta mötet, så får alla inbjudna veta.")
        starts, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "Mötet kan inte sluta innan det har börjat. Ändra tiden.")
        return self.cleaned_data


class AttendanceRow(Row):
    """One person at the meeting. ``name`` is written only for somebody who is being added."""

    name = RegisterField(label="Namn", of="person", max_length=120)
    state = forms.ChoiceField(label="Närvaro", choices=Presence.choices, widget=forms.RadioSelect)
    capacity = forms.ChoiceField(label="Roll", choices=Capacity.choices)
    title = forms.CharField(label="Titel", max_length=160, required=False)
    organisation_text = forms.CharField(label="Organisation, som den skrivs", max_length=160, required=False)
    is_remote = forms.BooleanField(label="På distans", required=False)
    from_item = forms.IntegerField(label="Från punkt", min_value=1, max_value=999, required=False)
    to_item = forms.IntegerField(label="Till och med punkt", min_value=1, max_value=999, required=False)
    remark = forms.CharField(label="Anmärkning", max_length=120, required=False)

    @property
    def in_words(self) -> str:
        """What is said in brackets after the name, as it is stored."""
        return remark_of(self.instance)

    def drop_fields(self) -> None:
        if not self.is_new:
            del self.fields["name"], self.initial["name"]

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        first, last = self.cleaned_data.get("from_item"), self.cleaned_data.get("to_item")
        if first and last and last < first:
            self.add_error("to_item", f"Skriv en punkt som inte kommer före punkt {first}.")
        if self.is_new and not self.errors:
            self._check_newcomer()
        return self.cleaned_data

    def _check_newcomer(self) -> None:
        person = self.cleaned_data["name"]
        if person is None:
            self.add_error("name", "Skriv namnet på den du vill lägga till.")
        elif person.pk and self.instance.meeting.attendance.filter(person=person).exists():
            self.add_error("name", f"{person.name} finns redan i närvarolistan.")
        elif not self.directory.seat(person):
            self.add_error("name", f"{person.name} står två gånger bland dem du lägger till.")

    def apply(self) -> list[str]:
        person = self.cleaned_data.pop("name", None)
        self.fields.pop("name", None)
        if person:
            self.instance.person, self.instance.organisation = person, person.organisation
            self.cleaned_data["title"] = self.cleaned_data["title"] or person.title
        return super().apply()


class ItemRow(Row):
    """One numbered item with its texts."""

    apart = "number"

    number = forms.IntegerField(
        label="Nummer",
        min_value=1,
        max_value=999,
        error_messages={"required": "Skriv punktens nummer.", "invalid": "Skriv numret med siffror."},
    )
    title = forms.CharField(
        label="Rubrik",
        max_length=250,
        error_messages={"required": "Skriv en rubrik, eller ta bort punkten."},
    )
    purpose = forms.ChoiceField(label="Syfte", choices=Purpose.choices)
    presenter = RegisterField(label="Föredragande", of="person", max_length=120)
    minutes = forms.IntegerField(label="Minuter", min_value=1, max_value=999, required=False)
    proposed_decision = TextBox(label="Förslag till beslut", required=False, widget=forms.Textarea(SMALL))
    background = RichTextField(
        label="Bakgrund", required=False, help_text="Står på agendan. Kommer inte med i anteckningen."
    )
    information = RichTextField(label="Information", required=False)
    questions = RichTextField(label="Frågor till gruppen", required=False)
    dialog = RichTextField(label="Dialog", required=False)
    is_withheld = forms.BooleanField(label="Publiceras inte", required=False)
    withheld_reason = forms.CharField(
        label="Skäl till att punkten inte publiceras",
        max_length=200,
        required=False,
        help_text="Skälet visas aldrig öppet.",
    )

    @cached_property
    def place(self) -> tuple[int, int, int]:
        """Where the item is to stand: an item moved to a taken number goes before it, or after it when moved down.

        An item that this person has not moved stands where it stands now, wherever the page showed it.
        """
        stored: int = self.instance.number
        asked = self._asked if self.is_moved or (self.is_new and self.is_written) else None
        if self.is_new and not self.is_bound:
            asked = self.initial["number"]
        return (asked or stored), ((asked or stored) > stored) - ((asked or stored) < stored), stored

    @property
    def _asked(self) -> int | None:
        """The number that was posted; None for what is no number of an item."""
        try:
            return cast("int", self.fields["number"].clean(self.posted("number")))
        except ValidationError:
            return None

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        if self.cleaned_data.get("is_withheld") and not self.cleaned_data.get("withheld_reason", "").strip():
            self.add_error("withheld_reason", "Skriv varför punkten inte publiceras.")
        return self.cleaned_data


class OutcomeRow(Row):
    """What came of an item. Left empty, or left as the former kind's sentence, it gets its kind's sentence."""

    ANCHORING: ClassVar = [("", "Som typen säger"), ("True", "Ja"), ("False", "Nej")]

    kind = forms.ChoiceField(label="Typ av beslut", choices=OutcomeKind.choices)
    text = TextBox(label="Beslutets text", required=False, widget=forms.Textarea({"rows": 3}))
    organisation = RegisterField(label="Organisation", of="organisation", max_length=160)
    group = RegisterField(label="Till grupp", of="group", max_length=120)
    anchoring = forms.TypedChoiceField(
        label="Ska förankras",
        choices=ANCHORING,
        coerce=lambda value: {"True": True, "False": False}[value],
        empty_value=None,
        required=False,
    )

    def drop_fields(self) -> None:
        """A chair's decision has the kinds that a chair can take alone, and the one that is stored."""
        if self.instance.item.meeting.kind == Meeting.Kind.CHAIR:
            field: Any = deepcopy(self.fields["kind"])
            self.fields["kind"] = field
            field.choices = [(kind, label) for kind, label in field.choices if kind in {*CHAIR_KINDS, self._stored}]

    @property
    def _stored(self) -> str:
        return str(self.instance.kind) if self.instance.pk else ""

    def values_of(self, instance: Any) -> dict[str, Any]:
        if not instance.pk and instance.item.meeting.kind == Meeting.Kind.CHAIR:
            instance.kind = CHAIR_KINDS[0]
        values = super().values_of(instance)
        return values if instance.pk else {**values, "text": instance.text or _sentence(instance, instance.kind)}

    @cached_property
    def is_touched(self) -> bool:
        """An outcome that was asked for is kept as it stands: its standard sentence says something."""
        return self.is_bound and ((self.is_new and not self.is_gone) or super().is_touched)

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        kind, text = self.cleaned_data.get("kind"), self.cleaned_data.get("text", "").strip()
        if kind and (not text or (kind != self.instance.kind and text == _sentence(self.instance, self.instance.kind))):
            self.cleaned_data["text"] = _sentence(self.instance, kind)
        return self.cleaned_data


def _sentence(outcome: Outcome, kind: str) -> str:
    return standard_sentences(outcome.item.meeting)[kind]


def standard_sentences(meeting: Meeting) -> dict[str, str]:
    """Kind → the sentence that a new outcome starts with; a joint meeting's names every group."""
    who = listed([group.code for group in groups_of(meeting)])
    return {str(kind): text.format(group=who) for kind, text in STANDARD_SENTENCES.items()}


class TaskRow(Row):
    """What somebody is to do because of an outcome."""

    # A free text; one of the registers is asked about the task, and has it on *Att göra*.
    owner = forms.CharField(
        label="Vem", max_length=120, widget=forms.TextInput({"list": "names-owner"}),
        error_messages={"required": "Skriv vem som ska göra det."},
    )  # fmt: skip
    text = TextBox(label="Vad", widget=forms.Textarea(SMALL), error_messages={"required": "Skriv vad som ska göras."})
    due = DayField(label="Klart senast", required=False)


class PaperRow(Row):
    """A paper that is announced by its title, for the meeting or for one of its items.

    A stored paper is not removed here: its own page asks first (``workflow.remove_paper``). One that belonged to an
    item that is not published stays inside when it is moved; its page is where somebody says that it is for everyone.
    """

    title = forms.CharField(
        label="Titel", max_length=160, error_messages={"required": "Skriv underlagets titel, eller ta bort det."}
    )
    item_id = forms.TypedChoiceField(label="Hör till", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, items: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = deepcopy(self.fields["item_id"])
        self.fields["item_id"] = field
        field.choices = [("", "Hela mötet"), *items]

    @property
    def is_removed(self) -> bool:
        return self.is_new and super().is_removed

    def apply(self) -> list[str]:
        item, is_public = self.instance.item, self.instance.is_public
        changed = super().apply()
        if "item_id" in changed and item and item.is_withheld and is_public:
            self.instance.is_public = False
            changed.append("is_public")
        return changed
