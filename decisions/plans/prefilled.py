"""What an annual report has of the register's suggestions, and whether its text was written on other figures.

Read from the report's history, which says of every change whether the register or a person made it.
"""

import json
from itertools import pairwise
from typing import Any

from decisions.models import AnnualReport
from decisions.plans.states import ReportState

#: Why a row of the history was written: the report begun, its texts saved, its figures fetched once more.
BEGUN, WRITTEN, FETCHED = "Ny rapport", "Ändrad", "Siffrorna hämtade"
#: The texts that the register fills in.
PREFILLED = ("summary", "changes", "planned")


def written_by_hand(report: AnnualReport) -> set[str]:
    """The prefilled texts that somebody has changed: all of them in a report that did not begin with the figures."""
    return _by_hand(_history(report))


def is_behind_figures(report: AnnualReport) -> bool:
    """Whether a report that is not approved has a summary by somebody's hand, last saved on other figures."""
    if report.state not in {ReportState.DRAFT, ReportState.SENT} or not report.summary or not report.figures:
        return False
    rows = _history(report)
    if "summary" not in _by_hand(rows):
        return False
    read = [row for row in rows if row["history_change_reason"] == WRITTEN] or rows[:1]
    return bool(read) and _counted(read[-1]["figures"]) != _counted(report.figures)


def _history(report: AnnualReport) -> list[dict[str, Any]]:
    rows = AnnualReport.history.filter(id=report.pk).order_by("history_id")
    return list(rows.values("history_change_reason", "figures", *PREFILLED))


def _by_hand(rows: list[dict[str, Any]]) -> set[str]:
    if not rows or rows[0]["history_change_reason"] != BEGUN:
        return set(PREFILLED)
    saved = [(before, row) for before, row in pairwise(rows) if row["history_change_reason"] == WRITTEN]
    return {name for before, row in saved for name in PREFILLED if before[name] != row[name]}


def _counted(figures: str) -> Any:
    """The figures without the day they were fetched."""
    return {name: value for name, value in json.loads(figures or "{}").items() if name != "on"}
