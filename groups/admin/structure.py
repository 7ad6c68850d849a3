"""Registers of areas, group types and groups."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest

from groups.admin.base import (
    AdministratorsRegister,
    GroupRegister,
    SuperusersRegister,
    administers,
    edited,
    nameable_groups,
)
from groups.admin.filters import RunningOut
from groups.admin.rule_inlines import (
    DeadlineRuleInline,
    FrequencyRuleInline,
    GroupTermRuleInline,
    TermRuleInline,
    YearlyMeetingInline,
    YearRuleInline,
)
from groups.forms.groups import GroupForm, GroupTypeForm
from groups.models import Area, AreaRole, Group, GroupType, User
from groups.models.placement import TIES
from groups.rules import administered_areas, administers_group, may_change_type
from groups.workflow.groups import rename_address
from samverkan.common.admin_site import site

WHAT_IT_HAS = ["has_mandate", "has_plan", "plan_established_by", "has_report", "allows_substitutes"]
#: What a group shows openly: taken from its type when it is added, then its own.
SHOWN = ["shows_group", "shows_mandate", "shows_minutes", "shows_decisions"]


@admin.register(Area, site=site)
class AreaAdmin(SuperusersRegister):
    list_display = ["name", "kind", "position"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(AreaRole, site=site)
class AreaRoleAdmin(AdministratorsRegister):
    """Roles in the areas that the visitor administers. The own roles can be read, never given or changed."""

    list_display = ["user", "role", "area", "starts", "last_day"]
    list_filter = ["role", "area", RunningOut]
    list_select_related = ["user__person", "area"]
    search_fields = ["user__email", "user__person__name"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(area__in=administered_areas(request.user))

    def has_change_permission(self, request: HttpRequest, obj: AreaRole | None = None) -> bool:
        own = obj is not None and obj.user_id == request.user.pk
        return not own and super().has_change_permission(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.related_model is User:
            field.queryset = field.queryset.exclude(pk=request.user.pk)
        return field


@admin.register(GroupType, site=site)
class GroupTypeAdmin(AdministratorsRegister):
    """Types. Whoever administers an area adds them, and changes those that no other area uses."""

    form = GroupTypeForm
    list_display = ["name", "position", "minutes_word", "agenda_approver", "has_mandate", "has_plan", "has_report"]
    list_filter = ["minutes_word", "agenda_approver", "has_plan", "has_report", "allows_substitutes"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [FrequencyRuleInline, DeadlineRuleInline, TermRuleInline, YearRuleInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "position"]}),
        ("Plats i strukturen", {"fields": ["allowed_parents"]}),
        ("Vad en grupp av typen har", {"fields": WHAT_IT_HAS}),
        ("Frågor mellan grupper", {"fields": ["hands_over_to", "speaks_for_area"]}),
        ("Möten", {"fields": ["minutes_word", "agenda_approver", "adjustment_mode", "publication_moment"]}),
        (
            "Anteckningar på andra sätt",
            {"fields": ["light_path", "publishes_short_notes", "purge_after_days"]},
        ),
        (
            "Visas öppet",
            {
                "fields": SHOWN,
                "description": "Så blir det för en ny grupp av typen. Sedan bestämmer varje grupp själv.",
            },
        ),
    ]

    def has_change_permission(self, request: HttpRequest, obj: GroupType | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or may_change_type(request.user, obj))


@admin.register(Group, site=site)
class GroupAdmin(GroupRegister):
    """Groups. A new one shows what its type shows; a last day is set, moved and taken away on a page of its own."""

    form = GroupForm
    change_form_template = "admin/group_form.html"
    group_path = "pk"
    list_display = ["name", "code", "type", "area", "parent", "starts", "last_day"]
    list_filter = ["area", "type", RunningOut, "shows_group"]
    list_select_related = ["type", "area", "parent"]
    search_fields = ["name", "code", "slug"]
    inlines = [FrequencyRuleInline, DeadlineRuleInline, GroupTermRuleInline, YearRuleInline, YearlyMeetingInline]
    fieldsets = [
        (None, {"fields": ["name", "code", "slug", "purpose", "area", "type", "starts", "ends"]}),
        ("Plats i strukturen", {"fields": list(TIES)}),
        ("Visas öppet", {"fields": SHOWN}),
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administers(request)

    def get_fieldsets(self, request: HttpRequest, obj: Group | None = None) -> Any:
        """A new group takes what it shows from its type, and may get its end at once."""
        (head, first), *others, shown = super().get_fieldsets(request, obj)
        if obj is None:
            return [(head, first), *others]
        names = ["lasts" if name == "ends" else name for name in first["fields"]]
        return [(head, {"fields": names}), *others, shown]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Group | None = None) -> Any:
        return {} if obj else {"slug": ["name"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> list[str]:
        """The area says who administers the group, decision numbers are made of the code, and ending is a step."""
        if obj is None:
            return []
        if not administers_group(request.user, obj):
            return ["code", "slug", "area", "type", "lasts"]
        return ["code", "lasts"] if _has_numbered_decisions(obj) else ["lasts"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in TIES:
            named = Group.objects.filter(pk=edited(request)).values(db_field.name)
            kwargs["queryset"] = nameable_groups(request, named=named)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: Any, add: bool = False, change: bool = False,
        form_url: str = "", obj: Group | None = None,
    ) -> Any:  # fmt: skip
        context["may_end"] = obj is not None and administers_group(request.user, obj)
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    def save_model(self, request: HttpRequest, obj: Group, form: Any, change: bool) -> None:
        if not change:
            for name in SHOWN:
                setattr(obj, name, getattr(obj.type, name))
        wanted, obj.slug = obj.slug, form.initial["slug"] if change and "slug" in form.changed_data else obj.slug
        super().save_model(request, obj, form, change)
        if wanted != obj.slug:
            obj.slug = rename_address(obj, slug=wanted, by=cast(User, request.user)).slug


def _has_numbered_decisions(group: Any) -> bool:
    """Whether numbers have been taken; asked of the group itself, which does not know who counts."""
    return hasattr(group, "number_series") and group.number_series.exists()
