"""Pages of runs and their packages: progress, the answer, a figure, files, and what changed."""

from mimetypes import guess_type
from pathlib import PurePosixPath

from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from ayni_web.common.audience import ENTITY
from ayni_web.common.views import shown
from ayni_web.studies import actions, figures, queries
from ayni_web.studies.access import may_write, study_audience
from ayni_web.studies.comparison import compared
from ayni_web.studies.forms import CompareForm, PressForm
from ayni_web.studies.models import SILENCE, Run
from ayni_web.studies.views.asking import SECTION, of_package, of_run, pressed, written

REFRESH = 5
# Files of every package beside its tables, and the sentences that tell them.
FILES = (("study.xlsx", "report.download_xlsx"), ("datapackage.json", "report.download_package"),
         ("manifest.json", "report.download_manifest"))  # fmt: skip
TYPES = {".parquet": "application/vnd.apache.parquet", ".md": "text/plain; charset=utf-8",
         ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip
# A report needs its own style and nothing else; whatever a package holds, it can neither run nor ask anything here.
POLICY = {
    "default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "font-src": ["data:"], "img-src": ["data:"],
    "base-uri": ["'none'"], "form-action": ["'none'"], "frame-ancestors": ["'none'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox", "allow-downloads"],
}  # fmt: skip


@of_run
def run(request: HttpRequest, run: Run) -> HttpResponse:
    """A run: its package where it is done, else how far it is or why it failed."""
    if run.state != Run.State.DONE:
        renews = run.is_open and not run.has_died and "still" not in request.GET
        response = shown(
            request, "studies/progress.html", ENTITY, section=SECTION, run=run, study=run.study, press=PressForm(),
            refresh=REFRESH if renews else 0, faults=queries.faults(run),
            may_write=may_write(request.user), minutes=SILENCE.seconds // 60,
        )  # fmt: skip
        if renews:
            response.headers["Refresh"] = str(REFRESH)
        return response
    manifest = queries.package(run).manifest
    return shown(
        request, "studies/run.html", study_audience(run.study), section=SECTION, run=run, study=run.study,
        told=queries.told(run), manifest=manifest, formed=queries.formed_clusters(run),
        earlier=queries.earlier_runs(run).exists(), report=f"report.{queries.spoken()}.html",
        forms=f"forms.{queries.spoken()}.html", files=FILES,
        tables=[(name, f"tables/{name}.parquet") for name in sorted(manifest["tables"])],
    )  # fmt: skip


@written
@require_POST
@of_run
def retry(request: HttpRequest, run: Run) -> HttpResponse:
    """Ask for a run again."""
    return pressed(request, actions.retry_run, _page(run), "runs.started", run=run)


@written
@require_POST
@of_run
def cancel(request: HttpRequest, run: Run) -> HttpResponse:
    """Give a run up."""
    return pressed(request, actions.cancel_run, _page(run), "runs.cancelled", run=run)


@of_package
def compare(request: HttpRequest, run: Run) -> HttpResponse:
    """What changed since an earlier run: the one before, or the one chosen."""
    earlier = queries.earlier_runs(run)
    form = CompareForm(request.GET if "against" in request.GET else None)
    form.fields["against"].queryset = earlier
    before = form.cleaned_data["against"] if form.is_bound and form.is_valid() else earlier.first()
    if before is not None:
        form.initial["against"] = before.pk
    return shown(
        request, "studies/compared.html", study_audience(run.study), section=SECTION, run=run, study=run.study,
        before=before, form=form, several=earlier.count() > 1,
        comparison=compared(before, run) if before is not None else None,
    )  # fmt: skip


@of_package
def figure(request: HttpRequest, run: Run, pointer: str) -> HttpResponse:
    """One figure: its row, its formula, the files it comes from."""
    if not figures.has_figure(run, pointer):
        raise Http404
    found = figures.figure(run, pointer)
    return shown(
        request, "studies/figure.html", study_audience(run.study), section=SECTION, run=run, study=run.study,
        figure=found, manifest=queries.package(run).manifest, table_file=f"tables/{found.table}.parquet",
    )  # fmt: skip


@of_package
def file(request: HttpRequest, run: Run, name: str) -> HttpResponse:
    """File of a package; access is asked for each time."""
    return handed_over(request, run, name)


def handed_over(request: HttpRequest, run: Run, name: str) -> HttpResponse:
    """File of a package, one of those its manifest lists."""
    if name not in queries.files(run):
        raise Http404
    etag = f'"{run.manifest_sha256[:24]}-{name}"'
    # With its access checked, a file that the browser holds already is not sent again.
    response = get_conditional_response(request, etag=etag) or _sent(run, name)
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response


@csp(POLICY)
def _sent(run: Run, name: str) -> HttpResponse:
    suffix = PurePosixPath(name).suffix
    kind = "text/html; charset=utf-8" if suffix == ".html" else TYPES.get(suffix) or guess_type(name)[0]
    try:
        content = (run.folder / name).read_bytes()
    except OSError:
        raise Http404 from None
    response = HttpResponse(content, content_type=kind or "application/octet-stream")
    as_attachment = suffix != ".html"
    header = content_disposition_header(as_attachment, PurePosixPath(name).name)
    response["Content-Disposition"] = header or "inline"
    return response


def _page(run: Run) -> str:
    return reverse("studies:run", kwargs={"pk": run.pk})
