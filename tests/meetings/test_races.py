"""Sixteen people press the same button at the same time: one wins, the others get a sentence."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from decisions.models import Decision
from meetings import sealing, workflow
from meetings.documents import render_stored
from meetings.models import Meeting, MinutesVersion, Publication, Verdict
from samverkan.common.refusals import StepRefused
from tests.factories import AFTER, Cast, make_adjusted, make_held, make_meeting, make_sent
from tests.meetings.modes import cast_of, make_commented, make_named

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS = 16


def at_once(step: Callable[[int], Any], threads: int = THREADS) -> Counter[str]:
    """Run the step in every thread behind a barrier; what became of each."""
    barrier, results = Barrier(threads), Counter[str]()

    def run(index: int) -> None:
        try:
            barrier.wait(timeout=30)
            step(index)
            results["done"] += 1
        except StepRefused as refusal:
            results[f"refused: {refusal}"] += 1
        except Exception as error:
            results[f"{type(error).__name__}: {error}"] += 1
        finally:
            connection.close()

    workers = [Thread(target=run, args=(index,)) for index in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    return results


def one_winner(results: Counter[str], sentence: str) -> bool:
    refused = sum(count for text, count in results.items() if text.startswith("refused") and sentence in text)
    assert (results["done"], refused) == (1, THREADS - 1), results
    return True


def test_adjusting_sixteen_times_at_once_happens_once(cast: Cast) -> None:
    version = make_sent(cast)
    assert one_winner(at_once(lambda _: workflow.adjust(version, by=cast.olle, at=AFTER)), "redan justerad")
    assert (Verdict.objects.count(), Decision.objects.count()) == (1, 2)


def test_sending_sixteen_times_at_once_sends_once(cast: Cast) -> None:
    meeting = make_held(cast)
    results = at_once(lambda _: workflow.send_minutes(meeting, by=cast.eva, at=AFTER))
    assert one_winner(results, "skickad för justering")
    assert MinutesVersion.objects.count() == 1


def test_sending_with_choices_for_addresses_sixteen_times_at_once_sends_once(cast: Cast) -> None:
    meeting = make_held(cast)
    meeting.items.filter(number=1).update(information="<p>anna@example.se</p>")
    choices = {"anna@example.se": "mask"}
    results = at_once(lambda _: workflow.send_minutes(meeting, choices=choices, by=cast.eva, at=AFTER))
    assert one_winner(results, "skickad för justering")


def test_planning_sixteen_meetings_on_one_day_gives_each_an_address(cast: Cast) -> None:
    day = AFTER.date()
    results = at_once(lambda _: workflow.plan_meeting(Meeting(group=cast.group, date=day), by=cast.eva))
    assert results == {"done": THREADS}
    assert sorted(Meeting.objects.values_list("sequence", flat=True)) == list(range(1, THREADS + 1))


def test_moving_sixteen_meetings_to_one_day_gives_each_an_address(cast: Cast) -> None:
    day = timezone.localdate() + timedelta(days=30)
    meetings = [
        workflow.plan_meeting(Meeting(group=cast.group, date=day + timedelta(days=number)), by=cast.eva)
        for number in range(1, THREADS + 1)
    ]
    said = {"starts_at": None, "ends_at": None, "place": "", "reason": ""}
    results = at_once(lambda index: workflow.move_meeting(meetings[index], date=day, by=cast.eva, **said))
    assert results == {"done": THREADS}
    assert sorted(Meeting.objects.values_list("sequence", flat=True)) == list(range(1, THREADS + 1))


def test_sending_an_agenda_sixteen_times_at_once_sends_once(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    assert one_winner(at_once(lambda _: workflow.send_agenda(meeting, by=cast.eva)), "redan hos ordföranden")


def test_approving_and_returning_at_once_has_one_outcome(cast: Cast) -> None:
    version = workflow.send_agenda(make_meeting(cast.group), by=cast.eva)

    def step(index: int) -> None:
        if index % 2:
            workflow.approve_agenda(version, by=cast.olle)
        else:
            workflow.return_agenda(version, comment="Nej", by=cast.olle)

    assert one_winner(at_once(step), "redan besvarad")


def test_publishing_sixteen_times_at_once_publishes_once(cast: Cast) -> None:
    version = make_adjusted(cast)
    render_stored(version)
    assert one_winner(at_once(lambda _: workflow.publish(version, by=cast.eva, at=AFTER)), "redan publicerad")
    assert Publication.objects.count() == 1


def test_sixteen_notes_adjusted_at_once_are_numbered_without_gaps(cast: Cast) -> None:
    versions = [make_sent(cast, sequence=number) for number in range(1, THREADS + 1)]
    results = at_once(lambda index: workflow.adjust(versions[index], by=cast.olle, at=AFTER))
    assert results == {"done": THREADS}
    taken = [number for v in MinutesVersion.objects.all() for number in json.loads(v.seal)["numbers"]]
    assert sorted(taken) == list(range(1, 2 * THREADS + 1))
    assert sorted(Decision.objects.values_list("number", flat=True)) == sorted(taken)


def test_a_step_that_fails_gives_its_numbers_back(cast: Cast) -> None:
    def step(index: int) -> None:
        with transaction.atomic():
            sealing.take_numbers(cast.group, year=2026, count=3)
            if index % 2:
                raise StepRefused("half of them fail")

    assert at_once(step)["done"] == THREADS // 2
    with transaction.atomic():
        assert sealing.take_numbers(cast.group, year=2026, count=1) == 3 * THREADS // 2 + 1


def test_saving_sixteen_times_at_once_writes_over_nobody(cast: Cast) -> None:
    meeting = make_meeting(cast.group)

    def step(_: int) -> None:
        with transaction.atomic():
            workflow.check_in(workflow.check_out(meeting, revision=1), by=cast.eva)

    assert one_winner(at_once(step), "Din text står kvar")


def test_two_last_adjusters_at_once_seal_once() -> None:
    cast = cast_of("named")
    version = make_named(cast)
    both = (cast.sara, cast.olle)
    results = at_once(lambda index: workflow.adjust(version, by=both[index], at=AFTER), threads=2)
    version.refresh_from_db()
    assert results == {"done": 2}
    assert (version.state, Verdict.objects.count(), Decision.objects.count()) == ("adjusted", 2, 2)
    assert len(json.loads(version.seal)["adjusted"]) == 2
    assert version.history.filter(history_change_reason="Justerad").count() == 1


def test_adjusting_and_registering_for_the_same_adjuster_at_once_is_one_verdict(cast: Cast) -> None:
    version = make_sent(cast)
    given = {"person": cast.olle.person, "kind": "adjusted", "source": "via e-post", "by": cast.eva, "at": AFTER}

    def step(index: int) -> None:
        if index % 2:
            workflow.adjust(version, by=cast.olle, at=AFTER)
        else:
            workflow.register_verdict(version, **given)  # type: ignore[arg-type]

    assert one_winner(at_once(step), "redan justerad")
    assert (Verdict.objects.count(), Decision.objects.count()) == (1, 2)


def test_saving_comments_sixteen_times_at_once_keeps_one() -> None:
    cast = cast_of("comments")
    version = make_commented(cast)
    results = at_once(lambda _: workflow.save_comments(version, {1: "Stavfel."}, by=cast.sara, at=AFTER))
    assert results == {"done": THREADS}
    assert version.comments.count() == 1
