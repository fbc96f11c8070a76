"""Pages of a version: read whole, copied, signed, compared, printed, reopened."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ayni.errors import AyniError
from ayni_web.common.language import current, said
from ayni_web.strategies import access, actions, queries
from ayni_web.strategies.comparing import changes_between
from ayni_web.strategies.contents import name_of, signs_in
from ayni_web.strategies.forms import CompareForm, MetForm
from ayni_web.strategies.models import Version
from ayni_web.strategies.telling import told_parts
from ayni_web.strategies.views.asking import of_version, shown_of, unsigned, written
from ayni_web.ventures.forms.plans import PressForm
from ayni_web.ventures.views.asking import pressed

FORMAT = "ayni-strategy-1"


@of_version
def version(request: HttpRequest, version: Version) -> HttpResponse:
    """A version: what it says of each part, what it lacks, what reopened it."""
    document, person = version.document, request.user
    writes = access.may_write(person, version.strategy)
    parts = told_parts(document, queries.papers_in(person, document))
    return shown_of(
        request, "version", version, parts=parts, reopened=queries.reopened_by(version, document),
        lacks=[] if version.is_signed else [each for part in parts for each in part.lacks], press=PressForm(),
        may_write=writes and not version.is_signed, may_copy=writes, may_sign=access.may_sign(person, version),
        signs=queries.signs_to_tell(version, document) if writes and version.is_signed else [],
        compares=bool(queries.to_compare(version, person)),
    )  # fmt: skip


@of_version
def paper(request: HttpRequest, version: Version) -> HttpResponse:
    """A version on one page, to print."""
    document = version.document
    parts = told_parts(document, queries.papers_in(request.user, document))
    return shown_of(
        request, "paper", version, parts=parts, reopened=queries.reopened_by(version, document)
    )  # fmt: skip


@of_version
def as_json(request: HttpRequest, version: Version) -> HttpResponse:
    """A version whole, as it is signed: its ``sha256`` is that of the canonical JSON of its ``content``."""
    strategy = version.strategy
    told = {
        "format": FORMAT, "cluster": strategy.cluster.name, "product": strategy.product, "hs_code": strategy.hs_code,
        "market": strategy.market, "version": version.number, "state": version.state,
        "signed_at": version.signed_at.isoformat() if version.signed_at else None, "sha256": version.sha256,
        "content": version.document,
    }  # fmt: skip
    response = HttpResponse(
        json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True), content_type="application/json; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="strategy-{version.number}.json"'
    return response


@require_POST
@written
def copy(request: HttpRequest, version: Version) -> HttpResponse:
    """Begin the next version."""

    def page(made: Version) -> str:
        return reverse("strategies:version", kwargs={"pk": made.pk})

    return pressed(request, actions.add_version, page(version), "strategies.copied", to=page, version=version)


@unsigned
def sign(request: HttpRequest, version: Version) -> HttpResponse:
    """Sign a version: it is read once more, then it is frozen."""
    if not access.may_sign(request.user, version):
        raise Http404
    form = PressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            of = str(request.POST.get("of", ""))[:64]
            actions.sign(by=request.user, sent=form.sent_key(), version=version, of=of)
        except AyniError as mistake:
            messages.error(request, mistake.text(current()))
            return redirect("strategies:sign", pk=version.pk)
        messages.success(request, said("strategies.signed_now"))
        return redirect("strategies:version", pk=version.pk)
    parts = told_parts(version.document, queries.papers_in(request.user, version.document))
    lacks = [each for part in parts for each in part.lacks]
    return shown_of(request, "sign", version, form=form, parts=parts, lacks=lacks)


@of_version
def compared(request: HttpRequest, version: Version) -> HttpResponse:
    """What one version says that another does not."""
    others = queries.to_compare(version, request.user)
    form = CompareForm(request.GET if "against" in request.GET else None, versions=others)
    chosen = form.cleaned_data["against"] if form.is_bound and form.is_valid() else ""
    other = next((each for each in others if str(each.pk) == chosen), others[0] if others else None)
    if other is not None:
        form.initial["against"] = str(other.pk)
    changes = changes_between(other.document, version.document) if other else []
    return shown_of(request, "compared", version, form=form, other=other, changes=changes, several=len(others) > 1)


@written
def reopen(request: HttpRequest, version: Version, part: str, row: str) -> HttpResponse:
    """Say that a sign came true."""
    signs = signs_in(version.document)
    found = next(((each, told) for each, told in signs if (each.code, told.get("code")) == (part, row)), None)
    if found is None or not version.is_signed:
        raise Http404
    form = MetForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.reopen, by=request.user, version=version, part=part, row=row):
        messages.success(request, said("strategies.reopened_now"))
        return redirect("strategies:version", pk=version.pk)
    return shown_of(request, "reopen", version, form=form, name=name_of(*found, -1), sign=found[1].get("sign", ""))
