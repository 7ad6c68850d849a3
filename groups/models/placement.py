"""Where a group may stand: under which types, in which area, for how long, and never under itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from groups.models.organisations import Area
from samverkan.common.swedish import listed, long_date

if TYPE_CHECKING:
    from groups.models.groups import Group, GroupType

#: The ties to other groups, and what is said of one that leads back to the group itself.
TIES = {
    "parent": "Gruppen kan inte ligga under sig själv eller under en grupp som ligger under den.",
    "works_for": "Gruppen kan inte arbeta för sig själv eller för en grupp som arbetar för den.",
    "prepared_by": "Gruppen kan inte beredas av sig själv eller av en grupp som den bereder.",
}
#: What decides whether the place is a good one.
DECISIVE = ("type_id", "area_id", "starts", "ends", *(f"{name}_id" for name in TIES))


def has_moved(group: Group) -> bool:
    """Whether anything that decides about the place differs from what is stored; True for a new group."""
    before = type(group).objects.filter(pk=group.pk).values_list(*DECISIVE).first()
    return before != tuple(getattr(group, name) for name in DECISIVE)


def problems_of(group: Group) -> dict[str, str]:
    """A Swedish sentence for each field that is wrong; the group must have a type and an area."""
    found = {name: sentence for name, sentence in TIES.items() if _leads_back(group, name)}
    if "parent" not in found and (sentence := _wrong_parent(group)):
        found["parent"] = sentence
    if group.pk and (sentence := _wrong_for_those_below(group)):
        found["type"] = sentence
    return found


def outlasts_parent(group: Group) -> str:
    """What is wrong with the last day beside that of the group above, or nothing."""
    parent = group.parent
    if parent is None or parent.last_day is None or (group.last_day and group.last_day <= parent.last_day):
        return ""
    return f"Gruppen kan inte finnas längre än {parent}, vars sista dag är {long_date(parent.last_day)}."


def refused_under(type: GroupType, above: GroupType) -> str:
    """Why a group of the type may not stand under one of the other type, or nothing."""
    allowed = list(type.allowed_parents.all())
    if above in allowed:
        return ""
    if not allowed:
        return f"En grupp av typen {type} ligger inte under någon annan grupp. Lämna fältet tomt."
    names = listed([str(other) for other in allowed]).replace(" och ", " eller ")
    return f"En grupp av typen {type} får inte ligga under en av typen {above}. Välj en av typen {names}."


def _wrong_parent(group: Group) -> str:
    parent = group.parent
    if parent is None:
        return ""
    if sentence := refused_under(group.type, parent.type):
        return sentence
    if parent.area_id != group.area_id and parent.area.kind != Area.Kind.COUNTY:
        return f"{parent} hör till {parent.area}. Välj en grupp i {group.area}, eller en som är gemensam för länet."
    first: date | None = group.starts  # unset while a form is being filled in
    if parent.ends and first and parent.ends <= first:
        return f"{parent} upphörde före gruppens första dag. Välj en annan grupp."
    return outlasts_parent(group)


def _wrong_for_those_below(group: Group) -> str:
    below = group.children.exclude(type__allowed_parents=group.type_id).select_related("type")
    names = [f"{other} ({other.type})" for other in below]
    if not names:
        return ""
    return f"Under gruppen ligger {listed(names)}, som inte får ligga under typen {group.type}. Flytta dem först."


def _leads_back(group: Group, tie: str) -> bool:
    return group.pk in _chain(group, tie)


def _chain(group: Group, tie: str) -> Iterator[int]:
    """The keys of the groups that the tie leads to, one after the other; each once."""
    seen: set[int] = set()
    here: int | None = getattr(group, f"{tie}_id")
    while here is not None and here not in seen:
        yield here
        seen.add(here)
        here = type(group).objects.filter(pk=here).values_list(f"{tie}_id", flat=True).first()
