"""Whatever changes the checksum of a note or an agenda is told of to who read the version before."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from meetings.comparison import agenda_changes, changes_between
from meetings.comparison.wording import UNSEEN
from meetings.models import AgendaVersion
from samverkan.common import canonical
from samverkan.common.canonical import Json

PAPER = {
    "number": 1, "title": "Budget", "name": "budget.pdf", "media_type": "application/pdf", "size": 46_000,
    "sha256": "a" * 64, "public": True,
}  # fmt: skip
GROUP = {"slug": "lgs", "code": "LGS", "name": "Ledningsgruppen", "area": "Göteborg", "word": "Mötesanteckning"}
MEETING = {
    "date": "2026-04-23", "sequence": 1, "starts": "13:30", "ends": "16:30", "place": "Rosenlund", "kind": "ordinary",
    "joint_groups": ["Politiskt samråd"], "joint_public": ["Politiskt samråd"],
}  # fmt: skip
OUTCOME = {
    "kind": "agreed", "text": "LGS enas om rutinen.", "organisation": "SU", "group": "Temagrupp psykiatri",
    "needs_anchoring": True, "tasks": [{"owner": "Eva", "text": "Skriv klart", "due": "2026-06-01"}],
}  # fmt: skip
TEXTS = {"information": "<p>Bakgrund <strong>här</strong></p>", "questions": "<p>Vad säger ni?</p>"}
NOTE: Json = {
    "format": "samverkan/minutes/1",
    "group": GROUP,
    "meeting": {**MEETING, "next_date": "2026-06-10"},
    "note_taker": {"name": "Eva Exempel", "title": "Processledare"},
    "approves": "Mötesanteckning LGS, 1 mars 2026",
    "attendance": [
        {"name": "Sara", "title": "Chef", "organisation": "SU", "capacity": "member", "state": "present", "remark": "x"}
    ],
    "items": [
        {
            "item": 7, "number": 1, "title": "Rutin", "purpose": "decision", "presenter": "Pia", **TEXTS,
            "dialog": "<p>Alla var <em>eniga</em>.</p>", "withheld": False, "withheld_reason": "Pågår",
            "outcomes": [OUTCOME], "papers": [PAPER],
        }
    ],
    "papers": [{**PAPER, "number": 2, "late": False, "alternative": 1}],
    "masks": ["bo@example.se"],
    "keeper": "Göteborgs Stad",
}  # fmt: skip
AGENDA: Json = {
    "format": "samverkan/agenda/2",
    "group": GROUP,
    "meeting": MEETING,
    "approves": "Mötesanteckning LGS, 1 mars 2026",
    "items": [
        {
            "item": 7, "number": 1, "title": "Rutin", "purpose": "decision", "presenter": "Pia", "minutes": 10, **TEXTS,
            "proposed_decision": "LGS enas om rutinen.", "withheld": False, "papers": [PAPER],
        }
    ],
    "papers": [{**PAPER, "number": 2}],
}  # fmt: skip
#: Another value of what can't be any text.
OTHERS = {
    "ordinary": "extra", "decision": "dialog", "agreed": "noted", "member": "chair", "present": "absent",
    "2026-04-23": "2026-04-24", "2026-06-10": "2026-06-11", "2026-06-01": "", "13:30": "13:00", "16:30": "",
}  # fmt: skip


def another(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else OTHERS.get(value, f"{value} ändrad")


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value in a record, and to every list that can be emptied."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from places(part, (*path, key))
    elif isinstance(value, list):
        yield path
        for index, part in enumerate(value):
            yield from places(part, (*path, index))
    else:
        yield path


def changed(record: Json, path: tuple[Any, ...]) -> Json:
    """A copy of the record in which one value is another, or one list is empty."""
    copied = copy.deepcopy(record)
    place: Any = copied
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = [] if isinstance(place[path[-1]], list) else another(place[path[-1]])
    return copied


def version(record: Json, number: int) -> AgendaVersion:
    content = canonical.dumps(record)
    return AgendaVersion(number=number, content=content, content_sha256=canonical.sha256(content))


@pytest.mark.parametrize("path", list(places(NOTE)), ids=str)
def test_whatever_is_changed_in_a_note_is_told(path: tuple[Any, ...]) -> None:
    assert changes_between(NOTE, changed(NOTE, path))
    assert changes_between(changed(NOTE, path), NOTE)


@pytest.mark.parametrize("path", list(places(AGENDA)), ids=str)
def test_whatever_is_changed_in_an_agenda_is_told(path: tuple[Any, ...]) -> None:
    for old, new in ((AGENDA, changed(AGENDA, path)), (changed(AGENDA, path), AGENDA)):
        found = agenda_changes(version(old, 1), version(new, 2))
        assert (bool(found), bool(found.in_words)) == (True, True)


def test_what_is_the_same_is_no_change() -> None:
    assert changes_between(NOTE, copy.deepcopy(NOTE)) == []
    assert not agenda_changes(version(AGENDA, 1), version(AGENDA, 2))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("items", 0, "outcomes", 0, "needs_anchoring"), "Beslutet ska förankras i varje organisation."),
        (("items", 0, "outcomes", 0, "organisation"), "Organisation: SU ändrad"),
        (("items", 0, "outcomes", 0, "group"), "Till grupp: Temagrupp psykiatri ändrad"),
        (("items", 0, "purpose"), "Syfte: Dialog"),
        (("masks", 0), "Dold i den publicerade texten: bo@example.se ändrad"),
        (("meeting", "kind"), "Slag: Extra möte"),
    ],
)
def test_what_the_diff_was_blind_to_is_said_in_words(path: tuple[Any, ...], words: str) -> None:
    [part] = changes_between(NOTE, changed(NOTE, path))
    [change] = part.changes
    assert words in {block.text for block in (change.old, change.new) if block}


def test_bold_alone_is_told_under_the_item() -> None:
    [part] = changes_between(
        NOTE, {**NOTE, "items": [{**NOTE["items"][0], "information": "<p>Bakgrund <em>här</em></p>"}]}
    )
    assert (part.heading, [change.new.text for change in part.changes if change.new]) == ("1 Rutin", [UNSEEN])


def test_the_seal_of_a_public_variant_is_no_change_of_the_text() -> None:
    assert changes_between({**NOTE, "seal": {"version": 1}}, {**NOTE, "seal": {"version": 2}}) == []


def test_a_change_below_a_heading_within_an_item_is_told_under_the_item() -> None:
    was = copy.deepcopy(NOTE)
    was["items"][0]["information"] += "<h3>Ekonomi</h3><p>Kostar mycket.</p>"
    now = copy.deepcopy(was)
    now["items"][0]["outcomes"][0]["text"] = "LGS enas inte om rutinen."
    assert [part.heading for part in changes_between(was, now)] == ["1 Rutin"]
