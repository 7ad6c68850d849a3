"""The structure on a day: the groups as a tree, and the tree as a picture. Knows groups, and no request."""

from samverkan.portal.structure.boxes import Mark, lasts_until, marks_of
from samverkan.portal.structure.picture import Picture, draw
from samverkan.portal.structure.ties import PREPARES, WORKS_FOR
from samverkan.portal.structure.tree import Branch, branches_of, within

__all__ = [
    "PREPARES",
    "WORKS_FOR",
    "Branch",
    "Mark",
    "Picture",
    "branches_of",
    "draw",
    "lasts_until",
    "marks_of",
    "within",
]
