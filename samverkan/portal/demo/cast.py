"""The three invented people who sign everything in the demonstration, and the moments at which they do."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from groups.models import Group, Membership, OfficeTerm, Organisation, Person, User
from samverkan.common import history

PASSWORD = "demo-samverkan"  # noqa: S105 -- printed on purpose, and refused outside the demo profile
FROM = date(2026, 5, 1)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True, slots=True)
class Cast:
    """The three accounts of the demonstration."""

    process_leader: User
    chair: User
    member: User


def people() -> Cast:
    """The three, with accounts and as yet in no group."""
    city = Organisation.objects.get(slug="goteborgs-stad")
    return Cast(
        _person("Eva Exempel", "Processledare", "processledare@example.se", city),
        _person("Olle Exempel", "Avdelningschef", "ordforande@example.se", city),
        _person("Sara Exempel", "Verksamhetschef", "ledamot@example.se", city),
    )


def _person(name: str, title: str, email: str, organisation: Organisation) -> User:
    slug = name.lower().replace(" ", "-")
    person = Person.objects.create(slug=slug, name=name, title=title, organisation=organisation)
    return User.objects.create_user(email, PASSWORD, person=person)


def place(cast: Cast, group: Group, *, leads: bool = True) -> None:
    """Put the three in a group: process leader (unless ``leads`` is False), chair and member."""
    rows = [(cast.chair, "member"), (cast.member, "member")]
    for user, role in [(cast.process_leader, "process_leader"), *rows] if leads else rows:
        city = user.person.organisation if user.person else None
        membership = Membership(person=user.person, group=group, role=role, organisation=city, starts=FROM)
        history.save(membership, by=None)
        if user == cast.chair:
            history.save(OfficeTerm(membership=membership, office="chair", is_shared=True, starts=FROM), by=None)


def moment(day: date, hour: int) -> datetime:
    """The hour of the day in Sweden."""
    return datetime.combine(day, time(hour), STOCKHOLM)
