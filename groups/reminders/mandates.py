"""Warnings that a mandate runs out or is to be reviewed: 90, 30 and 0 days before, and on the day, once each (R10)."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from groups.mail import chairs_of, remind, secretariat_of
from groups.mandates.reading import last_day_of
from groups.models import Group, Mandate, Person
from groups.states import MandateState
from samverkan.common import daily
from samverkan.common.swedish import listed, long_date

STAGES = (0, 30, 90)


@daily.task("groups.mandates")
def warn(on: date) -> None:
    """Warn of every mandate that needs it on the day; what has been said about a date is never said again."""
    mandates = Mandate.objects.running_out(Group.objects.values("pk"), on=on, days=max(STAGES))
    daily.each(mandates.select_related("commissioner_group"), lambda mandate: _look_at(mandate, on=on))


def _look_at(mandate: Mandate, *, on: date) -> None:
    stage = stage_of(mandate, on=on)
    if stage is not None:
        _warn(mandate, "mandate_runs_out", f"until:{mandate.valid_until}:{stage}", on=on)
    if mandate.review_date and mandate.review_date <= on:
        _warn(mandate, "mandate_to_review", f"review:{mandate.review_date}", on=on)


def stage_of(mandate: Mandate, *, on: date) -> int | None:
    """The tightest stage that the day has come to; so that a portal that was down does not warn three times over."""
    if mandate.valid_until is None:
        return None
    left = (mandate.valid_until - on).days
    return next((stage for stage in STAGES if left <= stage), None)


def groups_held(mandate: Mandate) -> list[Group]:
    """The groups that the mandate covers and that have no newer one."""
    newer = Mandate.objects.exclude(state=MandateState.DRAFT).filter(version__gt=mandate.version)
    return list(mandate.groups.exclude(pk__in=Group.objects.filter(mandates__in=newer).values("pk")))


def _warn(mandate: Mandate, template: str, occasion: str, *, on: date) -> None:
    groups = [group for group in groups_held(mandate) if group.holds_on(on)]
    if not groups:
        return
    revised = Mandate.objects.drafts().filter(replaces=mandate).exists()
    context = {
        "title": mandate.title,
        "groups": listed([group.code for group in groups]),
        "groups_in_short": _in_short([group.code for group in groups]),
        "last_day": last_day_of(mandate),
        "has_run_out": "ja" if mandate.has_run_out(on=on) else "",
        "review_day": long_date(mandate.review_date) if mandate.review_date else "",
        "revised": "ja" if revised else "",
    }
    for person in {person.pk: person for person in _people(mandate, groups, on=on)}.values():
        path = reverse("groups_admin:mandate", args=[mandate.pk])
        remind(f"mandate:{mandate.pk}:{occasion}", template, person, path=path, **context)


def _in_short(codes: list[str]) -> str:
    """The groups as the subject of a mail has room for: ``LGS``, or ``LGS och 15 grupper till``."""
    return listed(codes) if len(codes) <= 2 else f"{codes[0]} och {len(codes) - 1} grupper till"


def _people(mandate: Mandate, groups: list[Group], *, on: date) -> Iterator[Person]:
    """Those who run the groups, and those who chair and run the group that gave the mandate."""
    for group in groups:
        yield from secretariat_of(group, on=on)
    if giver := mandate.commissioner_group:
        yield from chairs_of(giver, on=on)
        yield from secretariat_of(giver, on=on)
