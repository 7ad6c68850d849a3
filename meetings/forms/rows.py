"""A row of the editor: one form for one database row, which knows what has been changed in it."""

import hashlib
from collections.abc import Mapping
from datetime import date, time
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.utils import ErrorDict

from meetings.forms.directory import Directory
from samverkan.common.rich_field import RichTextField


class TextBox(forms.CharField):
    """Text over several lines, with the line breaks that the database has."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class DayField(forms.DateField):
    """A day, picked or written as 2026-04-23."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "Skriv dagen som 2026-04-23.",
        "required": "Skriv vilken dag mötet är.",
    }


class ClockField(forms.TimeField):
    """A time of day, picked or written as 13:30 or 13.30."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": "Skriv klockslaget som 13.30."}

    def to_python(self, value: Any) -> time | None:
        return super().to_python(value.replace(".", ":") if isinstance(value, str) else value)


class RegisterField(forms.CharField):
    """A text box that is matched against a register; ``of`` names the method of ``Directory``."""

    def __init__(self, *, of: str, **options: Any) -> None:
        self.of = of
        super().__init__(required=False, widget=forms.TextInput(attrs={"list": f"names-{of}"}), **options)


class SharedFields(dict[str, forms.Field]):
    """Fields that every row of a kind shares, since no row changes them: copying them is most of a page's work."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


class Row(forms.Form):
    """One row. ``base`` is a fingerprint of what the page showed, so that a row left alone is never written.

    A row whose fields are not in the posted data is shown as it is stored. ``instance`` is an unsaved object
    for a row that is being added.
    """

    base = forms.CharField(widget=forms.HiddenInput, required=False)
    remove = forms.BooleanField(label="Ta bort", required=False)

    def __init__(
        self, instance: Any, *, directory: Directory, prefix: str, data: Mapping[str, Any] | None = None
    ) -> None:
        self.instance, self.directory = instance, directory
        kind: Any = type(self)
        if not isinstance(kind.base_fields, SharedFields):
            kind.base_fields = SharedFields(kind.base_fields)
        posted = data if data is not None and f"{prefix}-base" in data else None
        super().__init__(posted, prefix=prefix, initial=self.values_of(instance), auto_id="id_%s")
        self.drop_fields()
        self.initial["base"] = _fingerprint([_written(self.initial[name]) for name in self.kept])

    def drop_fields(self) -> None:
        """A hook for rows that show fewer fields when they are stored."""

    @property
    def kept(self) -> list[str]:
        return [name for name in self.fields if name not in {"base", "remove"}]

    def values_of(self, instance: Any) -> dict[str, Any]:
        """What the fields show for the object; a register's field shows a name."""
        values = {}
        for name, field in self.base_fields.items():
            if name not in {"base", "remove"}:
                value = getattr(instance, name, None)
                values[name] = self._name_of(field, value) if isinstance(field, RegisterField) else value
        return values

    def _name_of(self, field: RegisterField, value: Any) -> str:
        if field.of == "person":
            return self.directory.label(value)
        return getattr(value, "name", "")

    @property
    def is_new(self) -> bool:
        return self.instance.pk is None

    @cached_property
    def is_touched(self) -> bool:
        """Whether the person at the screen changed the row."""
        if not self.is_bound:
            return False
        posted = [_written(self.data.get(self.add_prefix(name), "")) for name in self.kept]
        return _fingerprint(posted) != self.data.get(self.add_prefix("base"))

    @property
    def is_removed(self) -> bool:
        return self.is_bound and bool(self.data.get(self.add_prefix("remove")))

    @property
    def is_stale(self) -> bool:
        """Whether what is stored is no longer what the page showed."""
        return self.is_bound and not self.is_new and self.data.get(self.add_prefix("base")) != self.initial["base"]

    def full_clean(self) -> None:
        """A row that was left alone, or is on its way out, has nothing to mend."""
        if self.is_bound and (self.is_removed or not self.is_touched):
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    @property
    def is_settled(self) -> bool:
        """Whether the row can be saved."""
        return not self.is_bound or self.is_valid()

    def clean(self) -> dict[str, Any] | None:
        for name, field in self.fields.items():
            if isinstance(field, RegisterField) and name in self.cleaned_data:
                try:
                    self.cleaned_data[name] = getattr(self.directory, field.of)(self.cleaned_data[name])
                except ValidationError as error:
                    self.add_error(name, error)
        return self.cleaned_data

    def apply(self) -> list[str]:
        """Put what was typed on the object; gives the names of the fields that differ from what was stored."""
        changed = []
        for name in self.kept:
            value = self.cleaned_data[name]
            if getattr(self.instance, name) != value:
                setattr(self.instance, name, value)
                changed.append(name)
        return changed


def _written(value: Any) -> str:
    """A value as the browser posts it."""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if value is None:
        return ""
    if isinstance(value, models.Model):
        return str(value.pk)
    return str(value).replace("\r\n", "\n").strip()


def _fingerprint(values: list[str]) -> str:
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:16]


__all__ = ["ClockField", "DayField", "RegisterField", "RichTextField", "Row", "TextBox"]
