"""What never stands in a log: the secret part of an address by which somebody can answer or read."""

import logging
import re
from typing import Any

_SECRET = re.compile(r"(/lank/|/kalender/)[\w-]{20,}")


class WithoutSecrets(logging.Filter):
    """Masks the tokens of addresses in what is about to be written. Lets every record through."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_masked(value) for value in record.args)
        return True


def _masked(value: Any) -> Any:
    return _SECRET.sub(r"\1…", value) if isinstance(value, str) else value
