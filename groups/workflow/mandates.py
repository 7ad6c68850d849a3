"""The steps of a mandate: a draft is begun or thrown away, a version is adopted and the one before it superseded."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from groups.mandates.record import LATER, addresses_in, mandate_content
from groups.models import Group, Mandate, MandateRecord, MandateSection, User
from groups.states import MandateState, may_move
from samverkan.common import canonical, history, outbox, print_html
from samverkan.common.canonical import Json
from samverkan.common.free_text import refuse_numbers_in
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import listed, long_date

#: What a new version begins with.
COPIED = ("title", "commissioner", "commissioner_group", "assignee", "chair_decides", "recipients")


@transaction.atomic
def draft(groups: Iterable[Group], *, title: str, by: User, at: datetime | None = None) -> Mandate:
    """Begin a mandate for the groups, as a draft without sections."""
    refuse_numbers_in(title)
    return _begin(Mandate(title=title), groups, by=by, at=at, reason="Nytt utkast")


@transaction.atomic
def start_revision(
    mandate: Mandate, *, groups: Iterable[Group] | None = None, by: User, at: datetime | None = None
) -> Mandate:
    """Draft the successor of an adopted mandate: its text, and those of its facts that a decision does not change.

    ``groups`` are those of its groups that the new version is to cover; all of them when none are given.
    """
    mandate = locked(mandate)
    if mandate.state == MandateState.DRAFT:
        raise StepRefused("Uppdraget är ett utkast. Ändra i det i stället.")
    covered = list(mandate.groups.all())
    wanted = covered if groups is None else list(groups)
    if not {group.pk for group in wanted} <= {group.pk for group in covered}:
        raise StepRefused("En ny version kan bara omfatta grupper som den förra omfattar.")
    begun = Mandate(replaces=mandate, **{name: getattr(mandate, name) for name in COPIED})
    new = _begin(begun, wanted, by=by, at=at, reason=f"Ny version av {mandate.title}")
    for section in mandate.sections.all():
        copy = MandateSection(mandate=new, position=section.position, heading=section.heading, body=section.body)
        history.save(copy, by=by, at=at, reason="Från förra versionen")
    return new


@transaction.atomic
def discard(mandate: Mandate, *, by: User, at: datetime | None = None) -> None:
    """Throw a draft away; the history keeps what it said. What it was to replace is no longer under revision."""
    mandate = locked_draft(mandate)
    for row in (*mandate.sections.all(), mandate):
        history.remove(row, by=by, at=at, reason="Utkastet slängt")


@transaction.atomic
def adopt(
    mandate: Mandate,
    *,
    decision_date: date,
    valid_from: date,
    by: User,
    decided_by: str = "",
    decided_by_group: Group | None = None,
    valid_until: date | None = None,
    precision: str = Mandate.Precision.DAY,
    review_date: date | None = None,
    decision_reference: str = "",
    registration_number: str = "",
    at: datetime | None = None,
) -> Mandate:
    """Register that a draft has been adopted, seal it, supersede the versions it replaces and promise its PDF.

    Who decided is a group, or an office or person in words. ``valid_until`` is the last day; with the precision
    month or year it is moved to the end of it. From here on the text never changes; a change is a new version.
    """
    mandate, at = locked_draft(mandate), at or timezone.now()
    mandate.decided_by, mandate.decided_by_group = decided_by.strip(), decided_by_group
    mandate.decision_date, mandate.valid_from, mandate.review_date = decision_date, valid_from, review_date
    mandate.valid_until = last_day(valid_until, precision) if valid_until else None
    mandate.valid_until_precision = Mandate.Precision(precision)
    mandate.decision_reference = decision_reference.strip()
    mandate.registration_number = registration_number.strip()
    groups = _locked_groups(mandate.groups.all())
    _refuse_unfit(mandate, groups, on=timezone.localdate(at))
    mandate.state, mandate.version = MandateState.ADOPTED, max(mandate.version, next_version(groups, beside=mandate))
    history.save(mandate, by=by, at=at, reason="Antagen")
    _seal(mandate, by=by, at=at)
    _supersede_older(mandate, groups, by=by, at=at)
    return mandate


@transaction.atomic
def complete(mandate: Mandate, *, by: User, at: datetime | None = None, **values: str | date | None) -> Mandate:
    """Write what is known only after the adoption: ``LATER``, and nothing else. The sealed text stays as it is."""
    mandate = locked(mandate)
    if mandate.state == MandateState.DRAFT or not set(values) <= set(LATER):
        raise StepRefused("Ett antaget uppdrag ändras med en ny version.")
    changed = [name for name, value in values.items() if getattr(mandate, name) != value]
    for name in changed:
        setattr(mandate, name, values[name])
    if changed:
        history.save(mandate, by=by, at=at, reason="Kompletterad", fields=changed)
    return mandate


@transaction.atomic
def seal_loaded(*, at: datetime) -> int:
    """Seal every adopted mandate that has no record, as those that were loaded from files; the number sealed."""
    found = Mandate.objects.exclude(state=MandateState.DRAFT).filter(record=None).order_by("version", "pk")
    for mandate in found:
        _seal(mandate, by=None, at=at)
    return len(found)


def locked(mandate: Mandate) -> Mandate:
    """The mandate as it stands, locked until the step is over."""
    found: Mandate | None = Mandate.objects.select_for_update(of=("self",)).filter(pk=mandate.pk).first()
    if found is None:
        raise StepRefused("Utkastet finns inte längre. Någon annan har slängt det.")
    return found


def locked_draft(mandate: Mandate) -> Mandate:
    """The draft, locked; StepRefused once it has been adopted."""
    found = locked(mandate)
    if not may_move(found.state, MandateState.ADOPTED):
        raise StepRefused("Uppdraget är redan antaget och ändras inte. Starta en ny version i stället.")
    return found


def next_version(groups: Iterable[Group], *, beside: Mandate | None = None) -> int:
    """One more than the highest number among the mandates of the groups, drafts among them (but not ``beside``)."""
    taken = Mandate.objects.filter(groups__in=list(groups)).exclude(pk=beside.pk if beside else None)
    return 1 + max(taken.values_list("version", flat=True), default=0)


def refuse_second_draft(groups: Iterable[Group], *, beside: Mandate | None = None) -> None:
    """Raises StepRefused when a draft, other than ``beside``, covers one of the groups."""
    others = Mandate.objects.drafts().exclude(pk=beside.pk if beside else None)
    busy = [group.code for group in groups if others.filter(groups=group).exists()]
    if busy:
        raise StepRefused(f"Det finns redan ett utkast för {listed(busy)}. Arbeta vidare i det, eller släng det först.")


def last_day(day: date, precision: str) -> date:
    """The last day of the month or year in which a day lies, or the day itself."""
    if precision == Mandate.Precision.MONTH:
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return day.replace(month=12, day=31) if precision == Mandate.Precision.YEAR else day


def _locked_groups(groups: Iterable[Group]) -> list[Group]:
    """The groups, locked in one order, so that two who draft for the same group get one number each."""
    keys = [group.pk for group in groups]
    return list(Group.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def _begin(mandate: Mandate, groups: Iterable[Group], *, by: User, at: datetime | None, reason: str) -> Mandate:
    covered = _locked_groups(groups)
    if not covered:
        raise StepRefused("Välj minst en grupp som uppdraget omfattar.")
    refuse_second_draft(covered)
    mandate.version, mandate.state = next_version(covered), MandateState.DRAFT
    mandate.slug = _free_code(covered, mandate.version)
    history.save(mandate, by=by, at=at, reason=reason)
    set_groups(mandate, covered, by=by, at=at, reason=reason)
    return mandate


def set_groups(mandate: Mandate, groups: list[Group], *, by: User, at: datetime | None, reason: str) -> None:
    """Let the mandate cover exactly these groups, with who, when and why in the history."""
    with history.signed(mandate, by=by, at=at, reason=reason):
        mandate.groups.set(groups)


def _free_code(groups: list[Group], version: int) -> str:
    """A code that no mandate has: of the group, or of the area where there are several."""
    owner = groups[0].slug if len(groups) == 1 else groups[0].area.slug
    base = f"uppdrag-{slugify(owner)[:50]}-v{version}"
    taken = set(Mandate.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if code not in taken)


def _refuse_unfit(mandate: Mandate, groups: list[Group], *, on: date) -> None:
    content = mandate_content(mandate)
    if not any(section["body"] for section in content["sections"]):
        raise StepRefused("Skriv minst ett avsnitt med text innan uppdraget antas.")
    if not mandate.decided_by and mandate.decided_by_group is None:
        raise StepRefused("Skriv vem som har beslutat: en grupp, en funktion eller en namngiven person.")
    if mandate.decision_date and mandate.decision_date > on:
        raise StepRefused("Beslutsdatumet ligger i framtiden. Registrera antagandet när beslutet är fattat.")
    if mandate.valid_until and mandate.valid_from and mandate.valid_until < mandate.valid_from:
        raise StepRefused("Uppdraget kan inte sluta gälla innan det har börjat. Ändra en av dagarna.")
    for section in content["sections"]:
        refuse_numbers_in(section["heading"])
        refuse_numbers_in(section["body"], rich=True)
    refuse_numbers_in(mandate.title, mandate.commissioner, mandate.assignee, mandate.decided_by, mandate.recipients)
    _refuse_before_former(mandate, groups)
    _refuse_unprintable(content)


def _refuse_before_former(mandate: Mandate, groups: list[Group]) -> None:
    former = Mandate.objects.exclude(state=MandateState.DRAFT).filter(groups__in=groups)
    if found := former.filter(valid_from__gt=mandate.valid_from).order_by("-valid_from").first():
        raise StepRefused(
            f"Version {found.version} gäller från {long_date(found.valid_from)}. "
            "En ny version kan inte gälla från en tidigare dag."
        )


def _refuse_unprintable(content: Json) -> None:
    if addresses := addresses_in(content):
        raise StepRefused(
            f"Texten innehåller {listed(addresses)}. Uppdraget kan läsas av alla, så skriv en funktion eller en länk "
            "i stället för en e-postadress."
        )
    for section in content["sections"]:
        try:
            print_html.check_shape(section["body"])
        except print_html.PdfRefused as error:
            raise StepRefused(f"{section['heading']} har listor i för många nivåer. Förenkla listorna.") from error


def _seal(mandate: Mandate, *, by: User | None, at: datetime) -> None:
    text = canonical.dumps(mandate_content(mandate))
    record = MandateRecord(
        mandate=mandate, content=text, sha256=canonical.sha256(text), sealed_at=at, sealed_by=by
    )  # fmt: skip
    record.save()
    outbox.add("groups.render_mandate", record=record.pk)


def _supersede_older(new: Mandate, groups: list[Group], *, by: User, at: datetime) -> None:
    """Supersede each mandate of which every group now has a newer one; its dates still say until when it holds."""
    for old in Mandate.objects.adopted().filter(groups__in=groups).exclude(pk=new.pk).distinct():
        newer = Mandate.objects.exclude(state=MandateState.DRAFT).filter(version__gt=old.version)
        if not old.groups.exclude(pk__in=Group.objects.filter(mandates__in=newer).values("pk")).exists():
            old.state = MandateState.SUPERSEDED
            history.save(old, by=by, at=at, reason=f"Ersatt av version {new.version}", fields=["state"])
