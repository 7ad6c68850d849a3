"""The register of mandates, with their sections as rich text."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from groups.admin.base import GroupRegister, KeptBy, kept_groups
from groups.models import Mandate, MandateSection
from groups.rules import administered_areas
from groups.states import MandateState
from samverkan.common.admin_site import site
from samverkan.common.rich_field import RichTextField


class SectionForm(forms.ModelForm):  # type: ignore[type-arg]
    body = RichTextField(label="Text", required=False)

    class Meta:
        model = MandateSection
        fields = ["position", "heading", "body"]


class SectionInline(KeptBy, admin.StackedInline):  # type: ignore[type-arg]
    model = MandateSection
    form = SectionForm
    extra = 0
    can_delete = False


@admin.register(Mandate, site=site)
class MandateAdmin(GroupRegister):
    group_path = "groups"
    list_display = ["title", "version", "state", "valid_from", "valid_until"]
    list_filter = ["state", "groups"]
    search_fields = ["title", "registration_number", "groups__name"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [SectionInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "version", "state", "groups", "registration_number"]}),
        (
            "Vem",
            {"fields": ["commissioner", "commissioner_group", "assignee", "decided_by", "decided_by_group"]},
        ),
        (
            "När",
            {
                "fields": [
                    "document_date", "decision_date", "review_date", "valid_from", "valid_until",
                    "valid_until_precision",
                ]
            },
        ),
        ("Till vem", {"fields": ["recipients"]}),
    ]  # fmt: skip

    def has_change_permission(self, request: HttpRequest, obj: Mandate | None = None) -> bool:
        """A draft is for those who keep all its groups; once adopted it is for the administrators of their areas."""
        if obj is None or not super().has_change_permission(request, obj):
            return super().has_change_permission(request, obj)
        if obj.state == MandateState.DRAFT:
            return not _hidden_groups(obj, request).exists()
        return not obj.groups.exclude(area__in=administered_areas(request.user)).exists()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Groups that the visitor was not offered stay: nobody takes away what they cannot see."""
        if change and "groups" in form.cleaned_data:
            form.cleaned_data["groups"] = [*form.cleaned_data["groups"], *_hidden_groups(form.instance, request)]
        super().save_related(request, form, formsets, change)


def _hidden_groups(mandate: Mandate, request: HttpRequest) -> Any:
    return mandate.groups.exclude(pk__in=kept_groups(request))
