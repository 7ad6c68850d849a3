"""The register of mandates: a list to find them in. What is done with one is done on its own page."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from groups.admin.base import GroupRegister
from groups.mandates.reading import last_day_of
from groups.models import Area, Group, GroupType, Mandate
from groups.states import MandateState
from samverkan.common.admin_site import site
from samverkan.common.swedish import long_date


class RunsOut(admin.SimpleListFilter):
    """Mandates that somebody needs to act on."""

    title = "giltighet"
    parameter_name = "giltighet"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("snart", "Löper ut inom 90 dagar"), ("ute", "Har gått ut"), ("oversyn", "Ska ses över")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = timezone.localdate()
        chosen = {
            "snart": Q(
                valid_until__gte=today, pk__in=Mandate.objects.running_out(Group.objects.values("pk"), on=today)
            ),
            "ute": Q(valid_until__lt=today, state=MandateState.ADOPTED),
            "oversyn": Q(review_date__lte=today, state=MandateState.ADOPTED),
        }
        value = self.value()
        return queryset.filter(chosen[value]) if value in chosen else queryset


class OfGroups(admin.SimpleListFilter):
    """Mandates by something that their groups have."""

    model: Any
    path: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(row.pk), str(row)) for row in self.model.objects.all()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        return queryset.filter(**{self.path: value}) if value and value.isdecimal() else queryset


class AreaFilter(OfGroups):
    title, parameter_name, model, path = "område", "omrade", Area, "groups__area"


class TypeFilter(OfGroups):
    title, parameter_name, model, path = "grupptyp", "typ", GroupType, "groups__type"


@admin.register(Mandate, site=site)
class MandateAdmin(GroupRegister):
    group_path = "groups"
    list_display = ["title", "version", "covers", "state", "decided", "lasts", "review_date"]
    list_display_links = ["title"]
    list_filter = ["state", RunsOut, AreaFilter, TypeFilter]
    search_fields = ["title", "registration_number", "groups__name", "groups__code", "decided_by"]
    ordering = ["title", "-version"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("decided_by_group").prefetch_related("groups")

    @admin.display(description="omfattar")
    def covers(self, mandate: Mandate) -> str:
        codes = [group.code for group in mandate.groups.all()]
        return ", ".join(codes) if len(codes) <= 3 else f"{', '.join(codes[:2])} och {len(codes) - 2} till"

    @admin.display(description="beslutat", ordering="decision_date")
    def decided(self, mandate: Mandate) -> str:
        return long_date(mandate.decision_date) if mandate.decision_date else "–"

    @admin.display(description="gäller till och med", ordering="valid_until")
    def lasts(self, mandate: Mandate) -> str:
        words = last_day_of(mandate) or ("tills vidare" if mandate.valid_from else "–")
        return f"{words} (har gått ut)" if mandate.has_run_out(on=timezone.localdate()) else words

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return redirect("groups_admin:mandate-new")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The row's own page; for whoever may not know of it the same refusal as in every register."""
        self._refuse_unless_kept(request, object_id)
        return redirect("groups_admin:mandate", pk=int(object_id))
