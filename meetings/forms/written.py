"""The forms of a written meeting: planning it, answering it, registering an answer that came another way."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from groups.models import Group, Person, User
from meetings.forms.rows import DayField, TextBox
from meetings.models import AgendaItem, Meeting, WrittenAnswer
from meetings.workflow.steps import LONGEST_COMMENT
from meetings.workflow.written import Question, Reply

Kind = WrittenAnswer.Kind
MOST = 20
#: How long the members have, unless another day is chosen.
DAYS = timedelta(days=14)
CHOOSE_DAY = "Välj en sista dag för svar som är efter i dag."
TOO_LONG = f"Texten kan vara högst {LONGEST_COMMENT} tecken. Korta den."


def last_day_field(**options: Any) -> DayField:
    return DayField(
        label="Sista dag för svar",
        help_text="Dagen räknas med. Ge ledamöterna tid att förankra frågan hemma.",
        error_messages={"required": CHOOSE_DAY},
        **options,
    )


class LastDayForm(forms.Form):
    """Until when the members can answer."""

    answers_until = last_day_field()

    def clean_answers_until(self) -> date:
        day: date = self.cleaned_data["answers_until"]
        if day <= timezone.localdate():
            raise forms.ValidationError(CHOOSE_DAY)
        return day


class NewWrittenForm(LastDayForm):
    """A written meeting of one of the groups that the person runs."""

    group = forms.ModelChoiceField(
        label="Grupp",
        queryset=Group.objects.none(),
        empty_label="Välj grupp",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj vilken grupp frågan gäller."),
    )

    def __init__(self, data: Any = None, *, by: User) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"answers_until": today + DAYS})
        groups = Group.objects.worked_by(by, on=today)
        field: Any = self.fields["group"]
        field.queryset = groups
        if len(groups) == 1:
            self.initial["group"] = groups[0]

    def clean(self) -> dict[str, Any] | None:
        group, day = self.cleaned_data.get("group"), self.cleaned_data.get("answers_until")
        if group and day and not group.holds_on(day):
            self.add_error("answers_until", "Gruppen finns inte den dagen. Välj en tidigare dag.")
        return self.cleaned_data

    def meeting(self) -> Meeting:
        """The meeting as described, not yet saved."""
        until = self.cleaned_data["answers_until"]
        return Meeting(group=self.cleaned_data["group"], kind=Meeting.Kind.WRITTEN, date=until, answers_until=until)


class QuestionForm(forms.Form):
    """One question. A row that is left empty is none, unless it is the only one."""

    title = forms.CharField(
        label="Rubrik", max_length=250, error_messages={"required": "Skriv en rubrik."}
    )  # fmt: skip
    question = TextBox(
        label="Fråga till ledamöterna",
        widget=forms.Textarea({"rows": 2}),
        max_length=LONGEST_COMMENT,
        error_messages={"required": "Skriv vad ledamöterna ska ta ställning till.", "max_length": TOO_LONG},
    )
    background = TextBox(
        label="Bakgrund",
        required=False,
        widget=forms.Textarea({"rows": 5}),
        max_length=LONGEST_COMMENT,
        help_text="Det som ledamöterna behöver veta för att kunna svara.",
        error_messages={"max_length": TOO_LONG},
    )
    proposed_decision = TextBox(
        label="Förslag till beslut",
        widget=forms.Textarea({"rows": 3}),
        max_length=LONGEST_COMMENT,
        help_text="Blir beslutet ord för ord, om alla som svarar instämmer.",
        error_messages={"required": "Skriv det beslut som ledamöterna instämmer i.", "max_length": TOO_LONG},
    )

    def value(self) -> Question:
        return Question(**self.cleaned_data)


class QuestionRows:
    """The rows of questions, as many as the page has; ``add`` gives one more."""

    def __init__(self, data: Any = None, *, add: bool = False) -> None:
        asked = data.get("rows", "1") if data is not None else "1"
        count = min(int(asked), MOST) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 1
        self.rows = [self._row(data, index, blank=not add) for index in range(max(count, 1))]
        if add and len(self.rows) < MOST:
            self.rows.append(QuestionForm(prefix=f"q{len(self.rows)}", auto_id="id_%s"))

    @staticmethod
    def _row(data: Any, index: int, *, blank: bool) -> QuestionForm:
        return QuestionForm(
            data, prefix=f"q{index}", auto_id="id_%s", empty_permitted=blank and index > 0, use_required_attribute=False
        )

    def is_valid(self) -> bool:
        return {row.is_valid() for row in self.rows} == {True}

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Id of the field and the sentence, question by question."""
        return [
            (f"id_{row.prefix}-{name}", f"Fråga {number}: {sentence}")
            for number, row in enumerate(self.rows, start=1)
            if row.is_bound
            for name, sentences in row.errors.items()
            for sentence in sentences
        ]

    def questions(self) -> list[Question]:
        return [row.value() for row in self.rows if row.cleaned_data]


class AnswersForm(forms.Form):
    """What one member answers to each item."""

    def __init__(self, items: Iterable[AgendaItem], own: dict[int, WrittenAnswer], data: Any = None) -> None:
        super().__init__(data)
        self.items = list(items)
        for item in self.items:
            given = own.get(item.pk)
            self.fields[f"kind-{item.pk}"] = forms.ChoiceField(
                label="Ditt svar",
                choices=Kind.choices,
                initial=given.kind if given else None,
                widget=forms.RadioSelect,
                error_messages=dict.fromkeys(("required", "invalid_choice"), f"Svara på punkt {item.number}."),
            )
            self.fields[f"comment-{item.pk}"] = TextBox(
                label="Synpunkt, eller det som behöver kompletteras",
                required=False,
                max_length=LONGEST_COMMENT,
                initial=given.comment if given else "",
                widget=forms.Textarea({"rows": 3}),
                error_messages={"max_length": f"En synpunkt kan vara högst {LONGEST_COMMENT} tecken. Korta den."},
            )

    def clean(self) -> dict[str, Any] | None:
        for item in self.items:
            kind, comment = self.cleaned_data.get(f"kind-{item.pk}"), self.cleaned_data.get(f"comment-{item.pk}", "")
            if kind in {Kind.REMARKS, Kind.OBJECTS} and not comment.strip():
                why = "vad som behöver kompletteras" if kind == Kind.OBJECTS else "synpunkten"
                self.add_error(f"comment-{item.pk}", f"Skriv {why} i punkt {item.number}.")
        return self.cleaned_data

    def rows(self) -> Iterator[tuple[AgendaItem, BoundField, BoundField]]:
        """Each item with the fields of its answer."""
        for item in self.items:
            yield item, self[f"kind-{item.pk}"], self[f"comment-{item.pk}"]

    def replies(self) -> dict[int, Reply]:
        data = self.cleaned_data
        return {item.pk: Reply(data[f"kind-{item.pk}"], data[f"comment-{item.pk}"]) for item in self.items}


class RegisterAnswersForm(AnswersForm):
    """What a member has answered another way, and which way."""

    source = forms.CharField(
        label="Hur kom svaret?",
        max_length=90,
        help_text="Till exempel: via e-post 30 april 2026. Sparas i historiken.",
        error_messages={"required": "Skriv hur svaret kom, till exempel: via e-post 30 april 2026."},
    )

    def __init__(self, items: Iterable[AgendaItem], people: Iterable[Person], data: Any = None) -> None:
        super().__init__(items, {}, data)
        self.people = {str(person.pk): person for person in people}
        self.fields["person"] = forms.ChoiceField(
            label="Vem har svarat?",
            choices=[("", "Välj ledamot"), *((pk, person.name) for pk, person in self.people.items())],
            error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj vem som har svarat."),
        )
        self.order_fields(["person", "source"])

    @property
    def person(self) -> Person:
        return self.people[self.cleaned_data["person"]]
