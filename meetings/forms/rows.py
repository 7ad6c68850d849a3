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
from samverkan.common import days
from samverkan.common.rich_field import RichTextField


class TextBox(forms.CharField):
    """Text over several lines, with the line breaks that the database has."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class DayField(days.DayField):
    """The day of a meeting, or one that a meeting has given."""

    default_error_messages: ClassVar[dict[str, Any]] = {"required": "Skriv vilken dag mötet är."}


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
    for a row that is being added. The field that ``apart`` names is no part of the fingerprint: its value follows it
    after a colon, so that somebody who moves a row and somebody who writes in it don't get in each other's way.
    """

    apart: ClassVar[str] = ""
    #: Whether the page goes on telling what it showed first, though the row shows what is stored by now.
    keeps_base = False

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
        super().__init__(posted, prefix=prefix, initial=self.values_of(instance), auto_id="id_%s", label_suffix="")
        self.drop_fields()

    def drop_fields(self) -> None:
        """A hook for rows that show fewer fields when they are stored."""

    @property
    def kept(self) -> list[str]:
        return [name for name in self.fields if name not in {"base", "remove"}]

    @property
    def compared(self) -> list[str]:
        return [name for name in self.kept if name != self.apart]

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

    @cached_property
    def _stored_print(self) -> str:
        return fingerprint([written(self.initial[name]) for name in self.compared])

    @property
    def base_now(self) -> str:
        """The fingerprint of what is stored, with what stands apart."""
        return f"{self._stored_print}:{written(self.initial[self.apart])}" if self.apart else self._stored_print

    # --- What was posted, beside what stands -------------------------------------------------------------------
    def posted(self, name: str) -> str:
        """What was posted in a field, as a browser posts it."""
        return written(self.data.get(f"{self.prefix}-{name}", "")) if self.is_bound else ""

    @property
    def is_new(self) -> bool:
        return self.instance.pk is None

    @cached_property
    def is_gone(self) -> bool:
        """Whether somebody else has removed the row since the page showed it."""
        return self.is_bound and self.is_new and str(self.prefix).rpartition("-")[2].isdecimal()

    @cached_property
    def _posted_print(self) -> str:
        return fingerprint([self.posted(name) for name in self.compared])

    @cached_property
    def is_touched(self) -> bool:
        """Whether the person at the screen changed the row."""
        return self.is_bound and self._posted_print != self.posted("base").partition(":")[0]

    @cached_property
    def is_moved(self) -> bool:
        """Whether the person at the screen changed the field that stands apart."""
        return bool(self.apart) and self.is_bound and self.posted(self.apart) != self.posted("base").partition(":")[2]

    @property
    def is_removed(self) -> bool:
        return self.is_bound and bool(self.data.get(self.add_prefix("remove"))) and not self.yields

    @cached_property
    def stands(self) -> str:
        """A fingerprint of what is stored, so that a choice holds only for the text that it was made about."""
        return "borta" if self.is_gone else self._stored_print

    @cached_property
    def is_stale(self) -> bool:
        """Whether what is stored is no longer what the page showed."""
        if not self.is_bound or (self.is_new and not self.is_gone):
            return False
        return self.posted("base").partition(":")[0] != self.stands

    @cached_property
    def is_contested(self) -> bool:
        """Whether both this person and somebody else have changed the row, each in a way of their own."""
        if not self.is_stale:
            return False
        if self.data.get(self.add_prefix("remove")):
            return not self.is_gone
        return self.is_touched and (self.is_gone or self._posted_print != self.stands)

    @property
    def choice(self) -> str:
        """``mine`` or ``theirs`` for a contested row, chosen with what stands before one's eyes; else nothing."""
        asked = self.posted("choice") if self.is_contested and self.posted("seen") == self.stands else ""
        return asked if asked in {"mine", "theirs"} else ""

    @property
    def collides(self) -> bool:
        """Whether it is contested and nobody has said which text is to stand."""
        return self.is_contested and not self.choice

    @property
    def yields(self) -> bool:
        """Whether what is stored is to stand, in place of what was posted."""
        return self.choice == "theirs"

    @property
    def differs(self) -> bool:
        """Whether what was posted is something else than what is stored."""
        if not self.is_bound or not (self.is_touched or self.is_moved or self.is_removed):
            return False
        moved = self.is_moved and self.posted(self.apart) != written(self.initial[self.apart])
        return self.is_new or self.is_removed or moved or self._posted_print != self.stands

    @property
    def is_written(self) -> bool:
        """Whether saving writes what was posted."""
        return self.is_touched and not self.yields

    def shown(self, name: str) -> Any:
        """The value that the page shows: what was posted where the person changed something, else what is stored."""
        told = name == "remove" or (name == "base" and self.keeps_base and self.is_bound)
        if told or self.is_touched or (name == self.apart and self.is_moved):
            return self.posted(name)
        return self.base_now if name == "base" else written(self.initial[name])

    # --- Saving ------------------------------------------------------------------------------------------------
    def full_clean(self) -> None:
        """A row that was left alone, or is on its way out, has nothing to mend."""
        if self.is_bound and (self.is_removed or not self.is_written):
            self._errors, self.cleaned_data = ErrorDict(), {}
            if self.is_moved and not self.is_removed:
                self._clean_apart()
        else:
            super().full_clean()

    def _clean_apart(self) -> None:
        try:
            self.cleaned_data[self.apart] = self.fields[self.apart].clean(self.posted(self.apart))
        except ValidationError as error:
            self.add_error(self.apart, error)

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


def written(value: Any) -> str:
    """A value as the browser posts it."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
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
    return str(value)


def fingerprint(values: list[str]) -> str:
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:16]


__all__ = ["ClockField", "DayField", "RegisterField", "RichTextField", "Row", "TextBox", "fingerprint", "written"]
