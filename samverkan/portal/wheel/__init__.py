"""The year of the cooperation: what comes when, as a list and as a wheel."""

from samverkan.portal.wheel.entries import RINGS, Entry, entries_of
from samverkan.portal.wheel.lines import Line, late_of, months_of
from samverkan.portal.wheel.picture import Wheel, draw

__all__ = ["RINGS", "Entry", "Line", "Wheel", "draw", "entries_of", "late_of", "months_of"]
