"""Refusals: exceptions whose message is a Swedish sentence for the person at the screen."""


class Refused(Exception):
    """Something was not done. The message says why and what to do, and is shown as it stands."""


class StepRefused(Refused):
    """The step is not open now: wrong state, wrong time, or somebody was faster."""


class NotAllowed(Refused):
    """The step is not this person's to take."""
