"""The handbook behind sign-in (``/admin/hjalp/``): one page per task, written for the person who is to do it."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from groups.admin.access import UserRequest
from samverkan.common.admin_site import signed_in


@dataclass(frozen=True, slots=True)
class Task:
    """A page of the handbook; its text is ``templates/portal/help/<slug>.html``."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Tasks that belong to the same people."""

    title: str
    tasks: tuple[Task, ...]


CHAPTERS = (
    Chapter("För alla", (
        Task("kom-igang", "Kom igång"),
        Task("vack-en-fraga", "Väck en fråga"),
        Task("svara-pa-remiss", "Svara på en remiss"),
        Task("kommentera", "Läs och kommentera en anteckning"),
        Task("svara-per-capsulam", "Svara per capsulam"),
        Task("kalender", "Få mötena i din kalender"),
        Task("ta-hem", "Ta hem det som bestämdes"),
        Task("rapportera", "Rapportera hur långt ni har kommit"),
        Task("avvikelser", "Rapportera en avvikelse"),
    )),
    Chapter("För ordföranden", (
        Task("faststall-agendan", "Fastställ agendan"),
        Task("justera", "Justera anteckningen"),
        Task("beredning", "Fastställ agendorna i beredningsgruppen"),
        Task("ordforandebeslut", "Fatta ett ordförandebeslut"),
        Task("godkann-arsrapporten", "Godkänn årsrapporten"),
    )),
    Chapter("För processledaren", (
        Task("planera-aret", "Planera årets möten"),
        Task("gemensamt-mote", "Håll ett möte tillsammans med en annan grupp"),
        Task("bygg-agendan", "Bygg agendan"),
        Task("lamna-vidare", "Lyft eller lämna en fråga vidare"),
        Task("remiss", "Skicka en fråga på remiss"),
        Task("kalla", "Kalla till mötet"),
        Task("anteckna", "Anteckna under mötet"),
        Task("underlag", "Lägg till underlag"),
        Task("skicka-for-justering", "Skicka anteckningen för justering"),
        Task("registrera-besked", "Registrera ett besked som kom på annat sätt"),
        Task("kortinfo", "Skriv en kortinfo"),
        Task("publicera", "Publicera, och visa inte allt"),
        Task("ratta", "Rätta, maska och avpublicera"),
        Task("flytta-eller-stall-in", "Flytta eller ställ in ett möte"),
        Task("per-capsulam", "Håll ett möte per capsulam"),
        Task("folj-upp-beslut", "Följ upp besluten"),
        Task("handlingsplan", "Skriv och följ handlingsplanen"),
        Task("arsrapport", "Skriv årsrapporten"),
        Task("arshjul", "Se vad året kräver"),
    )),
    Chapter("För grupper utan processledare", (Task("fardig-anteckning", "Ladda upp en färdig anteckning"),)),
    Chapter("För registratorn", (Task("diarium", "Registrera och lämna ut handlingar"),)),
)  # fmt: skip
TASKS = {task.slug: task for chapter in CHAPTERS for task in chapter.tasks}

#: Where a task is done → the page of the handbook about it; the name of an address without its space.
WHERE = {
    "list": "kom-igang",
    "calendar": "kalender",
    "plan-year": "planera-aret",
    "new": "gemensamt-mote",
    "agenda-build": "bygg-agendan",
    "agenda": "faststall-agendan",
    "preparation": "beredning",
    "agenda-register": "registrera-besked",
    "minutes-register": "registrera-besked",
    "written-register": "registrera-besked",
    "call": "kalla",
    "move": "flytta-eller-stall-in",
    "cancel": "flytta-eller-stall-in",
    "papers": "underlag",
    "paper": "underlag",
    "minutes-send": "skicka-for-justering",
    "numbers": "skicka-for-justering",
    "minutes-adjust": "justera",
    "minutes-comments": "kommentera",
    "publish": "publicera",
    "short-note": "kortinfo",
    "correct": "ratta",
    "redact": "ratta",
    "withdraw": "ratta",
    "matter-new": "vack-en-fraga",
    "handover-new": "lamna-vidare",
    "handover": "lamna-vidare",
    "handover-return": "lamna-vidare",
    "consultation-new": "remiss",
    "consultation": "remiss",
    "consultations": "svara-pa-remiss",
    "consultation-answer": "svara-pa-remiss",
    "new-written": "per-capsulam",
    "written-answers": "svara-per-capsulam",
    "new-chair-decision": "ordforandebeslut",
    "chair-decision": "ordforandebeslut",
    "upload-note": "fardig-anteckning",
    "uploaded-note": "fardig-anteckning",
    "diary-minutes": "diarium",
    "everything": "diarium",
}
#: The same for the portal's own.
OWN = {"diary": "diarium"}
#: The same for decisions; the name of an address without ``decisions_admin:``.
FOLLOWING = {
    "mine": "rapportera",
    "decision": "rapportera",
    "take-home": "ta-hem",
    "matrix": "folj-upp-beslut",
    "commitments": "folj-upp-beslut",
    "diary-decision": "diarium",
    "diary-report": "diarium",
}
#: The same for plans and annual reports, without ``plan_admin:``.
PLANNING = {
    "plan-new": "handlingsplan",
    "plan-write": "handlingsplan",
    "plan-establish": "handlingsplan",
    "plan-activity": "handlingsplan",
    "report-new": "arsrapport",
    "report-write": "arsrapport",
    "report": "godkann-arsrapporten",
    "report-return": "godkann-arsrapporten",
    "overview": "arshjul",
}


#: What is done with a note like any other, and in a decision that the chair takes is another task.
_OF_A_NOTE = frozenset({"anteckna", "justera", "skicka-for-justering"})


def task_of(address: str, *, writes: bool, kind: str = "") -> Task | None:
    """The task that is done at the address with the name, if the handbook has a page about it.

    The meeting's own page has one for who ``writes`` there, and the report's another than for its chair; the page of
    written answers another for who runs the group than for who answers. ``kind`` is that of the meeting shown.
    """
    found = _task_at(address, writes=writes)
    return TASKS["ordforandebeslut"] if found and kind == "chair" and found.slug in _OF_A_NOTE else found


def _task_at(address: str, *, writes: bool) -> Task | None:
    if address == "plan_admin:report" and writes:
        return TASKS["arsrapport"]
    if address == "meetings_admin:meeting":
        return TASKS["anteckna"] if writes else None
    if address == "meetings_admin:written-answers" and writes:
        return TASKS["per-capsulam"]
    app, _, name = address.rpartition(":")
    places = {"": OWN, "meetings_admin": WHERE, "decisions_admin": FOLLOWING, "plan_admin": PLANNING}
    slug = places.get(app, {}).get(name)
    return TASKS[slug] if slug else None


@require_GET
@signed_in
def handbook(request: UserRequest) -> HttpResponse:
    """The contents: every task, by who does it."""
    return render(request, "portal/help/index.html", {"chapters": CHAPTERS})


@require_GET
@signed_in
def task(request: UserRequest, slug: str) -> HttpResponse:
    """How one task is done."""
    if slug not in TASKS:
        raise Http404
    found = TASKS[slug]
    return render(request, "portal/help/task.html", {"task": found, "text": f"portal/help/{slug}.html"})
