"""What groups announce and ask, inside the transaction of the step; the apps above listen."""

from django.dispatch import Signal

#: Asked before a group ends: ``group``, ``on`` (its first day gone). Receivers return a list of
#: ``workflow.groups.Hindrance``: a Swedish sentence that says what is open and what to do about it, and where.
group_ending = Signal()
#: Asked beside it: ``group``. Receivers return a list of ``workflow.groups.LeftOpen``: what is not finished and does
#: not hinder.
left_open_asked = Signal()
#: ``person`` (merged away), ``into`` (Person), ``by``, ``at``. Receivers move what is theirs to the other row.
person_merged = Signal()
#: Asked when somebody's data is exported: ``person``. Receivers return a dict of headings and lists of rows.
personal_data_asked = Signal()
