"""The form field for rich text: an editor where scripts run, a plain text box where they don't."""

import html
import json
from typing import Any

from django import forms
from django.forms.widgets import Script

from samverkan.common.richtext import EDITOR_EXTENSIONS, clean

EDITOR_SCRIPT = Script("js/admin/rich_text.js", type="module")


class RichTextWidget(forms.Textarea):
    """A text box that the script turns into an editor offering exactly ``EDITOR_EXTENSIONS``."""

    class Media:
        css = {"all": ["css/admin/rich_text.css"]}
        js = [EDITOR_SCRIPT]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        extensions = json.dumps(EDITOR_EXTENSIONS, separators=(",", ":"))
        super().__init__({"rows": 5, "data-rich-text": extensions, **(attrs or {})})


class RichTextField(forms.CharField):
    """Rich text, cleaned as it comes in. Text typed without any element becomes paragraphs."""

    widget = RichTextWidget

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").replace("\r\n", "\n")
        return clean(text if "<" in text else _paragraphs(text))


def _paragraphs(text: str) -> str:
    blocks = [block.strip() for block in text.split("\n\n") if block.strip()]
    escaped = [html.escape(html.unescape(block), quote=False).replace("\n", "<br>") for block in blocks]
    return "".join(f"<p>{block}</p>" for block in escaped)
