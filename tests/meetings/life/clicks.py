"""The clicks of five people on the pages of one meeting; after each the model has done the same, or nothing."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from groups.models import GroupType, OfficeTerm
from meetings import workflow
from meetings.models import AgendaItem, MinutesComment
from samverkan.common import outbox
from samverkan.common.models import OutboxMessage
from tests.admin.browsing import fields_of
from tests.factories import make_cast, make_meeting, make_member, make_user
from tests.meetings.life.everyone import COMMENT, DRAFT, MASKED, SECRET
from tests.meetings.life.model import DAY, NEXT_DAY, ROLES, Life, Text
from tests.meetings.modes import person_of, set_mode

REASON = "Fel ord"


class Clicks:
    """Posts what a page would post, as somebody who may have had it open since long ago."""

    def __init__(self, mode: str, traveller: Any) -> None:
        self.traveller = traveller
        self.cast = make_cast()
        set_mode(self.cast, mode)
        self.users = {name: getattr(self.cast, name) for name in ROLES[:4]} | {"ny": make_user("ny")}
        self.meeting = make_meeting(self.cast.group, date=DAY)
        first, second = self.meeting.items.order_by("number")
        AgendaItem.objects.filter(pk=first.pk).update(information=f"<p>{MASKED}</p>")
        AgendaItem.objects.filter(pk=second.pk).update(
            title=f"{SECRET} rubrik", information=f"<p>{SECRET}</p>", is_withheld=True, withheld_reason="Enskilda"
        )
        second.outcomes.update(text=f"{SECRET} text")
        if mode == GroupType.AdjustmentMode.NEXT_MEETING:
            later = make_meeting(self.cast.group, date=NEXT_DAY, items=0)
            workflow.set_approving_meeting(self.meeting, later, by=self.cast.eva)
        self.life = Life(mode, self._today())
        self.clients: dict[str, Client] = {}
        self.has_changed = True

    def watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Notices that something was written; what only was asked for can have changed nothing."""
        is_write = sql.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}
        self.has_changed |= is_write and "django_session" not in sql and "last_login" not in sql
        return execute(sql, params, many, context)

    # --- Clicks ---------------------------------------------------------------------------------------------

    def send_agenda(self, who: str) -> None:
        def done() -> None:
            self.life.agenda, self.life.agenda_title = "sent", self.life.text.title
            self.life.is_called_with = False

        self._click(who, "agenda-send", {}, may=self.life.may_send_agenda(who), done=done)

    def answer_agenda(self, who: str, yes: bool) -> None:
        data = {"version": self._version("agenda_versions"), "comment": "Ändra punkt 1."}
        to = "approved" if yes else "returned"
        route = "agenda-approve" if yes else "agenda-return"
        may = self.life.may_answer_agenda(who)
        self._click(who, route, data, may=may, done=lambda: setattr(self.life, "agenda", to))

    def call(self, who: str) -> None:
        def done() -> None:
            self.life.state, self.life.is_called_with = "called", True

        self._click(who, "call", {}, may=self.life.may_call(who), done=done)

    def hold(self, who: str) -> None:
        self._click(who, "held", {}, may=self.life.may_hold(who), done=lambda: setattr(self.life, "state", "held"))

    def send_minutes(self, who: str) -> None:
        until = self._today() + timedelta(days=3) if self.life.mode_now == "comments" else None
        data = {
            "send": "1",
            "comments_until": f"{until}",
            "adjusters": [self.users[name].person_id for name in self.life.adjusters()],
        }

        def done() -> None:
            self.life.send_minutes()
            self.life.until = until

        self._click(who, "minutes-send", data, may=self.life.may_send_minutes(who), done=done)

    def answer_minutes(self, who: str, yes: bool) -> None:
        data = {"version": self._version("minutes_versions"), "comment": "Ändra punkt 1."}
        route, may = "minutes-adjust" if yes else "minutes-return", self.life.may_answer_minutes(who)
        self._click(who, route, data, may=may, done=lambda: self.life.answer_minutes(who, yes=yes))

    def comment(self, who: str) -> None:
        data = {"version": self._version("minutes_versions"), "whole": f"{COMMENT} {who} {self.life.today}"}
        self._click(who, "minutes-comments", data, may=self.life.may_comment(who))
        if self.life.may_comment(who):
            assert MinutesComment.objects.filter(text=data["whole"], person=self.users[who].person_id).exists()

    def take_back(self, who: str) -> None:
        def done() -> None:
            self.life.is_out, self.life.is_returned, self.life.is_taken_back = False, True, True

        self._click(who, "minutes-take-back", {}, may=self.life.may_take_back(who), done=done)

    def publish(self, who: str) -> None:
        self._click(who, "publish", {}, may=self.life.may_publish(who), done=self.life.publish)

    def withdraw(self, who: str) -> None:
        self._click(
            who, "withdraw", {"reason": "Fel", "sure": "on"}, may=self.life.may_withdraw(who), done=self.life.close
        )

    def redact(self, who: str) -> None:
        data = {"masks": MASKED, "reason": "En uppgift", "sure": "on"}
        self._click(who, "redact", data, may=self.life.may_redact(who), done=self.life.redact)

    def correct(self, who: str, kind: str) -> None:
        """Open a correction; while one is open, say anew what it is."""
        is_again = self.life.writes(who) and bool(self.life.correction) and not self.life.is_out
        may = self.life.may_correct(who) or is_again
        done: Callable[[], None] = lambda: setattr(self.life, "correction", kind)  # noqa: E731
        self._click(who, "correct", {"kind": kind, "reason": REASON}, may=may, done=done)

    def abandon(self, who: str) -> None:
        self._click(who, "correct-abandon", {}, may=self.life.may_abandon(who), done=self.life.abandon)

    def write(self, who: str, text: Text) -> None:
        """Change the open item as the editor posts it: its title and its outcome."""
        client, url = self._client(who), reverse("meetings_admin:meeting", args=[self.meeting.pk])
        if client.post(reverse("meetings_admin:draft-discard", args=[self.meeting.pk])).status_code < 400:
            self.life.drafting.discard(who)
        page = client.get(url)
        form = page.context.get("editor") if page.status_code == 200 and page.context else None
        assert bool(form) == self.life.may_write(who), (who, page.status_code)
        if not form:
            return
        item, outcome = form.items[0].row.prefix, form.items[0].outcomes[0].row.prefix
        changed = {f"{item}-title": text.title, f"{outcome}-text": text.outcome}
        answer = client.post(url, {**fields_of(page), **changed})
        assert answer.status_code == 302, answer.content.decode()
        self.life.text = text

    def type_a_draft(self, who: str) -> None:
        """What the editor keeps by itself is never read by anybody else, and hinders its writer from sending."""
        item = self.meeting.items.get(number=1)
        self.meeting.refresh_from_db()
        data = {"fields": {f"item-{item.pk}-title": DRAFT}, "revision": self.meeting.revision}
        url = reverse("meetings_admin:draft", args=[self.meeting.pk])
        answer = self._client(who).post(url, json.dumps(data), content_type="application/json")
        assert (answer.status_code == 200) == self.life.may_write(who), answer.status_code
        if answer.status_code == 200:
            self.life.drafting.add(who)

    # --- What happens around them ---------------------------------------------------------------------------

    def work(self) -> None:
        outbox.run_due()
        assert outbox.waiting() == 0
        assert list(OutboxMessage.objects.exclude(error="").values_list("kind", "error")) == []
        self.life.work()

    def wait(self, days: int) -> None:
        self.traveller.shift(timedelta(days=days))
        self.life.today = self._today()
        self.clients.clear()  # nobody stays signed in overnight
        self.has_changed = True

    def change_chair(self, who: str) -> None:
        """From today somebody else chairs; whoever did can do nothing more, even in an old tab."""
        if who == self.life.chair and who in self.life.members:
            return
        self._end(OfficeTerm.objects.on(self._today()))
        person = person_of(self.users[who])
        there = person.memberships.on(self._today()).filter(group=self.cast.group).first()
        member = there or make_member(person, self.cast.group, starts=self._today())
        OfficeTerm.objects.create(membership=member, office="chair", starts=self._today())
        self.life.chair = who
        self.life.members.add(who)

    def leave_or_join(self, who: str) -> None:
        """Leave the group today, or come back; an office is not had back by that."""
        there = person_of(self.users[who]).memberships.on(self._today()).filter(group=self.cast.group)
        if who in self.life.members:
            self._end(OfficeTerm.objects.on(self._today()).filter(membership__in=there))
            self._end(there)
            self.life.members.remove(who)
            self.life.chair = "" if who == self.life.chair else self.life.chair
        else:
            role = "process_leader" if who == "eva" else "member"
            make_member(person_of(self.users[who]), self.cast.group, role, starts=self._today())
            self.life.members.add(who)

    def close_or_open_account(self, who: str) -> None:
        is_active = who in self.life.closed
        type(self.users[who]).objects.filter(pk=self.users[who].pk).update(is_active=is_active)
        self.life.closed ^= {who}

    # --- Helpers --------------------------------------------------------------------------------------------

    def _click(
        self, who: str, route: str, data: dict[str, Any], *, may: bool, done: Callable[[], Any] | None = None
    ) -> None:
        """Post as somebody; where the model says so it happens, else nothing is even promised to anybody."""
        self.traveller.shift(timedelta(seconds=1))  # no two clicks at once
        before = OutboxMessage.objects.count()
        answer = self._client(who).post(reverse(f"meetings_admin:{route}", args=[self.meeting.pk]), data)
        assert answer.status_code in {200, 302, 403, 404, 409, 422}, answer.status_code
        if may:
            assert answer.status_code == 302, (route, who, answer.status_code, (answer.context or {}).get("refusal"))
            if done:
                done()
        else:
            assert OutboxMessage.objects.count() == before, (route, who)

    def _client(self, who: str) -> Client:
        if who not in self.clients:
            self.clients[who] = Client()
            self.clients[who].force_login(self.users[who])
        return self.clients[who]

    def _version(self, name: str) -> int:
        return getattr(self.meeting, name).values_list("pk", flat=True).last() or 0

    def _end(self, rows: Any) -> None:
        for row in rows:
            if row.starts < self._today():
                row.ends = self._today()
                row.save()
            else:
                row.delete()

    def _today(self) -> date:
        return datetime.now().astimezone().date()


def watching(clicks: Clicks) -> Any:
    """While this is open, the clicks know when something was written."""
    return connection.execute_wrapper(clicks.watch)
