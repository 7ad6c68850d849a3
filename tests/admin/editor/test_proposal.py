"""The decision that was proposed, offered as the text of an outcome."""

import re

import pytest
from django.test import Client

from meetings.models import AgendaItem, Meeting
from tests.admin.browsing import address, fields_of
from tests.admin.editor.writing import save

pytestmark = pytest.mark.django_db
PROPOSAL = "Gruppen enas om att dela lika."


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    item = meeting.items.get(number=1)
    item.proposed_decision = PROPOSAL
    item.save()
    return item


def test_without_scripts_a_button_adds_the_outcome_in_the_words_proposed(
    eva: Client, meeting: Meeting, item: AgendaItem
) -> None:
    response = save(eva, meeting, add=f"proposal-{item.pk}")
    assert response["Location"] == address(meeting, f"?ny=proposal-{item.pk}#ny")
    fields = fields_of(eva.get(response["Location"]))
    assert fields[f"outcome-{item.pk}-new-kind"] == "agreed"
    assert fields[f"outcome-{item.pk}-new-text"] == PROPOSAL
    eva.post(address(meeting), fields)
    assert list(item.outcomes.values_list("kind", "text"))[-1] == ("agreed", PROPOSAL)


def test_it_is_offered_where_something_is_proposed_and_nowhere_else(
    eva: Client, meeting: Meeting, item: AgendaItem
) -> None:
    page = eva.get(address(meeting)).content.decode()
    buttons = re.findall(r'value="proposal-(\d+)"[^>]*?( hidden)?>', page)
    keys = [str(row.pk) for row in meeting.items.order_by("number")]
    assert buttons == [(keys[0], ""), (keys[1], " hidden"), (keys[2], " hidden")]


def test_asked_for_where_nothing_is_proposed_it_is_an_empty_outcome(eva: Client, meeting: Meeting) -> None:
    item = meeting.items.get(number=2)
    fields = fields_of(eva.get(address(meeting, f"?ny=proposal-{item.pk}")))
    assert fields[f"outcome-{item.pk}-new-text"] == "LGS noterar informationen."


def test_the_words_are_the_ones_that_have_just_been_written(eva: Client, meeting: Meeting, item: AgendaItem) -> None:
    changed = {"add": f"proposal-{item.pk}", f"item-{item.pk}-proposed_decision": "Att dela efter folkmängd."}
    response = save(eva, meeting, **changed)
    assert fields_of(eva.get(response["Location"]))[f"outcome-{item.pk}-new-text"] == "Att dela efter folkmängd."
