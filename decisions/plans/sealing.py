"""The content of an established plan and of an approved report: plain data that needs no database to be read.

The shape is a contract with every record ever sealed; ``FORMAT`` changes when it does.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime

from decisions.models import ActionPlan, AnnualReport, Decision, SealedDocument
from groups.models import Group, User
from samverkan.common import canonical, outbox, print_html
from samverkan.common.canonical import Json
from samverkan.common.free_text import refuse_numbers_in
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import listed

PLAN_FORMAT, REPORT_FORMAT = "samverkan/plan/2", "samverkan/report/2"
RENDER = "decisions.render_sealed"
ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


def plan_content(plan: ActionPlan) -> Json:
    """The plan with its goals and activities; who established it, when and by which decision (R5)."""
    goals = plan.goals.select_related("focus_area__plan").prefetch_related("activities")
    return {
        "format": PLAN_FORMAT,
        "year": plan.year,
        **_version(plan),
        **_group(plan.group),
        "introduction": plan.introduction,
        "established_on": plan.established_on.isoformat() if plan.established_on else "",
        **_established_by(plan),
        "goals": [
            {
                "text": goal.text,
                "focus_area": goal.focus_area.title if goal.focus_area else "",
                "activities": [
                    {
                        "text": row.text,
                        "responsible": row.responsible,
                        "due": row.due.isoformat() if row.due else "",
                    }
                    for row in goal.activities.all()
                ],
            }
            for goal in goals
        ],
    }


def _established_by(plan: ActionPlan) -> Json:
    """The group and the decision, where everyone may know of them: a plan is published as it was frozen.

    So the reference of a decision that isn't published stands in no plan; which one it was is kept beside it
    (``ActionPlan.decision``), and the open page names it once everyone can read it.
    """
    decision = plan.decision
    if decision is None:
        return {"established_by": plan.group.title, "decision": ""}
    if plan.group.shows_group and not decision.group.shows_group:
        return {"established_by": "Gruppen som den ligger under", "decision": ""}
    is_open = Decision.objects.published().filter(pk=decision.pk).exists()
    return {"established_by": decision.group.title, "decision": decision.reference if is_open else ""}


def report_content(report: AnnualReport) -> Json:
    """The report with its headed texts and the figures as they were fetched."""
    return {
        "format": REPORT_FORMAT,
        "year": report.year,
        **_version(report),
        **_group(report.group),
        "sections": [{"heading": heading, "body": getattr(report, name)} for name, heading in report.headings.items()],
        "figures": json.loads(report.figures) if report.figures else None,
        "figures_at": report.figures_at.isoformat() if report.figures_at else "",
        "approved_at": report.approved_at.isoformat() if report.approved_at else "",
        "approved_by": str(report.approved_by) if report.approved_by else "",
        "source": report.source,
    }


def _version(row: ActionPlan | AnnualReport) -> Json:
    """Which version it is, and why it was needed. What was sealed in the first format is of the first version."""
    return {"version": row.version, "revision_reason": row.revision_reason}


def _group(group: Group) -> Json:
    return {
        "group": {"slug": group.slug, "code": group.code, "name": group.title},
        "area": group.area.name,
    }


def content_of(row: ActionPlan | AnnualReport) -> Json:
    return plan_content(row) if isinstance(row, ActionPlan) else report_content(row)


def token_of(row: ActionPlan | AnnualReport) -> str:
    """Stands for the text as it was read, so that a step taken on a newer text is seen."""
    return canonical.sha256(canonical.dumps(content_of(row)))[:16]


def seal(row: ActionPlan | AnnualReport, *, by: User | None, at: datetime) -> SealedDocument:
    """Freeze the row as it stands and promise its PDF. Runs in the caller's transaction."""
    text = canonical.dumps(content_of(row))
    record = SealedDocument(content=text, sha256=canonical.sha256(text), sealed_at=at, sealed_by=by)
    setattr(record, "plan" if isinstance(row, ActionPlan) else "report", row)
    record.save()
    outbox.add(RENDER, record=record.pk)
    return record


def verify(record: SealedDocument) -> bool:
    """Whether the stored text still matches its checksum."""
    return canonical.sha256(record.content) == record.sha256


def refuse_unfit(content: Json) -> None:
    """Raises StepRefused for a text that must not be open to everyone, or that can't be printed."""
    refuse_open_text(*_texts(content))
    for section in content.get("sections", []):
        try:
            print_html.check_shape(section["body"])
        except print_html.PdfRefused as error:
            raise StepRefused(f"{section['heading']} har listor i för många nivåer. Förenkla listorna.") from error


def refuse_open_text(*texts: str) -> None:
    """Raises StepRefused for a personal number or an e-mail address in texts that everyone reads."""
    refuse_numbers(*texts)
    if found := {address for text in texts for address in ADDRESS.findall(text)}:
        raise StepRefused(
            f"Texten innehåller {listed(sorted(found))}. Den kan läsas av alla, så skriv en funktion eller en länk "
            "i stället för en e-postadress."
        )


def refuse_numbers(*texts: str) -> None:
    """Raises StepRefused for what looks like a personal number in any of the texts, rich or plain."""
    refuse_numbers_in(*texts)
    refuse_numbers_in(*texts, rich=True)


def _texts(content: Json) -> Iterator[str]:
    yield content.get("introduction", "")
    yield content.get("revision_reason", "")
    yield from (section["body"] for section in content.get("sections", []))
    for goal in content.get("goals", []):
        yield goal["text"]
        for row in goal["activities"]:
            yield from (row["text"], row["responsible"])
