"""The roles a person can have in a group, and where each comes from."""

from django.db import models


class Role(models.TextChoices):
    """What somebody is in a group on a given day, from memberships, offices and area roles in force."""

    CHAIR = "chair", "ordförande"
    VICE_CHAIR = "vice_chair", "vice ordförande"
    MEMBER = "member", "ledamot"
    SUBSTITUTE = "substitute", "ersättare"
    CONTACT = "contact", "kontaktperson"
    ADJUNCT = "adjunct", "adjungerad"
    PROCESS_LEADER = "process_leader", "processledare"
    COORDINATOR = "coordinator", "koordinator"
    ADMINISTRATOR = "administrator", "områdesadministratör"
    REGISTRAR = "registrar", "registrator"


#: Those who write and run meetings.
SECRETARIAT = frozenset({Role.PROCESS_LEADER, Role.COORDINATOR})
#: Those who sit in a group, can hold a seat, and speak there for an organisation.
SITTING = frozenset({Role.MEMBER, Role.SUBSTITUTE, Role.ADJUNCT})
#: Those who approve agendas and adjust minutes.
CHAIRS = frozenset({Role.CHAIR, Role.VICE_CHAIR})
