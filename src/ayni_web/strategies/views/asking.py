"""What the pages of strategies have in common: whose they are."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from ayni_web.common.views import shown
from ayni_web.strategies import access, queries
from ayni_web.strategies.models import Version

SECTION = "strategies"
View = Callable[..., HttpResponse]


def of_version(view: View) -> View:
    """View of a version for those who read it."""

    @wraps(view)
    def seen(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        return view(request, get_object_or_404(queries.visible_versions(request.user), pk=pk), **kwargs)

    return login_required(seen)


def written(view: View) -> View:
    """View of a version for those who write its strategy."""

    @of_version
    @wraps(view)
    def seen(request: HttpRequest, version: Version, **kwargs: Any) -> HttpResponse:
        if not access.may_write(request.user, version.strategy):
            raise Http404
        return view(request, version, **kwargs)

    return seen


def unsigned(view: View) -> View:
    """View of a version that may still be written, for those who write it."""

    @written
    @wraps(view)
    def seen(request: HttpRequest, version: Version, **kwargs: Any) -> HttpResponse:
        if version.is_signed:
            return redirect("strategies:version", pk=version.pk)
        return view(request, version, **kwargs)

    return seen


def shown_of(request: HttpRequest, template: str, version: Version, **facts: Any) -> HttpResponse:
    """Page of a version."""
    strategy = version.strategy
    return shown(
        request, f"strategies/{template}.html", access.audience_of(strategy), section=SECTION, version=version,
        strategy=strategy, **facts,
    )  # fmt: skip
