"""What a group does not show is nowhere: the open site is walked, link by link and route by route, for a word.

The group's every field holds the word, and so do its people, mandate, notes, decisions and documents. Whatever
routes there are have to be walked: one with a part that this test does not know fails it.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urldefrag

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from decisions.models import Decision
from groups.fixtures import STRUCTURE
from groups.models import (
    FormerAddress,
    FrequencyRule,
    Group,
    Mandate,
    MandateSection,
    Organisation,
    RecordKeeping,
    Seat,
    TermRule,
    User,
    YearRule,
)
from groups.workflow.mandates import adopt
from meetings import workflow
from meetings.documents import render_stored
from meetings.models import Outcome
from samverkan.portal import kept_files, pages
from samverkan.portal.urls import urlpatterns
from tests.factories import (
    AFTER,
    LONG_AGO,
    MEETING_DAY,
    Cast,
    make_chair,
    make_document,
    make_group,
    make_held,
    make_member,
    make_organisation,
    make_person,
    make_user,
)
from tests.matters import make_matter
from tests.plans import make_yearly
from tests.portal.make import CANARY, full_of_canaries

SLUG = "hemlig-grupp"
#: What stands for the parts of the routes, for the group and what belongs to it.
PARTS: dict[str, Any] = {
    "group": SLUG, "day": MEETING_DAY.isoformat(), "key": "2026-1", "version": 1, "slug": "hemligt-dokument",
    "organisation": "hemlig-organisation", "year": 2026, "number": 1, "secret": "x" * 43,
    "pk": 4711,
}  # fmt: skip
#: Routes that say no more of a group than that there is an organisation of that name, or that are somebody's own.
NOT_OF_GROUPS = {"organisation", "personal-calendar", "wheel"}
SEARCH = f"?q={CANARY[:7]}"
MOST = 600


type Word = Callable[[str], str]
EVERYTHING = ("group", "mandate", "notes", "decisions")


@pytest.fixture
def hidden(db: Any) -> Group:
    """The real structure, and beside it a group that lacks nothing and shows everything, full of the word."""
    call_command("loaddata", *STRUCTURE, verbosity=0)
    return make_hidden(Group.objects.get(slug="lgs"), *EVERYTHING)


@pytest.fixture
def lgs(db: Any) -> Group:
    """As much of a structure as the group below has ties to."""
    lgs = make_group("lgs")
    for slug in ("nosam-centrum", "nosam-ockero"):
        make_group(slug, parent=lgs)
    make_organisation("Partille kommun")
    return lgs


def make_hidden(lgs: Group, *parts: str) -> Group:
    """A group beside LGS, with the word in the parts that are named: what can be kept back, one by one."""

    def word(part: str) -> str:
        return CANARY if part in parts else "Text"

    group = Group.objects.create(
        slug=SLUG, name=f"Gruppen {word('group')}", code=f"HG {word('group')}", purpose=word("group"),
        area=lgs.area, type=lgs.type, parent=lgs, works_for=lgs, prepared_by=lgs, starts=LONG_AGO,
    )  # fmt: skip
    Group.objects.filter(slug__in=["nosam-centrum", "nosam-ockero"]).update(
        parent=group, works_for=group, prepared_by=group
    )
    FormerAddress.objects.create(slug="hemlig-fore", group=group)
    cast = people_of(group, word("group"))
    rules_of(group, lgs, word("group"))
    mandate_of(group, cast.eva, word("mandate"))
    notes_of(cast, word)
    return group


def people_of(group: Group, word: str) -> Cast:
    organisation = Organisation.objects.create(slug=PARTS["organisation"], name="En organisation", kind="other")
    users: list[User] = []
    for name in ("eva", "olle", "sara", "maja"):
        person = make_person(f"{name} {word}", title=word, email=f"{word}@example.se", organisation=organisation)
        users.append(make_user(name, person=person))
    eva, olle, sara, maja = users
    make_member(eva.person, group, "process_leader", title=word)  # type: ignore[arg-type]
    make_chair(olle.person, group)  # type: ignore[arg-type]
    seat = Seat.objects.create(group=group, position=1, label=word, organisation=organisation, starts=LONG_AGO)
    seat.answers_for.add(Organisation.objects.get(name="Partille kommun"))
    make_member(sara.person, group, seat=seat, organisation=organisation, title=word)  # type: ignore[arg-type]
    return Cast(group, eva, olle, sara, maja)


def rules_of(group: Group, lgs: Group, word: str) -> None:
    """What is written about the group itself, and shown with it."""
    make_document(group, slug=PARTS["slug"], title=word, summary=word, content=word.encode())
    partille = Organisation.objects.get(name="Partille kommun")
    RecordKeeping.objects.create(
        group=group, authority=partille, controller=partille, starts=LONG_AGO, diary=word, contact=word
    )
    FrequencyRule.objects.create(group=group, minimum=4, source=word)
    TermRule.objects.create(group=group, rotation="elected", source=word, in_step_with=lgs)
    TermRule.objects.filter(group=None).update(in_step_with=group)


def mandate_of(group: Group, by: User, word: str) -> None:
    mandate = Mandate.objects.create(slug="hemligt-uppdrag", title=word, recipients=word, assignee=word)
    mandate.groups.add(group)
    MandateSection.objects.create(mandate=mandate, position=1, heading=word, body=f"<p>{word}</p>")
    adopt(mandate, decision_date=LONG_AGO, valid_from=LONG_AGO, decided_by=word, by=by, at=AFTER)


def notes_of(cast: Cast, word: Word) -> None:
    """A published note with its decision, one that LGS shares, and a meeting to come."""
    for day in (MEETING_DAY, MEETING_DAY.replace(day=24)):
        meeting = make_held(cast, date=day, place=word("group"))
        meeting.items.update(title=word("notes"), information=f"<p>{word('notes')}</p>")
        Outcome.objects.filter(item__meeting=meeting).update(text=word("notes"))
        version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
        render_stored(version)
        workflow.publish(version, by=cast.eva, at=AFTER)
    make_matter(cast.sara, cast.group, pk=PARTS["pk"], title=word("notes"), description=word("notes"))
    meeting.items.filter(number=1).update(matter=PARTS["pk"])
    meeting.joint_groups.add(Group.objects.get(slug="lgs"))
    yearly_of(cast, word("group"))
    if word("decisions") == CANARY:
        Decision.objects.filter(group=cast.group).update(text=CANARY, public_title=CANARY, public_text=CANARY)
    full_of_canaries(cast, state="planned", date=date(2027, 3, 1), place=word("group"))


def yearly_of(cast: Cast, word: str) -> None:
    """A published plan and report, and a plan's and a report's last day."""
    make_yearly(cast, year=2026, word=word)
    YearRule.objects.create(group=cast.group, plan_due="01-31", report_due="02-28", since=2020)


def routes(patterns: Any = urlpatterns) -> Iterator[tuple[str, set[str]]]:
    """Name and parts of every public route."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.name), parts_of(str(pattern.name))
        else:
            yield from routes(pattern.url_patterns)


def parts_of(name: str) -> set[str]:
    found = get_resolver().reverse_dict.getlist(name)
    return {part for possibilities, *_ in found for _, parts in possibilities for part in parts}


def addresses() -> tuple[list[str], list[str]]:
    """The addresses that are for everybody, and those that are the group's own."""
    common, own = [], []
    for name, parts in routes():
        unknown = parts - set(PARTS)
        assert unknown == set(), f"{name}: say in PARTS what {unknown} is for the hidden group."
        path = reverse(name, kwargs={part: PARTS[part] for part in parts})
        (own if parts and name not in NOT_OF_GROUPS else common).append(path)
    return common, own


def links_of(html: str) -> set[str]:
    found = (urldefrag(unescape(link)).url for link in re.findall(r'(?:href|src)="([^"]*)"', html))
    return {link for link in found if link.startswith("/") and not link.startswith(("/static/", "/admin/", "/konto/"))}


def walk(client: Client, start: list[str]) -> dict[str, Any]:
    """Every address that can be reached, with its answer."""
    pages.store.clear()
    kept_files.clear()
    waiting, seen = list(start), {}
    while waiting and len(seen) < MOST:
        path = waiting.pop()
        if path in seen:
            continue
        seen[path] = response = client.get(path)
        if "text/html" in response.get("Content-Type", ""):
            waiting += sorted(links_of(response.content.decode()) - set(seen))
    assert len(seen) < MOST, "The walk is cut off: the pages lead on for ever."
    return seen


def says(response: Any, *words: str) -> bool:
    """Whether the answer says the word, or, unless others are given, the group's address."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    heads = " ".join(f"{name}: {value}" for name, value in response.items())
    return any(word.encode() in body or word in heads for word in words or (CANARY, SLUG))


def test_an_internal_group_is_nowhere_and_its_own_pages_are_not_there(client: Client, hidden: Group) -> None:
    Group.objects.filter(pk=hidden.pk).update(shows_group=False)
    common, own = addresses()
    seen = walk(client, [*common, *(path + SEARCH for path in common)])
    assert len(seen) > 60
    assert [path for path, answer in seen.items() if says(answer)] == []
    assert {path: client.get(path).status_code for path in own} == dict.fromkeys(own, 404)
    assert client.get(own[0].replace(SLUG, "hemlig-fore")).status_code == 404


def test_the_walk_finds_a_group_that_is_shown(client: Client, hidden: Group) -> None:
    """Else the test above could not fail: shown, the word is on every page of the group's own."""
    common, own = addresses()
    seen = walk(client, common)
    silent = [path for path in own if path in seen and not says(seen[path])]
    found = [path for path, answer in seen.items() if answer.status_code == 200 and says(answer)]
    assert len(found) > 12
    assert {f"/grupper/{SLUG}/", "/grupper/", "/organisation/", "/moten/", "/beslut/", "/dokument/"} <= set(found)
    assert silent == []


CLOSED = {
    "mandate": ["/grupper/{}/uppdrag/", "/grupper/{}/uppdrag/1/", "/grupper/{}/uppdrag/1.pdf"],
    "notes": ["/moten/{}/2026-04-23/anteckning.pdf", "/beslut/{}/2026-1/"],
    "decisions": ["/beslut/{}/2026-1/"],
}


@pytest.mark.parametrize(
    ("flag", "part"), [("shows_mandate", "mandate"), ("shows_minutes", "notes"), ("shows_decisions", "decisions")]
)
def test_each_of_the_other_choices_keeps_its_own_part_back(client: Client, lgs: Group, flag: str, part: str) -> None:
    group = make_hidden(lgs, part)
    common, _ = addresses()
    assert [path for path, answer in walk(client, common).items() if says(answer, CANARY)] != []
    Group.objects.filter(pk=group.pk).update(**{flag: False})
    seen = walk(client, [*common, *(path + SEARCH for path in common)])
    assert f"/grupper/{SLUG}/" in seen
    assert [path for path, answer in seen.items() if says(answer, CANARY)] == []
    closed = [path.format(SLUG) for path in CLOSED[part]]
    assert {path: client.get(path).status_code for path in closed} == dict.fromkeys(closed, 404)
