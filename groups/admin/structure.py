"""Registers of areas, group types and groups."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from groups.admin.base import AdministratorsRegister, GroupRegister, SuperusersRegister, administers
from groups.models import Area, AreaRole, Group, GroupType, User
from groups.rules import administered_areas
from samverkan.common.admin_site import site

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

    list_display = ["user", "role", "area", "starts", "ends"]
    list_filter = ["role", "area"]
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
class GroupTypeAdmin(SuperusersRegister):
    list_display = ["name", "minutes_word", "agenda_approver", "adjustment_mode"]
    search_fields = ["name"]
    filter_horizontal = ["allowed_parents"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Group, site=site)
class GroupAdmin(GroupRegister):
    group_path = "pk"
    list_display = ["name", "code", "type", "area", "starts", "ends"]
    list_filter = ["area", "type"]
    list_select_related = ["type", "area"]
    search_fields = ["name", "code"]
    fieldsets = [
        (None, {"fields": ["name", "code", "slug", "purpose", "area", "type", "starts", "ends"]}),
        ("Plats i strukturen", {"fields": ["parent", "works_for", "prepared_by"]}),
        ("Visas öppet", {"fields": SHOWN}),
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administers(request)

    def get_fieldsets(self, request: HttpRequest, obj: Group | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else [(name, part) for name, part in fieldsets if part["fields"] != SHOWN]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Group | None = None) -> Any:
        return {} if obj else {"slug": ["name"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> list[str]:
        """Addresses and decision numbers are made of these, and the area says who administers the group."""
        if obj is None:
            return []
        if not administered_areas(request.user).filter(pk=obj.area_id).exists():
            return ["code", "slug", "area"]
        return ["code", "slug"] if _has_numbered_decisions(obj) else []

    def save_model(self, request: HttpRequest, obj: Group, form: Any, change: bool) -> None:
        if not change:
            for name in SHOWN:
                setattr(obj, name, getattr(obj.type, name))
        super().save_model(request, obj, form, change)


def _has_numbered_decisions(group: Any) -> bool:
    """Whether numbers have been taken; asked of the group itself, which does not know who counts."""
    return hasattr(group, "number_series") and group.number_series.exists()
