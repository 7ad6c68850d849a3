"""Addresses of what is done with groups, one list per noun; mounted at ``admin/`` before the registers."""

from django.urls import URLPattern, URLResolver, include, path

from groups.admin import (
    composition_views,
    document_views,
    group_views,
    mandate_text,
    mandate_views,
    office_views,
    organisation_views,
    people_views,
    seat_views,
)

app_name = "groups_admin"

# /admin/personer/<pk>/
person_urls: list[URLPattern | URLResolver] = [
    path("uppgifter/", people_views.held, name="person-data"),
    path("uppgifter/fil/", people_views.take_out, name="person-data-file"),
    path("sla-ihop/", people_views.merge, name="person-merge"),
]

# /admin/organisationer/<pk>/
organisation_urls: list[URLPattern | URLResolver] = [
    path("byt-namn/", organisation_views.rename, name="organisation-rename"),
    path("sla-ihop/", organisation_views.merge, name="organisation-merge"),
    path("sla-ihop/ta-tillbaka/", organisation_views.take_merger_back, name="organisation-merger-back"),
]

# /admin/grupper/<slug>/avsluta/
group_end_urls: list[URLPattern | URLResolver] = [
    path("", group_views.end, name="group-end"),
    path("angra/", group_views.reopen, name="group-reopen"),
]

# /admin/dokument/<pk>/
document_urls: list[URLPattern | URLResolver] = [
    path("", document_views.document, name="document"),
    path("ersatt/", document_views.replace, name="document-replace"),
    path("avsluta/", document_views.end, name="document-end"),
    path("fil/", document_views.file, name="document-file"),
]

# /admin/uppdrag/<pk>/
mandate_urls: list[URLPattern | URLResolver] = [
    path("", mandate_views.mandate, name="mandate"),
    path("uppdrag.pdf", mandate_views.file, name="mandate-file"),
    path("forhandsgranska/", mandate_views.preview, name="mandate-preview"),
    path("skillnad/", mandate_views.difference, name="mandate-difference"),
    path("uppgifter/", mandate_text.facts, name="mandate-facts"),
    path("avsnitt/nytt/", mandate_text.new_section, name="mandate-section-new"),
    path("avsnitt/<int:section>/", mandate_text.section, name="mandate-section"),
    path("avsnitt/<int:section>/flytta/", mandate_text.move, name="mandate-section-move"),
    path("avsnitt/<int:section>/ta-bort/", mandate_text.remove, name="mandate-section-remove"),
    path("ny-version/", mandate_views.revise, name="mandate-revise"),
    path("anta/", mandate_views.adopt, name="mandate-adopt"),
    path("komplettera/", mandate_views.complete, name="mandate-complete"),
    path("slang/", mandate_views.discard, name="mandate-discard"),
]

# /admin/grupper/<slug>/
composition_urls: list[URLPattern | URLResolver] = [
    path("utse/", composition_views.appoint, name="appoint"),
    path("medlemskap/<int:pk>/avsluta/", composition_views.end, name="membership-end"),
    path("medlemskap/<int:pk>/andra/", composition_views.change, name="membership-change"),
    path("medlemskap/<int:pk>/ratta/", composition_views.correct, name="membership-correct"),
    path("medlemskap/<int:pk>/ta-tillbaka/", composition_views.call_off, name="membership-call-off"),
    path("ordforande/utse/", office_views.appoint, name="office-appoint"),
    path("ordforande/<int:pk>/avsluta/", office_views.end, name="office-end"),
    path("ordforande/<int:pk>/forlang/", office_views.extend, name="office-extend"),
    path("ordforande/<int:pk>/ratta/", office_views.correct, name="office-correct"),
    path("ordforande/<int:pk>/ta-tillbaka/", office_views.call_off, name="office-call-off"),
    path("platser/ny/", seat_views.add, name="seat-add"),
    path("platser/<int:pk>/avsluta/", seat_views.end, name="seat-end"),
    path("platser/<int:pk>/ratta/", seat_views.correct, name="seat-correct"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("uppdrag/ny/", mandate_views.new, name="mandate-new"),
    path("uppdrag/<int:pk>/", include(mandate_urls)),
    path("grupper/<slug:slug>/", include(composition_urls)),
    path("grupper/<slug:slug>/avsluta/", include(group_end_urls)),
    path("personer/<int:pk>/", include(person_urls)),
    path("organisationer/<int:pk>/", include(organisation_urls)),
    path("dokument/nytt/", document_views.new, name="document-new"),
    path("dokument/<int:pk>/", include(document_urls)),
]
