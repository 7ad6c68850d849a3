"""Who gets in: a meeting that the visitor may not know of is 404, one that is not theirs to change is 403."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone

from groups.admin.access import UserRequest
from meetings.models import AgendaVersion, Meeting, MinutesVersion
from meetings.rules import (
    may_adjust,
    may_approve_agenda,
    may_correct,
    may_prepare,
    may_redact,
    may_register_agenda,
    may_register_number,
    may_register_verdict,
    may_rule_on_numbers,
    may_say_if_coming,
    may_take_out_everything,
    may_withdraw,
)
from meetings.workflow.coming import NOT_LISTED
from samverkan.common.keys import key_in
from samverkan.common.refusals import StepRefused

type Rule = Callable[[Any, Meeting], bool]

NOT_YOURS: dict[Rule, str] = {
    may_say_if_coming: NOT_LISTED,
    may_rule_on_numbers: "Det här avgör gruppens ordförande eller vice ordförande.",
    may_correct: "Det här gör gruppens processledare eller koordinator.",
    may_redact: "Det här gör gruppens processledare, koordinator eller områdets registrator.",
    may_register_number: "Det här gör områdets registrator eller gruppens processledare.",
    may_take_out_everything: "Det här gör områdets registrator eller gruppens processledare.",
    may_prepare: "Det här gör gruppens processledare eller koordinator.",
    may_withdraw: "Det här gör gruppens processledare eller koordinator.",
    may_register_verdict: "Det här gör gruppens processledare eller koordinator.",
    may_register_agenda: "Det här gör gruppens processledare eller koordinator.",
    may_approve_agenda: "Det här gör gruppens ordförande eller vice ordförande.",
}


def meeting_for(request: UserRequest, pk: int, *, may: Rule | None = None) -> Meeting:
    """The meeting, if the visitor may know of it and do what ``may`` asks."""
    visible = Meeting.objects.visible_to(request.user, on=timezone.localdate())
    meeting: Meeting = get_object_or_404(visible.select_related("group__type", "group__area", "note_taker"), pk=pk)
    if may and not may(request.user, meeting):
        raise PermissionDenied(NOT_YOURS[may])
    return meeting


def seen_agenda(request: UserRequest, meeting: Meeting) -> AgendaVersion:
    """The agenda version that stood on the page; so a chair never approves another one than was read."""
    version: AgendaVersion = _seen(request, meeting.agenda_versions.all(), "Agendan")
    return version


def seen_minutes(request: UserRequest, meeting: Meeting) -> MinutesVersion:
    """The minutes version that stood on the page, for somebody who may adjust it. 403 for anybody else."""
    version: MinutesVersion = _seen(request, meeting.minutes_versions.all(), "Anteckningen")
    if not may_adjust(request.user, version):
        raise PermissionDenied("Du är inte justerare av den här anteckningen.")
    return version


def _seen(request: UserRequest, versions: Any, word: str) -> Any:
    version = versions.filter(pk=key_in(request.POST.get("version", ""))).first()
    if version is None:
        raise StepRefused(f"{word} som du läste finns inte här. Ladda om sidan och läs den igen.")
    return version
