"""How the fields of the registers look: the browser's own calendar, Swedish words, nothing to click by mistake."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest

from groups.forms.steps import PlainForm

#: What an empty choice says: something has to be chosen, or may be left.
CHOOSE, NONE = "Välj", "Inget valt"


class PlainFields:
    """For registers and what stands inside them."""

    form: Any = PlainForm
    formfield_overrides: Any = {
        models.DateField: {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d")},
    }

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        empty = CHOOSE if field is not None and field.required else NONE
        if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
            field.empty_label = empty
        elif isinstance(field, forms.TypedChoiceField):
            offered: Any = field.choices
            field.choices = [(value, label if value else empty) for value, label in offered]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field
