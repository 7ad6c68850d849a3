"""The words in which parts of a record are compared, where the page itself has fewer."""

import re

from samverkan.common.canonical import Json
from samverkan.common.swedish import file_size

#: Stands for a change that no word shows: bold and italics, where a line breaks, what came in the place of what.
UNSEEN = "Orden är desamma, men formateringen eller något annat som inte syns i orden har ändrats."


def paper_in_words(said: str | Json) -> str:
    """``3. Budget (budget.pdf, 46 kB, kontrollsumma 0a1b2c3d, visas inte öppet)``."""
    if isinstance(said, str):
        return said
    about = [said.get("name", "")]
    about += [file_size(said["size"]), f"kontrollsumma {said['sha256'][:8]}"] if "sha256" in said else []
    about += ["visas inte öppet"] if not said.get("public", True) else []
    about += ["tillkom efter kallelsen"] if said.get("late") else []
    about += [f"tillgängligt alternativ: underlag {said['alternative']}"] if said.get("alternative") else []
    about += [f"alla kan inte läsa filen: {said['inaccessible']}"] if said.get("inaccessible") else []
    found = ", ".join(filter(None, about))
    return f"{said['number']}. {said['title']}" + (f" ({found})" if found else "")


def without_checksum(words: str) -> str:
    """What ``paper_in_words`` says, for who has no use for a checksum."""
    return re.sub(r"(, )?kontrollsumma [0-9a-f]{8}", "", words)
