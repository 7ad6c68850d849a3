"""The register of who answers for the records and the personal data of each group, period by period."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from groups.admin.base import AdministratorsRegister, GroupRegister
from groups.models import Group, RecordKeeping
from groups.rules import administered_areas
from samverkan.common.admin_site import site


@admin.register(RecordKeeping, site=site)
class RecordKeepingAdmin(GroupRegister, AdministratorsRegister):
    """For area administrators, of the groups of their areas."""

    list_display = ["group", "authority", "diary", "controller", "starts", "last_day"]
    list_filter = ["group__area"]
    list_select_related = ["group", "authority", "controller"]
    search_fields = ["group__name", "group__code", "authority__name", "diary"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(group__area__in=administered_areas(request.user))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.related_model is Group:
            field.queryset = field.queryset.filter(area__in=administered_areas(request.user))
        return field
