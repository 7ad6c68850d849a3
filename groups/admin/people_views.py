"""One person: everything that is held, to read, take out and correct; and two rows that are one person."""

import logging
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from groups import personal_data
from groups.admin.access import UserRequest
from groups.admin.steps import answer, posted
from groups.forms.registers import CorrectionForm, SureForm
from groups.models import Person
from groups.rules import administered_areas, administers_an_area
from groups.workflow.people import correct, merge_people
from samverkan.common import history
from samverkan.common.admin_site import signed_in
from samverkan.common.keys import key_in
from samverkan.common.print_html import PdfRefused

FOUND = 20
ELSEWHERE = (
    "Personen har eller har haft uppdrag i ett annat område. Be den som har hand om hela installationen att slå ihop."
)
HELD_ELSEWHERE = (
    "Personen har eller har haft uppdrag i ett annat område. Be den som har hand om hela installationen om uppgifterna."
)
log = logging.getLogger(__name__)


# /admin/personer/<pk>/uppgifter/


@require_http_methods(["GET", "POST"])
@signed_in
def held(request: UserRequest, pk: int) -> HttpResponse:
    """Everything that is held about the person, and the form that corrects it."""
    person = _person_for(request, pk)
    form = CorrectionForm(posted(request), person=person)

    def take() -> HttpResponse:
        changed = correct(person, form.cleaned_data, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, "Uppgifterna är rättade." if changed else "Inget var ändrat, så inget sparades.")
        return redirect("groups_admin:person-data", pk=pk)

    sections = personal_data.shown(personal_data.held_about(person))
    return answer(request, form, take, "groups/person_data.html", person=person, sections=sections)


@require_POST
@signed_in
def take_out(request: UserRequest, pk: int) -> HttpResponse:
    """The same as a file, JSON or PDF. That it was taken out, by whom and when, is kept in the person's history."""
    person, now = _person_for(request, pk), timezone.now()
    as_pdf = request.POST.get("as") == "pdf"
    try:
        content = personal_data.as_pdf(person, at=now).content if as_pdf else personal_data.as_json(person, at=now)
    except PdfRefused:
        messages.error(request, "Uppgifterna är för många för en PDF. Hämta dem som JSON i stället.")
        return redirect("groups_admin:person-data", pk=pk)
    with transaction.atomic():
        kind = "PDF" if as_pdf else "JSON"
        history.save(person, by=request.user, at=now, reason=f"Uppgifterna lämnades ut som {kind}", fields=["name"])
    log.info("personal data taken out: person=%s by=%s as=%s", person.pk, request.user.pk, kind)
    response = HttpResponse(content, content_type="application/pdf" if as_pdf else "application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="uppgifter-{person.slug}.{kind.lower()}"'
    return response


# /admin/personer/<pk>/sla-ihop/


@require_http_methods(["GET", "POST"])
@signed_in
def merge(request: UserRequest, pk: int) -> HttpResponse:
    """First choose the row that is to stay, then see what will happen, then do it."""
    person = _mergeable(request, pk)
    chosen = (request.POST if request.method == "POST" else request.GET).get("med", "")
    if not (key := key_in(chosen)):
        return render(request, "groups/person_merge.html", {"person": person, **_candidates(request, person)})
    into = _mergeable(request, key)
    form = SureForm(posted(request))

    def take() -> HttpResponse:
        merge_people(person, into, by=request.user)
        messages.success(request, f"{person.name} är hopslagen. Allt finns nu hos {into.described}.")
        return redirect("admin:groups_person_change", into.pk)

    numbers = {"moving": personal_data.counted(person), "staying": personal_data.counted(into)}
    return answer(request, form, take, "groups/person_confirm.html", person=person, into=into, **numbers)


def _candidates(request: UserRequest, person: Person) -> dict[str, Any]:
    """Those of the same name, and those who answer to what was searched for; of people within reach only."""
    others = Person.objects.standing().exclude(pk=person.pk).select_related("organisation")
    if not request.user.is_superuser:
        others = others.only_in(administered_areas(request.user))
    words = " ".join(request.GET.get("q", "").split())[:100]
    return {
        "namesakes": others.called(person.name)[:FOUND],
        "words": words,
        "found": others.containing(words)[:FOUND] if words else [],
    }


def _person_for(request: UserRequest, pk: int) -> Person:
    """The person, for a superuser or for the administrator of an area in which the person is or has been."""
    if not administers_an_area(request.user):
        raise PermissionDenied("Det här gör områdets administratör.")
    people = Person.objects.select_related("organisation", "user", "merged_into")
    if not request.user.is_superuser:
        people = people.known_in(administered_areas(request.user))
    person: Person = get_object_or_404(people, pk=pk)
    if not request.user.is_superuser and not Person.objects.only_in(administered_areas(request.user)).filter(pk=pk):
        raise PermissionDenied(HELD_ELSEWHERE)
    return person


def _mergeable(request: UserRequest, pk: int) -> Person:
    """The person, who must mean nothing outside the administered areas and not be the visitor."""
    if not administers_an_area(request.user):
        raise PermissionDenied("Det här gör områdets administratör.")
    person: Person = get_object_or_404(Person.objects.select_related("organisation", "user"), pk=pk)
    if request.user.is_superuser:
        return person
    areas = administered_areas(request.user)
    mine = Person.objects.filter(pk=pk)
    if not mine.only_in(areas).exists():
        if not mine.known_in(areas).exists():
            raise Http404
        raise PermissionDenied(ELSEWHERE)
    if person.pk == request.user.person_id:
        raise PermissionDenied("Du kan inte slå ihop dig själv med någon. Be en annan administratör.")
    return person
