"""The forms of adjustment: sending by the group's mode, comments, a verdict to register, the meeting that approves."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField

from groups.models import GroupType, Membership, Person
from meetings.forms.rows import DayField, TextBox
from meetings.forms.steps import ContactForm
from meetings.gate import PaperContact, key_of
from meetings.models import Adjuster, ContactChoice, Meeting, Verdict
from meetings.workflow.approval import approving_meeting
from meetings.workflow.steps import LONGEST_COMMENT
from meetings.workflow.verdicts import LONGEST_SOURCE
from samverkan.common.swedish import long_date

Mode = GroupType.AdjustmentMode
#: How long members have to comment, unless the process leader chooses another day.
DAYS_FOR_COMMENTS = timedelta(days=7)
WHOLE = "whole"


class SendForm(ContactForm):
    """What has to be chosen before a note is sent: the contact details in it, and what the mode asks for."""

    def __init__(
        self,
        contacts: list[tuple[str, str]],
        data: Any = None,
        *,
        mode: str,
        papers: Iterable[PaperContact] = (),
        candidates: Iterable[Membership] = (),
        latest: Iterable[int] = (),
        away: Collection[int] = (),
        on: date,
    ) -> None:
        super().__init__(contacts, data)
        self.on = on
        self._ask_of(papers, {key_of(value) for value, _ in contacts})
        self.people = {str(row.person_id): row.person for row in candidates}
        if mode == Mode.NAMED:
            self.fields["adjusters"] = forms.MultipleChoiceField(
                label="Vem ska justera?",
                help_text="Alla som du väljer justerar, var för sig.",
                choices=[(str(row.person_id), _described(row, away=away)) for row in candidates],
                initial=[str(pk) for pk in latest],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": "Välj minst en justerare."},
            )
        if mode == Mode.COMMENTS:
            self.fields["comments_until"] = DayField(
                label="Ledamöterna kan kommentera till och med",
                initial=on + DAYS_FOR_COMMENTS,
                help_text="Därefter justerar ordföranden.",
                error_messages={"required": "Välj en sista dag för kommentarer."},
            )

    def _ask_of(self, papers: Iterable[PaperContact], in_text: set[str]) -> None:
        """A box for each contact detail that stands in papers only; of the others the choice for the text holds."""
        self.in_papers = list(papers)
        self.paper_values: dict[str, str] = {}
        for index, contact in enumerate(self.in_papers):
            if key_of(contact.value) not in in_text:
                name = f"paper-contact-{index}"
                self.paper_values[name] = contact.value
                self.fields[name] = forms.BooleanField(
                    label=f"{contact.value} får stå kvar i {contact.where}",
                    error_messages={
                        "required": f"Kryssa i att {contact.value} får stå kvar. Annars byter du fil i "
                        f"{contact.where}, eller låter underlaget inte visas öppet."
                    },
                )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        where = {key_of(contact.value): contact.where for contact in self.in_papers}
        for name, value in self.values.items():
            if self.cleaned_data.get(name) == ContactChoice.Choice.MASK and (place := where.get(key_of(value))):
                self.add_error(
                    name,
                    f"{value} kan inte döljas, för uppgiften står också i {place}. Byt fil där, låt underlaget inte "
                    "visas öppet, eller låt uppgiften stå kvar.",
                )
        return cleaned

    def chosen(self) -> dict[str, str]:
        return {**super().chosen(), **dict.fromkeys(self.paper_values.values(), ContactChoice.Choice.KEEP)}

    @property
    def paper_fields(self) -> list[BoundField]:
        return [self[name] for name in self.paper_values]

    def clean_comments_until(self) -> date:
        day: date = self.cleaned_data["comments_until"]
        if day <= self.on:
            raise forms.ValidationError("Välj en sista dag för kommentarer som är efter i dag.")
        return day

    @property
    def contact_fields(self) -> list[BoundField]:
        return [self[name] for name in self.values]

    @property
    def adjusters_field(self) -> BoundField:
        return self["adjusters"]

    @property
    def adjusters(self) -> list[Person]:
        return [self.people[pk] for pk in self.cleaned_data.get("adjusters", ())]


class CommentsForm(forms.Form):
    """A box for each item of a note, and one for the whole, with what the member has written already."""

    def __init__(self, items: list[dict[str, Any]], own: dict[int | None, str], data: Any = None) -> None:
        super().__init__(data)
        self.items: dict[str, int | None] = {WHOLE: None}
        self.items |= {f"item-{item['number']}": item["number"] for item in items}
        for name, number in self.items.items():
            self.fields[name] = TextBox(
                label="Din kommentar till hela anteckningen"
                if number is None
                else f"Din kommentar till punkt {number}",
                required=False,
                max_length=LONGEST_COMMENT,
                initial=own.get(number, ""),
                widget=forms.Textarea({"rows": 2}),
                error_messages={"max_length": f"En kommentar kan vara högst {LONGEST_COMMENT} tecken. Korta den."},
            )

    def texts(self) -> dict[int | None, str]:
        """Item's number (None: the whole) → what was written. A box that was not sent is not answered for."""
        return {number: self.cleaned_data[name] for name, number in self.items.items() if name in self.data}

    def field(self, number: int | None) -> BoundField:
        return self[WHOLE if number is None else f"item-{number}"]


class VerdictForm(forms.Form):
    """What an adjuster has said elsewhere, and where."""

    kind = forms.ChoiceField(
        label="Besked",
        choices=[(Verdict.Kind.ADJUSTED, "Justerar"), (Verdict.Kind.RETURNED, "Skickar tillbaka")],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad beskedet är."},
    )
    source = forms.CharField(
        label="Var lämnades beskedet?",
        max_length=LONGEST_SOURCE,
        help_text="Till exempel: via e-post 30 april 2026. Visas öppet tillsammans med anteckningen.",
        error_messages={"required": "Skriv var beskedet lämnades, till exempel: via e-post 30 april 2026."},
    )
    comment = TextBox(
        label="Vad behöver ändras?",
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 3}),
        help_text="Bara när anteckningen skickas tillbaka.",
    )
    sure = forms.BooleanField(
        label="Ja, beskedet är lämnat så som jag har skrivit",
        error_messages={"required": "Kryssa i att beskedet är lämnat så som du har skrivit."},
    )

    def __init__(self, people: list[Person], data: Any = None, *, at_meeting: Meeting | None = None) -> None:
        super().__init__(data)
        self.people = {str(person.pk): person for person in people}
        self.fields["person"] = forms.ChoiceField(
            label="Vem har lämnat besked?",
            choices=[(pk, person.name) for pk, person in self.people.items()],
            initial=next(iter(self.people)) if len(self.people) == 1 else None,
            widget=forms.RadioSelect,
            error_messages={"required": "Välj vem som har lämnat besked."},
        )
        self.order_fields(["person", "kind"])
        if at_meeting:
            who, kind = self.fields["person"], cast("forms.ChoiceField", self.fields["kind"])
            who.label, who.error_messages["required"] = "Vem ledde mötet?", "Välj vem som ledde mötet."
            approved = f"Godkänd vid mötet den {long_date(at_meeting.date)}"
            kind.choices = [(Verdict.Kind.ADJUSTED, approved), (Verdict.Kind.RETURNED, "Skickas tillbaka")]

    def clean(self) -> dict[str, Any] | None:
        returned = self.cleaned_data.get("kind") == Verdict.Kind.RETURNED
        if returned and not self.cleaned_data.get("comment", "").strip():
            self.add_error("comment", "Skriv vad som behöver ändras.")
        return self.cleaned_data

    @property
    def person(self) -> Person:
        return self.people[self.cleaned_data["person"]]


class ReplaceAdjusterForm(forms.Form):
    """In which named adjuster's place, and who instead. ``gone`` are those who can't adjust any more."""

    def __init__(
        self, rows: Iterable[Adjuster], able: dict[Person, str], data: Any = None, *, gone: Collection[int] = ()
    ) -> None:
        super().__init__(data)
        self.people = {str(row.person_id): row.person for row in rows}
        self.able = {str(person.pk): person for person in able}
        first = next((pk for pk in self.people if int(pk) in gone or len(self.people) == 1), None)
        self.fields["old"] = forms.ChoiceField(
            label="Vem kan inte justera?",
            choices=[(pk, f"{row.name}, har lämnat gruppen" if int(pk) in gone else row.name)
                     for pk, row in self.people.items()],
            initial=first,
            widget=forms.RadioSelect,
            error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj vem som ska bytas ut."),
        )  # fmt: skip
        self.fields["new"] = forms.ChoiceField(
            label="Vem justerar i stället?",
            choices=[(str(person.pk), f"{person.name}, {role.lower()}") for person, role in able.items()],
            widget=forms.RadioSelect,
            error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj vem som ska justera i stället."),
        )

    @property
    def old(self) -> Person:
        return self.people[self.cleaned_data["old"]]

    @property
    def new(self) -> Person:
        return self.able[self.cleaned_data["new"]]


class ApprovingMeetingForm(forms.Form):
    """At which later meeting the note is approved."""

    def __init__(self, meeting: Meeting, later: Iterable[Meeting], data: Any = None) -> None:
        super().__init__(data)
        self.meetings = {str(row.pk): row for row in later}
        now = approving_meeting(meeting)
        self.fields["later"] = forms.ChoiceField(
            label="Vilket möte godkänner anteckningen?",
            choices=[(pk, _meeting(row)) for pk, row in self.meetings.items()],
            initial=str(now.pk) if now else next(iter(self.meetings), None),
            widget=forms.RadioSelect,
            error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj ett av mötena."),
        )

    def chosen(self) -> Meeting:
        return self.meetings[self.cleaned_data["later"]]


def _described(row: Membership, *, away: Collection[int]) -> str:
    organisation = row.organisation.brief if row.organisation else ""
    remark = "var inte med på mötet" if row.person_id in away else ""
    return ", ".join(filter(None, [row.person.name, organisation, remark]))


def _meeting(row: Meeting) -> str:
    return f"{long_date(row.date)}, {row.get_state_display().lower()}"
