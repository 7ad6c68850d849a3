"""The process leader writes: what is saved, what is left alone, what the history says."""

import html
from typing import Any

import pytest
from django.test import Client

from groups.models import Person
from meetings.models import AgendaItem, Attachment, Attendance, Meeting, Outcome, OutcomeTask
from tests.admin.browsing import address, fields_of, history_reasons, said
from tests.admin.editor.writing import save
from tests.factories import Cast, make_group, make_meeting, make_organisation, make_person

pytestmark = pytest.mark.django_db


def titles(meeting: Meeting) -> list[tuple[int, str]]:
    return list(meeting.items.values_list("number", "title"))


def item(meeting: Meeting, number: int) -> AgendaItem:
    return meeting.items.get(number=number)


def test_saving_an_untouched_page_changes_nothing_at_all(eva: Client, meeting: Meeting) -> None:
    response = save(eva, meeting)
    meeting.refresh_from_db()
    assert (said(response), meeting.revision) == (["Inget var ändrat."], 1)
    assert [history_reasons(AgendaItem, row.pk) for row in meeting.items.all()] == [[None]] * 3


def test_a_changed_item_is_saved_once_and_the_others_left_alone(eva: Client, meeting: Meeting, cast: Cast) -> None:
    first, second = item(meeting, 1), item(meeting, 2)
    response = save(
        eva, meeting, **{f"item-{first.pk}-title": "Ny rubrik", f"item-{first.pk}-dialog": "Rad ett\r\nRad två"}
    )
    first.refresh_from_db()
    meeting.refresh_from_db()
    assert (response["Location"], said(response)) == (address(meeting), ["Sparat."])
    assert (first.title, first.dialog) == ("Ny rubrik", "<p>Rad ett<br>Rad två</p>")
    assert history_reasons(AgendaItem, first.pk) == [None, "Ändrad"]
    assert history_reasons(AgendaItem, second.pk) == [None]
    assert meeting.revision == 2
    assert meeting.history.first().history_user == cast.eva


def test_hostile_rich_text_is_cleaned(eva: Client, meeting: Meeting) -> None:
    first = item(meeting, 1)
    hostile = (
        '<p onclick="x()">Hej <script>alert(1)</script><a href="javascript:x()">länk</a><img src=x onerror=x()></p>'
    )
    save(eva, meeting, **{f"item-{first.pk}-information": hostile})
    first.refresh_from_db()
    assert first.information == '<p>Hej <a rel="noopener nofollow">länk</a></p>'


def test_head_is_saved_with_a_note_taker_from_the_register(eva: Client, meeting: Meeting, cast: Cast) -> None:
    save(
        eva,
        meeting,
        head__place="Gårda",
        head__starts_at="09.00",
        head__ends_at="11:30",
        head__note_taker="sara exempel",
    )
    meeting.refresh_from_db()
    assert (meeting.place, meeting.times, meeting.note_taker) == ("Gårda", "09.00–11.30", cast.sara.person)
    assert history_reasons(Meeting, meeting.pk) == [None, "Sparad"]


def test_a_meeting_moved_to_a_day_that_is_taken_gets_the_next_number(eva: Client, meeting: Meeting, cast: Cast) -> None:
    make_meeting(cast.group, date="2026-06-04")
    save(eva, meeting, head__date="2026-06-04")
    meeting.refresh_from_db()
    assert meeting.day_key == "2026-06-04-2"


def test_attendance_is_saved_person_by_person(eva: Client, meeting: Meeting) -> None:
    row = meeting.attendance.get()
    save(eva, meeting, **{f"person-{row.pk}-state": "apologies", f"person-{row.pk}-remark": "från punkt 2"})
    row.refresh_from_db()
    assert (row.state, row.remark) == ("apologies", "från punkt 2")
    assert history_reasons(Attendance, row.pk) == [None, "Ändrad"]


def test_a_person_is_added_from_the_register_with_title_and_organisation(eva: Client, meeting: Meeting) -> None:
    su = make_organisation()
    guest = make_person("Gun Gäst", title="Projektledare", organisation=su)
    save(eva, meeting, "?ny=person", **{"person-new-name": "gun  gäst"})
    row = meeting.attendance.get(person=guest)
    assert (row.capacity, row.title, row.organisation) == ("guest", "Projektledare", su)


def test_a_new_name_becomes_a_person_and_is_said_aloud(eva: Client, meeting: Meeting) -> None:
    first, second = item(meeting, 1), item(meeting, 2)
    name = {
        "person-new-name": "Åsa Ny",
        f"item-{first.pk}-presenter": "Åsa Ny",
        f"item-{second.pk}-presenter": "åsa ny",
    }
    response = save(eva, meeting, "?ny=person", **name)
    newcomer = Person.objects.get(name="Åsa Ny")
    first.refresh_from_db()
    second.refresh_from_db()
    assert said(response) == ["Sparat. Nya i registret över personer: Åsa Ny."]
    assert first.presenter == second.presenter == newcomer
    assert history_reasons(Person, newcomer.pk) == ["Skriven i en mötesanteckning"]


def test_an_added_item_gets_the_last_number(eva: Client, meeting: Meeting) -> None:
    assert save(eva, meeting, add="item")["Location"] == address(meeting, "?ny=item#ny")
    save(eva, meeting, "?ny=item", **{"item-new-title": "Ny punkt"})
    assert titles(meeting)[-1] == (4, "Ny punkt")


def test_an_empty_added_row_is_not_saved(eva: Client, meeting: Meeting) -> None:
    for ask in ("item", "person", "paper"):
        assert save(eva, meeting, f"?ny={ask}").status_code == 302
    assert (meeting.items.count(), meeting.attendance.count(), meeting.attachments.count()) == (3, 1, 0)


@pytest.mark.parametrize(
    ("moved", "to", "order"),
    [(3, 1, [3, 1, 2]), (1, 3, [2, 3, 1]), (1, 2, [2, 1, 3]), (2, 99, [1, 3, 2]), (2, 2, [1, 2, 3])],
)
def test_items_are_moved_by_number_and_numbered_from_one(
    eva: Client, meeting: Meeting, moved: int, to: int, order: list[int]
) -> None:
    save(eva, meeting, **{f"item-{item(meeting, moved).pk}-number": to})
    assert titles(meeting) == [(number, f"Fråga {old}") for number, old in enumerate(order, start=1)]


def test_a_new_item_may_go_first(eva: Client, meeting: Meeting) -> None:
    save(eva, meeting, "?ny=item", **{"item-new-title": "Först", "item-new-number": 1})
    assert [title for _, title in titles(meeting)] == ["Först", "Fråga 1", "Fråga 2", "Fråga 3"]


def test_a_removed_item_goes_with_its_outcomes_and_leaves_its_papers(eva: Client, meeting: Meeting) -> None:
    gone = item(meeting, 2)
    paper = Attachment.objects.create(meeting=meeting, item=gone, number=1, title="Bilder")
    save(eva, meeting, **{f"item-{gone.pk}-remove": "on"})
    paper.refresh_from_db()
    assert titles(meeting) == [(1, "Fråga 1"), (2, "Fråga 3")]
    assert not Outcome.objects.filter(item=gone.pk).exists()
    assert history_reasons(AgendaItem, gone.pk) == [None, "Borttagen"]
    assert (paper.item, history_reasons(Attachment, paper.pk)) == (None, [None, "Punkten borttagen"])


def test_an_added_outcome_has_the_standard_sentence_of_its_kind(eva: Client, meeting: Meeting) -> None:
    first = item(meeting, 1)
    ask = f"outcome-{first.pk}"
    assert save(eva, meeting, add=ask)["Location"] == address(meeting, f"?ny={ask}#ny")
    save(eva, meeting, f"?ny={ask}")
    save(eva, meeting, f"?ny={ask}", **{f"{ask}-new-kind": "postponed"})
    made = list(first.outcomes.values_list("position", "kind", "text"))
    assert made[1:] == [
        (2, "noted", "LGS noterar informationen."),
        (3, "postponed", "Frågan bordläggs till nästa möte."),
    ]


def test_the_standard_sentence_of_a_joint_meeting_names_every_group(eva: Client, meeting: Meeting) -> None:
    meeting.joint_groups.add(make_group("ps", code="Politiskt samråd"))
    first = item(meeting, 1)
    page = save(eva, meeting, f"?ny=outcome-{first.pk}")
    assert page.status_code == 302
    assert first.outcomes.last().text == "LGS och Politiskt samråd noterar informationen."
    assert "LGS och Politiskt samr\\u00e5d enas om att" in html.unescape(eva.get(address(meeting)).content.decode())


def test_an_outcome_has_register_fields_anchoring_and_tasks(eva: Client, meeting: Meeting, cast: Cast) -> None:
    su = make_organisation(short_name="SU")
    outcome = Outcome.objects.get(item__number=1)
    prefix = f"outcome-{outcome.item_id}-{outcome.pk}"
    task = f"task-{outcome.item_id}-{outcome.pk}"
    changes = {f"{prefix}-organisation": "su", f"{prefix}-group": "LGS", f"{prefix}-anchoring": "False"}
    added = {f"{task}-new-owner": "SU", f"{task}-new-text": "Se över", f"{task}-new-due": "2026-06-01"}
    save(eva, meeting, f"?ny={task}", **changes, **added)
    outcome.refresh_from_db()
    made = outcome.tasks.get()
    assert (outcome.organisation, outcome.group, outcome.needs_anchoring) == (su, cast.group, False)
    assert (made.owner, made.text, str(made.due)) == ("SU", "Se över", "2026-06-01")
    save(eva, meeting, **{f"{task}-{made.pk}-remove": "on"})
    assert history_reasons(OutcomeTask, made.pk) == ["Tillagd", "Borttagen"]


def test_an_outcome_in_a_new_item_is_asked_for_by_the_items_own_number(eva: Client, meeting: Meeting) -> None:
    response = save(eva, meeting, "?ny=item", add="outcome-new", **{"item-new-title": "Ny punkt"})
    assert response["Location"] == address(meeting, f"?ny=outcome-{item(meeting, 4).pk}#ny")


def test_a_paper_is_announced_for_an_item(eva: Client, meeting: Meeting) -> None:
    first = item(meeting, 1)
    save(eva, meeting, "?ny=paper", **{"paper-new-title": "Presentation", "paper-new-item_id": first.pk})
    paper = meeting.attachments.get()
    assert (paper.number, paper.title, paper.item) == (1, "Presentation", first)


def test_a_long_meeting_with_more_fields_than_django_takes_by_default_is_saved(eva: Client, cast: Cast) -> None:
    long = make_meeting(cast.group, items=60, outcomes=2, sequence=2)
    fields = fields_of(eva.get(address(long)))
    assert len(fields) > 1000
    assert eva.post(address(long), {**fields, "head-place": "Gårda"}).status_code == 302


def test_a_presenter_with_an_organisation_after_a_comma_is_a_person_of_that_organisation(
    eva: Client, meeting: Meeting
) -> None:
    """As the owner of a task is written: *Gunnar Gäst, SU*. What no register knows is kept as the title."""
    su = make_organisation("Sahlgrenska universitetssjukhuset", short_name="SU")
    first, second, third = meeting.items.order_by("number")
    save(eva, meeting, **{
        f"item-{first.pk}-presenter": "Gunnar Gäst, SU",
        f"item-{second.pk}-presenter": "Gun Gäst, Ambulanssjukvården",
        f"item-{third.pk}-presenter": "Gäst, Gun",
    })  # fmt: skip
    told = [(row.name, row.organisation, row.title) for row in (item.presenter for item in meeting.items.all()) if row]
    assert told == [("Gunnar Gäst", su, ""), ("Gun Gäst", None, "Ambulanssjukvården"), ("Gäst, Gun", None, "")]
    save(eva, meeting, **{
        f"item-{second.pk}-presenter": "gunnar gäst, Sahlgrenska universitetssjukhuset",
        f"item-{third.pk}-presenter": "Gun Gäst, ambulanssjukvården",
    })  # fmt: skip
    assert [item.presenter.name for item in meeting.items.select_related("presenter").order_by("number")] == [
        "Gunnar Gäst", "Gunnar Gäst", "Gun Gäst",
    ]  # fmt: skip
    assert Person.objects.filter(name__contains="Gäst").count() == 3


def test_guests_are_written_in_the_same_way_and_two_of_a_name_are_two(eva: Client, meeting: Meeting) -> None:
    su = make_organisation("Sahlgrenska universitetssjukhuset", short_name="SU")
    rows: dict[str, Any] = {}
    for key, name in (("new1", "Gunnar Gäst, SU"), ("new2", "Gunnar Gäst, Ambulanssjukvården")):
        rows |= {f"person-{key}-base": "x", f"person-{key}-name": name, f"person-{key}-state": "present",
                 f"person-{key}-capacity": "guest"}  # fmt: skip
    fields = fields_of(eva.get(address(meeting)))
    assert eva.post(address(meeting), {**fields, **rows}).status_code == 302
    guests = meeting.attendance.filter(capacity="guest").order_by("position")
    assert [(row.person.name, row.organisation, row.title) for row in guests] == [
        ("Gunnar Gäst", su, ""), ("Gunnar Gäst", None, "Ambulanssjukvården"),
    ]  # fmt: skip
