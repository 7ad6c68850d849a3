"""What a page of the editor has saved already, so that a save whose answer was lost is done once.

The page goes on with rows that it thinks are not saved, and sends them again, as a save or as a draft. Each page has a
mark of its own; under it is remembered what its last save came to: which new rows got which number, what was posted
in each row, and how the row stands since.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Self


@dataclass(frozen=True)
class SavedPage:
    """What the last save of a page came to.

    ``renamed`` leads from the prefix of a row that was new to the one it has now, ``keys`` from its key to its number,
    ``rows`` from the prefix a row has now to a print of what was posted in it and to its ``base`` since.
    """

    page: str = ""
    renamed: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, kept: str, *, page: str) -> Self:
        """What was kept, if the same page asks."""
        found = cls(**json.loads(kept)) if kept else cls()
        return found if page and found.page == page else cls()

    def kept(self) -> str:
        return json.dumps(asdict(self))

    def prefix_now(self, prefix: str) -> str:
        """The prefix that the row has by now; rows under one that was new go with it."""
        if prefix in self.renamed:
            return self.renamed[prefix]
        return "-".join(self.keys.get(part, part) for part in prefix.split("-"))

    def caught_up(self, fields: Mapping[str, str]) -> dict[str, str]:
        """The fields as the page would have sent them, had it got its answer: rows that stand are left out."""
        if not self.page:
            return dict(fields)
        found = {name: value for name, value in fields.items() if "-" not in name}
        for prefix, row in by_row(fields).items():
            now = self.prefix_now(prefix)
            posted, base = self.rows.get(now, ["", ""])
            if posted == print_of(row):
                continue
            found |= {f"{now}-{name}": value for name, value in row.items()}
            if base:
                found[f"{now}-base"] = base
        return found


def by_row(fields: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The fields of rows, by the prefix of their row; a field of the page itself belongs to none."""
    rows: dict[str, dict[str, str]] = {}
    for name, value in fields.items():
        prefix, _, last = name.rpartition("-")
        if prefix:
            rows.setdefault(prefix, {})[last] = value
    return rows


def print_of(row: Mapping[str, str]) -> str:
    """A fingerprint of what is posted in a row; a browser sends line breaks as two signs, a script as one."""
    said: Iterable[str] = (f"{name}\x1f{value.replace('\r\n', '\n')}" for name, value in sorted(row.items()))
    return hashlib.sha256("\x1e".join(said).encode()).hexdigest()[:16]
