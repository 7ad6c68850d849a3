"""Personal numbers in what somebody writes in a field that others read at once: nobody reads it through before."""

from samverkan.common import personal_numbers
from samverkan.common.reading import readings
from samverkan.common.refusals import StepRefused


def number_in(text: str, *, rich: bool = False) -> str:
    """The first thing in a text that looks like a personal number, without its last four; empty without one."""
    found = (hit.shown for reading in readings(text, rich=rich) for hit in personal_numbers.find(reading))
    return next(found, "")


def sentence_on(shown: str) -> str:
    """What to say of digits that look like a personal number, in a text where nobody can rule that they are none."""
    return f"Det här ser ut som ett personnummer: {shown}. Skriv utan det och skicka igen."


def refuse_numbers_in(*texts: str, rich: bool = False) -> None:
    """Raises StepRefused for what looks like a personal number in a text that goes into mail, lists or pages at once:
    nobody reads it through before, so nobody can rule that it is none.
    """
    if number := next(filter(None, (number_in(text, rich=rich) for text in texts)), ""):
        raise StepRefused(sentence_on(number))
