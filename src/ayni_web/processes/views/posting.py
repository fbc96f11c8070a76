"""What a form is filled with: a form without fields is sent all the same."""

from typing import Any

from django.http import HttpRequest


def posted(request: HttpRequest) -> Any:
    """What was sent; None where nothing was."""
    return request.POST if request.method == "POST" else None
