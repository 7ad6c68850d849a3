"""A verdict given elsewhere is registered by the secretariat, and the record says so as it is."""

import json
from typing import Any

import pytest
from django.test import Client

from groups.models import Membership, OfficeTerm
from meetings import workflow
from meetings.documents import render_stored
from meetings.models import MinutesVersion, StoredDocument, Verdict
from meetings.reading import document_of_version
from samverkan.common import outbox, pdf
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import NotAllowed, StepRefused
from tests.common.printed import texts
from tests.factories import AFTER, Cast, make_adjusted, make_chair, make_meeting, make_sent
from tests.meetings.modes import (
    AT_NEXT,
    LATE,
    NEXT_DAY,
    cast_of,
    make_commented,
    make_named,
    make_next,
    person_of,
    set_mode,
)

pytestmark = pytest.mark.django_db
SOURCE = "via e-post 30 april"
SENTENCE = "Justerad av Olle Exempel, ordförande, den 4 maj 2026, registrerad av Eva Exempel: via e-post 30 april"


def register(version: MinutesVersion, cast: Cast, **changes: Any) -> MinutesVersion:
    given = {"person": person_of(cast.olle), "kind": "adjusted", "source": SOURCE, "by": cast.eva, "at": AFTER}
    return workflow.register_verdict(version, **{**given, **changes})


def test_it_seals_and_says_who_registered_it_and_where_it_was_given(cast: Cast) -> None:
    version = register(make_sent(cast), cast)
    verdict = Verdict.objects.get()
    assert (version.state, verdict.channel, verdict.source, verdict.given_by) == (
        "adjusted", "registered", SOURCE, cast.eva,
    )  # fmt: skip
    row = json.loads(version.seal)["adjusted"][0]
    assert (row["name"], row["registered_by"], row["source"]) == ("Olle Exempel", "Eva Exempel", SOURCE)
    assert [row["text"] for row in document_of_version(version)["adjusted"]] == [SENTENCE]


def test_the_page_and_both_files_say_it_plainly(cast: Cast, client: Client) -> None:
    version = register(make_sent(cast), cast)
    render_stored(version)
    workflow.publish(version, by=cast.eva, at=AFTER)
    assert SENTENCE in client.get("/moten/lgs/2026-04-23/").content.decode()
    for document in StoredDocument.objects.filter(kind__in=["record", "public"]):
        assert SENTENCE in " ".join(texts(pdf.Pdf(document.read(), 0))), document.kind


def test_what_was_adjusted_in_the_portal_says_so(cast: Cast) -> None:
    rows = document_of_version(make_adjusted(cast))["adjusted"]
    assert [row["text"] for row in rows] == ["Justerad av Olle Exempel, ordförande, den 4 maj 2026 i portalen"]


def test_the_adjuster_is_told_by_mail(cast: Cast, mailoutbox: list[Any]) -> None:
    register(make_sent(cast), cast)
    messages = OutboxMessage.objects.filter(kind="meetings.mail")
    people = {row.payload["template"]: row.payload["person"] for row in messages}
    assert people == {"minutes_to_adjust": cast.olle.person_id, "minutes_registered": cast.olle.person_id}
    outbox.run_due()
    told = next(message for message in mailoutbox if message.subject.startswith("Ditt besked är registrerat"))
    assert "Eva Exempel har registrerat att du har justerat anteckningen" in told.body
    assert SOURCE in told.body


def test_a_return_is_registered_with_its_comment(cast: Cast) -> None:
    version = make_sent(cast)
    with pytest.raises(StepRefused, match="Skriv vad som behöver ändras"):
        register(version, cast, kind="returned")
    returned = register(version, cast, kind="returned", comment="Punkt 2.")
    assert (returned.state, Verdict.objects.get().comment) == ("returned", "Punkt 2.")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("", "Skriv var beskedet lämnades"),
        (" \n", "Skriv var beskedet lämnades"),
        ("x" * 201, "högst 200 tecken"),
        ("via e-post från olle@example.se", "utan e-postadress"),
    ],
)
def test_the_source_is_said_and_holds_no_address(cast: Cast, source: str, sentence: str) -> None:
    with pytest.raises(StepRefused, match=sentence):
        register(make_sent(cast), cast, source=source)
    assert not Verdict.objects.exists()


def test_nobody_registers_for_themselves(cast: Cast) -> None:
    make_chair(person_of(cast.eva), cast.group)
    with pytest.raises(NotAllowed, match="ditt eget besked"):
        register(make_sent(cast), cast, person=person_of(cast.eva))


def test_only_for_somebody_who_is_to_adjust_and_still_may(cast: Cast) -> None:
    version = make_sent(cast)
    with pytest.raises(NotAllowed, match="Sara Exempel är inte längre justerare"):
        register(version, cast, person=person_of(cast.sara))
    OfficeTerm.objects.update(ends=AFTER.date())
    with pytest.raises(NotAllowed, match="Olle Exempel är inte längre justerare"):
        register(version, cast)


def test_one_of_several_adjusters_is_registered_and_the_other_adjusts_in_the_portal(cast: Cast) -> None:
    set_mode(cast, "named")
    version = register(make_named(cast), cast)
    assert version.state == "out"
    with pytest.raises(StepRefused, match="Olle Exempel har redan lämnat besked"):
        register(version, cast)
    sealed = workflow.adjust(version, by=cast.sara, at=LATE)
    assert [row["text"] for row in document_of_version(sealed)["adjusted"]] == [
        SENTENCE,
        "Justerad av Sara Exempel, ledamot, den 12 maj 2026 i portalen",
    ]


def test_a_named_adjuster_who_has_left_is_not_registered(cast: Cast) -> None:
    set_mode(cast, "named")
    version = make_named(cast)
    Membership.objects.filter(person=cast.sara.person).update(ends=AFTER.date())
    with pytest.raises(NotAllowed, match="inte längre"):
        register(version, cast, person=person_of(cast.sara))


def test_while_members_comment_nothing_is_registered() -> None:
    cast = cast_of("comments")
    version = make_commented(cast)
    with pytest.raises(StepRefused, match="11 maj 2026"):
        register(version, cast)
    assert register(version, cast, at=LATE).state == "adjusted"


def test_the_approval_of_a_meeting_is_registered_with_the_meeting() -> None:
    cast = cast_of("next_meeting")
    version = make_sent(cast)
    make_meeting(cast.group, date=NEXT_DAY, sequence=2)
    with pytest.raises(StepRefused, match="nästa möte"):
        register(version, cast, at=AT_NEXT)
    later = make_next(cast, version)
    approved = register(version, cast, at=AT_NEXT, source="punkt 1 i mötet")
    assert Verdict.objects.get().at_meeting == later
    assert [row["text"] for row in document_of_version(approved)["adjusted"]] == [
        "Godkänd vid mötet den 4 juni 2026, registrerad av Eva Exempel: punkt 1 i mötet"
    ]
