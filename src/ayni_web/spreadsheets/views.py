"""Pages of spreadsheets: sending one, the preview, writing it; and every list as a file."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ayni_web.common.acting import Mistake
from ayni_web.common.audience import ONLY_YOU
from ayni_web.common.language import current, said
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown
from ayni_web.spreadsheets import actions, queries
from ayni_web.spreadsheets.access import may_import
from ayni_web.spreadsheets.contracts import CONTRACTS, columns, header
from ayni_web.spreadsheets.exporting import as_xlsx, exported
from ayni_web.spreadsheets.exports import LISTS
from ayni_web.spreadsheets.forms import UploadForm, WriteForm
from ayni_web.spreadsheets.incoming import INCOMING
from ayni_web.spreadsheets.mending import mended_beside
from ayni_web.spreadsheets.models import Import

View = Callable[..., HttpResponseBase]
State = Import.State
CHOICES_SHOWN = 100
# Where what a file wrote is seen.
LISTS_OF = {"organisations": "members:organisations", "relations": "members:clusters",
            "memberships": "members:clusters", "events": "events:list",
            **{each.name: each.page for each in INCOMING.values()}}  # fmt: skip


def own(view: View) -> View:
    """View of an import for whoever sent it; to anyone else it is not there."""

    @wraps(view)
    def seen(request: HttpRequest, pk: UUID) -> HttpResponseBase:
        held = queries.imports_of(request.user).filter(pk=pk).defer(None).first()
        if held is None:
            raise Http404
        return view(request, held)

    return allowed(may_import)(seen)  # type: ignore[arg-type]


@allowed(may_import)
def imports(request: HttpRequest) -> HttpResponse:
    """The form to send a file, what each may hold, and what was sent before."""
    initial = {"contract": request.GET["contract"]} if request.GET.get("contract") in CONTRACTS else None
    form = UploadForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        held = form.carried_out(actions.take_in, by=request.user)
        if held:
            return redirect("spreadsheets:preview", pk=held.pk)
    described = [(name, queries.described(name, current())) for name in CONTRACTS]
    return shown(request, "spreadsheets/imports.html", ONLY_YOU, form=form, described=described,
                 page=page_of(request, queries.imports_of(request.user)))  # fmt: skip


@own
def preview(request: HttpRequest, held: Import) -> HttpResponse:
    """What came of a file: what is to be mended, or what would be written."""
    over = held.state in (State.FAULTY, State.CHECKED) and queries.is_over(held)
    state = State.DROPPED if over else held.state
    told = queries.faults_of(held) if state == State.FAULTY else queries.drafts_of(held, "changed")
    undecided, new = queries.undecided(held), queries.drafts_of(held, "new")
    return shown(
        request, "spreadsheets/preview.html", ONLY_YOU, held=held, state=state, form=WriteForm(), new=new,
        page=page_of(request, queries.Told(told)), undecided=undecided[:CHOICES_SHOWN], many=len(undecided),
        more=max(held.new - len(new), 0), notes=queries.notes_of(held), to_write=held.new + held.changed,
        list=reverse(LISTS_OF[held.contract]),
    )  # fmt: skip


@require_POST
@own
def write(request: HttpRequest, held: Import) -> HttpResponse:
    """Write every row, or none."""
    form = WriteForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        done = actions.import_rows(by=request.user, held=held, decisions=form.decisions(), sent=form.sent_key())
        messages.success(request, said("spreadsheets.was_written", n=done.new + done.changed))
    except Mistake as mistake:
        messages.error(request, mistake.text(current()))
        if mistake.key == "spreadsheets.changed_meanwhile":
            actions.check_again(by=request.user, held=held)
    return redirect("spreadsheets:preview", pk=held.pk)


@require_POST
@own
def drop(request: HttpRequest, held: Import) -> HttpResponse:
    """Keep a file no longer."""
    actions.drop(by=request.user, held=held)
    messages.success(request, said("spreadsheets.was_let_go"))
    return redirect("spreadsheets:imports")


@own
def to_mend(request: HttpRequest, held: Import) -> HttpResponseBase:
    """The file with what is to be mended beside its rows."""
    if held.state != State.FAULTY or queries.is_over(held):
        raise Http404
    first, rows = mended_beside(held)
    return as_xlsx(said(f"sheet_lists.{held.contract}"), first, rows)


@allowed(may_import)
def empty(request: HttpRequest, contract: str) -> HttpResponseBase:
    """A sheet with the names of the columns and nothing else."""
    if contract not in CONTRACTS:
        raise Http404
    return as_xlsx(said(f"sheet_lists.{contract}"), [header(each, current()) for each in columns(contract)], ())


def export(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """A list as a file; nobody is sent to sign in, a stranger gets 404."""
    wanted = LISTS.get(name)
    if wanted is not None and wanted.may(request.user):
        return exported(request.user, wanted, _asked(request), ending)
    if wanted is not None and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise Http404


def _asked(request: HttpRequest) -> dict[str, Any]:
    return {name: value for name, value in request.GET.items() if value and name != "page"}
