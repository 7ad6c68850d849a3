"""Registers of seats, memberships and offices: to find rows in. What is done with them is done on the group's page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from groups.admin.base import GroupRegister
from groups.admin.filters import RunningOut
from groups.admin.words import in_words
from groups.models import Membership, OfficeTerm, Seat
from samverkan.common.admin_site import site


class ReadRegister(GroupRegister):
    """A register whose rows come to be and change by the steps of ``groups.workflow`` alone."""

    change_form_template = "groups/composition_row.html"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """All of the row, with its last day and with yes and no in words."""
        names = [name for name in super().get_fields(request, obj) if isinstance(name, str) and name != "lasts"]
        return in_words(self.model, ["lasts" if name == "ends" else name for name in names])

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        words = in_words(self.model, [field.name for field in self.model._meta.fields])
        return ["lasts", *filter(callable, words), *super().get_readonly_fields(request, obj)]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Seat, site=site)
class SeatAdmin(ReadRegister):
    list_display = ["label", "group", "position", "organisation", "is_adjunct", "starts", "last_day"]
    list_filter = ["group__area", "group__type", "group", RunningOut, "is_adjunct"]
    list_select_related = ["group", "organisation"]
    search_fields = ["label", "group__name", "organisation__name"]


@admin.register(Membership, site=site)
class MembershipAdmin(ReadRegister):
    list_display = ["person", "group", "role", "seat", "title", "organisation", "starts", "last_day"]
    list_filter = ["group__area", "group__type", "group", RunningOut, "role"]
    list_select_related = ["person", "group", "seat__group", "organisation"]
    search_fields = ["person__name", "title", "group__name", "group__code", "organisation__name"]


@admin.register(OfficeTerm, site=site)
class OfficeTermAdmin(ReadRegister):
    group_path = "membership__group"
    list_display = ["membership", "office", "starts", "last_day", "is_shared", "is_interim"]
    list_filter = ["membership__group__area", "membership__group__type", "membership__group", RunningOut, "office"]
    list_select_related = ["membership__person", "membership__group"]
    search_fields = ["membership__person__name", "membership__group__name"]
