"""Addresses of matters, standing items and the building of agendas; part of ``meetings.admin.urls``."""

from django.urls import URLPattern, URLResolver, include, path

from meetings.admin import building, matter_steps, matters, standing

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
    path("grupper/<slug:slug>/staende-punkter/", include(standing_urls)),
    path("moten/<int:pk>/agenda/bygg/", building.build, name="agenda-build"),
]
