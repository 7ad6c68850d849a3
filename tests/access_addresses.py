"""The address of each route, for the rows that the walk over the access matrix makes."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from decisions.models import ActionPlan, Activity, Anchoring, AnnualReport, CooperationPlan, Decision, SentDown
from groups.models import GoverningDocument, Group, Mandate, MandateSection, Membership, OfficeTerm, Seat, User
from meetings import consultation_links, links
from meetings.models import AgendaVersion, Consultation, Consulted, Handover, Matter, Meeting, MinutesVersion
from meetings.workflow.evidence import keep_evidence
from meetings.workflow.handovers import send_down
from meetings.workflow.registered_answers import Came, register_answer
from samverkan.common.uploads import Checked
from tests.factories import AFTER
from tests.matters import matter_address

#: What is done with no meeting in particular.
GENERAL = {
    "preparation", "preparation-register", "new-written", "new-chair-decision", "upload-note",
    "list", "new", "import-minutes", "import-save", "plan-year", "calendar", "calendar-new", "calendar-revoke",
}  # fmt: skip
YEARLY = {
    "plan", "plan-pdf", "plan-version", "plan-version-pdf", "report", "report-pdf", "report-version",
    "report-version-pdf", "wheel", "group-figures", "group-figures-csv",
}  # fmt: skip
COMPOSITION = ("groups_admin:appoint", "groups_admin:membership-", "groups_admin:office-", "groups_admin:seat-")


def address(route: str, meeting: Meeting) -> str:
    """The address of a route for the meeting."""
    found = fixed_address(route, meeting) or address_of_a_row(route)
    if found:
        return found
    if route.startswith("minutes-version"):
        return reverse(route, args=["lgs", meeting.day_key, 1])
    if route.partition(":")[2].startswith("diary-") or route in {"meetings_admin:package", "diary"}:
        return diary_address(route, meeting)
    if route in YEARLY or route.startswith(("plan_admin:", "admin:decisions_")):
        return yearly_address(route)
    if route.startswith(("meetings_admin:handover", "meetings_admin:consult", "consultation-link", "matter-way")):
        return between_address(route)
    if route.startswith("sent_down:"):
        return sent_down_address(route)
    if route.startswith("decisions_admin:"):
        return decision_address(route, meeting)
    if route == "meetings_admin:evidence":
        return evidence_address(meeting)
    if route.startswith("mail-link"):
        return mail_link(meeting) + ("underlag/1/" if route == "mail-link-paper" else "")
    if route.startswith("meetings_admin:"):
        needs_meeting = route.split(":")[1] not in GENERAL
        is_one_paper = route.split(":")[1] in {"paper", "paper-remove", "paper-file"}
        return reverse(route, args=[*([meeting.pk] if needs_meeting else []), *([1] if is_one_paper else [])])
    return reverse(route)


def fixed_address(route: str, meeting: Meeting) -> str:
    """The address of a route that takes always the same; empty for others."""
    day, decision = ["lgs", meeting.day_key], ["lgs", f"{meeting.date.year}-1"]
    arguments: dict[str, list[Any]] = {
        "group": ["lgs"], "meeting": day, "minutes-pdf": day, "agenda-pdf": day, "minutes-original": day,
        "meetings_admin:agenda-paper": [meeting.pk, 1, 1], "decision": decision, "decision-pdf": decision,
        "admin:app_list": ["groups"], "account_confirm_email": ["x"],
        "account_reset_password_from_key": ["x", "y"], "admin:view_on_site": [1, 1],
        "meeting-paper": [*day, 1], "group-calendar": ["lgs"], "personal-calendar": ["x" * 43],
        "help-task": ["justera"], "kept-mail": [1], "kept-mail-file": [1, 1], "failed-work-retry": [UUID(int=1)],
        "groups_admin:group-end": ["lgs"], "groups_admin:group-reopen": ["lgs"],
    }  # fmt: skip
    return reverse(route, args=arguments[route]) if route in arguments else ""


def address_of_a_row(route: str) -> str:
    """The address of a route for one row of a register, a matter or a standing item; empty for others."""
    if route.startswith("admin:groups_"):
        return register_address(route)
    if route in {"document", "document-file"}:
        return reverse(route, args=["rutin"])
    if route.startswith("groups_admin:document") and not route.endswith("-new"):
        return reverse(route, args=[GoverningDocument.objects.get(slug="rutin").pk])
    if route == "organisation" or route.startswith(("groups_admin:person-", "groups_admin:organisation-")):
        return row_address(route)
    if route in {"group-desk", "group-desk-figures"} or route.startswith(COMPOSITION):
        return composition_address(route)
    if "mandate" in route:
        return mandate_address(route)
    if route.startswith(("meetings_admin:matter", "meetings_admin:standing")):
        return matter_address(route)
    return ""


def yearly_address(route: str) -> str:
    """The address of a plan or report: behind sign-in the drafts of eva's group, on the open site what it published."""
    if route == "wheel":
        return reverse(route, args=[2026])
    if not route.startswith(("plan_admin:", "admin:")):
        version = [1] if "-version" in route else []
        return reverse(route, args=["lgs", *([] if "figures" in route else [2025]), *version])
    if route.startswith("admin:"):
        action = route.removeprefix("admin:decisions_cooperationplan_")
        row: Any = CooperationPlan.objects.first()
        old = [row.history.first().pk] if action == "simple_history" else []
        return reverse(route, args={"changelist": [], "add": [], "export": ["csv"]}.get(action, [row.pk, *old]))
    name, _, action = route.removeprefix("plan_admin:").partition("-")
    if name == "overview" or action == "new":
        return reverse(route)
    draft: Any = {"plan": ActionPlan, "report": AnnualReport}[name].objects.filter(state="draft").first()
    activity: Any = Activity.objects.filter(goal__plan__state="draft").first()
    more = [activity.pk if activity else 1] if action == "activity" else []
    return reverse(route, args=[draft.pk if draft else 1, *more])


def diary_address(route: str, meeting: Meeting) -> str:
    """The address of the diary, of the package of the first version, or of one thing in the diary."""
    kind = route.partition("-")[2]
    if not kind:
        return reverse(route, args=[meeting.pk, 1] if route.endswith("package") else [])
    rows: dict[str, Any] = {
        "minutes": MinutesVersion, "agenda": AgendaVersion, "matter": Matter,
        "decision": Decision, "report": AnnualReport.objects.settled(),
    }  # fmt: skip
    row = getattr(rows[kind], "objects", rows[kind]).order_by("pk").first()
    return reverse(route, args=[row.pk if row else 1])


def decision_address(route: str, meeting: Meeting) -> str:
    """The address of what is done with the first decision, or with what the first organisation does with it."""
    name = route.removeprefix("decisions_admin:")
    if name in {"mine", "commitments", "matrix"}:
        return reverse(route)
    if name.startswith("take-home") or name in {"informed", "all-anchored", "letter"}:
        return reverse(route, args=[meeting.pk, *([1] if name == "letter" else [])])
    decision, row = Decision.objects.order_by("pk").first(), Anchoring.objects.order_by("pk").first()
    is_row = name in {"anchoring", "formal", "commitment"}
    return reverse(route, args=[decision.pk if decision else 1, *([row.pk if row else 1] if is_row else [])])


def mail_link(meeting: Meeting) -> str:
    """The link in the mail to olle, about the latest version; one that nobody has before there is a version."""
    agenda, minutes = meeting.agenda_versions.last(), meeting.minutes_versions.last()
    if not agenda and not minutes:
        return reverse("mail-link", args=["x" * 43])
    person = User.objects.get(email="olle@example.se").person
    assert person is not None
    address = links.make(person, minutes=minutes) if minutes else links.make(person, agenda=agenda)
    return address.removeprefix(settings.SITE_URL)


#: Endings of the addresses of one who is asked in a consultation.
OF_ONE_ASKED = ("-answer", "-register", "-evidence")


def between_address(route: str) -> str:
    """The address of what goes between groups, for the rows that ``tests.handovers.make_between`` makes."""
    name = route.removeprefix("meetings_admin:")
    handover, asked = Handover.objects.first(), Consultation.objects.first()
    if handover is None or asked is None:
        return reverse(route, args=[1, *([1] if name.endswith(("-paper", *OF_ONE_ASKED)) else [])])
    row, outside = asked.consulted.order_by("position")
    paper = [1] if name.endswith("-paper") else []
    if name.startswith("consultation-link"):
        path = consultation_links.make(outside).removeprefix(settings.SITE_URL)
        return f"{path}underlag/1/" if paper else path
    if name == "consultations":
        return reverse(route)
    if name == "matter-way" or name.endswith("-new"):
        return reverse(route, args=[Matter.objects.order_by("pk").values_list("pk", flat=True)[0]])
    if name.startswith("handover"):
        return reverse(route, args=[handover.pk, *paper])
    if name == "consultation-evidence":
        row = registered(outside)
    return reverse(route, args=[asked.pk, *([row.pk] if name.endswith(OF_ONE_ASKED) else paper)])


def registered(row: Consulted) -> Consulted:
    """One who is asked, whose answer came in a mail that is kept."""
    checked = Checked(b"%PDF-1.7 Mejl.", "mejl.pdf", "application/pdf", "b" * 64, 14)
    user, sent = User.objects.get(email="eva@example.se"), timezone.localdate(row.consultation.sent_at)
    came = Came("Bo Ek, VästKom", "mail", sent, checked)
    return register_answer(row, text="Ja.", came=came, by=user, at=row.consultation.sent_at)


def sent_down_address(route: str) -> str:
    """The address of the first decision, or of what one group below has answered about it."""
    decision = Decision.objects.order_by("pk").first()
    if decision is None:
        return reverse(route, args=[1, 1] if route.endswith(":register") else [1])
    if not route.endswith(":register"):
        return reverse(route, args=[decision.pk])
    user, group = User.objects.get(email="eva@example.se"), Group.objects.get(slug="annan")
    with transaction.atomic():
        handover = send_down(
            group, from_group=decision.group, title="Beslut", text="Text", wanted_by=None, by=user, at=AFTER
        )  # fmt: skip
        row = SentDown.objects.create(decision=decision, handover=handover)
    return reverse(route, args=[decision.pk, row.pk])


def evidence_address(meeting: Meeting) -> str:
    """The file of something registered, made when there is none."""
    checked = Checked(b"%PDF-1.7 Mejl.", "mejl.pdf", "application/pdf", "a" * 64, 14)
    with transaction.atomic():
        row = keep_evidence(meeting, checked, at=AFTER)
    assert row is not None
    return reverse("meetings_admin:evidence", args=[meeting.pk, row.pk])


def composition_address(route: str) -> str:
    """The address of the group's page, or of what is done with one of its seats, memberships or offices."""
    rows = {"membership": Membership, "office": OfficeTerm, "seat": Seat}
    name, _, action = route.removeprefix("groups_admin:").partition("-")
    new = name not in rows or action in {"add", "appoint"}
    path = "membership__group" if name == "office" else "group"
    return reverse(route, args=["lgs", *([] if new else [rows[name].objects.filter(**{f"{path}__slug": "lgs"})[0].pk])])


def row_address(route: str) -> str:
    """The address of what is done with the first person or organisation that there is."""
    name = route.removeprefix("groups_admin:").split("-")[0]
    row = apps.get_model("groups", name).objects.order_by("pk").first()
    return reverse(route, args=[row.slug if route == "organisation" else row.pk if row else 1])


def mandate_address(route: str) -> str:
    """Of the open site the newest adopted version; behind sign-in the draft, or an adopted one where it is read."""
    if not route.startswith("groups_admin:"):
        return reverse(route, args=["lgs", *([] if route == "mandates" else [3])])
    if route == "groups_admin:mandate-new":
        return reverse(route)
    reads = route.endswith(("-file", "-difference"))
    row = Mandate.objects.filter(state="adopted" if reads else "draft").order_by("-version").first()
    section = MandateSection.objects.filter(mandate=row).first()
    needs = "-section" in route and not route.endswith("-new")
    return reverse(route, args=[row.pk if row else 1, *([section.pk if section else 1] if needs else [])])


def register_address(route: str) -> str:
    """The address in a register, for a row of eva's group where it needs one."""
    name, action = route.removeprefix("admin:groups_").split("_", 1)
    if action in {"changelist", "add", "export"}:
        return reverse(route, args=["csv"] if action == "export" else [])
    rows: Any = apps.get_model("groups", name).objects
    if name in {"membership", "seat"}:
        rows = rows.filter(group__slug="lgs")
    row = rows.filter(membership__group__slug="lgs").first() if name == "officeterm" else rows.order_by("pk").first()
    old = [row.history.first().pk] if action == "simple_history" else []
    return reverse(route, args=[row.pk, *old])
