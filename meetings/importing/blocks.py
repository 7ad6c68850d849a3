"""Lines of an item as paragraphs, lists and small headings, and those as safe HTML."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from meetings.importing.text import inline

BULLET = re.compile(r"\s{0,20}(?:[-*•–▪●◦·\uf0b7]|o(?=\t))\s{1,20}(?=\S)")
ORDINAL = re.compile(r"\s{0,20}(?P<number>[0-9]{1,2})[.)]\s{1,20}(?=\S)")
SMALL_HEADING = re.compile(r"\s{0,20}#{1,6}\s{0,20}(?=[^\s#])")


@dataclass(slots=True)
class Block:
    """`texts` holds one entry for a paragraph or heading, one per point for a list; markdown, folded later."""

    kind: Literal["p", "ul", "ol", "h3"]
    texts: list[list[str]] = field(default_factory=list)

    @property
    def is_list(self) -> bool:
        return self.kind in ("ul", "ol")

    def sources(self) -> list[str]:
        return [" ".join(lines) for lines in self.texts]


def blocks_of(lines: Iterable[str]) -> list[Block]:
    found, broken = list[Block](), True
    for line in lines:
        if line.strip():
            add(found, line, broken=broken)
        broken = not line.strip()
    return found


def add(found: list[Block], line: str, *, broken: bool) -> None:
    last = found[-1] if found else None
    if match := SMALL_HEADING.match(line):
        found.append(Block("h3", [[line[match.end() :]]]))
    elif kind := list_kind(line, last):
        if last is None or last.kind != kind:
            last = Block(kind)
            found.append(last)
        last.texts.append([unbulleted(line)])
    elif broken or last is None or last.kind == "h3":
        found.append(Block("p", [[line]]))
    else:
        last.texts[-1].append(line)


def list_kind(line: str, last: Block | None) -> Literal["ul", "ol"] | None:
    """A list that does not begin at one would be renumbered by a browser, so it stays text."""
    if BULLET.match(line):
        return "ul"
    if match := ORDINAL.match(line):
        expected = len(last.texts) + 1 if last is not None and last.kind == "ol" else 1
        return "ol" if int(match["number"]) == expected else None
    return None


def is_point(line: str) -> bool:
    return bool(BULLET.match(line) or ORDINAL.match(line))


def unbulleted(line: str) -> str:
    match = BULLET.match(line) or ORDINAL.match(line)
    return line[match.end() :] if match else line


def html(lines: Iterable[str]) -> str:
    return "".join(as_html(block) for block in blocks_of(lines))


def as_html(block: Block) -> str:
    texts = [text for source in block.sources() if (text := inline(source))]
    if not texts:
        return ""
    if block.is_list:
        points = "".join(f"<li>{text}</li>" for text in texts)
        return f"<{block.kind}>{points}</{block.kind}>"
    return f"<{block.kind}>{texts[0]}</{block.kind}>"
