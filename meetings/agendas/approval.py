"""How an agenda was approved, in words: by whom, when, and in what way."""

from meetings.kinds import Channel
from meetings.models import AgendaVersion, Meeting
from meetings.states import AgendaState
from samverkan.common.swedish import clock, long_date

WAYS = {Channel.PORTAL: "i portalen", Channel.LINK: "genom länken i mejlet"}


def approval_in_words(version: AgendaVersion, *, public: bool = False) -> str:
    """``Fastställd av Olle Exempel den 4 maj 2026 kl. 11.02, i portalen.``; nothing before it is approved.

    What was approved elsewhere says where, and who registered it. ``public``: as everyone may read it, without who
    registered it, and without a preparatory group that does not show itself.
    """
    if version.state != AgendaState.APPROVED or version.decided_at is None:
        return ""
    day = long_date(version.decided_at)
    if version.channel != Channel.REGISTERED:
        way = WAYS[Channel(version.channel)]
        return f"Fastställd av {version.decided_by} den {day} kl. {clock(version.decided_at)}, {way}."
    at = f" vid mötet i {_name(version.at_meeting, public=public)}" if version.at_meeting else ""
    registered = "" if public else f" Registrerad av {version.decided_by}."
    return f"Fastställd den {day}{at}. Källa: {version.source.rstrip('.')}.{registered}"


def _name(meeting: Meeting, *, public: bool) -> str:
    return "gruppen som bereder mötena" if public and not meeting.group.shows_group else meeting.group.title
