"""What is asked of the registers of organisations and people."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

#: What ``Organisation.named_on`` and ``current`` need at hand, mergers included.
NAMES = ("other_names", "merged_into__other_names", "merged_into__merged_into__other_names")


class OrganisationQuerySet(models.QuerySet[Any]):
    def with_names(self) -> Self:
        """With what ``Organisation.named_on`` and ``current`` need at hand, mergers included."""
        return self.prefetch_related(*NAMES)

    def standing(self) -> Self:
        """Organisations that have not gone up in another."""
        return self.filter(merged_into=None)

    def below(self, organisations: Collection[Any]) -> Self:
        """Those that belong straight to one of the organisations: as its part, or as a unit that is nobody's part."""
        return self.filter(Q(parent__in=organisations) | Q(parent=None, principal__in=organisations))

    def named(self, name: str) -> Self:
        """Organisations with this name, short name or other name, whatever the case.

        One that has gone up in another leads to that one.
        """
        return self.filter(pk__in=self.keys_by_name().get(folded(name), []))

    def keys_by_name(self) -> dict[str, list[int]]:
        """Every name, short name and other name as it is compared (``folded``) → the keys of those called so, in order.

        One that has gone up in another leads to that one. One query.
        """
        rows = list(
            self.model._default_manager.values_list("pk", "merged_into", "name", "short_name", "other_names__name")
        )
        into: dict[int, int | None] = {pk: merged_into for pk, merged_into, *_ in rows}
        found: dict[str, list[int]] = {}
        for pk, _, *names in rows:
            while gone_up_in := into[pk]:
                pk = gone_up_in
            for key in filter(None, (folded(name) for name in names if name)):
                keys = found.setdefault(key, [])
                if pk not in keys:
                    keys.append(pk)
        return found


def folded(name: str) -> str:
    """The name as it is compared: whatever its case and spacing. SQLite knows no case but that of A–Z."""
    return " ".join(name.split()).casefold()


class PersonQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """People who have not been merged into another row."""
        return self.filter(merged_into=None)

    def called(self, name: str) -> Self:
        """People with exactly this name, whatever the case and spacing."""
        key = folded(name)
        return self.filter(pk__in=[pk for pk, other in self.values_list("pk", "name") if folded(other) == key])

    def containing(self, words: str) -> Self:
        """People whose name, title or organisation has every word, whatever the case of å, ä and ö."""
        wanted = folded(words).split()
        fields = self.values_list("pk", "name", "title", "organisation__name")
        texts = ((pk, folded(" ".join(filter(None, parts)))) for pk, *parts in fields)
        return self.filter(pk__in=[pk for pk, text in texts if all(word in text for word in wanted)])

    def known_in(self, areas: Any) -> Self:
        """People who are or have been in a group of one of the areas."""
        return self.filter(Exists(_memberships_of(OuterRef("pk")).filter(group__area__in=areas)))

    def only_in(self, areas: Any) -> Self:
        """People who have never been in a group outside the areas; those of no group at all count too."""
        return self.exclude(Exists(_memberships_of(OuterRef("pk")).exclude(group__area__in=areas)))


def _memberships_of(person: Any) -> Any:
    manager: Any = apps.get_model("groups", "Membership").objects
    return manager.filter(person=person).order_by()
