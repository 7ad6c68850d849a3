"""Agenda and notes as Word files, for those who need one: from the same documents as page and PDF."""

from datetime import datetime
from typing import Any

from meetings.reading import Document
from samverkan.common.swedish import long_date
from samverkan.common.word import Word

WITHHELD = "Publiceras inte."


def minutes_docx(doc: Document, *, at: datetime) -> bytes:
    """A note as a .docx, from a document of ``meetings.reading``: draft, record or public variant.

    ``at`` (aware) is when the text was frozen, or now for a draft; a draft says on every page that it is one.
    """
    group, meeting = doc["group"], doc["meeting"]
    title = f"{group['minutes_word']} {group['name']} {long_date(meeting['date'])}"
    file = Word(title, author=group["name"], created=at)
    file.title(title)
    _facts(file, doc)
    for part in doc["attendance"]:
        file.heading(f"{part['label']} ({len(part['people'])})")
        file.table(["Namn", "Roll", "Titel och organisation"], [_person(person) for person in part["people"]])
    for item in doc["items"]:
        _item(file, item)
    if doc["papers"]:
        file.heading("Handlingar till mötet")
        file.points([_paper(paper) for paper in doc["papers"]])
    if doc["adjusted"]:
        file.heading("Justering")
        file.points([row["text"] for row in doc["adjusted"]])
    file.paragraph("Formella beslut fattas av varje huvudman.")
    file.foot(f"{doc['state']}, version {doc['version']}" if doc["version"] else doc["state"])
    return file.content()


def agenda_docx(doc: Document, *, at: datetime) -> bytes:
    """An agenda as a .docx, from a document of ``meetings.agendas.documents``; ``at`` as for the notes."""
    file = Word(doc["title"], author=doc["group"]["name"], created=at)
    file.title(doc["title"])
    for label, value in doc["facts"]:
        file.paragraph(value, label=label)
    for item in doc["items"]:
        _agenda_item(file, item)
    if doc["papers"]:
        file.heading("Underlag till hela mötet")
        file.points([_paper(paper) for paper in doc["papers"]])
    file.foot(doc["state"])
    return file.content()


def _agenda_item(file: Word, item: dict[str, Any]) -> None:
    file.heading(f"{item['number']}. {item['title']}")
    file.paragraph(item["about"])
    for heading, text in (("Bakgrund", item["information"]), ("Frågor till gruppen", item["questions"])):
        if text:
            file.heading(heading, level=3)
            file.rich(text)
    if item["proposed_decision"]:
        file.paragraph(item["proposed_decision"], label="Förslag till beslut")
    if item["papers"]:
        file.heading("Underlag", level=3)
        file.points([_paper(paper) for paper in item["papers"]])


def _paper(paper: dict[str, Any]) -> str:
    said = f"{paper['title']} ({paper['file']})" if paper.get("file") else str(paper["title"])
    more = ["Visas inte öppet."] if paper.get("is_internal") else []
    more += [f"Tillgängligt alternativ: {paper['alternative_title']}."] if paper.get("alternative_title") else []
    more += [f"Alla kan inte läsa filen: {paper['inaccessible']}"] if paper.get("inaccessible") else []
    return f"{said}. {' '.join(more)}" if more else said


def _facts(file: Word, doc: Document) -> None:
    meeting, taker = doc["meeting"], doc["note_taker"]
    hours = "–".join(filter(None, [meeting["starts"], meeting["ends"]]))
    facts = {
        "Status": doc["state"],
        "Version": doc["version"],
        "Slag": doc["kind"],
        "Tid": hours,
        "Plats": meeting["place"],
        "Tillsammans med": ", ".join(meeting["joint_groups"]),
        "Anteckningar": ", ".join(filter(None, [taker["name"], taker["title"]])) if taker else "",
        **({doc["approves"]["label"]: doc["approves"]["title"]} if doc["approves"] else {}),
        "Nästa möte": long_date(meeting["next"]) if meeting["next"] else "",
    }
    for label, value in facts.items():
        if value:
            file.paragraph(str(value), label=label)
    if corrected := doc["correction"]:
        replaces = f"Den här versionen ersätter version {corrected['version']}."
        file.paragraph(f"{corrected['reason']} {replaces}", label=f"Rättad {long_date(corrected['on'])}")


def _person(person: dict[str, Any]) -> list[str]:
    where = ", ".join(filter(None, [person["title"], person["organisation"]]))
    return [person["name"], person["capacity"], f"{where} ({person['remark']})".strip() if person["remark"] else where]


def _item(file: Word, item: dict[str, Any]) -> None:
    if "title" not in item:
        file.heading(f"{item['number']}.")
        file.paragraph(WITHHELD)
        return
    file.heading(f"{item['number']}. {item['title']}")
    if item["withheld"]:
        file.paragraph(item["withheld_reason"], label="Publiceras inte")
    about = [item["purpose"], f"Föredragande: {item['presenter']}" if item["presenter"] else ""]
    file.paragraph(". ".join(filter(None, about)))
    file.rich(item["information"])
    for heading, text in (("Frågor till gruppen", item["questions"]), ("Dialog", item["dialog"])):
        if text:
            file.heading(heading, level=3)
            file.rich(text)
    for outcome in item["outcomes"]:
        _outcome(file, outcome)
    if item["papers"]:
        file.heading("Underlag", level=3)
        file.points([_paper(paper) for paper in item["papers"]])


def _outcome(file: Word, outcome: dict[str, Any]) -> None:
    file.heading(f"Beslut {outcome['number']}".strip(), level=3)
    file.paragraph(outcome["text"], label=outcome["kind_label"])
    file.points(
        [
            f"{task['owner']}: {task['text']}" + (f" Klart senast {long_date(task['due'])}." if task["due"] else "")
            for task in outcome["tasks"]
        ]
    )
    if outcome.get("needs_anchoring"):
        file.paragraph("Beslutet ska förankras i varje organisation.")
