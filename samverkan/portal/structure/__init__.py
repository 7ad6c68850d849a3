"""The structure on a day: the groups as a tree, and the tree as a picture. Knows groups, and no request."""

from samverkan.portal.structure.tree import Branch, branches_of, within

__all__ = ["Branch", "branches_of", "within"]
