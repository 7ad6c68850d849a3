"""What people write about a matter: the question with its papers, a reason, an answer, and what a list shows."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from groups.models import Group, Membership, User
from meetings.forms.rows import DayField, TextBox
from meetings.models import Matter, Meeting
from meetings.planning.deadlines import deadlines_by_meeting
from meetings.rules import receiving_groups
from meetings.states import AgendaState, MatterState, MeetingState
from meetings.workflow.matters import LONGEST_REASON, MOST_PAPERS
from meetings.workflow.papers import UNREADABLE
from samverkan.common import uploads
from samverkan.common.free_text import number_in
from samverkan.common.papers import Unreadable, look
from samverkan.common.refusals import Refused, StepRefused
from samverkan.common.swedish import listed, long_date
from samverkan.common.uploads import Checked

LONGEST_TEXT = 10_000
MINUTES = "Skriv minuterna som ett tal mellan 1 och 600."
#: Why a group is not among those that can be chosen (``rules.receiving_groups``).
WHO_RECEIVES = "Här finns de grupper som har en processledare eller koordinator, som tar emot frågan."
NOTHING_ON_PEOPLE = (
    "Skriv ingenting om enskilda patienter eller brukare. Avvikelser i samverkan rapporteras i MedControl PRO."
)


class SeveralFiles(forms.FileInput):
    """A field for files that takes more than one."""

    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Files to go with something, each looked through. Its value is a list of ``Checked``, empty for none."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:
        sent = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(sent) > MOST_PAPERS:
            raise forms.ValidationError(f"Välj högst {MOST_PAPERS} filer.")
        found, refused = [], []
        for file in sent:
            try:
                found.append(_read_through(super().clean(file, initial)))
            except Refused as refusal:
                refused.append(f"{file.name}: {refusal}")
        if refused:
            raise forms.ValidationError(refused)
        return found


def _read_through(sent: Any) -> Checked:
    """The file, checked and read. Raises Refused, for a personal number too: the file goes to others at once, and
    nobody reads it through before.
    """
    checked = uploads.check(sent)
    try:
        said = look(checked.content, checked.media_type).texts
    except Unreadable as error:
        raise StepRefused(UNREADABLE) from error
    if shown := number_in(checked.name):
        raise StepRefused(f"Filens namn innehåller något som ser ut som ett personnummer: {shown}. Döp om filen.")
    if shown := next(filter(None, map(number_in, said)), ""):
        raise StepRefused(f"Filen innehåller något som ser ut som ett personnummer: {shown}. Ta bort det ur filen.")
    return checked


class MatterForm(forms.ModelForm):  # type: ignore[type-arg]
    """A question to a group, new or once more. ``papers`` are the checked files once the form is valid."""

    wanted_by = DayField(label="Behövs senast", required=False, help_text="Lämna tomt om det inte är bråttom.")
    description = TextBox(
        label="Bakgrund",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 6}),
        help_text=NOTHING_ON_PEOPLE,
        error_messages={"max_length": f"Bakgrunden får ha högst {LONGEST_TEXT} tecken. Bifoga en längre text."},
    )
    wished_decision = TextBox(
        label="Önskat beslut",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
        help_text="Så som beslutet skulle stå om gruppen gör som du vill.",
        error_messages={"max_length": f"Förslaget får ha högst {LONGEST_TEXT} tecken. Korta det."},
    )
    papers = PapersField(
        label="Underlag",
        required=False,
        max_length=255,
        allow_empty_file=True,  # the check of uploads says it better
        help_text=f"Du kan välja flera filer. {uploads.HELP}",
        widget=SeveralFiles({"accept": uploads.ACCEPT}),
    )

    class Meta:
        model = Matter
        fields = ["group", "raised_from", "purpose", "title", "description", "wished_decision", "minutes", "wanted_by"]
        labels = {"group": "Till vilken grupp?", "raised_from": "Från vilken grupp?", "title": "Frågan i en mening"}
        labels |= {"purpose": "Vad vill du ha av gruppen?", "minutes": "Minuter på mötet"}
        help_texts = {"minutes": "Ungefär hur lång tid frågan behöver.", "group": WHO_RECEIVES}
        error_messages = {
            "group": dict.fromkeys(("required", "invalid_choice"), "Välj vilken grupp frågan gäller."),
            "raised_from": {"invalid_choice": "Välj en av dina egna grupper."},
            "title": {"required": "Skriv frågan i en mening.", "max_length": "Frågan får ha högst 250 tecken."},
            "purpose": dict.fromkeys(("required", "invalid_choice"), "Välj vad du vill ha av gruppen."),
            "minutes": {
                "invalid": "Skriv minuterna som ett heltal, till exempel 20.",
                **dict.fromkeys(("min_value", "max_value"), MINUTES),
            },
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        fields: dict[str, Any] = self.fields
        own = Group.objects.filter(memberships__in=Membership.objects.on(today).filter(person=by.person_id)).distinct()
        fields["raised_from"].queryset = own
        fields["raised_from"].empty_label = "Ingen särskild grupp"
        fields["group"].queryset = receiving_groups(by, on=today)
        fields["group"].empty_label = "Välj grupp"
        fields["raised_from"].label_from_instance = lambda group: group.title
        if not self.instance.pk:
            last_days = last_days_for_matters(fields["group"].queryset, on=today)
            fields["group"].label_from_instance = lambda group: f"{group.title}{last_days.get(group.pk, '')}"
        for field in fields.values():
            field.label += "" if field.required else " (frivilligt)"
        fields["minutes"].widget.attrs["inputmode"] = "numeric"
        if self.instance.pk:
            del self.fields["group"]
        elif len(own) == 1:
            self.initial.setdefault("raised_from", own[0].pk)

    def clean_minutes(self) -> int | None:
        minutes: int | None = self.cleaned_data["minutes"]
        if minutes is not None and not 1 <= minutes <= 600:
            raise forms.ValidationError(MINUTES)
        return minutes

    def clean_wanted_by(self) -> Any:
        day = self.cleaned_data["wanted_by"]
        if day and day < timezone.localdate():
            raise forms.ValidationError("Dagen har redan varit. Skriv en dag som kommer.")
        return day

    def lost_files(self) -> str:
        """What to say of files that were chosen on a page that is shown again; empty when none were."""
        sent: list[Any] = self.files.getlist("papers") if self.files else []
        names = [file.name for file in sent]
        word = "filen" if len(names) == 1 else "filerna"
        return f"Du hade valt {word} {listed(names)}. Det är inte sparat: välj igen." if names else ""


def last_days_for_matters(groups: QuerySet[Group], *, on: date) -> dict[int, str]:
    """Group's key → until when a matter can be raised for the nearest meeting that still takes some; two queries."""
    planned = Meeting.objects.filter(group__in=groups, state=MeetingState.PLANNED)
    coming = planned.upcoming(on=on).select_related("group")
    found: dict[int, str] = {}
    for meeting, dates in deadlines_by_meeting(coming):
        if dates.matters >= on:
            said = f", senast {long_date(dates.matters)} till mötet {long_date(meeting.date)}"
            found.setdefault(meeting.group_id, said)
    return found


class ReasonForm(forms.Form):
    """Why a matter is sent back."""

    text = TextBox(
        label="Vad saknas, eller var hör frågan hemma?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 4}),
        help_text="Den som väckte frågan får det här i ett mejl och kan väcka den igen.",
        error_messages={
            "required": "Skriv varför frågan skickas tillbaka.",
            "max_length": f"Skriv högst {LONGEST_REASON} tecken.",
        },
    )


class AnswerForm(forms.Form):
    """The answer to a matter."""

    text = TextBox(
        label="Svar",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 6}),
        help_text="Den som väckte frågan får svaret i ett mejl, och frågan avslutas.",
        error_messages={
            "required": "Skriv svaret på frågan.",
            "max_length": f"Svaret får ha högst {LONGEST_TEXT} tecken.",
        },
    )


class WithdrawForm(forms.Form):
    """Taking a matter back; why is for whoever wants to say."""

    text = TextBox(
        label="Varför? (frivilligt)",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"max_length": f"Skriv högst {LONGEST_REASON} tecken."},
    )


class ScheduleForm(forms.Form):
    """Which coming meeting a matter is put on."""

    meeting = forms.ModelChoiceField(
        label="Möte",
        queryset=Meeting.objects.none(),
        empty_label="Välj möte",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj ett kommande möte."),
    )

    def __init__(self, data: Any = None, *, meetings: QuerySet[Meeting]) -> None:
        super().__init__(data)
        field: Any = self.fields["meeting"]
        field.queryset = meetings
        field.label_from_instance = _meeting


def _meeting(meeting: Meeting) -> str:
    times = f", kl. {meeting.times}" if meeting.times else ""
    return f"{long_date(meeting.date)}{times}{_standing(meeting)}"


def _standing(meeting: Meeting) -> str:
    """How far the agenda has gone, of a meeting from ``coming_meetings``."""
    found: Any = meeting
    if meeting.state == MeetingState.CALLED:
        return ", kallat: agendan är redan utskickad"
    return {
        AgendaState.SENT: f", agendan ligger hos {meeting.group.agenda_decider}",
        AgendaState.APPROVED: ", agendan är fastställd",
    }.get(found.agenda_state, "")


class MatterFilter(forms.Form):
    """What the list of matters shows. What it does not understand it leaves out."""

    WHOSE = [("", "Alla"), ("mina", "Mina frågor"), ("till-oss", "Till mina grupper")]
    STATES = [("", "Öppna"), ("alla", "Alla"), *((state.value, state.said) for state in MatterState)]

    visa = forms.ChoiceField(label="Visa", choices=WHOSE, required=False)
    lage = forms.ChoiceField(label="Läge", choices=STATES, required=False)
    grupp = forms.ModelChoiceField(
        label="Till grupp", queryset=Group.objects.none(), to_field_name="slug", required=False, empty_label="Alla"
    )

    def __init__(self, data: Any, *, groups: QuerySet[Group]) -> None:
        super().__init__(data)
        group: Any = self.fields["grupp"]
        group.queryset = groups
        group.label_from_instance = lambda found: found.title

    def found(self, matters: Any, *, by: User) -> Any:
        """Those of the matters that are asked for."""
        self.is_valid()
        chosen = self.cleaned_data
        state = chosen.get("lage", "")
        if state in MatterState.values:
            matters = matters.filter(state=state)
        elif state != "alla":
            matters = matters.open()
        if chosen.get("visa") == "mina":
            matters = matters.raised_by_account(by)
        elif chosen.get("visa") == "till-oss":
            matters = matters.filter(group__in=Group.objects.visible_to(by, on=timezone.localdate()).values("pk"))
        return matters.filter(group=chosen["grupp"]) if chosen.get("grupp") else matters
