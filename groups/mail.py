"""Mail about groups, their mandates, offices and documents: one text per template in ``templates/mail/``."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse

from groups.models import Group, OfficeTerm, Person, RecordKeeping, User
from groups.roles import SECRETARIAT
from samverkan.common import mailing, outbox
from samverkan.common.models import OutboxMessage
from samverkan.common.swedish import listed


def address_of(person: Person) -> str:
    """Where mail reaches the person: the account's address, else the register's; empty when there is none."""
    user = getattr(person, "user", None)
    return user.email if user and user.is_active else person.email


def secretariat_of(group: Group, *, on: date) -> list[Person]:
    """Those who run the group on the day: process leaders and coordinators."""
    memberships = group.memberships.on(on).filter(role__in=SECRETARIAT).select_related("person__user")
    return list({row.person.pk: row.person for row in memberships}.values())


def contact_of(group: Group, *, first: Person | None, on: date) -> str:
    """Whom somebody outside turns to about the group, as name and address: of those who run it one whose contact
    details may be shown, the ``first`` before the others; else who keeps its records. Empty when neither is known.
    """
    return _role_contact(secretariat_of(group, on=on), first=first) or _keeper_of(group, on=on)


def named_contact_of(group: Group, *, first: Person | None, on: date) -> str:
    """As ``contact_of``, for those whom the group has turned to: where no contact details may be shown, those who run
    it by name, and who keeps its records.
    """
    running = secretariat_of(group, on=on)
    names = listed([person.name for person in running])
    return _role_contact(running, first=first) or ", eller ".join(filter(None, [names, _keeper_of(group, on=on)]))


def _role_contact(running: Sequence[Person], *, first: Person | None) -> str:
    shown = [row for row in running if row.is_role_contact and address_of(row)]
    person = min(shown, key=lambda row: row != first, default=None)
    return f"{person.name}, {address_of(person)}" if person else ""


def _keeper_of(group: Group, *, on: date) -> str:
    keeping = RecordKeeping.objects.on(on).filter(group=group).select_related("authority").first()
    return ", ".join(filter(None, [keeping.authority.name, keeping.contact])) if keeping else ""


def chairs_of(group: Group, *, on: date) -> list[Person]:
    """Those who chair the group on the day, vice chairs among them."""
    terms = OfficeTerm.objects.on(on).filter(membership__group=group)
    return list(Person.objects.filter(memberships__offices__in=terms).select_related("user").distinct())


def remind(key: str, template: str, person: Person, *, path: str, **context: str) -> bool:
    """Promise one mail to one person, once for ever under the key; whether it was promised now.

    ``path`` is where in the portal the mail leads; ``context`` is text only.
    """
    return outbox.add_once(
        f"{key}:{person.pk}", "groups.mail", template=template, person=person.pk, path=path, context=context
    )


def welcome(account: User) -> bool:
    """Promise a mail to the person of a new account that says how to choose a password; whether one was promised.

    None for an account that is switched off or belongs to nobody.
    """
    if not account.is_active or account.person is None:
        return False
    path = reverse("account_reset_password")
    outbox.add("groups.mail", template="account_new", person=account.person.pk, path=path, context={})
    return True


@outbox.handles("groups.mail")
def send(message: OutboxMessage) -> None:
    """Send one mail to one person; a person without an address gets none."""
    payload = message.payload
    person = Person.objects.select_related("user").get(pk=payload["person"])
    to = address_of(person)
    if not to:
        mailing.leave(message, mailing.NO_ADDRESS)
        return
    context = {"person": person, "link": f"{settings.SITE_URL}{payload['path']}", **payload["context"]}
    mailing.send_template(message, payload["template"], to=to, context=context)
