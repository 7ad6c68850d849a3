"""Rows of the access matrix for what goes between groups: handovers, consultations, and decisions that go down.

The rows that they meet are those of ``tests.handovers.make_between``.
"""

from tests.access_rows import (
    ACCOUNTS,
    CHAIRS,
    EVERYONE,
    GROUP,
    NOBODY,
    NOT_ADJUSTED,
    NOT_THERE,
    NOT_YOURS,
    ROLES,
    WRITERS,
    Row,
)

BETWEEN: dict[str, Row] = {
    "matter-way": Row(NOBODY, otherwise=dict.fromkeys(ROLES, "404")),  # no item of a published note is about a matter
    # A link in a mail to somebody outside, who is asked in a consultation of the group
    "consultation-link": Row(EVERYONE),
    "consultation-link-paper": Row(EVERYONE),
    # A question on its way to the group of maja: she takes a position, those who run the group may take it back
    "meetings_admin:handover-new": Row(WRITERS),
    "meetings_admin:handover": Row(ACCOUNTS),
    "meetings_admin:handover-paper": Row(ACCOUNTS),
    "meetings_admin:handover-accept": Row(frozenset({"maja"}), verb=True),
    "meetings_admin:handover-return": Row(frozenset({"maja"})),
    "meetings_admin:handover-recall": Row(WRITERS, verb=True, otherwise=NOT_YOURS),
    # A consultation of the group, to the group of maja: she answers, the group reads, those who run it keep it
    "meetings_admin:consultation-new": Row(WRITERS),
    "meetings_admin:consultations": Row(ACCOUNTS),
    "meetings_admin:consultation": Row(GROUP),
    "meetings_admin:consultation-paper": Row(ACCOUNTS),
    "meetings_admin:consultation-answer": Row(
        frozenset({"maja"}), otherwise={"sara": "404", "eva": "404", "olle": "404"}
    ),
    "meetings_admin:consultation-register": Row(WRITERS),
    "meetings_admin:consultation-evidence": Row(WRITERS | CHAIRS),
    "meetings_admin:consultation-day": Row(WRITERS, verb=True),
    "meetings_admin:consultation-close": Row(WRITERS, verb=True),
    "meetings_admin:consultation-gather": Row(WRITERS, verb=True),
    "meetings_admin:consultation-recall": Row(WRITERS, verb=True),
    # Decisions that go down to other groups
    "sent_down:send": Row(WRITERS, NOT_ADJUSTED, otherwise={"eva": "404", "sara": "404 or 403", "olle": "404 or 403"}),
    "sent_down:register": Row(
        WRITERS, NOT_ADJUSTED, otherwise={"eva": "404", "sara": "404 or 403", "olle": "404 or 403"}
    ),
    "sent_down:answers": Row(GROUP, NOT_ADJUSTED, otherwise=NOT_THERE),
}
