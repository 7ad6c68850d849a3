"""Any order of clicks by anybody is safe: a meeting's life as a state machine, clicked through its pages.

After every click the pages must agree with the model (``life.model``), and what everyone can read must be what is
published and nothing else (design, section 4; the law behind it is in TF 2 kap).
"""

import json
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from decisions.models import Decision
from meetings.admin.progress import stage_of, with_progress
from meetings.models import Meeting, MinutesVersion
from tests.meetings.life import everyone
from tests.meetings.life.clicks import Clicks, watching
from tests.meetings.life.model import DAY, MODES, ROLES, Text

pytestmark = pytest.mark.django_db
START = datetime(2026, 4, 22, 8, 0, tzinfo=UTC)
#: Eva, who does most, clicks most.
WHO = st.sampled_from(("eva", "eva", "eva", *ROLES))
TEXTS = st.builds(Text, st.sampled_from(everyone.TITLES), st.sampled_from(everyone.OUTCOMES))
KINDS = st.sampled_from(["spelling", "outcome"])


class Machine(RuleBasedStateMachine):
    """A meeting of a group whose chair may change, and five people who click on anything at any time."""

    @initialize(mode=st.sampled_from(MODES), steps=st.sampled_from([0, 2, 4, 6, 12, 13]))
    def begin(self, mode: str, steps: int) -> None:
        """Somewhere on the straight way, so that what comes late is tried as often as what comes early."""
        self.stack = ExitStack()
        traveller = self.stack.enter_context(time_machine.travel(START, tick=False))
        self.stack.enter_context(transaction.atomic())
        self.stack.callback(transaction.set_rollback, True)
        mail.outbox.clear()
        self.clicks = Clicks(mode, traveller)
        self.stack.enter_context(watching(self.clicks))
        self.seals: dict[int, str] = {}
        self.published: object = None
        self.looks_everywhere = True
        for _ in range(steps):
            self.the_next_step()

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.stack.close()

    # --- What people click ----------------------------------------------------------------------------------

    @rule()
    def the_next_step(self) -> None:
        """What the straight way asks for, by somebody who may."""
        clicks, life = self.clicks, self.clicks.life
        if life.stage in {"ADJUSTED", "WITHDRAWN", "REDACTING"}:
            clicks.work()
            clicks.publish("eva")
        elif life.stage == "PUBLISHED":
            clicks.correct("eva", "spelling")
        elif life.stage == "CORRECTING" and life.text == life.sealed[life.latest]:
            clicks.write("eva", Text("Frågas 1", life.text.outcome))
        elif life.stage == "OUT":
            who = next(filter(life.may_answer_minutes, ROLES), "")
            clicks.answer_minutes(who, True) if who else clicks.wait(4)
        elif life.state == "held":
            clicks.send_minutes("eva")
        else:
            clicks.hold("eva") if life.today >= DAY else clicks.wait(1)

    @rule()
    def another_step(self) -> None:
        self.the_next_step()

    @rule(who=WHO, answer=st.sampled_from(["send", "yes", "no", "call", "hold"]))
    def before_the_meeting(self, who: str, answer: str) -> None:
        if answer in {"yes", "no"}:
            self.clicks.answer_agenda(who, answer == "yes")
        else:
            {"send": self.clicks.send_agenda, "call": self.clicks.call, "hold": self.clicks.hold}[answer](who)

    @rule(who=WHO)
    def send_minutes(self, who: str) -> None:
        self.clicks.send_minutes(who)

    @rule(who=WHO, yes=st.booleans())
    def answer_minutes(self, who: str, yes: bool) -> None:
        self.clicks.answer_minutes(who, yes)

    @rule(who=WHO)
    def comment(self, who: str) -> None:
        self.clicks.comment(who)

    @rule(who=WHO)
    def take_back(self, who: str) -> None:
        self.clicks.take_back(who)

    @rule(who=WHO)
    def publish(self, who: str) -> None:
        self.clicks.publish(who)

    @rule(who=WHO)
    def withdraw(self, who: str) -> None:
        self.clicks.withdraw(who)

    @rule(who=WHO)
    def redact(self, who: str) -> None:
        self.clicks.redact(who)

    @rule(who=WHO, kind=KINDS)
    def correct(self, who: str, kind: str) -> None:
        self.clicks.correct(who, kind)

    @rule(who=WHO)
    def abandon(self, who: str) -> None:
        self.clicks.abandon(who)

    @rule(who=WHO, text=TEXTS)
    def write(self, who: str, text: Text) -> None:
        self.clicks.write(who, text)

    @rule(who=WHO)
    def type_a_draft(self, who: str) -> None:
        self.clicks.type_a_draft(who)

    # --- What happens around them ---------------------------------------------------------------------------

    @rule()
    def a_visitor_looks_everywhere(self) -> None:
        self.looks_everywhere = self.clicks.has_changed = True

    @rule()
    def the_worker_runs(self) -> None:
        self.clicks.work()

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.clicks.wait(days)

    @rule(who=st.sampled_from(["olle", "ny"]))
    def the_chair_changes(self, who: str) -> None:
        self.clicks.change_chair(who)

    @rule(who=st.sampled_from(["eva", "olle", "sara", "ny"]))
    def somebody_leaves_or_joins(self, who: str) -> None:
        self.clicks.leave_or_join(who)

    @rule(who=st.sampled_from(ROLES))
    def an_account_is_closed_or_opened(self, who: str) -> None:
        self.clicks.close_or_open_account(who)

    # --- What always holds ----------------------------------------------------------------------------------

    @invariant()
    def it_is_as_the_model_says(self) -> None:
        """Asked whenever anything was written or a day has passed."""
        if not hasattr(self, "clicks") or not self.clicks.has_changed:
            return
        life, meeting = self.clicks.life, self.clicks.meeting
        assert stage_of(with_progress(Meeting.objects.filter(pk=meeting.pk)).get()).name == life.stage
        published = (dict(life.shown), life.is_masked)
        everyone.check(life, everywhere=self.looks_everywhere or published != self.published)
        self.published, self.looks_everywhere = published, False
        self._records_stand()
        numbers = sorted(Decision.objects.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= 2 * bool(life.sealed)
        identities = [message.extra_headers["Message-ID"] for message in mail.outbox]
        assert len(identities) == len(set(identities))
        self.clicks.has_changed = False

    def _records_stand(self) -> None:
        """Each adjusted version says what was adjusted, under the hash that it got then."""
        found = {}
        for version in MinutesVersion.objects.filter(meeting=self.clicks.meeting, state="adjusted"):
            assert self.seals.setdefault(version.pk, version.sha256) == version.sha256
            item = json.loads(version.content)["items"][0]
            found[version.number] = Text(item["title"], item["outcomes"][0]["text"])
        assert found == self.clicks.life.sealed


@pytest.fixture(autouse=True)
def refusals_are_not_written_down(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("ERROR", logger="django.request")


def walk(examples: int, steps: int) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=checks,
            database=None,
        ),
    )


@pytest.mark.usefixtures("quick_pdf")
def test_any_order_of_clicks_is_safe() -> None:
    walk(examples=8, steps=20)


@pytest.mark.full
@pytest.mark.usefixtures("quick_pdf")
def test_any_order_of_clicks_is_safe_for_long() -> None:
    walk(examples=300, steps=50)


@pytest.mark.usefixtures("quick_pdf")
def test_a_correction_that_came_back_is_called_off() -> None:
    """A way that chance seldom takes: adjusted it was, and adjusted it is."""
    machine = Machine()
    machine.begin(mode="chair", steps=6)
    clicks = machine.clicks
    for click in (
        lambda: clicks.correct("eva", "spelling"),
        lambda: clicks.write("eva", Text("Frågas 1")),
        lambda: clicks.send_minutes("eva"),
        lambda: clicks.answer_minutes("olle", False),
        lambda: clicks.abandon("eva"),
        lambda: clicks.redact("eva"),
        clicks.work,
        lambda: clicks.correct("eva", "outcome"),
    ):
        click()
        machine.it_is_as_the_model_says()
    assert clicks.life.stage == "CORRECTING"
    machine.teardown()
