"""Registers of people, organisations, seats, memberships, offices and accounts."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from groups.admin.base import AdministratorsRegister, GroupRegister, KeptBy, NotForOneself, Register
from groups.models import Membership, OfficeTerm, Organisation, OrganisationName, Person, Seat, User
from samverkan.common.admin_site import site


@admin.register(Person, site=site)
class PersonAdmin(Register):
    list_display = ["name", "title", "organisation"]
    list_select_related = ["organisation"]
    search_fields = ["name", "title", "organisation__name"]
    prepopulated_fields = {"slug": ["name"]}


class OrganisationNameInline(KeptBy, admin.TabularInline):  # type: ignore[type-arg]
    model = OrganisationName
    extra = 1
    can_delete = False


@admin.register(Organisation, site=site)
class OrganisationAdmin(Register):
    list_display = ["name", "short_name", "kind", "principal"]
    list_filter = ["kind"]
    list_select_related = ["principal"]
    search_fields = ["name", "short_name", "other_names__name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [OrganisationNameInline]


@admin.register(Seat, site=site)
class SeatAdmin(GroupRegister):
    list_display = ["label", "group", "position", "organisation", "is_adjunct", "starts", "ends"]
    list_filter = ["group", "is_adjunct"]
    list_select_related = ["group", "organisation"]
    search_fields = ["label", "group__name", "organisation__name"]


class AppointmentRegister(GroupRegister):
    """A register that gives people their roles."""

    form = NotForOneself

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"request": request})


@admin.register(Membership, site=site)
class MembershipAdmin(AppointmentRegister):
    list_display = ["person", "group", "role", "organisation", "starts", "ends"]
    list_filter = ["group", "role"]
    list_select_related = ["person", "group", "organisation"]
    search_fields = ["person__name", "group__name", "group__code"]


@admin.register(OfficeTerm, site=site)
class OfficeTermAdmin(AppointmentRegister):
    group_path = "membership__group"
    list_display = ["membership", "office", "starts", "ends", "is_shared", "is_interim"]
    list_filter = ["office", "membership__group"]
    list_select_related = ["membership__person", "membership__group"]
    search_fields = ["membership__person__name", "membership__group__name"]


@admin.register(User, site=site)
class UserAdmin(AdministratorsRegister):
    """Accounts. Passwords are set by their owners alone, through the link in *Glömt lösenordet?*."""

    list_display = ["email", "person", "is_active", "last_login"]
    list_filter = ["is_active"]
    list_select_related = ["person"]
    search_fields = ["email", "person__name"]
    fields = ["email", "person", "is_active"]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.email = obj.email.lower()
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
