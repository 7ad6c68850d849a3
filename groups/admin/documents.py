"""The register of governing documents: the list. What is done with a document is done on its own pages."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from groups.admin.base import GroupRegister
from groups.admin.filters import running_out
from groups.document_standing import awaits_review, in_words
from groups.models import GoverningDocument
from samverkan.common.admin_site import site


class Review(admin.SimpleListFilter):
    """Documents in force whose day of review has come."""

    title = "översyn"
    parameter_name = "oversyn"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("forsenad", "Översynen är försenad")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "forsenad":
            return queryset
        due = GoverningDocument.objects.due_for_review(on=timezone.localdate())
        return queryset.filter(pk__in=due.values("pk"))


@admin.register(GoverningDocument, site=site)
class GoverningDocumentAdmin(GroupRegister):
    list_display = ["title", "kind", "group", "standing", "valid_from", "valid_until", "review_date"]
    list_filter = [running_out("valid_until", starts="valid_from"), Review, "group__area", "group", "kind"]
    list_select_related = ["group"]
    search_fields = ["title", "summary", "registration_number", "archive_id", "group__name", "group__code"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_standing(on=timezone.localdate())

    @admin.display(description="läge")
    def standing(self, document: GoverningDocument) -> str:
        today = timezone.localdate()
        late = ", översynen är försenad" if awaits_review(document, on=today) else ""
        return in_words(document, on=today) + late

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return redirect("groups_admin:document-new")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        self._refuse_unless_kept(request, object_id)
        return redirect("groups_admin:document", pk=object_id)
