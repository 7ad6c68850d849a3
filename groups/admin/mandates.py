"""The register of mandates, with their sections as rich text."""

from django import forms
from django.contrib import admin

from groups.admin.base import GroupRegister, KeptBy
from groups.models import Mandate, MandateSection
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
