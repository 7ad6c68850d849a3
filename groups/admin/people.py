"""Registers of people, organisations, seats, memberships, offices and accounts."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from groups.admin.base import AdministratorsRegister, GroupRegister, KeptBy, NotForOneself, Register, owns
from groups.models import AreaRole, Membership, OfficeTerm, Organisation, OrganisationName, Person, Seat, User
from groups.rules import administered_areas
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
    """Accounts. Passwords are set by their owners alone, through the link in *Glömt lösenordet?*.

    An area administrator has only the accounts that mean nothing outside the administered areas.
    """

    list_display = ["email", "person", "is_active", "last_login"]
    list_filter = ["is_active"]
    list_select_related = ["person"]
    search_fields = ["email", "person__name"]
    fields = ["email", "person", "is_active"]

    def get_queryset(self, request: HttpRequest) -> Any:
        accounts = super().get_queryset(request)
        if owns(request):
            return accounts
        roles = AreaRole.objects.exclude(area__in=administered_areas(request.user))
        mine = accounts.filter(is_superuser=False).exclude(pk__in=roles.values("user"))
        return mine.exclude(person__in=_people_elsewhere(request))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody becomes somebody else: the person of the own account is for others to change."""
        return ["person"] if obj and obj.pk == request.user.pk and not owns(request) else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.related_model is Person and not owns(request):
            field.queryset = field.queryset.exclude(pk__in=_people_elsewhere(request))
        return field

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.email = obj.email.lower()
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if change and obj.email != form.initial["email"]:
            _let_go_of_old_mailbox(obj, request)


def _people_elsewhere(request: HttpRequest) -> Any:
    """The keys of people who are or have been in a group outside the areas that the visitor administers."""
    elsewhere = Membership.objects.exclude(group__area__in=administered_areas(request.user))
    return elsewhere.order_by().values("person")


def _let_go_of_old_mailbox(account: User, request: HttpRequest) -> None:
    """Only the new address leads to the account, and whoever is signed in to it, but the visitor, is signed out."""
    EmailAddress.objects.filter(user=account).delete()
    EmailAddress.objects.create(user=account, email=account.email, primary=True)
    for session in Session.objects.exclude(session_key=request.session.session_key):
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()
