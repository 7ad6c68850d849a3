"""Addresses of plans and annual reports behind sign-in, one list per noun; mounted at ``admin/``."""

from django.urls import URLPattern, URLResolver, include, path

from decisions.admin import plans, reports

app_name = "plan_admin"

# /admin/planer/<pk>/
plan_urls: list[URLPattern] = [
    path("", plans.plan, name="plan"),
    path("skriv/", plans.write, name="plan-write"),
    path("faststall/", plans.establish, name="plan-establish"),
    path("revidera/", plans.revise, name="plan-revise"),
    path("publicera/", plans.publish, name="plan-publish"),
    path("avpublicera/", plans.withdraw, name="plan-withdraw"),
    path("slang/", plans.discard, name="plan-discard"),
    path("plan.pdf", plans.file, name="plan-file"),
    path("aktiviteter/<int:activity>/", plans.activity, name="plan-activity"),
]

# /admin/rapporter/<pk>/
report_urls: list[URLPattern] = [
    path("", reports.report, name="report"),
    path("skriv/", reports.write, name="report-write"),
    path("siffror/", reports.fetch, name="report-figures"),
    path("skicka/", reports.send, name="report-send"),
    path("ta-tillbaka/", reports.take_back, name="report-take-back"),
    path("godkann/", reports.approve, name="report-approve"),
    path("lamna-tillbaka/", reports.send_back, name="report-return"),
    path("ratta/", reports.correct, name="report-correct"),
    path("publicera/", reports.publish, name="report-publish"),
    path("avpublicera/", reports.withdraw, name="report-withdraw"),
    path("slang/", reports.discard, name="report-discard"),
    path("rapport.pdf", reports.file, name="report-file"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("planer/", plans.overview, name="overview"),
    path("planer/ny/", plans.new, name="plan-new"),
    path("planer/<int:pk>/", include(plan_urls)),
    path("rapporter/ny/", reports.new, name="report-new"),
    path("rapporter/<int:pk>/", include(report_urls)),
]
