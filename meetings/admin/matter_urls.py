"""Addresses of matters, standing items and the building of agendas; part of ``meetings.admin.urls``."""

from django.urls import URLPattern, URLResolver, include, path

from meetings.admin import (
    building,
    consultations,
    consulting,
    handovers,
    matter_steps,
    matters,
    registered_answers,
    standing,
)

# /admin/fragor/<pk>/
matter_urls: list[URLPattern | URLResolver] = [
    path("", matters.matter, name="matter"),
    path("underlag/<int:number>/", matters.paper, name="matter-paper"),
    path("ta-in/", matter_steps.take_in, name="matter-take-in"),
    path("agenda/", matter_steps.schedule, name="matter-schedule"),
    path("agenda/ta-bort/", matter_steps.unschedule, name="matter-unschedule"),
    path("kommer-tillbaka/", matter_steps.recurring, name="matter-recurring"),
    path("skicka-tillbaka/", matter_steps.send_back, name="matter-send-back"),
    path("besvara/", matter_steps.answer, name="matter-answer"),
    path("andra/", matter_steps.change, name="matter-change"),
    path("aterta/", matter_steps.withdraw, name="matter-withdraw"),
    path("vack-igen/", matter_steps.raise_again, name="matter-raise-again"),
    path("lamna-over/", handovers.new, name="handover-new"),
    path("remiss/", consulting.new, name="consultation-new"),
]

# /admin/overlamningar/<pk>/
handover_urls: list[URLPattern | URLResolver] = [
    path("", handovers.handover, name="handover"),
    path("underlag/<int:number>/", handovers.paper, name="handover-paper"),
    path("ta-emot/", handovers.accept, name="handover-accept"),
    path("skicka-tillbaka/", handovers.send_back, name="handover-return"),
    path("ta-tillbaka/", handovers.recall, name="handover-recall"),
]

# /admin/remisser/
consultation_urls: list[URLPattern | URLResolver] = [
    path("", consultations.index, name="consultations"),
    path("<int:pk>/", consultations.consultation, name="consultation"),
    path("<int:pk>/underlag/<int:number>/", consultations.paper, name="consultation-paper"),
    path("<int:pk>/svara/<int:row>/", consultations.answer, name="consultation-answer"),
    path("<int:pk>/registrera/<int:row>/", registered_answers.register, name="consultation-register"),
    path("<int:pk>/besked/<int:row>/", registered_answers.evidence, name="consultation-evidence"),
    path("<int:pk>/dag/", consulting.last_day, name="consultation-day"),
    path("<int:pk>/avsluta/", consulting.close, name="consultation-close"),
    path("<int:pk>/sammanstall/", consulting.gather_again, name="consultation-gather"),
    path("<int:pk>/ta-tillbaka/", consulting.recall, name="consultation-recall"),
]

# /admin/grupper/<slug>/staende-punkter/
standing_urls: list[URLPattern | URLResolver] = [
    path("", standing.index, name="standing"),
    path("ny/", standing.new, name="standing-new"),
    path("<int:pk>/", standing.change, name="standing-change"),
    path("<int:pk>/flytta/", standing.move, name="standing-move"),
    path("<int:pk>/ta-bort/", standing.remove, name="standing-remove"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("fragor/", matters.index, name="matters"),
    path("fragor/ny/", matters.new, name="matter-new"),
    path("fragor/<int:pk>/", include(matter_urls)),
    path("overlamningar/<int:pk>/", include(handover_urls)),
    path("remisser/", include(consultation_urls)),
    path("grupper/<slug:slug>/staende-punkter/", include(standing_urls)),
    path("moten/<int:pk>/agenda/bygg/", building.build, name="agenda-build"),
]
