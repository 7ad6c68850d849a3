"""Addresses of the other kinds of meeting: written ones, a chair's decision, uploaded notes and short notes."""

from django.urls import URLPattern, URLResolver, include, path

from meetings.admin import chair_decisions, light_path, short_notes, written

# /admin/moten/<pk>/svar/
answer_urls: list[URLPattern] = [
    path("", written.answers, name="written-answers"),
    path("skicka-ut/", written.put_out, name="written-put-out"),
    path("sista-dag/", written.last_day, name="written-last-day"),
    path("registrera/", written.register, name="written-register"),
    path("avsluta/", written.close, name="written-close"),
]

# /admin/moten/<pk>/uppladdad/
uploaded_urls: list[URLPattern] = [
    path("", light_path.note, name="uploaded-note"),
    path("byt/", light_path.replace, name="uploaded-note-replace"),
    path("fil/", light_path.original, name="uploaded-note-file"),
    path("ratta/", light_path.correct, name="uploaded-note-correct"),
    path("ratta/avbryt/", light_path.abandon, name="uploaded-note-abandon"),
    path("publicera/", light_path.publish, name="uploaded-note-publish"),
    path("avpublicera/", light_path.withdraw, name="uploaded-note-withdraw"),
]

# /admin/moten/
urlpatterns: list[URLPattern | URLResolver] = [
    path("moten/ny/per-capsulam/", written.new, name="new-written"),
    path("moten/ny/ordforandebeslut/", chair_decisions.new, name="new-chair-decision"),
    path("moten/ladda-upp/", light_path.upload, name="upload-note"),
    path("moten/<int:pk>/svar/", include(answer_urls)),
    path("moten/<int:pk>/ordforandebeslut/", chair_decisions.decision, name="chair-decision"),
    path("moten/<int:pk>/ordforandebeslut/lagg-fram/", chair_decisions.send, name="chair-decision-send"),
    path("moten/<int:pk>/uppladdad/", include(uploaded_urls)),
    path("moten/<int:pk>/kortinfo/", short_notes.page, name="short-note"),
    path("moten/<int:pk>/kortinfo/ta-bort/", short_notes.remove, name="short-note-remove"),
]
