"""The ledger to take away, and what checks it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST

from ayni_web.common.audience import ANYONE
from ayni_web.common.public import for_anybody
from ayni_web.common.views import allowed, shown
from ayni_web.ledger import access, sealing
from ayni_web.ledger.actions.taking import take_all
from ayni_web.ledger.checker import NAME, checker, checker_hash
from ayni_web.ledger.exporting import kept
from ayni_web.ledger.exporting.package import AUDITED, PUBLIC, ZIP, packed
from ayni_web.ledger.models import LedgerSeal

TYPES = {"zip": "application/zip", "csv": "text/csv; charset=utf-8", "json": "application/json",
         "jsonl": "application/jsonl; charset=utf-8", "beancount": "text/plain; charset=utf-8"}  # fmt: skip
LAST_SEALS = 30


@for_anybody
def download(request: HttpRequest) -> HttpResponse:
    """How to check the ledger: files, checker, public key, seals."""
    state = kept.state()
    facts: dict[str, Any] = {
        "state": state, "now": timezone.now(), "zip": ZIP, "files": [name for name in PUBLIC if name != "ledger.jsonl"],
        "checker": NAME, "checker_hash": checker_hash(), "seals": LedgerSeal.objects.order_by("-day")[:LAST_SEALS],
        "key": sealing.public_key(), "takes_all": access.takes_all(request.user),
    }  # fmt: skip
    return shown(request, "ledger/download.html", ANYONE, section="money", **facts)


def file(request: HttpRequest, name: str) -> HttpResponse:
    """One public file, or all in the zip; made once for each state of the ledger."""
    if name != ZIP and name not in PUBLIC:
        raise Http404
    state = kept.state()
    tag = f'"{state.tag}"'
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None:
        return unchanged
    pieces = kept.read(kept.path_of(name, state.tag))
    if pieces is None:
        made = packed(PUBLIC, state.count, state.head, state.at or timezone.now()) if name == ZIP else PUBLIC[name](
            state.count)  # fmt: skip
        pieces = kept.kept(name, state.tag, made)
    response = _attached(pieces, name)
    response.headers["ETag"], response.headers["Cache-Control"] = tag, "public, max-age=60"
    return response


def checker_file(request: HttpRequest) -> HttpResponse:
    """The citizen's checker, to be kept and opened without Internet."""
    response = HttpResponse(checker(), content_type="text/html; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{NAME}"'
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


@require_POST
@allowed(access.takes_all)
def everything(request: HttpRequest) -> HttpResponse:
    """The whole ledger for auditors and directors, with memos, members, people and papers; the chain notes it."""
    state = kept.state()
    take_all(by=request.user, count=state.count, head=state.head)
    return _attached(packed(AUDITED, state.count, state.head, timezone.now()), f"all-{ZIP}")


def _attached(pieces: Any, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=TYPES[name.rpartition(".")[2]])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
