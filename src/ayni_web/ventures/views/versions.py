"""Pages of a version: what it comes to, computed, looked at again, signed, compared, taken away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from ayni.errors import AyniError
from ayni.words import LANGUAGES
from ayni_web.common.language import current, said
from ayni_web.common.views import shown
from ayni_web.ventures import access, queries
from ayni_web.ventures.actions import plans as writing
from ayni_web.ventures.actions import signing
from ayni_web.ventures.analysis import plan_book
from ayni_web.ventures.contents import STEPS, faults_of, layers_missing, toml_of
from ayni_web.ventures.editing import entries_of
from ayni_web.ventures.forms.plans import CompareForm, PressForm, RenewForm
from ayni_web.ventures.models import Computation, Version
from ayni_web.ventures.pledges import pledged_in
from ayni_web.ventures.telling import Told, handed_of, told_of
from ayni_web.ventures.views.asking import SECTION, XLSX, model_book, of_version, pressed, unsigned, written

REFRESH = 3


@of_version
def version(request: HttpRequest, version: Version) -> HttpResponse:
    """A version: what it comes to for the group and for each, or how far its computation is."""
    computation, last = queries.standing_computation(version), queries.last_computation(version)
    renews = last is not None and last.is_open and not (last.has_died or last.waits_long)
    faults = [] if version.is_signed else faults_of(version.document)
    response = _shown(
        request, "ventures/version.html", version, told=_told(version, computation), last=last, renews=renews,
        faults=len(faults), assumptions=list(version.assumptions.all()), press=PressForm(),
        may_write=access.may_write(request.user, version.plan) and not version.is_signed,
        may_copy=access.may_write(request.user, version.plan),
        may_sign=access.may_sign(request.user, version), renewals=list(version.renewals.select_related("by")),
        compares=computation is not None and bool(queries.to_compare(request.user, version)),
    )  # fmt: skip
    if renews:
        response.headers["Refresh"] = str(REFRESH)
    return response


@of_version
def paper(request: HttpRequest, version: Version) -> HttpResponse:
    """Everything of a version on one page, to print."""
    computation = queries.standing_computation(version)
    if computation is None:
        raise Http404
    return _shown(
        request, "ventures/paper.html", version, told=_told(version, computation),
        assumptions=list(version.assumptions.all()), renewals=list(version.renewals.select_related("by")),
        lists=[(step, table, entries_of(version.document, step, table)) for step, tables in STEPS.items()
               for table in tables if table != "assumption"],
    )  # fmt: skip


@require_POST
@unsigned
def compute(request: HttpRequest, version: Version) -> HttpResponse:
    """Ask for a computation."""
    return pressed(request, signing.compute, _page(version), "plans.computing", version=version)


@require_POST
@of_version
@written
def copy(request: HttpRequest, version: Version) -> HttpResponse:
    """Begin the next version."""

    def steps(made: Version) -> str:
        return reverse("ventures:steps", kwargs={"pk": made.pk})

    return pressed(request, writing.add_version, _page(version), "plans.copied", to=steps, version=version)


@unsigned
def renew(request: HttpRequest, version: Version, assumption: int) -> HttpResponse:
    """Look at an assumption again."""
    row = get_object_or_404(version.assumptions, pk=assumption)
    form = RenewForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(signing.renew, by=request.user, assumption=row):
        messages.success(request, said("plans.renewed"))
        return redirect("ventures:version", pk=version.pk)
    return _shown(request, "ventures/renew.html", version, assumption=row, form=form)


@of_version
def sign(request: HttpRequest, version: Version) -> HttpResponse:
    """Sign a version: what it stands on is read once more, then it is frozen."""
    if not access.may_sign(request.user, version):
        raise Http404
    form = PressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            of = str(request.POST.get("of", ""))[:64]
            signing.sign(by=request.user, sent=form.sent_key(), version=version, of=of)
        except AyniError as mistake:
            messages.error(request, mistake.text(current()))
            return redirect("ventures:sign", pk=version.pk)
        messages.success(request, said("plans.signed_now"))
        return redirect("ventures:version", pk=version.pk)
    assumptions = list(version.assumptions.all())
    return _shown(
        request, "ventures/sign.html", version, form=form, assumptions=assumptions,
        expired=[each for each in assumptions if each.expired],
        told=_told(version, queries.standing_computation(version)), missing=", ".join(layers_missing(version.document)),
    )  # fmt: skip


@of_version
def handover(request: HttpRequest, version: Version) -> HttpResponse:
    """What the version hands over to whoever comes next: by layer of years, to print."""
    day = timezone.localdate()
    handed = handed_of(version.document, day)
    if handed is None:
        raise Http404
    return _shown(
        request, "ventures/handover.html", version, handed=handed, day=day, managers=queries.managers_of(version.plan),
        signed=queries.signed_version(version.plan), assumptions=list(version.assumptions.all()),
        renewals=list(version.renewals.select_related("by")),
        promises=queries.promises_in(request.user, version.plan),
        pledged=pledged_in(request.user, version.plan, day),
    )  # fmt: skip


@of_version
def compared(request: HttpRequest, version: Version) -> HttpResponse:
    """Two versions, or two plans, side by side."""
    others = queries.to_compare(request.user, version)
    form = CompareForm(request.GET if "against" in request.GET else None, versions=others)
    chosen = form.cleaned_data["against"] if form.is_bound and form.is_valid() else ""
    other = next((each for each in others if str(each.pk) == chosen), others[0] if others else None)
    if other is not None:
        form.initial["against"] = str(other.pk)
    both = [_told(each, queries.standing_computation(each)) for each in (version, other) if each is not None]
    return _shown(
        request, "ventures/compared.html", version, form=form, other=other, both=both, several=len(others) > 1,
        pairs=_pairs(both[0], both[1]) if len(both) == 2 and both[0] and both[1] else None,
    )  # fmt: skip


@of_version
def as_toml(request: HttpRequest, version: Version) -> HttpResponse:
    """The plan as the file that the command reads."""
    response = HttpResponse(toml_of(version.document), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="plan-{version.number}.toml"'
    return response


@of_version
def as_model(request: HttpRequest, version: Version) -> HttpResponse:
    """The plan as a workbook to fill in, which can be sent back as a plan."""
    return model_book(version.document, f"plan-{version.number}-model.xlsx")


@of_version
def as_workbook(request: HttpRequest, version: Version) -> HttpResponse:
    """The plan as a workbook with live formulas."""
    computation = queries.standing_computation(version)
    if computation is None:
        raise Http404
    language = current() if current() in LANGUAGES else "es"
    content = plan_book(version.document, computation.group, language)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="plan-{version.number}.xlsx"'
    return response


def _pairs(one: Told, other: Told) -> list[tuple[str, object, object]]:
    """Rows of the types of both, by their code; None where a type is in one alone."""
    first, second = ({each.row.type: each for each in told.members} for told in (one, other))
    names = [*first, *(code for code in second if code not in first)]
    return [((first.get(code) or second[code]).row.title, first.get(code), second.get(code)) for code in names]


def _told(version: Version, computation: Computation | None) -> Told | None:
    return told_of(version, queries.results_of(computation)) if computation is not None else None


def _page(version: Version) -> str:
    return reverse("ventures:version", kwargs={"pk": version.pk})


def _shown(request: HttpRequest, template: str, version: Version, **facts: object) -> HttpResponse:
    return shown(request, template, access.plan_audience(version.plan), section=SECTION, version=version,
                 plan=version.plan, **facts)  # fmt: skip
