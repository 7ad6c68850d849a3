"""The rules of a type or of a group, beside what they hold for: how often it meets, which dates its meetings bring
with them, and how its chair changes hands.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from groups.admin.base import edited, nameable_groups
from groups.admin.fields import PlainFields
from groups.models import DeadlineRule, FrequencyRule, Group, GroupType, TermRule, YearlyMeeting, YearRule
from groups.rules import administers_an_area, administers_group, may_change_type


def may_set_rules(request: HttpRequest, owner: Group | GroupType | None) -> bool:
    """Whether the visitor may say what the steering documents demand of the type or the group."""
    match owner:
        case GroupType():
            return may_change_type(request.user, owner)
        case Group():
            return administers_group(request.user, owner)
    return bool(administers_an_area(request.user))


class RuleInline(PlainFields, admin.StackedInline):  # type: ignore[type-arg]
    """One rule, or none. Taking it away gives a group its type's again."""

    max_num: int | None = 1
    extra = 1
    classes = ["collapse"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_set_rules(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_set_rules(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_set_rules(request, obj)


class FrequencyRuleInline(RuleInline):
    model = FrequencyRule
    verbose_name = verbose_name_plural = "Regel: hur ofta gruppen möts"
    fields = ["per", "minimum", "maximum", "warns_above", "hours", "source"]


class DeadlineRuleInline(RuleInline):
    model = DeadlineRule
    verbose_name = verbose_name_plural = "Regel: datum före och efter ett möte"
    fields = ["matters", "preparation", "dispatch", "papers", "adjustment", "source"]


class TermRuleInline(RuleInline):
    model = TermRule
    verbose_name = verbose_name_plural = "Regel: hur ordförandeskapet växlar"
    fields = [
        "months", "rotation", "vice_from_other_side", "in_step_with", "is_extendable", "same_principal_fills", "source",
    ]  # fmt: skip

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "in_step_with":
            owner = {self.fk_name or "type": edited(request)}
            kwargs["queryset"] = nameable_groups(request, named=TermRule.objects.filter(**owner).values("in_step_with"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class GroupTermRuleInline(TermRuleInline):
    fk_name = "group"


class YearRuleInline(RuleInline):
    model = YearRule
    verbose_name = verbose_name_plural = "Regel: när handlingsplan och årsrapport ska vara klara"
    fields = ["plan_due", "report_due", "since", "source"]


class YearlyMeetingInline(RuleInline):
    """The meetings that the group is to hold with other groups every year."""

    model = YearlyMeeting
    fk_name = "host"
    max_num = None
    extra = 0
    verbose_name = verbose_name_plural = "Regel: årliga möten med andra grupper"
    fields = ["title", "partner_types", "minimum", "maximum", "source"]
