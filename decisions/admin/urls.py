"""Addresses of following a decision home; mounted at ``admin/`` before the registers."""

from django.urls import URLPattern, URLResolver, include, path

from decisions.admin import decisions, diary, home, matrix, mine, reporting

app_name = "decisions_admin"

# /admin/beslut/<pk>/
decision_urls: list[URLPattern | URLResolver] = [
    path("", decisions.decision, name="decision"),
    path("dag/", decisions.due, name="due"),
    path("fokusomraden/", decisions.focus, name="focus"),
    path("ersatt/", decisions.replace, name="replace"),
    path("forankring/<int:row>/", reporting.anchoring, name="anchoring"),
    path("formellt/<int:row>/", reporting.formal, name="formal"),
    path("atagande/<int:row>/", reporting.commitment, name="commitment"),
]

# /admin/forankring/
following_urls: list[URLPattern | URLResolver] = [
    path("", mine.mine, name="mine"),
    path("ataganden/", mine.commitments, name="commitments"),
    path("matris/", matrix.matrix, name="matrix"),
    path("ta-hem/<int:pk>/", home.page, name="take-home"),
    path("ta-hem/<int:pk>/blad.docx", home.sheet_as_word, name="take-home-word"),
    path("ta-hem/<int:pk>/blad.pdf", home.sheet_as_pdf, name="take-home-pdf"),
    path("ta-hem/<int:pk>/forankrat/", home.anchored, name="all-anchored"),
    path("ta-hem/<int:pk>/informerat/", home.informed, name="informed"),
    path("ta-hem/<int:pk>/tjansteskrivelse/<int:row>.docx", home.letter, name="letter"),
]

# /admin/diarium/; its list is in samverkan/urls.py
diary_urls: list[URLPattern | URLResolver] = [
    path("beslut/<int:pk>/", diary.decision, name="diary-decision"),
    path("rapport/<int:pk>/", diary.report, name="diary-report"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("beslut/<int:pk>/", include(decision_urls)),
    path("forankring/", include(following_urls)),
    path("diarium/", include(diary_urls)),
]
