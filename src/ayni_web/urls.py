"""Addresses of the site: each room has its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("ayni_web.home.urls")),
    path("account/", include("ayni_web.accounts.addresses.entering")),
    path("", include("ayni_web.accounts.urls")),
    path("", include("ayni_web.members.urls")),
    path("", include("ayni_web.documents.urls")),
    path("", include("ayni_web.events.urls")),
    path("", include("ayni_web.studies.urls")),
    path("", include("ayni_web.series.urls")),
    path("", include("ayni_web.spreadsheets.urls")),
    path("", include("ayni_web.assessments.urls")),
    path("", include("ayni_web.processes.urls")),
    path("", include("ayni_web.commitments.urls")),
    path("", include("ayni_web.ledger.urls")),
    path("", include("ayni_web.diagnosis.urls")),
    path("", include("ayni_web.ventures.urls")),
    path("", include("ayni_web.strategies.urls")),
    path("", include("ayni_web.api.urls")),
    path("", include("ayni_web.operation.urls")),
]
