"""Pages of studies: the list, one study, adding and opening."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ayni_web.accounts.access import sees_entity
from ayni_web.common.audience import ANYONE, ENTITY
from ayni_web.common.language import said
from ayni_web.common.pages import page_of
from ayni_web.common.views import shown
from ayni_web.studies import actions, queries, shelves
from ayni_web.studies.access import may_write, study_audience
from ayni_web.studies.forms import ExampleForm, FilesForm, PressForm
from ayni_web.studies.models import Run, Study
from ayni_web.studies.views.asking import SECTION, of_study, pressed, written


def listed(request: HttpRequest) -> HttpResponse:
    """Studies that a person may read."""
    inside = sees_entity(request.user)
    return shown(
        request, "studies/list.html", ENTITY if inside else ANYONE, section=SECTION, inside=inside,
        page=page_of(request, queries.visible_studies(request.user)), may_write=may_write(request.user),
    )  # fmt: skip


@of_study
def study(request: HttpRequest, study: Study) -> HttpResponse:
    """A study and its runs, the last first."""
    runs = queries.visible_runs(request.user, study)
    return shown(
        request, "studies/study.html", study_audience(study), section=SECTION, study=study, page=page_of(request, runs),
        may_write=may_write(request.user), press=PressForm(), inside=sees_entity(request.user),
        is_open=study.runs.filter(state__in=Run.OPEN).exists(),
        last=study.runs.filter(state=Run.State.DONE).first(),
    )  # fmt: skip


@written
def add(request: HttpRequest) -> HttpResponse:
    """Add a study: its files in a zip, or an example."""
    form = FilesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(actions.add_study, by=request.user)
        if made is not None:
            messages.success(request, said("studies.added_done"))
            return redirect("studies:study", pk=made.pk)
    return shown(request, "studies/add.html", ENTITY, section=SECTION, form=form,
                 example=ExampleForm() if shelves.examples() else None)  # fmt: skip


@written
@require_POST
def add_example(request: HttpRequest) -> HttpResponse:
    """Add an example."""
    example = ExampleForm(request.POST)
    if example.is_valid():
        made = example.carried_out(actions.add_example, by=request.user)
        if made is not None:
            messages.success(request, said("studies.added_done"))
            return redirect("studies:study", pk=made.pk)
    return shown(request, "studies/add.html", ENTITY, section=SECTION, form=FilesForm(), example=example)


@written
@of_study
def replace(request: HttpRequest, study: Study) -> HttpResponse:
    """Other files for a study."""
    form = FilesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(actions.replace_files, by=request.user, study=study)
        if made is not None:
            messages.success(request, said("studies.replaced"))
            return redirect("studies:study", pk=study.pk)
    return shown(request, "studies/files.html", ENTITY, section=SECTION, form=form, study=study)


@written
@require_POST
@of_study
def run_it(request: HttpRequest, study: Study) -> HttpResponse:
    """Ask for a run."""

    def run_page(run: Run) -> str:
        return reverse("studies:run", kwargs={"pk": run.pk})

    return pressed(request, actions.start_run, _page(study), "runs.started", to=run_page, study=study)


@written
@require_POST
@of_study
def publish(request: HttpRequest, study: Study) -> HttpResponse:
    """Open a study to everybody."""
    return pressed(request, actions.publish_study, _page(study), "studies.published", study=study)


@written
@require_POST
@of_study
def unpublish(request: HttpRequest, study: Study) -> HttpResponse:
    """Keep a study for the entity."""
    return pressed(request, actions.unpublish_study, _page(study), "studies.unpublished", study=study)


def _page(study: Study) -> str:
    return reverse("studies:study", kwargs={"pk": study.pk})
