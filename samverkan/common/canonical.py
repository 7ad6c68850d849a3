"""One spelling of a record as text, so that its checksum can be recomputed by anyone, for as long as it is kept."""

import hashlib
import json
from typing import Any

type Json = dict[str, Any]


def dumps(record: Json) -> str:
    """The record as JSON: keys in order, no needless space, non-ASCII as it is, UTF-8 when encoded."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(*texts: str) -> str:
    """The SHA-256, in hexadecimal, of the texts' UTF-8 bytes joined by a line feed."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
