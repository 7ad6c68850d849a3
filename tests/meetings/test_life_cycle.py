"""Any order of clicks by anybody is safe: a meeting's life as a state machine, clicked through its pages.

The model is a stage and who holds which role; after every click the pages must agree with it, and what everyone
can read must be what is published and nothing else (design, section 4; the law behind it is in TF 2 kap).
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from decisions.models import Decision
from groups.models import OfficeTerm
from meetings.admin.progress import stage_of, with_progress
from meetings.models import AgendaItem, Meeting, MinutesVersion
from samverkan.common import outbox
from samverkan.portal import pages
from tests.factories import make_cast, make_chair, make_meeting, make_user

pytestmark = pytest.mark.django_db
START = datetime(2026, 4, 22, 8, 0, tzinfo=UTC)
PUBLIC, SECRET = "kanariefågel", "undanhållen"
ROLES = ("eva", "olle", "sara", "maja", "ny")
OPEN = {"PLANNED", "AGENDA_SENT", "AGENDA_RETURNED", "AGENDA_APPROVED", "CALLED", "HELD", "RETURNED"}
BEFORE = {"PLANNED", "AGENDA_SENT", "AGENDA_RETURNED", "AGENDA_APPROVED", "CALLED"}


class Life(RuleBasedStateMachine):
    """A meeting of a group whose chair may change, and five people who click on anything at any time."""

    @initialize()
    def begin(self) -> None:
        self.clock = time_machine.travel(START, tick=False)
        self.traveller = self.clock.start()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.cast = make_cast()
        self.users = {name: getattr(self.cast, name) for name in ROLES[:4]} | {"ny": make_user("ny")}
        self.chair, self.runs, self.closed = "olle", {"eva"}, set[str]()
        self.meeting = make_meeting(self.cast.group)
        first, second = self.meeting.items.order_by("number")
        AgendaItem.objects.filter(pk=first.pk).update(information=f"<p>{PUBLIC}</p>")
        AgendaItem.objects.filter(pk=second.pk).update(
            information=f"<p>{SECRET}</p>", is_withheld=True, withheld_reason="Enskilda"
        )
        self.before = "PLANNED"
        self.stage, self.is_stored, self.agenda_is_new = "PLANNED", False, True
        self.seals: dict[int, str] = {}

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)
            self.clock.stop()

    # --- What people click ----------------------------------------------------------------------------------

    @rule(who=st.sampled_from(ROLES))
    def send_agenda(self, who: str) -> None:
        may = self._writes(who) and (
            self.stage in {"PLANNED", "AGENDA_RETURNED"} or (self.stage == "AGENDA_APPROVED" and self.agenda_is_new)
        )
        self._click(who, "agenda-send", {}, to="AGENDA_SENT" if may and self._chair_can_act() else None)
        if self.stage == "AGENDA_SENT" and may:
            self.agenda_is_new = False

    @rule(who=st.sampled_from(ROLES), yes=st.booleans())
    def answer_agenda(self, who: str, yes: bool) -> None:
        may = self._chairs(who) and self.stage == "AGENDA_SENT"
        version = self.meeting.agenda_versions.last()
        data = {"version": version.pk if version else 0, "comment": "Ändra punkt 1."}
        to = "AGENDA_APPROVED" if yes else "AGENDA_RETURNED"
        self._click(who, "agenda-approve" if yes else "agenda-return", data, to=to if may else None)

    @rule(who=st.sampled_from(ROLES))
    def take_back_the_agenda(self, who: str) -> None:
        may = self._writes(who) and self.stage == "AGENDA_SENT"
        version = self.meeting.agenda_versions.last()
        self._click(who, "agenda-recall", {"version": version.pk if version else 0}, to="PLANNED" if may else None)

    @rule(who=st.sampled_from(ROLES))
    def call(self, who: str) -> None:
        may = self._writes(who) and self.stage == "AGENDA_APPROVED" and not self.agenda_is_new
        self._click(who, "call", {}, to="CALLED" if may else None)

    @rule(who=st.sampled_from(ROLES))
    def hold(self, who: str) -> None:
        may = self._writes(who) and self.stage in BEFORE and self._today() >= self.meeting.date
        before = self.stage
        self._click(who, "held", {}, to="HELD" if may else None)
        self.before = before if may else self.before

    @rule(who=st.sampled_from(ROLES))
    def take_back_that_it_was_held(self, who: str) -> None:
        may = self._writes(who) and self.stage == "HELD"
        self._click(who, "not-held", {}, to=self.before if may else None)

    @rule(who=st.sampled_from(ROLES))
    def send_minutes(self, who: str) -> None:
        may = self._writes(who) and self.stage in {"HELD", "RETURNED"} and self._chair_can_act()
        self._click(who, "minutes-send", {"send": "1"}, to="OUT" if may else None)

    @rule(who=st.sampled_from(ROLES), yes=st.booleans())
    def answer_minutes(self, who: str, yes: bool) -> None:
        version = self.meeting.minutes_versions.last()
        may = self._chairs(who) and self.stage == "OUT"
        data = {"version": version.pk if version else 0, "comment": "Ändra punkt 1."}
        to = "ADJUSTED" if yes else "RETURNED"
        self._click(who, "minutes-adjust" if yes else "minutes-return", data, to=to if may else None)
        if may and yes:
            self.is_stored = False

    @rule(who=st.sampled_from(ROLES))
    def take_back(self, who: str) -> None:
        may = self._writes(who) and self.stage == "OUT"
        self._click(who, "minutes-take-back", {}, to="RETURNED" if may else None)

    @rule(who=st.sampled_from(ROLES))
    def publish(self, who: str) -> None:
        may = self._writes(who) and self.stage in {"ADJUSTED", "WITHDRAWN"} and self.is_stored
        self._click(who, "publish", {}, to="PUBLISHED" if may else None)

    @rule(who=st.sampled_from(ROLES))
    def withdraw(self, who: str) -> None:
        may = self._writes(who) and self.stage == "PUBLISHED"
        self._click(who, "withdraw", {"reason": "Fel", "sure": "on"}, to="WITHDRAWN" if may else None)

    @rule(who=st.sampled_from(ROLES), word=st.sampled_from(["ett", "två"]))
    def write(self, who: str, word: str) -> None:
        """Change the title of the first item, as the editor posts it."""
        client = self._client(who)
        url = reverse("meetings_admin:meeting", args=[self.meeting.pk])
        page = client.get(url)
        form = page.context.get("editor") if page.status_code == 200 and page.context else None
        if form is None:
            assert not (self._writes(who) and self.stage in OPEN)
            return
        assert self._writes(who)
        block = form.items[0]
        prefix = block.row.prefix
        values = {field.html_name: field.value() for field in block.row if field.value() not in (None, False)}
        values[f"{prefix}-title"] = f"Fråga {word}"
        changed = block.row.instance.title != f"Fråga {word}"
        answer = client.post(url, {**values, "revision": page.context["revision"]})
        assert answer.status_code == 302, answer.content.decode()
        self.agenda_is_new |= changed

    # --- What happens around them ---------------------------------------------------------------------------

    @rule()
    def the_worker_runs(self) -> None:
        outbox.run_due()
        self.is_stored |= self.stage in {"ADJUSTED", "PUBLISHED", "WITHDRAWN"}

    @rule(path=st.sampled_from(["/", "/moten/", "/beslut/", "/grupper/lgs/"]))
    def a_visitor_looks_elsewhere(self, path: str) -> None:
        pages.store.clear()
        said = Client().get(path).content.decode()
        assert SECRET not in said
        assert ("Beslut 1.1." in said) <= (self.stage == "PUBLISHED")

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.traveller.shift(timedelta(days=days))

    @rule(who=st.sampled_from(["olle", "ny"]))
    def the_chair_changes(self, who: str) -> None:
        """From today somebody else chairs; whoever did can do nothing more, even in an old tab."""
        if who == self.chair:
            return
        today = self._today()
        for term in OfficeTerm.objects.on(today):
            term.ends = today
            if term.starts < today:
                term.save()
            else:
                term.delete()
        member = self.users[who].person.memberships.filter(group=self.cast.group).first()
        if member:
            OfficeTerm.objects.create(membership=member, office="chair", starts=today)
        else:
            make_chair(self.users[who].person, self.cast.group, starts=today)
        self.chair = who

    @rule(who=st.sampled_from(ROLES), is_active=st.booleans())
    def an_account_is_closed_or_opened(self, who: str, is_active: bool) -> None:
        type(self.users[who]).objects.filter(pk=self.users[who].pk).update(is_active=is_active)
        (self.closed.discard if is_active else self.closed.add)(who)

    # --- What always holds ----------------------------------------------------------------------------------

    @invariant()
    def the_pages_agree_with_the_model(self) -> None:
        if hasattr(self, "stage"):
            assert stage_of(with_progress(Meeting.objects.all()).get()).name == self.stage

    @invariant()
    def everyone_reads_what_is_published_and_nothing_else(self) -> None:
        if not hasattr(self, "stage"):
            return
        pages.store.clear()
        visitor, home = Client(), f"/moten/lgs/{self.meeting.day_key}/"
        page, file = visitor.get(home), visitor.get(home + "anteckning.pdf")
        expected = {"PUBLISHED": (200, 200), "WITHDRAWN": (410, 410)}.get(self.stage, (200, 404))
        assert (page.status_code, file.status_code) == expected
        said = page.content.decode()
        assert (PUBLIC in said) == (self.stage == "PUBLISHED")
        assert SECRET not in said

    @invariant()
    def a_record_never_changes_and_numbers_have_no_gap(self) -> None:
        for version in MinutesVersion.objects.filter(state="adjusted"):
            assert self.seals.setdefault(version.pk, version.sha256) == version.sha256
        numbers = sorted(Decision.objects.values_list("number", flat=True)) if hasattr(self, "stage") else []
        assert numbers == list(range(1, len(numbers) + 1))

    # --- Helpers --------------------------------------------------------------------------------------------

    def _client(self, who: str) -> Client:
        client = Client()
        client.force_login(self.users[who])
        return client

    def _click(self, who: str, route: str, data: dict[str, Any], *, to: str | None) -> None:
        """Post as somebody; where the model says so the stage changes, else nothing does."""
        answer = self._client(who).post(reverse(f"meetings_admin:{route}", args=[self.meeting.pk]), data)
        assert answer.status_code in {200, 302, 403, 404, 409, 422}, answer.status_code
        if to:
            assert answer.status_code == 302, (route, who, answer.status_code)
            self.stage = to

    def _writes(self, who: str) -> bool:
        return who in self.runs and who not in self.closed

    def _chairs(self, who: str) -> bool:
        return who == self.chair and who not in self.closed

    def _chair_can_act(self) -> bool:
        return self.chair not in self.closed

    def _today(self) -> date:
        return datetime.now(UTC).date()


def walk(examples: int, steps: int) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=checks, database=None
        ),
    )


@pytest.mark.usefixtures("quick_pdf")
def test_any_order_of_clicks_is_safe() -> None:
    walk(examples=8, steps=20)


@pytest.mark.full
@pytest.mark.usefixtures("quick_pdf")
def test_any_order_of_clicks_is_safe_for_long() -> None:
    walk(examples=300, steps=50)
