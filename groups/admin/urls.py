"""Addresses of what is done with groups, one list per noun; mounted at ``admin/`` before the registers."""

from django.urls import URLPattern, URLResolver

app_name = "groups_admin"

urlpatterns: list[URLPattern | URLResolver] = []
