"""The forms of what the secretariat registers: an agenda approved elsewhere, a verdict with the mail it came in."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from groups.models import Person
from meetings.forms.adjustment import VerdictForm
from meetings.forms.rows import DayField
from meetings.models import Meeting
from meetings.states import MeetingState
from meetings.workflow.evidence import LONGEST_SOURCE
from meetings.workflow.late_approval import EXAMPLE
from samverkan.common import uploads
from samverkan.common.swedish import long_date
from samverkan.common.uploads import Checked, UploadRefused

CHOOSE_AGAIN = "Du hade valt filen {name}. Den är inte sparad: välj den igen."
#: How far back a preparatory meeting is one to choose.
BACK = timedelta(days=120)


class EvidenceField(forms.FileField):
    """A file that shows what was said. The file itself is checked by the form, so that it is read once."""

    def __init__(self) -> None:
        super().__init__(
            label="Beskedet som fil",
            required=False,
            max_length=255,
            allow_empty_file=True,  # the check of uploads says it better
            help_text="Om du vill, till exempel mejlet som fil (eml) eller som PDF. "
            f"Filen visas aldrig öppet. {uploads.HELP}",
            widget=forms.FileInput({"accept": f"{uploads.ACCEPT},.eml"}),
        )


class EvidenceForm(forms.Form):
    """A form with a file. ``file`` is the checked upload once the form is valid, None for none."""

    upload = EvidenceField()
    file: Checked | None = None

    def clean_upload(self) -> Any:
        sent = self.cleaned_data.get("upload")
        if not sent:
            return None
        try:
            self.file = uploads.check(sent, kinds=uploads.EVIDENCE_KINDS)
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return sent

    def _post_clean(self) -> None:
        """A file field can't be filled in by the page: say so when something else has to be mended."""
        super()._post_clean()  # type: ignore[misc]  # not in the stubs
        if self.errors and self.file:
            self.add_error("upload", CHOOSE_AGAIN.format(name=self.file.name))


class RegisteredVerdictForm(EvidenceForm, VerdictForm):
    """What an adjuster has said elsewhere, where, and the file that shows it."""

    field_order = ("person", "kind", "source", "comment", "upload", "sure")

    def __init__(self, people: Any, data: Any = None, files: Any = None, *, at_meeting: Meeting | None = None) -> None:
        super().__init__(people, data, at_meeting=at_meeting)
        self.files = files or MultiValueDict()
        self.order_fields(list(self.field_order))


class LateApprovalForm(EvidenceForm):
    """Who has said that a note is approved, when and where."""

    day = DayField(label="Vilken dag godkändes den?", error_messages={"required": "Skriv vilken dag det var."})
    source = forms.CharField(
        label="Hur godkändes anteckningen?",
        max_length=LONGEST_SOURCE,
        help_text=f"Till exempel: {EXAMPLE}. Visas öppet tillsammans med anteckningen.",
        error_messages={"required": f"Skriv hur anteckningen godkändes, till exempel: {EXAMPLE}."},
    )
    sure = forms.BooleanField(
        label="Ja, anteckningen är godkänd så som jag har skrivit",
        error_messages={"required": "Kryssa i att anteckningen är godkänd så som du har skrivit."},
    )

    def __init__(self, people: list[Person], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.people = {str(person.pk): person for person in people}
        self.fields["person"] = forms.ChoiceField(
            label="Vem har lämnat beskedet?",
            choices=[(pk, person.name) for pk, person in self.people.items()],
            initial=next(iter(self.people)) if len(self.people) == 1 else None,
            widget=forms.RadioSelect,
            error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj vem som har lämnat beskedet."),
        )
        self.order_fields(["person", "day", "source", "upload", "sure"])

    @property
    def person(self) -> Person:
        return self.people[self.cleaned_data["person"]]


class RegisterAgendaForm(EvidenceForm):
    """Where and when an agenda was approved: on a day, or at a meeting of the preparatory group."""

    source = forms.CharField(
        label="Hur fastställdes agendan?",
        max_length=LONGEST_SOURCE,
        help_text="Till exempel: fastställd på beredningsmöte 10 april 2026. Visas tillsammans med agendan.",
        error_messages={"required": "Skriv hur agendan fastställdes, till exempel: på beredningsmöte 10 april 2026."},
    )
    day = DayField(label="Vilken dag?", required=False)
    sure = forms.BooleanField(
        label="Ja, agendan är fastställd så som den står här",
        error_messages={"required": "Kryssa i att agendan är fastställd så som den står här."},
    )
    field_order = ("source", "at_meeting", "day", "upload", "sure")

    def __init__(self, prepared_by: Collection[int | None], data: Any = None, files: Any = None) -> None:
        """``prepared_by`` are the keys of the preparatory groups at whose meetings it may have been approved."""
        super().__init__(data, files)
        self.meetings = {str(row.pk): row for row in preparatory_meetings(prepared_by)}
        several = len({row.group_id for row in self.meetings.values()}) > 1
        if self.meetings:
            self.fields["at_meeting"] = forms.ChoiceField(
                label="Vid vilket beredningsmöte?",
                required=False,
                choices=[
                    *((pk, str(row) if several else long_date(row.date)) for pk, row in self.meetings.items()),
                    ("", "Inte vid ett möte"),
                ],
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Välj ett av mötena."},
            )
            self.fields["day"].help_text = "Behövs bara när agendan inte fastställdes vid ett möte."
        self.order_fields(list(self.field_order))

    @property
    def at_meeting(self) -> Meeting | None:
        return self.meetings.get(self.cleaned_data.get("at_meeting", ""))

    def clean(self) -> dict[str, Any] | None:
        day: date | None = self.cleaned_data.get("day")
        if self.at_meeting and not day:
            self.cleaned_data["day"] = day = self.at_meeting.date
        if day is None and "day" not in self.errors:
            self.add_error("day", "Skriv vilken dag agendan fastställdes.")
        elif day and day > timezone.localdate():
            self.add_error("day", "Dagen kan inte ligga i framtiden.")
        elif self.at_meeting and day != self.at_meeting.date:
            self.add_error("day", "Dagen stämmer inte med mötet som du har valt. Ändra det ena av dem.")
        return self.cleaned_data


class RegisterSittingForm(RegisterAgendaForm):
    """The same for several agendas that were approved in one sitting."""

    def __init__(self, prepared_by: Collection[int | None], data: Any = None, files: Any = None) -> None:
        super().__init__(prepared_by, data, files)
        self.fields["source"].label = "Hur fastställdes agendorna?"
        self.fields["sure"].label = "Ja, agendorna som jag har valt är fastställda så som de står här"
        self.fields["sure"].error_messages["required"] = "Kryssa i att agendorna är fastställda så som de står här."


def preparatory_meetings(groups: Collection[int | None]) -> Any:
    """The meetings that the preparatory groups have held lately, the latest first."""
    rows = Meeting.objects.filter(group__in=groups, state=MeetingState.HELD).select_related("group")
    today = timezone.localdate()
    return rows.filter(date__range=(today - BACK, today)).order_by("-date", "-sequence")[:6]
