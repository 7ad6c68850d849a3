"""The addresses of the open site, a list per noun. They are a contract: once published they never change."""

import re
from datetime import date

from django.urls import URLPattern, URLResolver, include, path, register_converter

from samverkan.portal import moved
from samverkan.portal.views import (
    agendas,
    calendars,
    decision_files,
    decisions,
    documents,
    figures,
    following,
    groups,
    mandates,
    matters,
    meetings,
    operations,
    organisations,
    originals,
    pages,
    papers,
    plans,
    start,
    structure,
    versions,
    wheel,
)


class DayKey:
    """A day that exists, and which meeting of that day: ``2026-04-23``, ``2026-04-23-2``."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-(?:[2-9]|[1-9][0-9]))?"

    def to_python(self, value: str) -> str:
        date.fromisoformat(value[:10])
        return value

    def to_url(self, value: str) -> str:
        return value


class DecisionKey:
    """The year and number of a decision: ``2026-1``."""

    regex = "[0-9]{4}-[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> tuple[int, int]:
        year, number = value.split("-")
        return int(year), int(number)

    def to_url(self, value: str) -> str:
        if not re.fullmatch(self.regex, value):
            raise ValueError(value)
        return value


class VersionNumber:
    """The number of a version: ``2``, never ``02``."""

    regex = "[1-9][0-9]{0,3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class YearKey:
    """A year: ``2026``."""

    regex = "20[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(DayKey, "day")
register_converter(DecisionKey, "decision")
register_converter(VersionNumber, "version")
register_converter(YearKey, "year")

# /grupper/
group_urls: list[URLPattern] = [
    path("", groups.groups, name="groups"),
    path("<slug:group>/", groups.group, name="group"),
    path("<slug:group>/kalender.ics", calendars.group_calendar, name="group-calendar"),
    path("<slug:group>/siffror/", figures.group_figures, name="group-figures"),
    path("<slug:group>/siffror/siffror.csv", figures.group_figures_csv, name="group-figures-csv"),
    path("<slug:group>/uppdrag/", mandates.mandates, name="mandates"),
    path("<slug:group>/uppdrag/<version:version>/", mandates.mandate, name="mandate"),
    path("<slug:group>/uppdrag/<version:version>.pdf", mandates.mandate_pdf, name="mandate-pdf"),
    path("<slug:group>/uppdrag/<version:version>/skillnad/", mandates.mandate_diff, name="mandate-diff"),
]

# /moten/
meeting_urls: list[URLPattern] = [
    path("", meetings.meetings, name="meetings"),
    path("<slug:group>/<day:day>/", meetings.meeting, name="meeting"),
    path("<slug:group>/<day:day>/agenda.pdf", agendas.agenda_pdf, name="agenda-pdf"),
    path("<slug:group>/<day:day>/anteckning.pdf", meetings.minutes_pdf, name="minutes-pdf"),
    path("<slug:group>/<day:day>/versioner/<version:number>/", versions.version, name="minutes-version"),
    path(
        "<slug:group>/<day:day>/versioner/<version:number>/anteckning.pdf",
        versions.version_pdf,
        name="minutes-version-pdf",
    ),
    path(
        "<slug:group>/<day:day>/versioner/<version:number>/skillnad/",
        versions.difference,
        name="minutes-version-diff",
    ),
    path("<slug:group>/<day:day>/original/", originals.original, name="minutes-original"),
    path("<slug:group>/<day:day>/bilagor/<version:number>/", papers.paper, name="meeting-paper"),
]

# /beslut/
decision_urls: list[URLPattern] = [
    path("", decisions.decisions, name="decisions"),
    path("beslut.csv", decision_files.decisions_file, {"kind": "csv"}, name="decisions-csv"),
    path("beslut.xlsx", decision_files.decisions_file, {"kind": "xlsx"}, name="decisions-xlsx"),
    path("beslut.json", decision_files.decisions_file, {"kind": "json"}, name="decisions-json"),
    path("forankring/", following.matrix, name="decision-matrix"),
    path("<slug:group>/<decision:key>/", decisions.decision, name="decision"),
    path("<slug:group>/<decision:key>.pdf", decision_files.extract, name="decision-pdf"),
]

# /organisationer/
organisation_urls: list[URLPattern] = [
    path("", organisations.organisations, name="organisations"),
    path("<slug:organisation>/", organisations.organisation, name="organisation"),
]

# /dokument/
document_urls: list[URLPattern] = [
    path("", documents.documents, name="documents"),
    path("<slug:slug>/", documents.document, name="document"),
    path("<slug:slug>/fil/", documents.file, name="document-file"),
]

# /planer/
plan_urls: list[URLPattern] = [
    path("", plans.plans, name="plans"),
    path("<slug:group>/<year:year>/", plans.plan, name="plan"),
    path("<slug:group>/<year:year>/plan.pdf", plans.plan_pdf, name="plan-pdf"),
    path("<slug:group>/<year:year>/versioner/<version:version>/", plans.plan, name="plan-version"),
    path("<slug:group>/<year:year>/versioner/<version:version>/plan.pdf", plans.plan_pdf, name="plan-version-pdf"),
]

# /rapporter/
report_urls: list[URLPattern] = [
    path("<slug:group>/<year:year>/", plans.report, name="report"),
    path("<slug:group>/<year:year>/rapport.pdf", plans.report_pdf, name="report-pdf"),
    path("<slug:group>/<year:year>/versioner/<version:version>/", plans.report, name="report-version"),
    path(
        "<slug:group>/<year:year>/versioner/<version:version>/rapport.pdf", plans.report_pdf, name="report-version-pdf"
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("grupper/", include(group_urls)),
    path("organisation/", structure.structure, name="structure"),
    path("organisationer/", include(organisation_urls)),
    path("moten/", include(meeting_urls)),
    path("beslut/", include(decision_urls)),
    path("arenden/<int:pk>/", matters.matter, name="matter-way"),
    path("dokument/", include(document_urls)),
    path("planer/", include(plan_urls)),
    path("rapporter/", include(report_urls)),
    path("arshjul/<year:year>/", wheel.wheel, name="wheel"),
    path("siffror/", figures.figures, name="figures"),
    path("siffror/siffror.csv", figures.figures_csv, name="figures-csv"),
    path("kalender.ics", calendars.calendar, name="calendar"),
    path("kalender/<str:secret>.ics", calendars.personal_calendar, name="personal-calendar"),
    path("om/", pages.about, name="about"),
    path("personuppgifter/", pages.personal_data, name="personal-data"),
    path("livez", operations.livez, name="livez"),
    path("readyz", operations.readyz, name="readyz"),
]

moved.follow(urlpatterns)
