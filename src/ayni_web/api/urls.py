"""Addresses for programs, and the page that tells of them."""

from django.urls import URLPattern, path, re_path

from ayni_web.api import views
from ayni_web.api.answering import answered, nothing_here
from ayni_web.api.service import API

app_name = "api"
ROOT = "api-root"


def _answered(pattern: URLPattern) -> URLPattern:
    return URLPattern(pattern.pattern, answered(pattern.callback), pattern.default_args, pattern.name)


urlpatterns = [
    path("api/", views.reference, name="reference"),
    path("api/v1/openapi.json", answered(views.openapi), name="schema"),
    *(path("api/v1/", ([_answered(each)], None, None)) for each in API.urls[0] if each.name != ROOT),
    re_path(r"^api/v1/[\s\S]*$", answered(nothing_here), name="nothing"),
]
