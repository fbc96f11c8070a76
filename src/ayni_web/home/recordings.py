"""Pages read aloud: coordinators add recordings, everybody listens."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ayni.words import NAMES
from ayni_web.accounts.access import is_staff
from ayni_web.common.audience import ENTITY
from ayni_web.common.language import said
from ayni_web.common.models import Recording
from ayni_web.common.views import allowed, shown
from ayni_web.home.actions import drop_recording, keep_recording
from ayni_web.home.forms import RecordingForm
from ayni_web.home.sounds import LIMIT

YEAR = 365 * 24 * 3600


@allowed(is_staff)
def recordings(request: HttpRequest) -> HttpResponse:
    """The recordings there are."""
    rows = Recording.objects.select_related("added_by").order_by("page", "language")
    told = [(row, NAMES.get(row.language, row.language)) for row in rows]
    return shown(request, "home/recordings.html", ENTITY, rows=told)


@allowed(is_staff)
def add(request: HttpRequest) -> HttpResponse:
    """Add a recording, or put one in the place of another."""
    form = RecordingForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and form.carried_out(keep_recording, by=request.user):
        return redirect("home:recordings")
    facts = {"title": said("recordings.add"), "lede": said("recordings.add_text", limit=LIMIT >> 20)}
    return shown(request, "common/form_page.html", ENTITY, form=form, button=said("recordings.keep"), **facts)


@allowed(is_staff)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a recording away."""
    drop_recording(by=request.user, recording=get_object_or_404(Recording, pk=pk))
    return redirect("home:recordings")


def play(request: HttpRequest, pk: str, sha256: str) -> HttpResponse:
    """The sound itself; whole, or the part that a player asks for."""
    row = get_object_or_404(Recording, pk=pk, sha256__startswith=sha256)
    with row.file.open("rb") as file:
        content = file.read()
    start, end = _part(request.headers.get("Range", ""), len(content))
    whole = (start, end) == (0, len(content))
    response = HttpResponse(content[start:end], content_type=row.media_type, status=200 if whole else 206)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    if not whole:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{len(content)}"
    return response


def _part(asked: str, size: int) -> tuple[int, int]:
    """First byte and the one after the last; the whole for anything but one plain range within the file."""
    found = re.fullmatch(r"bytes=(\d{0,9})-(\d{0,9})", asked.strip())
    if found is None or not any(found.groups()):
        return 0, size
    first, last = found.groups()
    start, end = (int(first), int(last) + 1 if last else size) if first else (max(size - int(last), 0), size)
    end = min(end, size)
    return (start, end) if start < end else (0, size)
