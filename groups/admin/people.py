"""Registers of people, organisations and accounts."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from groups.admin.base import AdministratorsRegister, KeptBy, Register, administers, kept_groups, owns
from groups.forms.registers import PersonForm
from groups.mail import welcome
from groups.models import Area, AreaRole, Membership, Organisation, OrganisationName, Person, User
from groups.rules import administered_areas
from groups.workflow.people import free_slug
from samverkan.common.admin_site import site
from samverkan.common.swedish import clock, long_date


class InOffice(admin.SimpleListFilter):
    """Those who are in some group today, or are not."""

    title = "uppdrag i dag"
    parameter_name = "uppdrag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ja", "I uppdrag i dag"), ("nej", "Utan uppdrag i dag")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = Membership.objects.on(timezone.localdate()).order_by().values("person")
        if self.value() == "ja":
            return queryset.filter(pk__in=today)
        return queryset.exclude(pk__in=today) if self.value() == "nej" else queryset


class OfArea(admin.SimpleListFilter):
    """Those who are or have been in a group of the area."""

    title = "område"
    parameter_name = "omrade"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Area.objects.values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.known_in(Area.objects.filter(slug=self.value())) if self.value() else queryset


class OfKind(admin.SimpleListFilter):
    """Those whose organisation is of the kind."""

    title = "organisationens slag"
    parameter_name = "slag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in Organisation.Kind.choices]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(organisation__kind=self.value()) if self.value() else queryset


@admin.register(Person, site=site)
class PersonAdmin(Register):
    """People. Rows that were merged into another are not listed; they can be read, and never changed."""

    form = PersonForm
    fields = ["name", "is_another", "title", "organisation", "email", "is_role_contact"]
    list_display = ["name", "title", "organisation"]
    list_filter = [InOffice, OfArea, OfKind]
    list_select_related = ["organisation"]
    search_fields = ["name", "title", "organisation__name"]
    change_form_template = "groups/person_change.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        people = super().get_queryset(request)
        opened = request.resolver_match and "object_id" in request.resolver_match.kwargs
        return people if opened else people.standing()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return (queryset.containing(search_term) if search_term else queryset), False

    def has_change_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.merged_into_id)

    def get_exclude(self, request: HttpRequest, obj: Person | None = None) -> Any:
        """The address, and whether it is shown, is for those who administer an area in which the person is known."""
        return [] if obj is None or _knows(request, obj) else ["email", "is_role_contact"]

    def get_fields(self, request: HttpRequest, obj: Person | None = None) -> Any:
        hidden = self.get_exclude(request, obj)
        return [name for name in self.fields if name not in hidden]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        person = kwargs.get("obj")
        known = Person.objects.known_in(administered_areas(request.user)).filter(pk=person.pk) if person else None
        may_take_out = administers(request) and known is not None and (owns(request) or known.exists())
        context |= {"may_merge": administers(request), "may_take_out": may_take_out}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        if not change:
            obj.slug = free_slug(obj.name)
        super().save_model(request, obj, form, change)


def _knows(request: HttpRequest, person: Person) -> bool:
    """Whether the person is or has been in a group that the visitor keeps, or in none at all."""
    groups = person.memberships.order_by()
    return owns(request) or not groups.exists() or groups.filter(group__in=kept_groups(request)).exists()


class OrganisationNameInline(KeptBy, admin.StackedInline):  # type: ignore[type-arg]
    """How people also write the name. A former name comes from renaming, which has a page of its own."""

    model = OrganisationName
    verbose_name = "namn"
    verbose_name_plural = "Andra namn"
    classes = ["collapse"]
    fields = ["name"]
    extra = 1
    can_delete = False


@admin.register(Organisation, site=site)
class OrganisationAdmin(Register):
    """Organisations. The name is changed on a page of its own, so that the old one is kept; the address never."""

    fields = ["name", "slug", "short_name", "kind", "parent", "principal"]
    list_display = ["name", "short_name", "kind", "principal", "merged_into"]
    list_filter = ["kind"]
    list_select_related = ["principal", "merged_into"]
    search_fields = ["name", "short_name", "other_names__name"]
    inlines = [OrganisationNameInline]
    change_form_template = "groups/organisation_change.html"

    def get_prepopulated_fields(self, request: HttpRequest, obj: Organisation | None = None) -> Any:
        return {} if obj else {"slug": ["name"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Organisation | None = None) -> list[str]:
        """The name changes on a page of its own; sides and rosters are made of the rest, so administrators set it."""
        if obj is None:
            return []
        return ["name", "slug"] if administers(request) else ["name", "slug", "kind", "parent", "principal"]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        context |= {"may_rename": administers(request)}
        return super().render_change_form(request, context, *args, **kwargs)


#: How somebody signs in with a new account: at the form, and when it is saved.
HOW_TO_SIGN_IN = (
    "Personen loggar in med adressen och väljer själv sitt lösenord med ”Glömt lösenordet?”. "
    "När du sparar går ett mejl dit med länken."
)
GETS_MAIL = "Personen får ett mejl om hur man väljer lösenord och loggar in."
TELL_THEM = (
    "Inget mejl går ut, för kontot är inte aktivt eller har ingen person. "
    "Den som ska använda det väljer lösenord med ”Glömt lösenordet?” på inloggningssidan."
)


@admin.register(User, site=site)
class UserAdmin(AdministratorsRegister):
    """Accounts. Passwords are set by their owners alone, through the link in *Glömt lösenordet?*.

    An area administrator has only the accounts that mean nothing outside the administered areas.
    """

    list_display = ["email", "person", "is_active", "signed_in"]
    list_filter = ["is_active"]
    list_select_related = ["person"]
    search_fields = ["email", "person__name"]
    fields = ["email", "person", "is_active"]

    @admin.display(description="senast inloggad", ordering="last_login")
    def signed_in(self, account: User) -> str:
        """When the account was last signed in to."""
        at = account.last_login
        return f"{long_date(at)} kl. {clock(at)}" if at else "–"

    def get_queryset(self, request: HttpRequest) -> Any:
        accounts = super().get_queryset(request)
        if owns(request):
            return accounts
        roles = AreaRole.objects.exclude(area__in=administered_areas(request.user))
        mine = accounts.filter(is_superuser=False).exclude(pk__in=roles.values("user"))
        return mine.exclude(person__in=_people_elsewhere(request))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """An address asks for what the list filters by, never for the password, letter by letter."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody becomes somebody else: the person of the own account is for others to change."""
        return ["person"] if obj and obj.pk == request.user.pk and not owns(request) else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.related_model is Person and not owns(request):
            field.queryset = field.queryset.exclude(pk__in=_people_elsewhere(request))
        return field

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        told = {} if obj else {"help_texts": {"email": HOW_TO_SIGN_IN}}
        return super().get_form(request, obj, change, **told, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.email = obj.email.lower()
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change:
            messages.info(request, GETS_MAIL if welcome(obj) else TELL_THEM)
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
