"""The seal of adjusted minutes, and the numbers of their outcomes."""

import json
from datetime import datetime

from django.db import connection

from groups.models import Group
from meetings.models import MinutesVersion, NumberSeries, Verdict
from meetings.renumbering import numbers_kept
from samverkan.common import canonical
from samverkan.common.canonical import Json

_SHOWN = ("adjuster__person", "given_by__person", "at_meeting")


def seal(version: MinutesVersion, *, at: datetime) -> None:
    """Fill ``seal`` and ``sha256``: numbers, who adjusted when, the content's hash. Saves nothing but the counter.

    In a correction what was decided before keeps its number, what is new gets the next, and the number of what was
    struck is never used again.
    """
    year, numbers, struck = _numbers(version)
    verdicts = Verdict.objects.filter(adjuster__version=version, kind=Verdict.Kind.ADJUSTED).order_by("given_at", "pk")
    record: Json = {
        "version": version.number,
        "year": year,
        "numbers": numbers,
        "adjusted": [_adjusted(verdict) for verdict in verdicts.select_related(*_SHOWN)],
        "adjusted_at": at.isoformat(),
        "content_sha256": version.content_sha256,
    }
    if version.corrects:
        record["correction"] = {
            "version": version.corrects.number,
            "sha256": version.corrects.sha256,
            "kind": version.correction,
            "reason": version.correction_reason,
            "struck": struck,
        }
    version.seal = canonical.dumps(record)
    version.sha256 = canonical.sha256(version.content, version.seal)


def _numbers(version: MinutesVersion) -> tuple[int, list[int], list[int]]:
    """The year of the numbers, the number of each outcome in order, and the numbers that were struck."""
    content, before = json.loads(version.content), version.corrects
    if before is None:
        count = sum(len(item["outcomes"]) for item in content["items"])
        year = version.meeting.date.year
        first = take_numbers(version.meeting.group, year=year, count=count)
        return year, list(range(first, first + count)), []
    was = json.loads(before.seal)
    kept = numbers_kept(json.loads(before.content), was["numbers"], content)
    first = take_numbers(version.meeting.group, year=was["year"], count=kept.count(None))
    fresh = iter(range(first, first + kept.count(None)))
    numbers = [next(fresh) if number is None else number for number in kept]
    return was["year"], numbers, sorted(set(was["numbers"]) - set(numbers))


def _adjusted(verdict: Verdict) -> Json:
    """Who adjusted, as what, when and in what way; at which meeting and registered by whom, where it was so."""
    row = {
        "name": verdict.adjuster.person.name,
        "role": verdict.adjuster.role,
        "at": verdict.given_at.isoformat(),
        "how": "genom länken i mejlet" if verdict.channel == Verdict.Channel.LINK else "i portalen",
    }
    if verdict.at_meeting:
        row["meeting"] = verdict.at_meeting.date.isoformat()
    if verdict.channel == Verdict.Channel.REGISTERED:
        row |= {"how": f"registrerad av {verdict.given_by}: {verdict.source}", "registered_by": str(verdict.given_by)}
        row["source"] = verdict.source
    return row


def take_numbers(group: Group, *, year: int, count: int) -> int:
    """The first of ``count`` consecutive numbers. The series stays locked until the transaction is over.

    Nothing is lost when the transaction is rolled back, so the numbers have no gaps. Raises RuntimeError
    outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Numbers are taken inside a transaction.")
    series, _ = NumberSeries.objects.select_for_update().get_or_create(group=group, year=year)
    first = int(series.next_number)
    series.next_number = first + count
    series.save(update_fields=["next_number"])
    return first


def verify(version: MinutesVersion) -> bool:
    """Whether the stored text and seal still match their checksums."""
    whole = not version.seal or canonical.sha256(version.content, version.seal) == version.sha256
    return whole and canonical.sha256(version.content) == version.content_sha256
