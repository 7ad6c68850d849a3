"""What each register is for, grouped by what one comes to do: the start page of the registers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

#: Heading → the models by name, each with one sentence.
TASKS: dict[str, dict[str, str]] = {
    "Grupperna": {
        "group": "Namn, adress, plats i strukturen, uppdragsgivare och vad som visas öppet.",
        "mandate": "Vad varje grupp ska göra, version för version.",
        "governingdocument": "Rutiner, riktlinjer, överenskommelser och slutrapporter, och när de ska ses över.",
        "recordkeeping": "Vems handlingarna är, i vilket diarium, och vem som ansvarar för personuppgifterna.",
    },
    "Vilka som är med": {
        "membership": "Vem som är med i vilken grupp, i vilken roll och hur länge.",
        "seat": "Platserna i varje grupp, och vem de svarar för.",
        "officeterm": "Ordförande och vice ordförande, och hur länge.",
        "person": "Alla personer, med titel och organisation.",
        "organisation": "Organisationerna, deras huvudmän och tidigare namn.",
    },
    "Så fungerar samverkan": {
        "grouptype": "Vad som gäller för varje slags grupp: var den får ligga, hur ofta den möts, vad den visar.",
        "area": "Områdena som grupperna hör till.",
        "cooperationplan": "Samverkansplanerna med sina fokusområden, per område och period.",
        "frequencyrule": "Hur ofta grupper ska mötas.",
        "termrule": "Hur ordförandeskap växlar.",
    },
    "Behörighet": {
        "user": "Konton att logga in med.",
        "arearole": "Områdesadministratörer och registratorer.",
    },
}
OTHER = "Övrigt"


@dataclass(frozen=True, slots=True)
class Line:
    """A register on the start page."""

    name: str
    about: str
    url: str
    add_url: str


def tasks_of(models: Iterable[dict[str, Any]]) -> dict[str, list[Line]]:
    """The registers that the visitor may see, as Django lists them, in our order and with our words."""
    seen = {entry["model"]._meta.model_name: entry for entry in models}
    found = {task: [_line(seen.pop(name), about) for name, about in lines.items() if name in seen]
             for task, lines in TASKS.items()}  # fmt: skip
    found[OTHER] = [_line(entry, "") for entry in seen.values()]
    return {task: lines for task, lines in found.items() if lines}


def _line(entry: dict[str, Any], about: str) -> Line:
    return Line(str(entry["name"]), about, entry["admin_url"] or "", entry["add_url"] or "")
