"""Whether the agenda that is worked on still says what was sent, or what was approved."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from meetings.models import AgendaItem, AgendaVersion, Attachment, Meeting
from meetings.papers import agenda_entries, with_files
from meetings.snapshot import agenda_content
from meetings.states import AgendaState
from samverkan.common import canonical


def changed_since_approval(meetings: Iterable[Meeting]) -> set[int]:
    """The keys of the meetings whose working agenda differs from the version that was approved last; six queries.

    The meetings come with their group and its type.
    """
    listed = {meeting.pk: meeting for meeting in meetings}
    rows = AgendaVersion.objects.filter(meeting__in=listed, state=AgendaState.APPROVED).order_by("number")
    return _differing(listed, dict(rows.values_list("meeting", "content")))


def changed_since_sent(versions: Iterable[AgendaVersion]) -> set[int]:
    """The keys of the meetings whose working agenda differs from the version given; at most one for each meeting.

    As many queries however many they are. The meetings come with their group and its type.
    """
    listed = list(versions)
    meetings = {version.meeting_id: version.meeting for version in listed}
    return _differing(meetings, {version.meeting_id: version.content for version in listed})


def _differing(listed: dict[int, Meeting], frozen: dict[int, str]) -> set[int]:
    """The keys in ``frozen`` whose meeting would be frozen otherwise today."""
    prefetch_related_objects(list(listed.values()), "joint_groups", "group__area")
    items: dict[int, list[AgendaItem]] = {key: [] for key in frozen}
    for item in AgendaItem.objects.filter(meeting__in=frozen).select_related("presenter").order_by("number"):
        items[item.meeting_id].append(item)
    papers: dict[int, list[Attachment]] = {key: [] for key in frozen}
    for paper in with_files(*(listed[key] for key in frozen)):
        papers[paper.meeting_id].append(paper)
    now = {key: agenda_content(listed[key], items=items[key], papers=agenda_entries(papers[key])) for key in frozen}
    return {key for key, content in frozen.items() if content != canonical.dumps(now[key])}
