"""The forms of a group's composition: who is appointed, and how an appointment ends, changes or is put right."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from groups.forms.steps import StepForm, last_day_of
from groups.models import Group, Membership, Organisation, Person, Seat, User
from groups.workflow import composition
from samverkan.common.days import DayField
from samverkan.common.keys import key_in

Role = Membership.Role
#: How many people a search shows.
FOUND = 20
UNTIL_FURTHER_NOTICE = "Lämna tomt om det gäller tills vidare."


def first_day(**options: Any) -> DayField:
    field = DayField(label="Första dag", **options)
    field.error_messages["required"] = "Välj första dagen."
    return field


def last_day(*, required: bool = False, **options: Any) -> DayField:
    field = DayField(label="Sista dag", required=required, **options)
    field.error_messages["required"] = "Välj sista dagen."
    return field


def reason() -> forms.CharField:
    return forms.CharField(
        label="Varför rättas uppgifterna?",
        max_length=80,
        help_text="Skälet sparas i historiken.",
        error_messages={"required": "Skriv varför uppgifterna rättas."},
    )


def organisation(**options: Any) -> Any:
    return forms.ModelChoiceField(
        label="Organisation", queryset=Organisation.objects.standing(), required=False, **options
    )


def standing_or(*kept: Organisation | None) -> Any:
    """Organisations that have not gone up in another, and those that a row names already."""
    return Organisation.objects.filter(Q(merged_into=None) | Q(pk__in=[each.pk for each in kept if each]))


class SeatField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A seat of the group, with who holds it today."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Seat.objects.none(), label="Plats", required=False, empty_label="Ingen plats", **options)
        self.holders: dict[int | None, str] = {}

    def offer(self, group: Group, *, today: date) -> None:
        """Offer the seats that there are on the day or later."""
        self.queryset = Seat.objects.filter(Q(ends=None) | Q(ends__gt=today), group=group).order_by("position")
        held = group.memberships.on(today).exclude(seat=None).exclude(role=Role.SUBSTITUTE)
        self.holders = dict(held.values_list("seat", "person__name"))

    def label_from_instance(self, obj: Seat) -> str:
        kind = " (adjungerad)" if obj.is_adjunct else ""
        return f"{obj.position}. {obj.label}{kind}: {self.holders.get(obj.pk, 'vakant')}"


def offered_roles(group: Group) -> list[tuple[str, str]]:
    """The roles that somebody can have in the group: substitutes only where its type has them."""
    return [(role, Role(role).label) for role in Role if role != Role.SUBSTITUTE or group.type.allows_substitutes]


class PlaceForm(StepForm):
    """Who somebody is in the group, and how long."""

    def fields_given(self) -> composition.Appointment:
        """The fields as the steps ask for them."""
        given = self.cleaned_data
        return {
            "role": given["role"],
            "seat": given["seat"],
            "organisation": given["organisation"],
            "title": given["title"],
            "starts": given["starts"],
            "ends": self.ends(),
        }


class AppointForm(PlaceForm):
    """Somebody found in the register, or new to it, who gets a role in the group."""

    person = forms.ModelChoiceField(
        label="Person", queryset=Person.objects.none(), required=False, empty_label=None, widget=forms.RadioSelect
    )
    new_name = forms.CharField(label="Namn", max_length=120, required=False)
    new_email = forms.EmailField(
        label="E-post",
        required=False,
        help_text="Visas aldrig öppet.",
        error_messages={"invalid": "E-postadressen är inte hel. Skriv den som namn@example.se."},
    )
    is_another = forms.BooleanField(
        label="Det är en annan person med samma namn", required=False, widget=forms.HiddenInput
    )
    role = forms.ChoiceField(label="Roll")
    seat = SeatField()
    organisation = organisation(help_text="Lämna tomt för personens egen.", empty_label="Personens egen")
    title = forms.CharField(label="Titel", max_length=160, required=False, help_text="Lämna tomt för personens egen.")
    starts = first_day()
    last_day = last_day(help_text=UNTIL_FURTHER_NOTICE)

    def __init__(self, group: Group, data: Any = None, *, query: str = "", initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.group, self.query = group, " ".join(query.split())
        standing = Person.objects.standing().select_related("organisation")
        found = standing.containing(self.query) if len(self.query) > 1 else standing.none()
        matches = list(found.order_by("name")[: FOUND + 1])
        self.has_more = len(matches) > FOUND
        keys = {person.pk for person in matches[:FOUND]} | {key_in(self.data.get("person", ""))}
        fields: Any = self.fields
        fields["person"].queryset = standing.filter(pk__in=keys).order_by("name")
        fields["person"].label_from_instance = lambda person: person.described
        fields["role"].choices = offered_roles(group)
        fields["seat"].offer(group, today=timezone.localdate())

    @property
    def matches(self) -> int:
        """How many people there are to choose among."""
        field: Any = self.fields["person"]
        return int(field.queryset.count())

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        given["new_name"] = " ".join(given.get("new_name", "").split())
        if given.get("person") and given["new_name"]:
            self.add_error("new_name", "Välj en person i listan eller skriv en ny, inte båda.")
        elif given["new_name"]:
            self._ask_about_namesakes(given)
        elif not given.get("person") and "person" not in self.errors:
            self.add_error("person", "Sök och välj en person, eller skriv namnet på en ny.")
        return given

    def _ask_about_namesakes(self, given: dict[str, Any]) -> None:
        others = Person.objects.standing().called(given["new_name"]).select_related("organisation")
        namesakes = [person.described for person in others]
        if not namesakes:
            return
        self.fields["is_another"].widget = forms.CheckboxInput()
        if not given.get("is_another"):
            self.add_error(
                "new_name",
                f"Det finns redan en person som heter så: {'; '.join(namesakes)}. Sök fram den, eller kryssa i att "
                "det är en annan.",
            )

    def take(self, *, by: User) -> Membership:
        """Take the step that was described."""
        given, appointment = self.cleaned_data, self.fields_given()
        if given["person"]:
            return composition.appoint(self.group, given["person"], by=by, **appointment)
        newcomer = Person(
            name=given["new_name"], email=given["new_email"], title=given["title"], organisation=given["organisation"]
        )
        return composition.appoint_newcomer(self.group, newcomer, by=by, **appointment)


class EndForm(StepForm):
    """The last day of an appointment, an office or a seat."""

    last_day = last_day(required=True, help_text="Dagen får ha passerat. Den sparas som du skriver den.")


class ChangeForm(StepForm):
    """Another organisation or title from a day."""

    on = DayField(label="Gäller från och med")
    organisation = organisation(empty_label="Ingen")
    title = forms.CharField(label="Titel", max_length=160, required=False)

    def __init__(self, membership: Membership, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["organisation"].queryset = standing_or(membership.organisation)


class CorrectForm(PlaceForm):
    """What was registered wrongly of an appointment."""

    role = forms.ChoiceField(label="Roll")
    seat = SeatField()
    organisation = organisation(empty_label="Ingen")
    title = forms.CharField(label="Titel", max_length=160, required=False)
    starts = first_day()
    last_day = last_day(help_text=UNTIL_FURTHER_NOTICE)
    reason = reason()

    def __init__(self, membership: Membership, data: Any = None) -> None:
        names = ("role", "seat", "organisation", "title", "starts")
        initial = {**{name: getattr(membership, name) for name in names}, "last_day": last_day_of(membership)}
        super().__init__(data, initial=initial)
        fields: Any = self.fields
        fields["role"].choices = offered_roles(membership.group)
        fields["seat"].offer(membership.group, today=timezone.localdate())
        fields["seat"].queryset = Seat.objects.filter(
            Q(pk__in=fields["seat"].queryset) | Q(pk=membership.seat_id)
        ).order_by("position")
        fields["organisation"].queryset = standing_or(membership.organisation)
