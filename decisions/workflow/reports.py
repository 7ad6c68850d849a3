"""The steps of an annual report: begun with the register's figures, written, sent, approved and frozen."""

from collections.abc import Iterator
from datetime import date, datetime
from html import escape

from django.db import transaction
from django.utils import timezone

from decisions.figures import Figures, figures_of, frozen
from decisions.models import ActionPlan, Activity, AnnualReport, SealedDocument
from decisions.plans.prefilled import BEGUN, FETCHED, PREFILLED, WRITTEN, written_by_hand
from decisions.plans.sealing import refuse_numbers, refuse_unfit, report_content, seal, token_of
from decisions.plans.states import ActivityState, ReportState
from decisions.workflow.plans import PlanConflict, refuse_year
from decisions.workflow.publishing import locked, refuse_step
from decisions.workflow.revising import fit_reason, take_over
from decisions.workflow.telling import tell_chairs, tell_writers
from groups.models import Group, User
from meetings.workflow.steps import refuse_without_comment
from samverkan.common import canonical, history
from samverkan.common.refusals import StepRefused
from samverkan.common.richtext import clean

TEXTS = ("summary", "successes", "challenges", "changes", "planned")
NOT_A_DRAFT = "Rapporten är skickad till ordföranden och ändras inte. Ta tillbaka den först."


@transaction.atomic
def begin_report(group: Group, year: int, *, by: User | None, at: datetime | None = None) -> AnnualReport:
    """Begin the group's report for a year, with the figures of the register and what they suggest to write.

    Raises StepRefused when it has one, when its type leaves none, and for a year to come.
    """
    at = at or timezone.now()
    group = Group.objects.select_for_update(of=("self",)).select_related("type").get(pk=group.pk)
    refuse_year(year)
    if year > timezone.localdate(at).year:
        raise StepRefused(f"År {year} har inte börjat. Välj ett år som har varit.")
    if not group.type.has_report:
        raise StepRefused(f"{group.title} lämnar ingen årsrapport. Det står på grupptypen.")
    if AnnualReport.objects.filter(group=group, year=year).exists():
        raise StepRefused(f"{group.title} har redan en årsrapport för {year}. Öppna den i stället.")
    report = AnnualReport(group=group, year=year)
    for name, text in _fetch(report, at=at).items():
        setattr(report, name, text)
    history.save(report, by=by, at=at, reason=BEGUN)
    return report


def _fetch(report: AnnualReport, *, at: datetime) -> dict[str, str]:
    """Put the figures of the register in the report, as they are now. Returns what the register suggests to write."""
    today = timezone.localdate(at)
    figures = figures_of([report.group], year=report.year, on=today, published=False)[report.group.pk]
    report.figures, report.figures_at = canonical.dumps(frozen(figures, on=today)), at
    group, year = report.group, report.year
    return {"summary": _suggested(figures), "changes": _done(group, year), "planned": _next(group, year)}


def _suggested(figures: Figures) -> str:
    """A first sentence to write on from."""
    meetings = "ett möte" if figures.held == 1 else f"{figures.held} möten"
    decisions = "ett beslut" if figures.decisions == 1 else f"{figures.decisions} beslut"
    return f"<p>Gruppen har haft {meetings} under {figures.year} och fattat {decisions} i samverkan.</p>"


def _done(group: Group, year: int) -> str:
    rows = Activity.objects.of_plans_in_force().filter(goal__plan__group=group, goal__plan__year=year)
    done = rows.filter(state=ActivityState.DONE).order_by("goal__position", "position")
    return _bullets(f"{row.text}: {row.evidence}" for row in done)


def _next(group: Group, year: int) -> str:
    plan: ActionPlan | None = ActionPlan.objects.in_force().filter(group=group, year=year + 1).first()
    return _bullets(goal.text for goal in plan.goals.all()) if plan else ""


def _bullets(lines: Iterator[str]) -> str:
    items = "".join(f"<li><p>{escape(line, quote=False)}</p></li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _draft(report: AnnualReport) -> AnnualReport:
    found = locked(report)
    if found.state != ReportState.DRAFT:
        raise StepRefused(NOT_A_DRAFT if found.state == ReportState.SENT else "Rapporten är godkänd och ändras inte.")
    return found


@transaction.atomic
def save_report(
    report: AnnualReport, texts: dict[str, str], *, seen: str | None, by: User, at: datetime | None = None
) -> AnnualReport:
    """Write the texts of a draft. Raises PlanConflict when somebody has saved since ``seen``, and StepRefused for a
    personal number.
    """
    report = _draft(report)
    if seen is not None and seen != (now := token_of(report)):
        raise PlanConflict(now)
    refuse_numbers(*texts.values())
    if report.version > 1:
        report.revision_reason = fit_reason(texts.get("revision_reason", report.revision_reason))
    for name in TEXTS:
        setattr(report, name, clean(texts.get(name, getattr(report, name))))
    history.save(report, by=by, at=at, reason=WRITTEN, fields=[*TEXTS, "revision_reason"])
    return report


@transaction.atomic
def fetch_again(report: AnnualReport, *, by: User, at: datetime | None = None) -> AnnualReport:
    """Take the figures from the register once more, as they are now, and what they suggest to write.

    A text that somebody has written in stays as it is; ``is_behind_figures`` then says so.
    """
    report, at = _draft(report), at or timezone.now()
    kept = written_by_hand(report)
    for name, text in _fetch(report, at=at).items():
        if name not in kept:
            setattr(report, name, text)
    history.save(report, by=by, at=at, reason=FETCHED, fields=["figures", "figures_at", *PREFILLED])
    return report


@transaction.atomic
def discard_report(report: AnnualReport, *, by: User, at: datetime | None = None) -> None:
    """Throw a draft away; the history keeps what it said."""
    history.remove(_draft(report), by=by, at=at, reason="Utkastet slängt")


@transaction.atomic
def send_report(report: AnnualReport, *, by: User, at: datetime | None = None) -> AnnualReport:
    """Send the report to those who chair the group, with mail. From here on the text stands still.

    Raises StepRefused for what must not be open to everyone, and when there is nobody to approve it.
    """
    report, at = _draft(report), at or timezone.now()
    if not report.summary:
        raise StepRefused("Skriv sammanfattningen innan rapporten skickas.")
    refuse_unfit(report_content(report))
    report.state, report.sent_at, report.comment = ReportState.SENT, at, ""
    history.save(report, by=by, at=at, reason="Skickad till ordföranden")
    if not tell_chairs(report, by=by, on=timezone.localdate(at)):
        raise StepRefused("Ingen är ordförande för gruppen i dag. Utse någon först, så att rapporten kan godkännas.")
    return report


@transaction.atomic
def take_back(report: AnnualReport, *, by: User, at: datetime | None = None) -> AnnualReport:
    """Go on writing in a report that lies with the chair."""
    report = locked(report)
    refuse_step(report, ReportState.DRAFT)
    report.state = ReportState.DRAFT
    history.save(report, by=by, at=at, reason="Tagen tillbaka", fields=["state"])
    return report


@transaction.atomic
def return_report(report: AnnualReport, *, comment: str, by: User, at: datetime | None = None) -> AnnualReport:
    """Send the report back to those who write it, with what to change."""
    report, at = locked(report), at or timezone.now()
    refuse_step(report, ReportState.DRAFT)
    refuse_without_comment(comment)
    report.state, report.comment = ReportState.DRAFT, comment.strip()
    history.save(report, by=by, at=at, reason="Lämnad tillbaka", fields=["state", "comment"])
    tell_writers(report, "report_returned", by=by, at=at)
    return report


@transaction.atomic
def approve_report(
    report: AnnualReport, *, seen: str | None = None, by: User, at: datetime | None = None
) -> AnnualReport:
    """Approve the text that ``seen`` stands for, freeze it, and promise its PDF.

    Raises PlanConflict when the report has been taken back, changed and sent again since it was shown.
    """
    report, at = locked(report), at or timezone.now()
    refuse_step(report, ReportState.APPROVED)
    if seen is not None and seen != (now := token_of(report)):
        raise PlanConflict(now)
    report.state, report.approved_at, report.approved_by = ReportState.APPROVED, at, by
    refuse_unfit(report_content(report))
    take_over(report, by=by, at=at)
    history.save(report, by=by, at=at, reason="Godkänd")
    seal(report, by=by, at=at)
    tell_writers(report, "report_approved", by=by, at=at)
    return report


@transaction.atomic
def seal_loaded_reports(*, at: datetime) -> list[SealedDocument]:
    """Freeze every approved or published report that has no record, as those that were loaded from files."""
    rows = AnnualReport.objects.settled().filter(record=None).select_related("group__area")
    return [seal(report, by=None, at=at) for report in rows.order_by("year", "pk")]


def due_year(on: date) -> int:
    """The year that a report begun on the day is about: the one before, until the autumn."""
    return on.year - 1 if on.month < 11 else on.year
