"""Pages of questionnaires, rounds and answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from ayni_web.assessments.queries.rounds import visible_rounds

View = Callable[..., HttpResponse]


def visible(view: View) -> View:
    """View of a round that the person sees; 404 to others."""

    @wraps(view)
    def seen(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        found = get_object_or_404(visible_rounds(request.user), pk=pk)
        return view(request, found, **kwargs)

    return login_required(seen)
