"""The fields of the editor's rows as HTML, made without a template for each: a long meeting has thousands of them.

The elements are those of ``admin/_field.html`` and ``admin/_check.html``.
"""

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django import forms, template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from meetings.forms.rows import Row
from meetings.templatetags.components import ICONS
from samverkan.common.rich_field import RichTextField, RichTextWidget

register = template.Library()
_ICON = (
    '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">'
    f'<path d="{ICONS["warning"]}"/></svg>'
)
_EMPTY = SafeString("")


def _html(pattern: str, *parts: Any) -> SafeString:
    """``format_html`` for texts that are never lazy, which is half of its work."""
    return SafeString(pattern.format(*(part if isinstance(part, SafeString) else escape(str(part)) for part in parts)))


@register.simple_tag
def base(row: Row) -> SafeString:
    """The fingerprint that the row is posted with."""
    return _html('<input type="hidden" name="{0}-base" value="{1}" id="id_{0}-base">', row.prefix, row.shown("base"))


@register.simple_tag
def field(row: Row, name: str, wide: bool = False) -> SafeString:
    """A field with its label, hint and errors."""
    found, key = row.fields[name], f"id_{row.prefix}-{name}"
    errors = _errors(row, name, key)
    hint = _html('<p class="hint" id="{}_helptext">{}</p>', key, found.help_text) if found.help_text else _EMPTY
    return _html(
        '<div class="field{}{}"><label for="{}" id="{}_label">{}</label>{}{}{}</div>',
        " wrong" if errors else "", " wide" if wide else "", key, key, found.label, hint, errors,
        _control(row, name, key, wrong=bool(errors)),
    )  # fmt: skip


@register.simple_tag
def check(row: Row, name: str, label: str = "", about: str = "") -> SafeString:
    """A box to tick; ``about`` says for whom the words are read out to what it belongs."""
    key = f"id_{row.prefix}-{name}"
    errors = _errors(row, name, key)
    more = _html('<span class="hidden"> {}</span>', about) if about else _EMPTY
    return _html(
        '<div class="check{}">{}<input type="checkbox" name="{}-{}" id="{}"{}><label for="{}">{}{}</label></div>',
        " wrong" if errors else "", errors, row.prefix, name, key, _checked(row, name), key,
        label or row.fields[name].label, more,
    )  # fmt: skip


@register.simple_tag
def radios(row: Row, name: str) -> SafeString:
    """The choices of a field as a row of buttons."""
    key, value = f"id_{row.prefix}-{name}", row.shown(name)
    return format_html_join(
        "",
        '<label for="{0}_{1}"><input type="radio" name="{2}-{3}" value="{4}" id="{0}_{1}" required{5}>'
        "<span>{6}</span></label>",
        (
            (key, index, row.prefix, name, choice, SafeString(" checked") if choice == value else "", label)
            for index, (choice, label) in enumerate(_choices(row.fields[name]))
        ),
    )


def _checked(row: Row, name: str) -> SafeString:
    return SafeString(" checked") if row.shown(name) else _EMPTY


def _errors(row: Row, name: str, key: str) -> SafeString:
    if not row.is_bound or name not in row.errors:
        return _EMPTY
    lines = format_html_join(
        "",
        '<p>{}<span><span class="hidden">Fel: </span>{}</span></p>',
        ((SafeString(_ICON), sentence) for sentence in row.errors[name]),
    )
    return _html('<div class="errors" id="{}_error">{}</div>', key, lines)


def _control(row: Row, name: str, key: str, *, wrong: bool) -> SafeString:
    found: Any = row.fields[name]
    told = [f"{key}_helptext"] if found.help_text else []
    told += [f"{key}_error"] if wrong else []
    state = _html(' aria-describedby="{}"', " ".join(told)) if told else _EMPTY
    state = _html("{}{}", state, SafeString(' aria-invalid="true"') if wrong else _EMPTY)
    head = _html(' name="{}-{}" id="{}"{}', row.prefix, name, key, state)
    value = row.shown(name)
    if isinstance(found, forms.ChoiceField):
        return _html("<select{}>{}</select>", head, _options(tuple(_choices(found)), str(value)))
    if isinstance(found.widget, forms.Textarea):
        return _html("<textarea{}{}>\n{}</textarea>", head, _fixed(found), value)
    return _html('<input{}{} value="{}">', head, _fixed(found), value)


def _choices(found: Any) -> Sequence[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in found.choices]


@lru_cache(maxsize=512)
def _options(choices: tuple[tuple[str, str], ...], value: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((choice, SafeString(" selected") if choice == value else "", label) for choice, label in choices),
    )


@lru_cache(maxsize=128)
def _fixed(found: Any) -> SafeString:
    """What a field has in every row: its type, its length, its list."""
    attributes: dict[str, Any] = dict(found.widget.attrs)
    if isinstance(found, RichTextField):
        attributes["data-rich-text"] = ""
    elif not isinstance(found.widget, forms.Textarea):
        attributes = {"type": getattr(found.widget, "input_type", "text"), **attributes}
    if found.required:
        attributes["required"] = ""
    return format_html_join("", ' {}="{}"', ((name, value) for name, value in attributes.items() if value is not None))


def extensions() -> str:
    """What the editor of rich text offers, once for the page."""
    return str(RichTextWidget().attrs["data-rich-text"])
