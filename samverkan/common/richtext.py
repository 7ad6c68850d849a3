"""Rich text: the one list of allowed elements, for the editor and for the sanitiser.

Every rich text is cleaned when it is stored and again when it is shown. This is the only module that may
declare a string safe for HTML.
"""

import html
import re

import nh3
from django.utils.safestring import SafeString, mark_safe

#: What the editor offers; the sanitiser below allows exactly what these produce.
EDITOR_EXTENSIONS: dict[str, object] = {
    "Bold": True,
    "Italic": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Heading": {"levels": [3]},
    "Link": {"protocols": ["http", "https", "mailto"], "enableTarget": False},
    "HardBreak": True,
}
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "h3", "a"}
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener nofollow",
    strip_comments=True,
)
_EMPTY = re.compile(r"(?:<p>(?:\s|<br>)*</p>\s*)+")
_BLOCK_END = re.compile(r"</(?:p|li|h3|ul|ol)>|<br>")
_TAG = re.compile(r"<[^<>]*>")


def clean(text: str) -> str:
    """The rich text with nothing but the allowed elements; empty when it shows nothing."""
    cleaned = _cleaner.clean(text.replace("\x00", "")).strip()
    return "" if _EMPTY.fullmatch(cleaned) else cleaned


def shown(text: str) -> SafeString:
    """The rich text as safe HTML, cleaned once more on the way out."""
    return mark_safe(clean(text))  # noqa: S308 -- just cleaned; the only door


def plain(text: str) -> str:
    """The rich text as plain text, one line per block, for mail, search and scanning."""
    lines = _BLOCK_END.sub("\n", text)
    return "\n".join(line.strip() for line in html.unescape(_TAG.sub("", lines)).splitlines() if line.strip())
