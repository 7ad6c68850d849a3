"""What happens to people: two rows turn out to be one person, and what is held about somebody is corrected."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.text import slugify

from groups import signals
from groups.models import Membership, Person, User
from samverkan.common import history
from samverkan.common.frozen import FrozenError
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused

#: What somebody's row says of them, and what an administrator may correct.
CORRECTED = ("name", "title", "organisation", "email")


@transaction.atomic
def merge_people(person: Person, into: Person, *, by: User, at: datetime | None = None) -> Person:
    """Make one person of two rows: what belongs to ``person`` is moved to ``into``, and ``person`` points there.

    What ``into`` lacks of title, organisation and e-mail is taken over, and so is the account. The apps above move
    what is theirs (``person_merged``); records keep their text. Raises StepRefused when both have accounts, or have
    the same role in a group at the same time.
    """
    both = Person.objects.select_for_update().filter(pk__in=[person.pk, into.pk]).order_by("pk")
    rows = {row.pk: row for row in both}
    person, into = rows[person.pk], rows[into.pk]
    _refuse_unfit(person, into)
    reason = f"Samma person som {into.name} ({into.slug})"
    repoint("groups", person, into, by=by, at=at, reason=reason)
    if person.memberships.exists():
        raise StepRefused("Någon annan ändrade uppdragen under tiden. Ladda om sidan och försök igen.")
    _move_mail(person, into)
    signals.person_merged.send(sender=Person, person=person, into=into, by=by, at=at)
    taken_over = {
        name: getattr(person, name) for name in CORRECTED if getattr(person, name) and not getattr(into, name)
    }
    if taken_over:
        _write(into, taken_over, by=by, at=at, reason=f"Samma person som {person.name} ({person.slug})")
    _write(person, {"merged_into": into}, by=by, at=at, reason=reason)
    return into


@transaction.atomic
def correct(
    person: Person, values: Mapping[str, Any], *, reason: str, by: User, at: datetime | None = None
) -> list[str]:
    """Correct what the register says of the person (``CORRECTED``); the names of the fields that were changed.

    Memberships and notes keep what they said on their day.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    changed = {name: values[name] for name in CORRECTED if getattr(person, name) != values[name]}
    if changed:
        _write(person, changed, by=by, at=at, reason=f"Rättelse: {reason}")
    return list(changed)


def repoint(app: str, person: Person, into: Person, *, by: User, at: datetime | None, reason: str) -> list[Any]:
    """Let every row of the app that names ``person`` name ``into``; the rows that were moved.

    Left as they are: the history, frozen rows, and a row that would stand beside one that ``into`` has already
    (both at the same meeting).
    """
    moved = []
    for model in apps.get_app_config(app).get_models():
        if hasattr(model, "instance_type"):  # what was, in the history
            continue
        for name in _names_of_person(model):
            rows: Any = model._default_manager.filter(**{name: person})
            moved += [row for row in rows if _moved(row, name, into, by=by, at=at, reason=reason)]
    return moved


def free_slug(name: str) -> str:
    """A code for a new person that nobody has."""
    stem = slugify(name)[:70] or "person"
    taken = set(Person.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if slug not in taken)


def _names_of_person(model: type[models.Model]) -> list[str]:
    fields = [field for field in model._meta.concrete_fields if field.is_relation]
    return [field.name for field in fields if field.related_model is Person and model is not Person]


def _moved(row: Any, name: str, into: Person, *, by: User, at: datetime | None, reason: str) -> bool:
    setattr(row, name, into)
    try:
        with transaction.atomic():
            history.save(row, by=by, at=at, reason=reason, fields=[name])
    except (IntegrityError, FrozenError):
        return False
    return True


def _refuse_unfit(person: Person, into: Person) -> None:
    if person == into:
        raise StepRefused("Välj två olika personer.")
    for row in (person, into):
        if row.merged_into:
            raise StepRefused(f"{row} är redan hopslagen med {row.merged_into}. Ladda om sidan.")
    if User.objects.filter(person__in=[person, into]).count() > 1:
        raise StepRefused("Båda har konton. Ta bort personen från det konto som inte ska användas, och försök igen.")
    mine = list(person.memberships.select_related("group"))
    for other in into.memberships.all():
        if same := next((row for row in mine if _together(row, other)), None):
            raise StepRefused(
                f"Båda är {same.get_role_display().lower()} i {same.group} under samma tid. "
                "Ändra datumen så att det ena uppdraget tar vid där det andra slutar, och försök igen."
            )


def _together(one: Membership, other: Membership) -> bool:
    """Whether both hold the same role in the same group on some day."""
    same = one.group_id == other.group_id and one.role == other.role
    return same and (other.ends is None or one.starts < other.ends) and (one.ends is None or other.starts < one.ends)


def _move_mail(person: Person, into: Person) -> None:
    """Mail that has not gone yet goes to the person that is left."""
    for message in OutboxMessage.objects.filter(payload__person=person.pk, done_at=None):
        message.payload["person"] = into.pk
        message.save(update_fields=["payload"])


def _write(person: Person, values: Mapping[str, Any], *, by: User, at: datetime | None, reason: str) -> None:
    for name, value in values.items():
        setattr(person, name, value)
    history.save(person, by=by, at=at, reason=reason, fields=list(values))
