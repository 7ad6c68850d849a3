"""What is said about an adjusted version beside its text: whose it is, who adjusted it, where it is registered."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from groups.models import RecordKeeping
from meetings.models import LateApproval, Meeting, MinutesVersion, Registration, StoredDocument, Verdict
from meetings.reading import record_of
from meetings.workflow.purging import purged_at
from samverkan.common.canonical import Json

FORMAT = "samverkan/package/1"


def metadata_of(version: MinutesVersion, files: list[Json]) -> Json:
    """The metadata of a package; ``files`` are its files, each with path, title, media type, size and checksum."""
    meeting, record = version.meeting, record_of(version)
    group = meeting.group
    return {
        "format": FORMAT,
        "title": f"{record['group']['word']} {record['group']['name']} {meeting.date.isoformat()}",
        "area": group.area.name,
        "group": {"code": group.code, "name": group.name, "slug": group.slug},
        "keeping": keeping_of(meeting),
        "meeting": {
            "date": meeting.date.isoformat(),
            "sequence": meeting.sequence,
            "kind": meeting.get_kind_display(),
            "joint_groups": record["meeting"]["joint_groups"],
        },
        "version": _version(version),
        "adjusted": record["seal"]["adjusted"],
        "decisions": _decisions(record, group.code),
        "registration": registration_of(version),
        "files": files,
    }


def keeping_of(meeting: Meeting) -> Json:
    """Who keeps the group's records on the day of the meeting; empty fields when that is not said."""
    row = RecordKeeping.objects.on(meeting.date).filter(group=meeting.group).select_related("authority").first()
    return {
        "authority": row.authority.name if row else "",
        "diary": row.diary if row else "",
        "contact": row.contact if row else "",
    }


def registration_of(version: MinutesVersion) -> Json:
    """Registration number and archive id; empty before they are given."""
    return number_of(Registration.objects.filter(minutes_version=version).first())


def number_of(row: Registration | None) -> Json:
    """Where a thing is registered; empty fields when it is not."""
    return {"number": row.number if row else "", "archive_id": row.archive_id if row else ""}


def file_entry(path: str, document: StoredDocument, title: str) -> Json:
    """A stored file as the metadata name it."""
    return {
        "path": path,
        "title": title,
        "media_type": document.media_type,
        "size": document.size,
        "sha256": document.sha256,
    }


def history_of(meeting: Meeting) -> list[Json]:
    """What has happened to the note and the texts of the work on it, and where it and the call are registered: when,
    what, by whom; oldest first.
    """
    parts = (_sendings, _verdicts, _approved, _publications, _registered, _purged)
    events = [event for part in parts for event in part(meeting)]
    return sorted(events, key=lambda event: (event["at"], event["what"]))


def _version(version: MinutesVersion) -> Json:
    return {
        "number": version.number,
        "sent_at": version.sent_at.isoformat(),
        "sent_by": str(version.sent_by),
        "adjusted_at": _moment(version.adjusted_at),
        "adjustment_mode": version.get_adjustment_mode_display(),
        "content_sha256": version.content_sha256,
        "sha256": version.sha256,
        "corrects": version.corrects.number if version.corrects else "",
        "correction": version.get_correction_display() if version.correction else "",
        "correction_reason": version.correction_reason,
    }


def _decisions(record: Json, code: str) -> list[Json]:
    year = record["seal"]["year"]
    return [
        {"reference": f"{code} {year}:{outcome['number']}", "kind": outcome["kind"], "text": outcome["text"]}
        for item in record["items"]
        for outcome in item["outcomes"]
    ]


def _sendings(meeting: Meeting) -> Iterator[Json]:
    keys = meeting.minutes_versions.values("pk")
    rows: Any = MinutesVersion.history.filter(id__in=keys).select_related("history_user__person")
    for row in rows:
        what = f"Version {row.number}, utskick {row.sending}: {row.history_change_reason or row.state}"
        yield _event(row.history_date, what, row.history_user)


def _verdicts(meeting: Meeting) -> Iterator[Json]:
    rows = Verdict.objects.filter(adjuster__version__meeting=meeting)
    for row in rows.select_related("adjuster__person", "adjuster__version", "given_by__person"):
        said = f"{row.get_kind_display()} av {row.adjuster.person.name}, {row.get_channel_display().lower()}"
        source = f" ({row.source})" if row.source else ""
        yield _event(row.given_at, f"Version {row.adjuster.version.number}: {said}{source}", row.given_by)


def _approved(meeting: Meeting) -> Iterator[Json]:
    for row in LateApproval.objects.filter(meeting=meeting).select_related("person", "registered_by__person"):
        what = f"Godkänd {row.approved_on.isoformat()} enligt {row.person.name} ({row.source})"
        yield _event(row.registered_at, what, row.registered_by)


def _publications(meeting: Meeting) -> Iterator[Json]:
    for publication in meeting.publications.select_related("version"):
        for row in publication.history.select_related("history_user__person"):
            what = f"Version {publication.version.number}: {row.history_change_reason}"
            yield _event(row.history_date, what, row.history_user)


def _registered(meeting: Meeting) -> Iterator[Json]:
    rows = Registration.objects.filter(minutes_version__meeting=meeting) | Registration.objects.filter(
        agenda_version__meeting=meeting
    )
    for registration in rows.select_related("agenda_version"):
        agenda = registration.agenda_version
        thing = f"Kallelsen, agendans version {agenda.number}: diarieförd" if agenda else "Diarieförd"
        for row in registration.history.select_related("history_user__person"):
            yield _event(row.history_date, f"{thing}: {row.number} {row.archive_id}".strip(), row.history_user)


def _purged(meeting: Meeting) -> Iterator[Json]:
    for at in purged_at(meeting):
        yield _event(at, "Arbetstexter rensade enligt regeln för gruppens typ", None)


def _event(at: datetime, what: str, by: Any) -> Json:
    return {"at": at.isoformat(), "what": what, "by": str(by) if by else ""}


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""
