"""Refusals: exceptions whose message is a Swedish sentence for the person at the screen."""

#: What a refusal says when no arrow leads where somebody wants to go: the page that they pressed on is old.
RELOAD = "Det steget går inte att ta härifrån. Ladda om sidan och välj på nytt."


class Refused(Exception):
    """Something was not done. The message says why and what to do, and is shown as it stands."""


class StepRefused(Refused):
    """The step is not open now: wrong state, wrong time, or somebody was faster."""


class NotAllowed(Refused):
    """The step is not this person's to take."""
