"""Links in mail by which somebody reports without signing in: for one person, one thing, one report.

As the links of agendas and notes (``meetings.links``): the token stands in the mail and nowhere else, the database has
its SHA-256, and the rules are asked as in the portal, for the day when the report is made.
"""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from decisions import workflow
from decisions.models import Anchoring, Commitment, Decision, ReportLink
from decisions.rules import may_report_anchoring, may_report_commitment
from decisions.states import BY_LINK, SETTLED, CommitmentState, DecisionState
from decisions.workflow.mail import mail
from groups.models import Person, User
from meetings.links import BETWEEN_LINKS, LIFETIME, SIGN_IN, LinkClosed, digest
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import clock, long_date


def make(
    person: Person,
    *,
    anchoring: Anchoring | None = None,
    commitment: Commitment | None = None,
    at: datetime | None = None,
) -> str:
    """A new link for the person and the thing: its whole address. Said once, here; empty for who has no account."""
    user = getattr(person, "user", None)
    if not user or not user.is_active:
        return ""
    token, at = secrets.token_urlsafe(32), at or timezone.now()
    ReportLink.objects.create(
        token_sha256=digest(token),
        person=person,
        anchoring=anchoring,
        commitment=commitment,
        made_at=at,
        expires_at=at + LIFETIME,
    )
    return f"{settings.SITE_URL}/lank/{token}/"


def find(token: str) -> ReportLink | None:
    """The link with the token, also one that can no longer be used."""
    shown = (
        "anchoring__organisation", "anchoring__decision__group", "anchoring__decision__version__meeting",
        "commitment__decision__group", "commitment__decision__version__meeting", "person__user",
    )  # fmt: skip
    return ReportLink.objects.select_related(*shown).filter(token_sha256=digest(token)).first()


def thing_of(link: ReportLink) -> Anchoring | Commitment:
    """What the link is to report on."""
    found = link.anchoring or link.commitment
    if found is None:
        raise RuntimeError("A link is for one thing.")
    return found


def decision_of(link: ReportLink) -> Decision:
    """The decision that the link is about."""
    decision: Decision = thing_of(link).decision
    return decision


def open_link(link: ReportLink, *, at: datetime | None = None) -> User:
    """The account that reports with the link. Raises LinkClosed when it has been used or has expired, when the
    decision is not followed any more, and when the person may no longer report.
    """
    at = at or timezone.now()
    user = _account(link, at=at)
    if link.used_at:
        raise _used(link, link.used_at)
    decision = decision_of(link)
    if decision.state != DecisionState.IN_FORCE or (link.anchoring and not decision.needs_anchoring):
        raise LinkClosed("Beslutet följs inte upp längre", "Du behöver inte göra något.")
    if at >= link.expires_at:
        raise _expired(link)
    return user


def _used(link: ReportLink, at: datetime) -> LinkClosed:
    """That the link reports once, with what stands now; asked for who may still report."""
    now = f"Nu står det: {str(thing_of(link).get_state_display()).lower()}."
    when = f"Du rapporterade den {long_date(at)} kl. {clock(at)}."
    return LinkClosed("Länken är använd", f"{when} {now} Blev det fel? Logga in och ändra det på beslutets sida.")


def _expired(link: ReportLink) -> LinkClosed:
    """Why an expired link is closed; a new one is sent only while there is something left to report."""
    heading, row = "Länken har gått ut", thing_of(link)
    if row.state in SETTLED or (link.commitment and row.state != CommitmentState.OPEN):
        said = str(row.get_state_display()).lower()
        return LinkClosed(heading, f"Det är redan rapporterat: {said}. Vill du ändra det? Logga in.")
    until = f"Den gällde till och med {long_date(link.expires_at)}. {SIGN_IN}"
    return LinkClosed(heading, until, is_renewable=True)


@transaction.atomic
def use(link: ReportLink, state: str, *, text: str = "", note: str = "", at: datetime | None = None) -> str:
    """Report with the link, which can't be used again; the new state in words. ``text`` is the reason of an
    organisation, or the report on a commitment.

    Raises LinkClosed as ``open_link`` does, and StepRefused as the step itself does; then nothing is changed and the
    link can be used.
    """
    at = at or timezone.now()
    locked = ReportLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    link.used_at = locked.used_at
    user = open_link(link, at=at)
    row: Any = thing_of(link)
    if link.anchoring:
        row = workflow.report_anchoring(row, state, reason=text, note=note, by=user, at=at, how=BY_LINK)
    else:
        row = workflow.report_commitment(row, state, report=text, by=user, at=at, how=BY_LINK)
    locked.used_at = at
    locked.save(update_fields=["used_at"])
    return str(row.get_state_display()).lower()


@transaction.atomic
def renew(link: ReportLink, *, at: datetime | None = None) -> None:
    """Promise the person a mail with a new link; at most one each quarter of an hour.

    Raises LinkClosed unless the link has expired and something is left to report, and StepRefused when a new link has
    just been sent.
    """
    try:
        open_link(link, at=at)
    except LinkClosed as closed:
        if not closed.is_renewable:
            raise
    else:
        raise StepRefused("Länken gäller än. Svara på sidan.")
    key = f"new-report-link-{link.person_id}-{link.anchoring_id}-{link.commitment_id}"
    if not cache.add(key, True, BETWEEN_LINKS.total_seconds()):
        raise StepRefused("En ny länk är redan skickad till din e-post. Titta också i skräpposten.")
    mail("report_link_again", link.person, anchoring=link.anchoring, commitment=link.commitment)


def _account(link: ReportLink, *, at: datetime) -> User:
    """The account that reports: the rules are asked as in the portal, for today."""
    user: User | None = getattr(link.person, "user", None)
    day = timezone.localdate(at)
    if user and user.is_active:
        if link.anchoring and may_report_anchoring(user, link.anchoring, on=day):
            return user
        if link.commitment and may_report_commitment(user, link.commitment, on=day):
            return user
    who = "Du rapporterar inte längre för organisationen." if link.anchoring else "Åtagandet är inte längre ditt."
    raise LinkClosed(
        "Du kan inte rapportera här", f"{who} Stämmer det inte? Hör av dig till gruppens processledare.", status=403
    )
