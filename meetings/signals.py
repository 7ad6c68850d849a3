"""What meetings announce, inside the transaction of the step; the apps above listen."""

from django.dispatch import Signal

#: ``version`` (MinutesVersion, just sealed), ``by`` (User), ``at`` (aware datetime).
minutes_adjusted = Signal()
#: ``meeting`` (Meeting, whose agenda is built). A receiver answers with what is still to be followed up in the group,
#: in words that everyone may read (a list of ``agendas.follow_up.FollowedUp``), and the address where it is reported.
follow_up_asked = Signal()
#: ``meeting``, ``since`` (a day or None). A receiver answers with how far each has come with what is followed up there,
#: and with what was settled since the day, for those inside (a list of ``agendas.follow_up.Standing``).
follow_up_standing_asked = Signal()
#: ``meeting``. A receiver answers with which messages of the outbox are its mail about the meeting and what was decided
#: there (a ``Q`` of ``OutboxMessage``).
mail_asked = Signal()
#: ``publication`` (Publication), ``by``, ``at``.
minutes_published = Signal()
#: ``matter`` (Matter, moved and locked), ``before`` (the state that it left; the same when a correction changed its
#: answer), ``by``, ``at``.
matter_moved = Signal()
