"""Times the editor of a long meeting for ``tests.bench``, through the whole stack."""

import json
import statistics
import time
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any
from urllib.parse import urlencode

from groups.models import Group, User
from meetings.forms.directory import Directory
from meetings.forms.parts import ItemRow
from tests.admin.browsing import address, browser, fields_of
from tests.factories import make_meeting

ITEMS, TEXT = 40, f"<p>{'Ett stycke om hur samverkan går till. ' * 40}</p>"
FORM = "application/x-www-form-urlencoded"
type Row = tuple[str, float, int]


def editor_rows(*, rounds: int) -> list[Row]:
    """Opening, keeping a draft, previewing and saving: the median of some rounds, per second, and bytes."""
    bench = _Bench(rounds)
    return [
        bench.row(f"editor opened, {ITEMS} items", bench.get),
        bench.row(f"editor saved, one of {ITEMS} items", lambda: bench.post(bench.changed(bench.part))),
        bench.row(f"editor saved without scripts, {ITEMS} items", lambda: bench.post(bench.changed(bench.whole))),
        bench.row("draft kept, one item", bench.keep),
        bench.row(f"preview beside the editor, {ITEMS} items", lambda: bench.get("utkast/lasning/")),
    ]


class _Bench:
    """A process leader with a long meeting open, who writes in its first item."""

    def __init__(self, rounds: int) -> None:
        meeting = make_meeting(Group.objects.get(code="LGS"), items=ITEMS, date=date(2026, 11, 20))
        meeting.items.update(information=TEXT, dialog=TEXT)
        self.rounds, self.here, self.item = rounds, address(meeting), meeting.items.all()[0]
        self.client = browser(User.objects.get(email="processledare@example.se"))
        self.client.defaults["HTTP_ACCEPT"] = "application/json"
        self.whole = fields_of(self.client.get(self.here))
        wanted = (f"item-{self.item.pk}-", f"outcome-{self.item.pk}-")
        self.part = {name: value for name, value in self.whole.items() if name.startswith(wanted)}
        self.texts = count(1)

    def changed(self, fields: dict[str, str]) -> dict[str, str]:
        """The fields with another text in the item, as a page that has just been opened would send them."""
        self.item.refresh_from_db()
        base = ItemRow(self.item, directory=Directory(), prefix="item").base_now
        prefix = f"item-{self.item.pk}"
        return {**fields, f"{prefix}-base": base, f"{prefix}-dialog": f"<p>Text {next(self.texts)}.</p>"}

    def post(self, fields: dict[str, str], tail: str = "", kind: str = FORM) -> tuple[float, int]:
        data: Any = urlencode(fields) if kind == FORM else json.dumps({"fields": fields, "revision": 1})
        return self._timed(lambda: self.client.post(self.here + tail, data, content_type=kind))[0], len(data)

    def keep(self) -> tuple[float, int]:
        return self.post(self.changed(self.part), "utkast/", "application/json")

    def get(self, tail: str = "") -> tuple[float, int]:
        took, response = self._timed(lambda: self.client.get(self.here + tail))
        return took, len(response.content)

    def row(self, name: str, step: Callable[[], tuple[float, int]]) -> Row:
        """Two rounds to warm up, then those that count."""
        found = [step() for _ in range(self.rounds + 2)][2:]
        return name, 1 / statistics.median(took for took, _ in found), found[-1][1]

    def _timed(self, step: Callable[[], Any]) -> tuple[float, Any]:
        begun = time.perf_counter()
        response = step()
        took = time.perf_counter() - begun
        assert response.status_code == 200, response.status_code
        return took, response
