"""What happens to organisations: they get new names, and go up in each other. Days gone by keep what was true."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from groups.models import Organisation, OrganisationName, User
from samverkan.common import history
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import long_date

#: Those who decide for themselves; they may go up in each other whoever their principal is.
INDEPENDENT = {Organisation.Kind.PRIVATE, Organisation.Kind.ASSOCIATION, Organisation.Kind.OTHER}
#: Huvudmän: none of them goes up in another here.
PRINCIPALS = {Organisation.Kind.REGION, Organisation.Kind.MUNICIPALITY}


@transaction.atomic
def rename(
    organisation: Organisation,
    name: str,
    *,
    on: date,
    short_name: str | None = None,
    by: User,
    at: datetime | None = None,
) -> Organisation:
    """Give the organisation a new name from the day; the old one is kept for the days before. The address stays.

    Raises StepRefused for a day to come or before the last change of name, and for a name that is taken.
    """
    organisation, name = _locked(organisation)[0], " ".join(name.split())
    _refuse_if_merged(organisation)
    _refuse_unless_begun(on)
    if name == organisation.name:
        raise StepRefused(f"Organisationen heter redan {name}. Skriv det nya namnet.")
    _refuse_if_taken(name, organisation)
    _keep_former_name(organisation, ends=on, by=by, at=at)
    organisation.name = name
    if short_name is not None:
        organisation.short_name = short_name
    history.save(organisation, by=by, at=at, reason=f"Nytt namn från {long_date(on)}", fields=["name", "short_name"])
    return organisation


@transaction.atomic
def correct_name(organisation: Organisation, name: str, *, by: User, at: datetime | None = None) -> Organisation:
    """Mend how the name is spelt, for every day; no former name is kept. Raises StepRefused when it is taken."""
    organisation, name = _locked(organisation)[0], " ".join(name.split())
    _refuse_if_taken(name, organisation)
    organisation.name = name
    history.save(organisation, by=by, at=at, reason="Rättat namn", fields=["name"])
    return organisation


@transaction.atomic
def merge(
    organisation: Organisation, into: Organisation, *, on: date, by: User, at: datetime | None = None
) -> Organisation:
    """Let the organisation go up in another from the day. Nothing else is rewritten: seats and memberships of old
    stay where they are, and are shown under the other's name from the day.

    Raises StepRefused when they have different principals, when either has gone up in another already, and for a
    day to come.
    """
    organisation, into = _locked(organisation, into)
    _refuse_if_merged(organisation)
    _refuse_unless_begun(on)
    _refuse_unfit(organisation, into)
    organisation.merged_into, organisation.merged_on = into, on
    reason = f"Har gått upp i {into.brief} från {long_date(on)}"
    history.save(organisation, by=by, at=at, reason=reason, fields=["merged_into", "merged_on"])
    return organisation


@transaction.atomic
def take_merger_back(organisation: Organisation, *, by: User, at: datetime | None = None) -> Organisation:
    """Undo a merger that was a mistake: the organisation stands on its own again, as if it had never gone up."""
    organisation = _locked(organisation)[0]
    if organisation.merged_into is None:
        raise StepRefused("Organisationen har inte gått upp i någon annan.")
    organisation.merged_into = organisation.merged_on = None
    history.save(
        organisation, by=by, at=at, reason="Sammanslagningen togs tillbaka", fields=["merged_into", "merged_on"]
    )
    return organisation


def _locked(*organisations: Organisation) -> list[Any]:
    """The rows under lock, taken in one order by everyone, given in the order asked for."""
    keys = [organisation.pk for organisation in organisations]
    rows = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return [rows[key] for key in keys]


def _refuse_if_merged(organisation: Organisation) -> None:
    if organisation.merged_into:
        raise StepRefused(f"{organisation} har gått upp i {organisation.merged_into}. Ändra den i stället.")


def _refuse_unless_begun(on: date) -> None:
    if on > timezone.localdate():
        raise StepRefused("Dagen har inte kommit än. Registrera ändringen den dag den gäller, eller senare.")


def _refuse_if_taken(name: str, organisation: Organisation) -> None:
    if not name:
        raise StepRefused("Skriv organisationens namn.")
    others = Organisation.objects.named(name).exclude(pk=organisation.standing().pk)
    if other := others.first():
        raise StepRefused(f"Namnet används redan av {other}. Välj ett namn som skiljer dem åt.")


def _keep_former_name(organisation: Organisation, *, ends: date, by: User, at: datetime | None) -> None:
    former = organisation.other_names.filter(kind=OrganisationName.Kind.FORMER, ends__gte=ends).order_by("ends").last()
    if former and former.ends:
        raise StepRefused(
            f"Namnet byttes senast den {long_date(former.ends)}. Välj en senare dag, eller rätta stavningen i stället."
        )
    row = OrganisationName.objects.filter(name=organisation.name).first()
    if row and row.kind == OrganisationName.Kind.FORMER:
        raise StepRefused(
            f"{organisation.name} står redan bland organisationens tidigare namn. Skriv om den raden i registret först."
        )
    row = row or OrganisationName(organisation=organisation, name=organisation.name)
    row.kind, row.ends = OrganisationName.Kind.FORMER, ends
    history.save(row, by=by, at=at, reason="Tidigare namn")


def _refuse_unfit(organisation: Organisation, into: Organisation) -> None:
    if organisation == into:
        raise StepRefused("En organisation kan inte gå upp i sig själv. Välj en annan.")
    if into.merged_into:
        raise StepRefused(f"{into} har själv gått upp i {into.standing()}. Välj den i stället.")
    if organisation.kind in PRINCIPALS:
        raise StepRefused(f"{organisation} är huvudman och kan inte gå upp i en annan organisation.")
    if {organisation.kind, into.kind} <= INDEPENDENT:
        return
    if _principal(organisation) != _principal(into):
        raise StepRefused(
            f"{organisation} och {into} har olika huvudmän. Rätta huvudmannen i registret först, om det ändå stämmer."
        )


def _principal(organisation: Organisation) -> Organisation:
    return (organisation.principal or organisation).standing()
