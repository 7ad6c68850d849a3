"""The publication gate: what has to be settled in the text before it is sent, and again before it is published.

Everything is looked for the way a reader would find it (``reading``). Personal numbers stop a note (``numbers``),
contact details are kept or masked one by one (``contacts``), those in papers kept or taken out (``paper_contacts``),
papers that not everybody can read need an alternative
or a reason (``accessibility``), and what is worth a look is listed (``remarks``). The masking in
``meetings.redaction`` reads with the same eyes.
"""

from meetings.gate.accessibility import hinders, inaccessible, is_settled, paper_problems
from meetings.gate.contacts import (
    LONGEST,
    choice_rows,
    contact_choices,
    contacts_in,
    contacts_of,
    contacts_within,
    key_of,
    left_over,
    pattern_of,
    places_of,
    unsettled_contacts,
)
from meetings.gate.numbers import PersonalNumber, numbers_in, unsettled_in, unsettled_numbers
from meetings.gate.paper_contacts import (
    PaperContact,
    contacts_in_file,
    paper_contacts,
    unsettled_paper_contacts,
)
from meetings.gate.remarks import Remark, problems, remarks
from samverkan.common.free_text import number_in
from samverkan.common.reading import RICH, SILENT, read, readings, targets, texts

__all__ = [
    "LONGEST",
    "RICH",
    "SILENT",
    "PaperContact",
    "PersonalNumber",
    "Remark",
    "choice_rows",
    "contact_choices",
    "contacts_in",
    "contacts_in_file",
    "contacts_of",
    "contacts_within",
    "hinders",
    "inaccessible",
    "is_settled",
    "key_of",
    "left_over",
    "number_in",
    "numbers_in",
    "paper_contacts",
    "paper_problems",
    "pattern_of",
    "places_of",
    "problems",
    "read",
    "readings",
    "remarks",
    "targets",
    "texts",
    "unsettled_contacts",
    "unsettled_in",
    "unsettled_numbers",
    "unsettled_paper_contacts",
]
