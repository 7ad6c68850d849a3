"""Addresses of what goes down to other groups and comes back; mounted at ``admin/``."""

from django.urls import path

from decisions.admin import sent_down

app_name = "sent_down"

# /admin/beslut/<pk>/
urlpatterns = [
    path("beslut/<int:pk>/skicka-ut/", sent_down.send, name="send"),
    path("beslut/<int:pk>/svar/", sent_down.answers, name="answers"),
    path("beslut/<int:pk>/svar/<int:row>/", sent_down.register, name="register"),
]
