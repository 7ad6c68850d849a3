"""Registers of areas, group types and groups."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from groups.admin.base import AdministratorsRegister, GroupRegister, administers
from groups.models import Area, AreaRole, Group, GroupType
from samverkan.common.admin_site import site


@admin.register(Area, site=site)
class AreaAdmin(AdministratorsRegister):
    list_display = ["name", "kind", "position"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(AreaRole, site=site)
class AreaRoleAdmin(AdministratorsRegister):
    list_display = ["user", "role", "area", "starts", "ends"]
    list_filter = ["role", "area"]
    list_select_related = ["user__person", "area"]
    search_fields = ["user__email", "user__person__name"]


@admin.register(GroupType, site=site)
class GroupTypeAdmin(AdministratorsRegister):
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
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "code", "slug", "purpose", "area", "type", "starts", "ends"]}),
        ("Plats i strukturen", {"fields": ["parent", "works_for", "prepared_by"]}),
        ("Visas öppet", {"fields": ["shows_group", "shows_mandate", "shows_minutes", "shows_decisions"]}),
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administers(request)
