"""Addresses of the verbs, one list per noun; mounted at ``admin/`` before the registers."""

from django.urls import URLPattern, URLResolver, include, path

from meetings.admin import adjusting, agenda, comments, editor, files, importing, meetings, minutes, publication

app_name = "meetings_admin"

# /admin/moten/<pk>/agenda/
agenda_urls: list[URLPattern | URLResolver] = [
    path("", agenda.page, name="agenda"),
    path("skicka/", agenda.send, name="agenda-send"),
    path("godkann/", agenda.approve, name="agenda-approve"),
    path("tillbaka/", agenda.send_back, name="agenda-return"),
]

# /admin/moten/<pk>/
meeting_urls: list[URLPattern | URLResolver] = [
    path("", editor.meeting, name="meeting"),
    path("forhandsgranska/", minutes.preview, name="preview"),
    path("utkast.pdf", minutes.draft, name="draft-pdf"),
    path("agenda.pdf", files.agenda_pdf, name="agenda-pdf"),
    path("agenda.docx", files.agenda_docx, name="agenda-docx"),
    path("anteckning.docx", files.minutes_word, name="minutes-docx"),
    path("agenda/", include(agenda_urls)),
    path("kalla/", meetings.call, name="call"),
    path("hallet/", meetings.held, name="held"),
    path("skicka/", minutes.send, name="minutes-send"),
    path("justera/", adjusting.adjust, name="minutes-adjust"),
    path("tillbaka/", adjusting.send_back, name="minutes-return"),
    path("registrera/", adjusting.register, name="minutes-register"),
    path("kommentarer/", comments.page, name="minutes-comments"),
    path("godkanns/", minutes.approving_meeting, name="approving-meeting"),
    path("ta-tillbaka/", minutes.take_back, name="minutes-take-back"),
    path("publicera/", publication.publish, name="publish"),
    path("avpublicera/", publication.withdraw, name="withdraw"),
]

# /admin/moten/
urlpatterns = [
    path("moten/", meetings.index, name="list"),
    path("moten/ny/", meetings.new, name="new"),
    path("moten/las-in/", importing.read, name="import-minutes"),
    path("moten/las-in/spara/", importing.save, name="import-save"),
    path("moten/<int:pk>/", include(meeting_urls)),
]
