"""Addresses of the verbs, one list per noun; mounted at ``admin/`` before the registers."""

from django.urls import URLPattern, URLResolver, include, path

from meetings.admin import (
    adjusters,
    adjusting,
    agenda,
    calendars,
    calling,
    coming,
    comments,
    corrections,
    diary,
    drafts,
    editor,
    evidence,
    files,
    importing,
    late_approval,
    meetings,
    minutes,
    moving,
    numbers,
    papers,
    planning,
    preparation,
    publication,
    redactions,
)

app_name = "meetings_admin"

# /admin/moten/<pk>/agenda/
agenda_urls: list[URLPattern | URLResolver] = [
    path("", agenda.page, name="agenda"),
    path("skicka/", agenda.send, name="agenda-send"),
    path("godkann/", agenda.approve, name="agenda-approve"),
    path("tillbaka/", agenda.send_back, name="agenda-return"),
    path("registrera/", agenda.register, name="agenda-register"),
    path("ta-tillbaka/", agenda.recall, name="agenda-recall"),
    path("<int:version>/underlag/<int:number>/", agenda.paper, name="agenda-paper"),
]

# /admin/moten/<pk>/underlag/
paper_urls: list[URLPattern | URLResolver] = [
    path("", papers.papers, name="papers"),
    path("<int:number>/", papers.paper, name="paper"),
    path("<int:number>/ta-bort/", papers.remove, name="paper-remove"),
    path("<int:number>/fil/", papers.file, name="paper-file"),
]

# /admin/moten/<pk>/
meeting_urls: list[URLPattern | URLResolver] = [
    path("", editor.meeting, name="meeting"),
    path("utkast/", drafts.draft, name="draft"),
    path("utkast/slang/", drafts.discard, name="draft-discard"),
    path("utkast/lasning/", drafts.reading, name="draft-reading"),
    path("forhandsgranska/", minutes.preview, name="preview"),
    path("utkast.pdf", minutes.draft, name="draft-pdf"),
    path("agenda.pdf", files.agenda_pdf, name="agenda-pdf"),
    path("agenda.docx", files.agenda_docx, name="agenda-docx"),
    path("anteckning.pdf", files.minutes_pdf, name="minutes-record-pdf"),
    path("anteckning.docx", files.minutes_word, name="minutes-docx"),
    path("agenda/", include(agenda_urls)),
    path("kalla/", calling.call, name="call"),
    path("kan-inte-komma/", coming.not_coming, name="not-coming"),
    path("kan-komma/", coming.coming, name="coming"),
    path("hallet/", meetings.held, name="held"),
    path("inte-hallet/", meetings.not_held, name="not-held"),
    path("stall-in/", moving.cancel, name="cancel"),
    path("flytta/", moving.move, name="move"),
    path("skicka/", minutes.send, name="minutes-send"),
    path("underlag/", include(paper_urls)),
    path("personnummer/", numbers.numbers, name="numbers"),
    path("personnummer/fraga/", numbers.ask, name="numbers-ask"),
    path("justera/", adjusting.adjust, name="minutes-adjust"),
    path("justera/sedd/", adjusting.seen, name="minutes-seen"),
    path("tillbaka/", adjusting.send_back, name="minutes-return"),
    path("registrera/", adjusting.register, name="minutes-register"),
    path("besked/<int:document>/", evidence.evidence, name="evidence"),
    path("kommentarer/", comments.page, name="minutes-comments"),
    path("justerare/", adjusters.replace, name="minutes-adjusters"),
    path("godkanns/", minutes.approving_meeting, name="approving-meeting"),
    path("godkanns/i-efterhand/", late_approval.register, name="late-approval"),
    path("ta-tillbaka/", minutes.take_back, name="minutes-take-back"),
    path("publicera/", publication.publish, name="publish"),
    path("avpublicera/", publication.withdraw, name="withdraw"),
    path("ratta/", corrections.correct, name="correct"),
    path("ratta/avbryt/", corrections.abandon, name="correct-abandon"),
    path("maska/", redactions.redact, name="redact"),
    path("maskat/", redactions.redacted, name="redacted"),
    path("paket/<int:version>/", diary.package, name="package"),
    path("ta-fram-allt/", diary.everything, name="everything"),
]

# /admin/kalender/
calendar_urls: list[URLPattern | URLResolver] = [
    path("", calendars.page, name="calendar"),
    path("ny/", calendars.make, name="calendar-new"),
    path("aterkalla/", calendars.revoke, name="calendar-revoke"),
]

# /admin/diarium/; its list is in samverkan/urls.py
diary_urls: list[URLPattern | URLResolver] = [
    path("anteckning/<int:pk>/", diary.minutes, name="diary-minutes"),
    path("kallelse/<int:pk>/", diary.agenda, name="diary-agenda"),
    path("fraga/<int:pk>/", diary.matter, name="diary-matter"),
]

# /admin/moten/
urlpatterns = [
    path("diarium/", include(diary_urls)),
    path("kalender/", include(calendar_urls)),
    path("moten/", meetings.index, name="list"),
    path("moten/ny/", meetings.new, name="new"),
    path("moten/planera/", planning.plan_year, name="plan-year"),
    path("moten/las-in/", importing.read, name="import-minutes"),
    path("moten/las-in/spara/", importing.save, name="import-save"),
    path("moten/<int:pk>/", include(meeting_urls)),
    path("beredning/", preparation.preparation, name="preparation"),
    path("beredning/registrera/", preparation.register, name="preparation-register"),
    path("", include("meetings.admin.matter_urls")),
    path("", include("meetings.admin.kind_urls")),
]
