"""The gate finds every address that a reader of the minutes would find."""

import pytest

from meetings import gate, workflow
from meetings.models import ContactChoice, Meeting
from samverkan.common.refusals import StepRefused
from tests.factories import AFTER, make_cast, make_held


@pytest.fixture
def meeting(db: None) -> Meeting:
    return make_held(make_cast(), items=1)


@pytest.mark.parametrize(
    "text",
    [
        "Anna <anna.svensson@vgregion.se>",
        "anna.svensson@\u00advgregion.se",
        "anna\u200b.svensson\ufeff@vgregion.se",
        "anna.svensson%40vgregion.se",
    ],
)
def test_an_address_in_a_plain_field_is_found_whole(meeting: Meeting, text: str) -> None:
    meeting.items.get().outcomes.update(text=text)
    assert gate.unsettled_contacts(meeting) == ["anna.svensson@vgregion.se"]


@pytest.mark.parametrize("field", ["title", "remark"])
def test_an_address_in_a_title_or_a_remark_is_found(meeting: Meeting, field: str) -> None:
    rows = meeting.items if field == "title" else meeting.attendance
    rows.update(**{field: "Bo <bo@x.se>"})
    assert gate.contacts_of(meeting) == ["bo@x.se"]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>anna.<strong>svensson</strong>@vgregion.se</p>", ["anna.svensson@vgregion.se"]),
        ("<p>an&shy;na&#64;x.se</p>", ["anna@x.se"]),
        ("<ul><li>a@x.se</li><li>b@x.se</li></ul>", ["a@x.se", "b@x.se"]),
        ('<p><a href="MAILTO:anna@x.se">Skriv</a></p>', ["anna@x.se"]),
        ('<p><a href="mailto:anna%40x.se">Skriv</a></p>', ["anna@x.se"]),
        ('<p><a href="mailto:?to=anna@x.se">Skriv</a></p>', ["anna@x.se"]),
        ('<p><a href="mailto:a@x.se?cc=b%40x.se&amp;bcc=c@x.se">Skriv</a></p>', ["a@x.se", "b@x.se", "c@x.se"]),
    ],
)
def test_an_address_in_rich_text_is_found_whole(meeting: Meeting, html: str, found: list[str]) -> None:
    meeting.items.update(information=html)
    assert gate.contacts_of(meeting) == found


@pytest.mark.parametrize("value", ["åsa.öberg@vgregion.se", "anna@göteborg.se", "a\u030asa@x.se", "anna@b.c.se"])
def test_an_address_with_any_letters_is_found_whole(value: str) -> None:
    assert gate.contacts_in(f"Skriv till {value}.") == [value]


def test_no_address_is_longer_than_there_is_room_for() -> None:
    assert [len(value) for value in gate.contacts_in("a@" + ("b" * 63 + ".") * 9 + "se")] == [gate.LONGEST]


def test_minutes_are_not_sent_until_an_address_between_brackets_is_settled(meeting: Meeting) -> None:
    meeting.items.get().outcomes.update(text="Anna <anna@x.se>")
    eva = meeting.group.memberships.get(role="process_leader").person.user
    with pytest.raises(StepRefused, match=r"anna@x\.se"):
        workflow.send_minutes(meeting, by=eva, at=AFTER)
    ContactChoice.objects.create(meeting=meeting, value="ANNA@x.se", choice="mask")
    assert workflow.send_minutes(meeting, by=eva, at=AFTER).content


def test_what_is_left_is_told_and_what_is_gone_is_not() -> None:
    masks = {"masks": ["a@x.se", "b@x.se", "c@x.se", "d@x.se"]}
    variant = {"title": "A@X.se", "information": '<a href="mailto:%62@x.se">c<em>@x.se</em></a>', "masks": ["d@x.se"]}
    assert gate.left_over(masks, variant) == ["a@x.se", "b@x.se", "c@x.se"]


@pytest.mark.parametrize(
    "hostile", ["<a", "&#64", "%61", "a@", "a.", "a@b.", "\u200b", "href=", f"{'a' * 64}@{'b' * 63}.", "<a href=a@b>"]
)
def test_hostile_text_is_read_at_once(hostile: str) -> None:
    """Returns at all: a pattern that backtracks would run for hours on this."""
    text = hostile * (100_000 // len(hostile))
    for rich in (True, False):
        gate.left_over({"masks": ["x@y.se"]}, {"information" if rich else "title": text})
    assert isinstance(gate.contacts_in(text), list)
