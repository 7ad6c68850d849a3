"""What leaves a group of an adjusted note goes in the words that everyone may read, whether it is published or not.

Other groups read what is handed to them and not the record, and a question can come to stand on an open agenda. So
what the note masks is masked here too, and of what it withholds nothing is said (as ``decisions.words``).
"""

import json

from meetings import gate
from meetings.models import AgendaItem, Matter, MinutesVersion
from meetings.reading import variant_of
from meetings.redaction import cover
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused

#: What is told of an answer that stands in an item of which nothing is said openly.
KEPT_INSIDE = "Svaret står i en punkt som inte publiceras. Fråga gruppens processledare."


def open_items(version: MinutesVersion) -> dict[int, Json]:
    """Number → the item as the public variant of the adjusted version has it; what is withheld is not among them.

    Nothing at all when no variant can be made of it.
    """
    try:
        items = variant_of(version)["items"]
    except StepRefused:
        return {}
    return {item["number"]: item for item in items if not item.get("withheld")}


def outcome_texts(item: AgendaItem, said: Json | None) -> list[str]:
    """The words of the item's outcomes in their order, as they are ``said`` openly.

    Of an item that says nothing openly they are not told: where to ask stands in place of the first, and nothing in
    place of the others.
    """
    if said:
        return [row["text"] for row in said["outcomes"]]
    count = len(item.outcomes.all())
    return [KEPT_INSIDE, *[""] * count][:count]


def says_what_is_masked(matter: Matter, version: MinutesVersion) -> bool:
    """Whether the words that the matter was raised with hold something that the note masks.

    They are no record, and are not changed: but then they go to nobody before somebody has read them.
    """
    masked = gate.pattern_of(json.loads(version.content)["masks"])
    if masked is None:
        return False
    return any(cover(text, masked) != text for text in (matter.title, matter.description, matter.wished_decision))
