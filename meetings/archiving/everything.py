"""*Ta fram allt*: what there is of a meeting that can be asked for, to look through before it is handed out.

*Publiceras inte* is no secrecy: withheld items are in it. What is not in it has been seen by nobody but its writer, or
is the working text as it stands. Whether the members' comments have become official is for the one who looks through.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.core.files.storage import default_storage

from meetings.agendas.documents import agenda_word
from meetings.archiving.beside import TITLES, rows_of
from meetings.archiving.matters import evidence, matter_papers
from meetings.archiving.metadata import history_of, keeping_of, number_of
from meetings.archiving.readable import as_text
from meetings.models import AgendaVersion, Meeting, StoredDocument, Verdict
from meetings.reading import document_of_version
from meetings.states import AgendaState, MinutesState
from meetings.word import minutes_docx
from samverkan.common import archives, canonical
from samverkan.common.canonical import Json
from samverkan.common.swedish import clock, long_date

README = "LÄS MIG.txt"
#: How the names of the files say the state of a version.
AGENDA_WORDS: dict[str, str] = {
    AgendaState.SENT: "skickad", AgendaState.APPROVED: "fastställd",
    AgendaState.RETURNED: "tillbaka", AgendaState.RECALLED: "tillbakatagen",
}  # fmt: skip
MINUTES_WORDS: dict[str, str] = {
    MinutesState.OUT: "för-justering", MinutesState.RETURNED: "tillbaka", MinutesState.ADJUSTED: "justerad",
}  # fmt: skip
_KINDS = StoredDocument.Kind
#: The folder of each kind of file among ``filer``; the public variants are not among them.
FOLDERS: dict[str, str] = {
    _KINDS.RECORD: "handling", _KINDS.SOURCE: "original", _KINDS.PAPER: "underlag", _KINDS.EVIDENCE: "besked",
    _KINDS.NOTE: "färdig-anteckning",
}  # fmt: skip
logger = logging.getLogger(__name__)


def everything_of(meeting: Meeting, *, at: datetime) -> bytes:
    """A zip with every agenda and version that was sent, verdicts, answers in writing, short notes, matters, comments,
    what mail went out, files and history.

    ``at`` is when it is taken out, and stands in the file that says what the others are.
    """
    kept, lost = _stored(meeting)
    files = {**_agendas(meeting), **_minutes(meeting), **kept}
    for name, rows in rows_of(meeting).items():
        files |= _said(name, TITLES[name], "rows", rows)
    files |= _said("besked", "Justerarnas besked", "verdicts", list(_verdicts(meeting)))
    files |= _said("historik", "Vad som har hänt med anteckningen", "history", history_of(meeting))
    about = _meeting(meeting)
    files |= {"mötet.json": _json(about), "mötet.txt": as_text("Uppgifter om mötet", [about]).encode()}
    files[README] = _readme(meeting, sorted(files), lost, at=at).encode()
    return archives.zipped(files)


def everything_name(meeting: Meeting) -> str:
    """``lgs-2026-04-23-allt.zip``."""
    return f"{meeting.group.slug}-{meeting.day_key}-allt.zip"


def _said(name: str, title: str, key: str, rows: list[Json]) -> dict[str, bytes]:
    """The same rows twice: as data, and as text to read; no text when there are none."""
    files = {f"{name}.json": _json({key: rows})}
    return {**files, f"{name}.txt": as_text(title, rows).encode()} if rows else files


def _agendas(meeting: Meeting) -> dict[str, bytes]:
    files = {}
    for version in meeting.agenda_versions.order_by("number"):
        version.meeting = meeting
        name = f"agendor/version-{version.number}-{AGENDA_WORDS[version.state]}"
        files[f"{name}.json"] = version.content.encode()
        files[f"{name}.docx"] = agenda_word(meeting, version, at=version.sent_at)
    return files


def _minutes(meeting: Meeting) -> dict[str, bytes]:
    files = {}
    for version in meeting.minutes_versions.order_by("number", "sending"):
        version.meeting = meeting
        name = f"anteckningar/version-{version.number}-utskick-{version.sending}-{MINUTES_WORDS[version.state]}"
        files[f"{name}.json"] = version.content.encode()
        files[f"{name}.docx"] = minutes_docx(document_of_version(version), at=version.adjusted_at or version.sent_at)
        if version.seal:
            files[f"{name}-sigill.json"] = version.seal.encode()
    return files


def _stored(meeting: Meeting) -> tuple[dict[str, bytes], list[str]]:
    """Every file that is kept: records as PDF, papers, originals, and what has been said elsewhere.

    And the paths of those that the storage has lost.
    """
    files, lost = dict[str, bytes](), list[str]()
    papers = [(path, paper.path) for path, paper in matter_papers(meeting)]
    shown = [(path, answer.file_path) for path, answer in evidence(meeting)]
    for path, stored in [*_documents(meeting), *papers, *shown]:
        try:
            with default_storage.open(stored) as file:
                files[path] = file.read()
        except FileNotFoundError:
            logger.error("The stored file %s is missing.", stored)
            lost.append(path)
    return files, lost


def _documents(meeting: Meeting) -> Iterator[tuple[str, str]]:
    public = [StoredDocument.Kind.PUBLIC, StoredDocument.Kind.AGENDA]
    rows = meeting.documents.exclude(kind__in=public).order_by("kind", "pk")
    for document in rows:
        yield f"filer/{FOLDERS[document.kind]}/{document.pk}-{archives.safe_name(document.name)}", document.path


def _verdicts(meeting: Meeting) -> Iterator[Json]:
    rows = Verdict.objects.filter(adjuster__version__meeting=meeting).order_by("given_at", "pk")
    for row in rows.select_related("adjuster__person", "adjuster__version", "given_by__person"):
        yield {
            "version": row.adjuster.version.number,
            "sending": row.adjuster.version.sending,
            "adjuster": row.adjuster.person.name,
            "role": row.adjuster.role,
            "kind": row.get_kind_display(),
            "comment": row.comment,
            "channel": row.get_channel_display(),
            "source": row.source,
            "at": row.given_at.isoformat(),
            "by": str(row.given_by),
        }


def _decided(version: AgendaVersion) -> Json:
    """Who answered for an agenda, when, and in what way; nothing while it waits."""
    if version.decided_at is None:
        return {}
    at = version.at_meeting
    return {
        "channel": version.get_channel_display(),
        "decided_by": str(version.decided_by),
        "decided_at": version.decided_at.isoformat(),
        "source": version.source,
        "at_meeting": {"group": at.group.name, "date": at.date.isoformat()} if at else None,
    }


def _agenda_rows(meeting: Meeting) -> list[Json]:
    told, decider = ("decided_by__person", "at_meeting__group", "registration"), meeting.group.agenda_decider
    return [
        {
            "version": row.number,
            "state": f"Hos {decider}" if row.state == AgendaState.SENT else row.get_state_display(),
            "sent_at": row.sent_at.isoformat(),
            "comment": row.comment,
            **_decided(row),
            "registration": number_of(getattr(row, "registration", None)),
        }
        for row in meeting.agenda_versions.select_related(*told).order_by("number")
    ]


def _meeting(meeting: Meeting) -> Json:
    return {
        "group": meeting.group.name,
        "date": meeting.date.isoformat(),
        "kind": meeting.get_kind_display(),
        "state": meeting.get_state_display(),
        "cancelled_reason": meeting.cancelled_reason,
        "keeping": keeping_of(meeting),
        "moved_from": [row.date.isoformat() for row in meeting.moves.all()],
        "agendas": _agenda_rows(meeting),
        "notes": [
            {
                "version": row.number,
                "sending": row.sending,
                "state": row.get_state_display(),
                "registration": number_of(getattr(row, "registration", None)),
            }
            for row in meeting.minutes_versions.select_related("registration").order_by("number", "sending")
        ],
        "redactions": [
            {
                "at": row.made_at.isoformat(),
                "items": row.items,
                "texts": row.masks,
                "papers": row.papers,
                "reason": row.reason,
            }
            for row in meeting.redactions.all()
        ],
    }


#: What the file says of itself: what there can be in it, and what there is not.
_HOLDS = (
    "",
    "GRANSKA INNAN NÅGOT LÄMNAS UT",
    "Här finns också det som inte har publicerats: punkter som hållits inne, kontaktuppgifter och uppgifter som",
    "tagits bort i efterhand. Att något inte är publicerat betyder inte att det är hemligt, och inte heller att",
    "det kan lämnas ut. Pröva varje uppgift mot offentlighets- och sekretesslagen.",
    "",
    "Det här kan finnas i filen; det som mötet inte har saknas:",
    "- agendor: varje agenda som har skickats för att fastställas, som den löd, också de som kom tillbaka",
    "- anteckningar: varje version som har skickats för justering, som den löd, också de som kom tillbaka",
    "- besked.json: vad justerarna svarade, när och på vilket sätt",
    "- svar-per-capsulam.json: vad ledamöterna svarade skriftligt, också svar som ändrades",
    "- kortinfo.json: kortinfo som har visats öppet, och hur den ändrades",
    "- fragor.json: frågorna som stod på agendan, med deras väg: remisser med allas svar, och överlämningar till",
    "  och från andra grupper; deras underlag, och filer som visar registrerade svar, ligger bland filerna",
    "- siffror.json: siffror som en ordförande har bedömt inte är personnummer, var de stod, vem och när",
    "- kommentarer.json: ledamöternas kommentarer under arbetet. De är arbetsmaterial till dess att de har tagits",
    "  om hand för arkivering: avgör om de hör till det som begärs",
    "- mejl.json: mejlen om mötet, dess frågor och beslut: vilka som har gått ut, med ämne, till vem och när, och",
    "  vilka som inte skickades och varför",
    "- filer: handling (det justerade som PDF), underlag, original (inlästa filer), färdig-anteckning (uppladdade",
    "  anteckningar) och besked (registrerade besked)",
    "- historik.json: vad som har hänt med anteckningen, när och av vem, och var den och kallelsen är diarieförda",
    "- mötet.json: uppgifter om mötet, diarienummer, vad som har maskerats och varför",
    "Det som slutar på .json finns också som .txt, att läsa.",
)
_LACKS = (
    "",
    "Det här finns inte i filen, för att det är arbetsmaterial som varken har skickats eller tagits om hand:",
    "- text som skrivs nu och inte har skickats för justering",
    "- utkast som någon har skrivit och inte sparat",
    "Har något av det tagits om hand för arkivering kan det ändå vara allmän handling. Fråga processledaren.",
    "",
)


def _readme(meeting: Meeting, paths: list[str], lost: list[str], *, at: datetime) -> str:
    taken = f"{long_date(at)} kl. {clock(at)}"
    missing = [
        "Filer som saknas: de skulle ha varit med men finns inte där de ska vara lagrade.",
        "Be den som förvaltar Samverkan om hjälp innan du lämnar ut något.",
        *(f"- {path}" for path in lost),
        "",
    ]
    lines = [
        f"{meeting.group.title}, mötet den {long_date(meeting.date)}",
        f"Framtaget {taken}.",
        *_HOLDS,
        f"- {archives.MANIFEST}: kontrollsumma för varje fil",
        *_LACKS,
        *(missing if lost else []),
        "Filer:",
        *(f"- {path}" for path in paths),
    ]
    return "\r\n".join(lines) + "\r\n"


def _json(data: Json) -> bytes:
    return canonical.dumps(data).encode()
