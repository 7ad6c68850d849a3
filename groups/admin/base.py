"""What the registers share: who may, that nothing is deleted, and that a list can be taken as a file."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from groups.admin.exports import export
from groups.admin.fields import PlainFields
from groups.admin.lists import RegisterList, of_the_rows, without_empty
from groups.admin.words import ChangeInWords, in_words
from groups.forms.steps import last_day_of
from groups.models import Area, Group, Organisation, Person
from groups.rules import administered_areas, administers_an_area, keeps_registers
from samverkan.common.keys import key_in
from samverkan.common.swedish import long_date

#: Columns that only administrators see.
PRIVATE_COLUMNS = frozenset({"email", "person__email", "user__email"})
#: Models whose rows are named by other rows.
NAMED_BY: dict[str, tuple[str, ...]] = {
    "seat": ("group",),
    "membership": ("person", "group"),
    "user": ("person",),
}


def keeps(request: HttpRequest) -> bool:
    """Whether the visitor may work in the registers; asked once per request."""
    return _asked_once(request, "_keeps_registers", keeps_registers)


def administers(request: HttpRequest) -> bool:
    """Whether the visitor administers an area, or everything; asked once per request."""
    return _asked_once(request, "_administers", administers_an_area)


def owns(request: HttpRequest) -> bool:
    """Whether the visitor is a superuser, and so owns the installation."""
    user: Any = request.user
    return bool(user.is_active and user.is_superuser)


def _asked_once(request: HttpRequest, name: str, rule: Any) -> bool:
    if not hasattr(request, name):
        setattr(request, name, bool(rule(request.user)))
    return bool(getattr(request, name))


class KeptBy(PlainFields):
    """Permissions of a register: one rule for seeing, adding and changing; nobody deletes."""

    may = staticmethod(keeps)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Register(KeptBy, SimpleHistoryAdmin):  # type: ignore[misc]
    """A register with history: who changed what, when. Old rows are read there, never written back."""

    object_history_template = "admin/history.html"
    object_history_list_template = "admin/history_list.html"
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    @admin.display(description="sista dag", ordering="ends")
    def last_day(self, row: Any) -> date | None:
        """The last day of a dated row, for its list; the row itself has the day after."""
        return last_day_of(row)

    @admin.display(description="sista dag")
    def lasts(self, row: Any) -> str:
        """The last day in words, for its form."""
        day = last_day_of(row)
        return long_date(day) if day else "Tills vidare"

    def get_urls(self) -> list[Any]:
        """``hamta.csv`` and ``hamta.xlsx`` beside the list, named ``groups_<model>_export``."""
        view = self.admin_site.admin_view(self.export_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [path("hamta.<slug:kind>", view, name=name), *super().get_urls()]

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """The list as a file; see ``exports.export``."""
        return export(self, request, kind)

    def get_historical_record_context_helper(self, request: HttpRequest, historical_record: Any) -> ChangeInWords:
        return ChangeInWords(self.model, historical_record)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return RegisterList

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        request.GET = without_empty(request.GET)  # type: ignore[assignment]  # as Django's own, but mutable
        return super().get_changelist_instance(request)

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = in_words(self.model, super().get_list_display(request))
        return columns if administers(request) else [name for name in columns if name not in PRIVATE_COLUMNS]

    def get_list_filter(self, request: HttpRequest) -> Any:
        return of_the_rows(self.model, super().get_list_filter(request))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The rows to choose among with what their names are made of, in one query; of areas only the own."""
        if db_field.related_model is Area:
            kwargs["queryset"] = administered_areas(request.user)
        if db_field.related_model in {Organisation, Person}:
            kwargs["queryset"] = _standing(db_field, request)
        names = NAMED_BY.get(db_field.related_model._meta.model_name, ())
        if names:
            kwargs["queryset"] = db_field.related_model.objects.select_related(*names)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        self._refuse_unless_kept(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> Any:
        self._refuse_unless_kept(request, object_id)
        if request.method == "POST":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _refuse_unless_kept(self, request: HttpRequest, object_id: str) -> None:
        """403 for who keeps no such register, 404 for a row that is not theirs to know."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        raise Http404

    def history_view_title(self, request: HttpRequest, obj: Any) -> str:
        return f"Historik: {obj}"

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


def _standing(db_field: Any, request: HttpRequest) -> Any:
    """The rows that have not been merged into another, and the one that the opened row names already."""
    naming = db_field.model.objects.filter(pk=edited(request)).values(db_field.name)
    return db_field.related_model.objects.filter(Q(merged_into=None) | Q(pk__in=naming))


class GroupRegister(Register):
    """A register of rows that belong to groups: only those of the groups that the visitor runs or administers."""

    #: Where a row's group is found.
    group_path = "group"

    def get_queryset(self, request: HttpRequest) -> Any:
        kept = kept_groups(request)
        return super().get_queryset(request).filter(**{f"{self.group_path}__in": kept}).distinct()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == self.group_path:
            kwargs["queryset"] = Group.objects.filter(pk__in=kept_groups(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def kept_groups(request: HttpRequest) -> Any:
    """The groups whose registers the visitor may work in, as a query of their keys."""
    user: Any = request.user
    return Group.objects.kept_by(user, on=timezone.localdate()).values("pk")


def edited(request: HttpRequest) -> int:
    """The key of the row that the visitor has open; 0, which no row has, in a list or for a new row."""
    return key_in(request.resolver_match.kwargs.get("object_id", "")) if request.resolver_match else 0


def nameable_groups(request: HttpRequest, *, named: Any) -> Any:
    """Groups that can be chosen in a row: those that everyone or the visitor may know of, and those it names now."""
    user: Any = request.user
    seen = Group.objects.visible_to(user, on=timezone.localdate()).values("pk")
    return Group.objects.filter(Q(shows_group=True) | Q(pk__in=seen) | Q(pk__in=named))


class AdministratorsRegister(Register):
    """A register for area administrators only."""

    may = staticmethod(administers)


class SuperusersRegister(AdministratorsRegister):
    """A register that holds for every area: area administrators read it, superusers change it."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return owns(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return owns(request)
