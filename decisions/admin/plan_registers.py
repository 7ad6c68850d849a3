"""The register of cooperation plans with their focus areas, for those who administer an area."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from decisions.models import CooperationPlan, FocusArea
from groups.admin.base import AdministratorsRegister
from groups.admin.rule_inlines import RuleInline
from groups.rules import administered_areas
from samverkan.common.admin_site import site


class FocusAreaInline(RuleInline):
    """The focus areas of a plan, in order. One that a goal names can't be taken away."""

    model = FocusArea
    max_num = None
    extra = 1
    classes = []
    fields = ["position", "title", "text"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(CooperationPlan, site=site)
class CooperationPlanAdmin(AdministratorsRegister):
    """Plans of the areas that the visitor administers."""

    list_display = ["title", "area", "first_year", "last_year"]
    list_filter = ["area"]
    list_select_related = ["area"]
    search_fields = ["title"]
    inlines = [FocusAreaInline]
    fields = ["area", "title", "first_year", "last_year", "summary", "source", "link"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(area__in=administered_areas(request.user))
