"""What meetings announce, inside the transaction of the step; the apps above listen."""

from django.dispatch import Signal

#: ``version`` (MinutesVersion, just sealed), ``by`` (User), ``at`` (aware datetime).
minutes_adjusted = Signal()
#: ``publication`` (Publication), ``by``, ``at``.
minutes_published = Signal()
