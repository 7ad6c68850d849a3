"""The form of an item that stands on every agenda of a group."""

from typing import Any

from django import forms
from django.utils import timezone

from groups.models import Group, Membership, Person
from meetings.models import StandingItem
from samverkan.common.rich_field import RichTextField


class StandingItemForm(forms.ModelForm):  # type: ignore[type-arg]
    """A standing item, new or changed. Its presenter is somebody of the group."""

    information = RichTextField(
        label="Text", required=False, help_text="Står som information under punkten på varje agenda."
    )

    class Meta:
        model = StandingItem
        fields = ["title", "purpose", "presenter", "minutes", "information", "is_last"]
        labels = {"is_last": "Alltid sist på agendan"}
        error_messages = {
            "title": {"required": "Skriv punktens rubrik.", "max_length": "Rubriken får ha högst 250 tecken."},
            "presenter": {"invalid_choice": "Välj någon i gruppen."},
            "minutes": dict.fromkeys(("invalid", "min_value", "max_value"), "Skriv minuterna som ett heltal."),
        }

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.group = group
        sitting = Membership.objects.on(timezone.localdate()).filter(group=group).values("person")
        people = Person.objects.filter(pk__in=sitting)
        if self.instance.presenter_id:
            people |= Person.objects.filter(pk=self.instance.presenter_id)
        presenter: Any = self.fields["presenter"]
        presenter.queryset = people.order_by("name")
        presenter.empty_label = "Ingen"
        presenter.label_from_instance = lambda person: person.name
        self.fields["minutes"].widget.attrs["inputmode"] = "numeric"

    def clean_minutes(self) -> int | None:
        minutes: int | None = self.cleaned_data["minutes"]
        if minutes is not None and not 1 <= minutes <= 600:
            raise forms.ValidationError("Skriv minuterna som ett tal mellan 1 och 600.")
        return minutes
