"""What every step of a group's composition shares: the lock, who may, the days, and refusals that name the rule."""

from datetime import date, datetime, timedelta

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from groups.models import Group, Person, User
from groups.models.dated import Dated
from groups.rules import appoints, composes_group
from samverkan.common import history, overlap
from samverkan.common.refusals import NotAllowed, StepRefused
from samverkan.common.swedish import long_date

NOT_YOURS = "Sammansättningen sköts av gruppens processledare, koordinator eller områdets administratör."
NOT_ONESELF = "Du kan inte ändra dina egna uppdrag. Be en annan administratör."
TAKEN_BACK = "Uppdraget är redan tillbakataget. På gruppens sida står vilka som är med."
BACKWARDS = "Sista dagen ligger före den första. Ändra en av dem."
#: Which argument is at fault when a rule of the database is broken.
FIELD_OF = {"one_holder_per_seat": "seat", "one_membership_per_role": "person", "one_seat_per_position": "position"}


class Misfit(StepRefused):
    """What was given breaks a rule. ``field`` names the argument at fault; empty when it is none alone."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


def begin(group_pk: int, *, by: User, at: datetime | None, person: Person | None = None) -> Group:
    """The group, locked until the step is over: each step of a composition waits for the one before.

    Raises NotAllowed unless ``by`` may compose the group and, with ``person``, do so with that person.
    """
    rows = Group.objects.select_for_update(of=("self",)).select_related("type", "area")
    group: Group = rows.get(pk=group_pk)
    day = timezone.localdate(at)
    if not composes_group(by, group, on=day):
        raise NotAllowed(NOT_YOURS)
    if person and not appoints(by, group, person, on=day):
        raise NotAllowed(NOT_ONESELF)
    return group


def current[M: Dated](rows: QuerySet[M], pk: int) -> M:
    """The row as it stands. Raises Misfit when somebody has taken it back in the meantime."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Misfit(TAKEN_BACK)
    return found


def store(row: Dated, *, by: User, at: datetime | None, reason: str) -> None:
    """Save the row with its history, or raise Misfit with the rule that it breaks; also when another was first."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise _misfit(error) from error
    try:
        with transaction.atomic():
            history.save(row, by=by, at=at, reason=reason)
    except IntegrityError as error:
        for rule in overlap.rules_of(type(row)):
            if rule.name in str(error):
                raise Misfit(rule.message, field=FIELD_OF.get(rule.name, "")) from error
        raise


def _misfit(error: ValidationError) -> Misfit:
    for name, found in error.error_dict.items():
        code = found[0].code or ""
        field = FIELD_OF.get(code, "") if name == NON_FIELD_ERRORS else name
        return Misfit(" ".join(message for each in found for message in each.messages), field=field)
    raise error


def refuse_beyond(row: Dated, limits: Dated, *, what: str) -> None:
    """Raises Misfit when the row holds on a day when ``limits`` does not. ``what`` is named: ``Gruppen finns``."""
    if row.starts < limits.starts:
        raise Misfit(f"{what} från och med {long_date(limits.starts)}. Välj en senare första dag.", field="starts")
    refuse_late(row.ends, limits, what=what)


def refuse_late(ends: date | None, limits: Dated, *, what: str) -> None:
    """Raises Misfit when something that ends on the day would outlast ``limits``."""
    if limits.ends and (ends is None or ends > limits.ends):
        raise Misfit(
            f"{what} till och med {last_day(limits.ends)}. Skriv den dagen eller en tidigare som sista dag.",
            field="ends",
        )


def sharing_a_day(starts: date, ends: date | None) -> Q:
    """Rows that hold on some day of the time given."""
    begins_in_time = Q(starts__lt=ends) if ends else Q()
    return begins_in_time & (Q(ends=None) | Q(ends__gt=starts))


def refuse_backwards(row: Dated) -> None:
    """Raises Misfit when the last day comes before the first."""
    if row.ends and row.ends <= row.starts:
        raise Misfit(BACKWARDS, field="ends")


def refuse_unless_endable(row: Dated, *, on: date, today: date, what: str) -> None:
    """Raises Misfit unless a row that has begun, and not ended, can end on the day. ``what``: ``Uppdraget``."""
    if row.ends and row.ends <= today:
        raise Misfit(f"{what} är redan avslutat, till och med {last_day(row.ends)}. Rätta det om dagen är fel.")
    if on <= row.starts:
        way_out = "Ta tillbaka det i stället." if row.starts > today else "Rätta det om den första dagen är fel."
        raise Misfit(f"{what} börjar {long_date(row.starts)} och kan inte sluta innan dess. {way_out}", field="ends")


def last_day(ends: date) -> str:
    """The last day, in words, of what ends on the day after it."""
    return long_date(ends - timedelta(days=1))


def required_reason(reason: str) -> str:
    """The reason, which a correction must have. Raises Misfit without one."""
    if not reason.strip():
        raise Misfit("Skriv varför uppgifterna rättas.", field="reason")
    return f"Rättat: {reason.strip()}"
