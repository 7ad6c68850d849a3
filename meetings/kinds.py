"""Fixed vocabularies of meetings: kinds of outcome with their standard sentence, purposes, capacities."""

from django.db import models


class Purpose(models.TextChoices):
    INFORMATION = "information", "Information"
    DIALOG = "dialog", "Dialog"
    DECISION = "decision", "Beslut"


class Capacity(models.TextChoices):
    """In what capacity somebody took part; the order is the order of the list."""

    CHAIR = "chair", "Ordförande"
    VICE_CHAIR = "vice_chair", "Vice ordförande"
    MEMBER = "member", "Ledamot"
    SUBSTITUTE = "substitute", "Ersättare"
    ADJUNCT = "adjunct", "Adjungerad"
    PROCESS_LEADER = "process_leader", "Processledare"
    COORDINATOR = "coordinator", "Koordinator"
    GUEST = "guest", "Inbjuden"


class Presence(models.TextChoices):
    PRESENT = "present", "Närvarande"
    APOLOGIES = "apologies", "Förhindrad"
    ABSENT = "absent", "Frånvarande"


class Channel(models.TextChoices):
    """How an approval or a verdict was given; the record says which."""

    PORTAL = "portal", "I portalen"
    LINK = "link", "Genom länken i mejlet"
    REGISTERED = "registered", "Registrerad av sekretariatet"


class Correction(models.TextChoices):
    """What a correction of adjusted minutes touches, which says who adjusts it."""

    SPELLING = "spelling", "Skrivfel: ordföranden justerar"
    OUTCOME = "outcome", "Innehållet: justeras som första gången"


class OutcomeKind(models.TextChoices):
    """What a group can do with an item. Noting, and not doing, are outcomes too (R11)."""

    NOTED = "noted", "Noterar"
    AGREED = "agreed", "Enas"
    DECIDED_NOT_TO = "decided_not_to", "Beslutar att inte"
    ESTABLISHES = "establishes", "Fastställer"
    APPROVES = "approves", "Godkänner"
    APPOINTS = "appoints", "Utser eller nominerar"
    RECOMMENDS = "recommends", "Rekommenderar"
    POSTPONED = "postponed", "Bordläggs"
    PREPARED_FURTHER = "prepared_further", "Bereds vidare"
    REFERRED_BACK = "referred_back", "Återremitteras"
    STRUCK = "struck", "Stryks"
    TAKEN_HOME = "taken_home", "Tas hem av en organisation"
    HANDED_OVER = "handed_over", "Överlämnas"
    ASSIGNED = "assigned", "Uppdras"


#: The sentence a new outcome starts with, to be edited. ``{group}`` is the code of the group, or of all that meet.
STANDARD_SENTENCES: dict[str, str] = {
    OutcomeKind.NOTED: "{group} noterar informationen.",
    OutcomeKind.AGREED: "{group} enas om att …",
    OutcomeKind.DECIDED_NOT_TO: "{group} beslutar att inte …",
    OutcomeKind.ESTABLISHES: "{group} fastställer …",
    OutcomeKind.APPROVES: "{group} godkänner …",
    OutcomeKind.APPOINTS: "{group} utser …",
    OutcomeKind.RECOMMENDS: "{group} rekommenderar …",
    OutcomeKind.POSTPONED: "Frågan bordläggs till nästa möte.",
    OutcomeKind.PREPARED_FURTHER: "Frågan bereds vidare innan den tas upp igen.",
    OutcomeKind.REFERRED_BACK: "Enighet saknas. Frågan återremitteras och ska kompletteras med …",
    OutcomeKind.STRUCK: "Frågan stryks.",
    OutcomeKind.TAKEN_HOME: "… tar med sig frågan.",
    OutcomeKind.HANDED_OVER: "Frågan överlämnas till …",
    OutcomeKind.ASSIGNED: "… arbetar vidare med frågan.",
}

#: Kinds whose words can be those that were proposed before the meeting.
AS_PROPOSED = (
    OutcomeKind.AGREED, OutcomeKind.ESTABLISHES, OutcomeKind.APPROVES, OutcomeKind.APPOINTS, OutcomeKind.RECOMMENDS,
)  # fmt: skip

#: What a chair can decide alone (R6): what needs the group's own unanimity is not among them.
CHAIR_KINDS = (OutcomeKind.ESTABLISHES, OutcomeKind.APPROVES, OutcomeKind.APPOINTS, OutcomeKind.DECIDED_NOT_TO)

#: Kinds that bind the parties together, so that each has to anchor them at home unless the minutes say otherwise.
NEEDS_ANCHORING = frozenset({OutcomeKind.AGREED, OutcomeKind.ESTABLISHES, OutcomeKind.APPROVES, OutcomeKind.RECOMMENDS})

#: What the list of those present says, in a meeting that was held in writing, of who has not answered and who has.
SILENT, ANSWERED = "har inte svarat", "har svarat skriftligt"
