"""From pasted text to clean lines, and from clean lines to plain text or safe inline HTML."""

import re
import unicodedata
from html import escape

BLOCK_TAG = re.compile(r"</(?:p|div|h[1-6]|ul|ol|table|tr)\s{0,9}>", re.IGNORECASE)
ITEM_TAG = re.compile(r"<li(?:\s[^<>]{0,300})?>", re.IGNORECASE)
LINE_TAG = re.compile(r"<(?:br|p|div|h[1-6]|ul|ol|table|tr)(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
OTHER_TAG = re.compile(
    r"</?(?:a|b|em|font|i|li|span|strong|sub|sup|tbody|td|th|thead|u)(?:\s[^<>]{0,300})?/?>", re.IGNORECASE
)
PAGE_COUNTER = re.compile(r"(?:sida\s{1,3})?[0-9]{1,3}\s{0,3}(?:\([0-9]{1,3}\)|av\s[0-9]{1,3})", re.IGNORECASE)
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|~<])")
LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)\)")
STRONG = re.compile(r"\*\*(?=[^\s*])([^*]+)(?<=\S)\*\*|(?<!\w)__(?=[^\s_])([^_]+)(?<=[^\s_])__(?!\w)")
EMPHASIS = re.compile(r"(?<!\*)\*(?=[^\s*])([^*]+)(?<=\S)\*(?!\*)|(?<!\w)_(?=[^\s_])([^_]+)(?<=[^\s_])_(?!\w)")
BOTH = re.compile(r"\*(<strong>[^<*]*</strong>)\*")
TAG = re.compile(r"</?(?:em|strong)>")
OPEN_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)

MARKUP = frozenset("*_[\\")
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
LINE_ENDS = dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n")
SPACES = dict.fromkeys([0xA0, 0x2007, 0x202F], " ")
UNSEEN = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
CONTROLS = {code: None for code in [*range(32), *range(0x7F, 0xA0)] if code not in (0x09, 0x0A)}
# The escapes of markdown hide here while links and emphasis are read, so no such sign may come from outside.
HIDDEN = 0xE000
HIDDEN_RANGE = dict.fromkeys(range(HIDDEN, HIDDEN + 128))
SHOWN = {HIDDEN + code: chr(code) for code in range(0x80)}
CLEANED = CONTROLS | LINE_ENDS | SPACES | UNSEEN | LIGATURES | HIDDEN_RANGE
ENTITIES = {"&nbsp;": " ", "&quot;": '"', "&#39;": "'", "&amp;": "&"}


def normalise(text: str) -> list[str]:
    """The lines of a pasted text: no byte order marks, control signs, page counters or tags."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(CLEANED)
    text = unicodedata.normalize("NFC", without_tags(without_comments(text)))
    for entity, sign in ENTITIES.items():
        text = text.replace(entity, sign)
    lines = [line.removesuffix("\\").rstrip() for line in text.split("\n")]
    return [line for line in lines if not is_page_counter(line)]


def without_comments(text: str) -> str:
    """HTML comments may hold names of people who were not there."""
    kept, position = list[str](), 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[position:start])
        position = end + len("-->")
    return "".join([*kept, text[position:]])


def without_tags(text: str) -> str:
    text = BLOCK_TAG.sub("\n\n", text)
    text = LINE_TAG.sub("\n", ITEM_TAG.sub("\n- ", text))
    return OTHER_TAG.sub("", text)


def is_page_counter(line: str) -> bool:
    line = line.strip()
    return len(line) < 30 and (line.casefold() == "sida" or PAGE_COUNTER.fullmatch(line) is not None)


def fold(text: str) -> str:
    """Whitespace folded, nothing else."""
    return " ".join(text.split())


def plain(source: str) -> str:
    """Markdown as bare words: links and emphasis leave their text, escapes their sign."""
    text = fold(source)
    if MARKUP.isdisjoint(text):
        return text
    return show(unmarked(LINK.sub(lambda link: link[1], hide(text)))).strip()


def unmarked(text: str) -> str:
    return EMPHASIS.sub(inner, STRONG.sub(inner, EMPHASIS.sub(inner, text)))


def inner(match: re.Match[str]) -> str:
    return match[1] or match[2]


def inline(source: str) -> str:
    """Markdown as HTML with a, strong and em; everything else is escaped. A dead link becomes its text."""
    folded = fold(source)
    if MARKUP.isdisjoint(folded):
        return escape(folded, quote=False)
    text, parts, last = LINK.sub(living, hide(folded)), list[str](), 0
    for link in LINK.finditer(text):
        parts += [emphasised(text[last : link.start()]), anchor(link)]
        last = link.end()
    return show_escaped("".join([*parts, emphasised(text[last:])])).strip()


def anchor(link: re.Match[str]) -> str:
    """Asked again here: a link whose text held a dead link has only now come to light."""
    text, address = emphasised(link[1]), show(link[2])
    return f'<a href="{escape(address)}">{text}</a>' if OPEN_ADDRESS.fullmatch(address) else text


def living(link: re.Match[str]) -> str:
    """The link itself when its address can be opened, else its text."""
    return link[0] if OPEN_ADDRESS.fullmatch(show(link[2])) else link[1]


def emphasised(text: str) -> str:
    safe = escape(text, quote=False)
    html = EMPHASIS.sub(lambda m: f"<em>{inner(m)}</em>", safe)
    html = STRONG.sub(lambda m: f"<strong>{inner(m)}</strong>", html)
    html = BOTH.sub(r"<em>\1</em>", html)
    return html if is_well_nested(html) else unmarked(safe)


def is_well_nested(html: str) -> bool:
    open_tags = list[str]()
    for tag in TAG.findall(html):
        if not tag.startswith("</"):
            open_tags.append(tag)
        elif not open_tags or open_tags.pop() != tag.replace("/", ""):
            return False
    return not open_tags


def hide(text: str) -> str:
    return ESCAPED.sub(lambda m: chr(HIDDEN + ord(m[1])), text)


def show(text: str) -> str:
    return text.translate(SHOWN)


def show_escaped(html: str) -> str:
    return html.translate(SHOWN | {HIDDEN + ord("<"): "&lt;", HIDDEN + ord(">"): "&gt;"})


def only_links(source: str) -> list[tuple[str, str]]:
    """The links of a paragraph that is nothing but links; otherwise none."""
    return [] if LINK.sub("", hide(fold(source))).strip(" ,;.*") else links_in(source)


def links_in(source: str) -> list[tuple[str, str]]:
    """Every link as (text, address)."""
    return [(plain(show(link[1])), show(link[2])) for link in LINK.finditer(hide(fold(source)))]
