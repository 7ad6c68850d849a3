"""The publication gate: what has to be settled in the text before it is sent, and again before it is published.

Everything is looked for the way a reader would find it (``reading``). Personal numbers stop a note (``numbers``),
contact details are kept or masked one by one (``contacts``), papers that not everybody can read need an alternative
or a reason (``accessibility``), and what is worth a look is listed (``remarks``). The masking in
``meetings.redaction`` reads with the same eyes.
"""

from meetings.gate.accessibility import inaccessible, is_settled, paper_problems
from meetings.gate.contacts import (
    LONGEST,
    choice_rows,
    contact_choices,
    contacts_in,
    contacts_of,
    key_of,
    left_over,
    pattern_of,
    places_of,
    unsettled_contacts,
)
from meetings.gate.numbers import PersonalNumber, number_in, unsettled_numbers
from meetings.gate.reading import RICH, SILENT, read, readings, targets
from meetings.gate.remarks import Remark, problems, remarks

__all__ = [
    "LONGEST",
    "RICH",
    "SILENT",
    "PersonalNumber",
    "Remark",
    "choice_rows",
    "contact_choices",
    "contacts_in",
    "contacts_of",
    "inaccessible",
    "is_settled",
    "key_of",
    "left_over",
    "number_in",
    "paper_problems",
    "pattern_of",
    "places_of",
    "problems",
    "read",
    "readings",
    "remarks",
    "targets",
    "unsettled_contacts",
    "unsettled_numbers",
]
