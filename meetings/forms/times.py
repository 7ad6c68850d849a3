"""What the forms that say when and where a meeting is have in common."""

from typing import Any

from django import forms


class LinkField(forms.URLField):
    """The address of a meeting on the net."""

    def __init__(self, **options: Any) -> None:
        errors = {"invalid": "Skriv hela adressen till mötet. Den börjar med https://."}
        super().__init__(max_length=500, assume_scheme="https", error_messages=errors, **options)


def clean_times(form: forms.Form) -> None:
    """Refuse a meeting that ends before it begins, or ends without beginning."""
    starts, ends = form.cleaned_data.get("starts_at"), form.cleaned_data.get("ends_at")
    if starts and ends and ends <= starts:
        form.add_error("ends_at", "Mötet kan inte sluta innan det har börjat. Ändra tiden.")
    if ends and not starts and "starts_at" not in form.errors:
        form.add_error("starts_at", "Skriv också när mötet börjar.")
