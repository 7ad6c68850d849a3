"""Links in mail by which a chair or an adjuster answers without signing in: for one person, one version, one answer.

The token is made when the mail is sent, by the worker, and stands in the mail and nowhere else: the database has its
SHA-256, and the promise of the mail only which version it is about. So a mail that has to be sent again carries a new
link that works. The link of the mail that was lost is known to nobody; should both mails arrive both links work,
until one is used, since a version is answered for once.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from groups.models import GroupType, Person, User
from meetings import workflow
from meetings.agendas.approval import approval_in_words
from meetings.kinds import Channel
from meetings.models import AgendaVersion, MailLink, Meeting, MinutesVersion, Verdict
from meetings.rules import may_adjust, may_approve_agenda
from meetings.states import AgendaState, MeetingState, MinutesState
from meetings.workflow.minutes import taken_back
from meetings.workflow.steps import mail
from samverkan.common.refusals import Refused, StepRefused
from samverkan.common.swedish import clock, long_date

LIFETIME = timedelta(days=14)
#: How long before another new link is sent to the same person for the same version.
BETWEEN_LINKS = timedelta(minutes=15)
SIGN_IN = "Logga in för att se hur det står till."


class LinkClosed(Refused):
    """The link can't be answered with. ``heading`` says what happened, the message what to do; ``status`` is HTTP.

    ``is_renewable``: the version still waits for the person, who can be sent a new link.
    """

    def __init__(self, heading: str, sentence: str, *, status: int = 410, is_renewable: bool = False) -> None:
        super().__init__(sentence)
        self.heading, self.status, self.is_renewable = heading, status, is_renewable


@dataclass(frozen=True, slots=True)
class Open:
    """A link that can be read, with whose it is and what it is for: an agenda or minutes, never both."""

    link: MailLink
    user: User
    meeting: Meeting
    agenda: AgendaVersion | None
    minutes: MinutesVersion | None


def make(
    person: Person,
    *,
    agenda: AgendaVersion | None = None,
    minutes: MinutesVersion | None = None,
    at: datetime | None = None,
) -> str:
    """A new link for the person and the version: its whole address. Said once, here; it can't be had again."""
    token = secrets.token_urlsafe(32)
    at = at or timezone.now()
    MailLink.objects.create(
        token_sha256=digest(token),
        person=person,
        agenda_version=agenda,
        minutes_version=minutes,
        made_at=at,
        expires_at=at + LIFETIME,
    )
    return f"{settings.SITE_URL}/lank/{token}/"


def find(token: str) -> MailLink | None:
    """The link with the token, also one that can no longer be used."""
    shown = ("agenda_version__meeting__group__type", "minutes_version__meeting__group__type", "person__user")
    return MailLink.objects.select_related(*shown).filter(token_sha256=digest(token)).first()


def open_link(link: MailLink, *, at: datetime | None = None) -> Open:
    """What the link shows. Raises LinkClosed when it has been used or has expired, when the version has been answered
    for or replaced, and when the person may no longer answer.
    """
    at = at or timezone.now()
    version = link.agenda_version or link.minutes_version
    if version is None:
        raise RuntimeError("A link is for one version.")
    if link.used_at:
        raise LinkClosed("Länken är använd", f"Du svarade {_moment(link.used_at)}: {_answer(link)}. {SIGN_IN}")
    user = _account(link, at=at)
    meeting = version.meeting
    if link.agenda_version:
        _refuse_answered_agenda(link.agenda_version)
    elif link.minutes_version:
        _refuse_answered_minutes(link.minutes_version, link.person)
    if at >= link.expires_at:
        raise LinkClosed(
            "Länken har gått ut",
            f"Den gällde till och med {long_date(link.expires_at)}. {_thing(link)} väntar fortfarande på ditt svar.",
            is_renewable=True,
        )
    return Open(link, user, meeting, link.agenda_version, link.minutes_version)


@transaction.atomic
def use(link: MailLink, *, yes: bool, comment: str = "", at: datetime | None = None) -> Open:
    """Answer with the link: approve or adjust, or send back with a comment. It can't be used again.

    Raises LinkClosed as ``open_link`` does, and StepRefused as the step itself does; then nothing is changed and the
    link can be used.
    """
    at = at or timezone.now()
    locked = MailLink.objects.select_for_update().get(pk=link.pk)
    link.used_at = locked.used_at
    found = open_link(link, at=at)
    if found.agenda and yes:
        agenda = workflow.approve_agenda(found.agenda, by=found.user, at=at, channel=Channel.LINK)
    elif found.agenda:
        agenda = workflow.return_agenda(found.agenda, comment=comment, by=found.user, at=at, channel=Channel.LINK)
    else:
        agenda = None
    minutes = _answer_minutes(found, yes=yes, comment=comment, at=at) if found.minutes else None
    locked.used_at = at
    locked.save(update_fields=["used_at"])
    mail("answer_receipt", found.meeting, [link.person], said=_answer(locked), moment=_moment(at), comment=comment)
    return Open(locked, found.user, found.meeting, agenda, minutes)


@transaction.atomic
def renew(link: MailLink, *, at: datetime | None = None) -> None:
    """Promise the person a mail with a new link for the same version; at most one each quarter of an hour.

    Raises LinkClosed unless the link has expired and the version still waits for the person, and StepRefused when a
    new link has just been sent.
    """
    try:
        open_link(link, at=at)
    except LinkClosed as closed:
        if not closed.is_renewable:
            raise
    else:
        raise StepRefused("Länken gäller än. Svara på sidan.")
    agenda, minutes = link.agenda_version, link.minutes_version
    key = f"new-link-{link.person_id}-{link.agenda_version_id}-{link.minutes_version_id}"
    if not cache.add(key, True, BETWEEN_LINKS.total_seconds()):
        raise StepRefused("En ny länk är redan skickad till din e-post. Titta också i skräpposten.")
    template = "agenda_link_again" if agenda else "minutes_link_again"
    mail(template, meeting_of(link), [link.person], agenda=agenda, minutes=minutes)


def meeting_of(link: MailLink) -> Meeting:
    """The meeting that the link is about."""
    version = link.agenda_version or link.minutes_version
    if version is None:
        raise RuntimeError("A link is for one version.")
    return version.meeting


def _answer_minutes(found: Open, *, yes: bool, comment: str, at: datetime) -> MinutesVersion:
    if found.minutes is None:
        raise RuntimeError("The link is for an agenda.")
    if yes:
        return workflow.adjust(found.minutes, by=found.user, at=at, channel=Channel.LINK)
    return workflow.return_minutes(found.minutes, comment=comment, by=found.user, at=at, channel=Channel.LINK)


def _account(link: MailLink, *, at: datetime) -> User:
    """The account that answers: the rules are asked as in the portal, for today."""
    user: User | None = getattr(link.person, "user", None)
    day = timezone.localdate(at)
    if user and user.is_active:
        agenda, minutes = link.agenda_version, link.minutes_version
        if agenda and may_approve_agenda(user, agenda.meeting, on=day):
            return user
        if minutes and (may_adjust(user, minutes, on=day) or _has_answered(minutes, link.person)):
            return user
    who = "fastställer inte längre gruppens agendor" if link.agenda_version else "är inte längre justerare här"
    raise LinkClosed(
        "Du kan inte svara här", f"Du {who}. Stämmer det inte? Hör av dig till gruppens processledare.", status=403
    )


def _refuse_answered_agenda(version: AgendaVersion) -> None:
    if version.meeting.state in {MeetingState.CANCELLED, MeetingState.HELD}:
        now = MeetingState(version.meeting.state).label.lower()
        raise LinkClosed(f"Mötet är {now}", "Agendan behöver inget svar. Du behöver inte göra något.")
    if version.state == AgendaState.RECALLED:
        again = "Du får ett nytt mejl när en ändrad agenda skickas till dig."
        raise LinkClosed("Agendan är tillbakatagen", f"{_by(version)} Den ska ändras. {again}")
    if version.state == AgendaState.APPROVED:
        raise LinkClosed("Agendan är redan fastställd", f"{approval_in_words(version)} Du behöver inte göra något.")
    if version.state == AgendaState.RETURNED:
        again = "Du får ett nytt mejl när en ändrad agenda skickas till dig."
        raise LinkClosed("Agendan är redan tillbaka för ändring", f"{_by(version)} {again}")


def _by(version: AgendaVersion) -> str:
    when = long_date(version.decided_at) if version.decided_at else ""
    return f"Det gjorde {version.decided_by} den {when}."


def _refuse_answered_minutes(version: MinutesVersion, person: Person) -> None:
    if version.state == MinutesState.ADJUSTED and version.adjusted_at:
        approved = version.adjustment_mode == GroupType.AdjustmentMode.NEXT_MEETING
        done = "godkänd" if approved else "justerad"
        raise LinkClosed(
            f"Anteckningen är redan {done}",
            f"Den blev {done} den {long_date(version.adjusted_at)}. Du behöver inte göra något.",
        )
    if version.state == MinutesState.RETURNED and (row := taken_back(version)):
        who = f"{row.history_user} tog tillbaka texten" if row.history_user else "Den togs tillbaka"
        raise LinkClosed(
            "Anteckningen är tillbakatagen",
            f"{who} {_moment(row.history_date)} för att ändra den. Du får ett nytt mejl när den skickas till dig igen.",
        )
    if version.state == MinutesState.RETURNED:
        again = "Du får ett nytt mejl när en ändrad text skickas till dig."
        raise LinkClosed("Anteckningen är tillbaka för ändring", f"Den här texten gäller inte längre. {again}")
    if _has_answered(version, person):
        raise LinkClosed("Du har redan svarat", f"Andra har besked kvar att lämna. {SIGN_IN}")


def _has_answered(version: MinutesVersion, person: Person) -> bool:
    return Verdict.objects.filter(adjuster__version=version, adjuster__person=person).exists()


def _thing(link: MailLink) -> str:
    return "Agendan" if link.agenda_version_id else "Anteckningen"


def _answer(link: MailLink) -> str:
    """What the person answered with the link, in the words of the version as it stands now."""
    if link.agenda_version_id:
        state = AgendaVersion.objects.values_list("state", flat=True).get(pk=link.agenda_version_id)
        return "du skickade tillbaka agendan" if state == AgendaState.RETURNED else "du godkände agendan"
    given = Verdict.objects.filter(adjuster__version=link.minutes_version_id, adjuster__person=link.person_id)
    returned = given.filter(kind=Verdict.Kind.RETURNED).exists()
    return "du skickade tillbaka anteckningen" if returned else "du justerade anteckningen"


def _moment(at: datetime) -> str:
    return f"den {long_date(at)} kl. {clock(at)}"


def digest(token: str) -> str:
    """What is kept of a token, so that nobody who reads the database can answer."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
