"""Pages of a candidate: its evidence, its field form, and the cluster formed from it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from ayni_web.common.audience import ENTITY
from ayni_web.common.language import said
from ayni_web.common.views import shown
from ayni_web.studies import actions, figures, queries
from ayni_web.studies.access import may_write, study_audience
from ayni_web.studies.forms import FormingForm
from ayni_web.studies.models import Run
from ayni_web.studies.views.asking import SECTION, of_package, written

View = Callable[..., HttpResponse]


def of_candidate(view: View) -> View:
    """View of a candidate that the package has."""

    @of_package
    @wraps(view)
    def seen(request: HttpRequest, run: Run, candidate: str) -> HttpResponse:
        row = queries.candidate_row(run, candidate)
        if row is None:
            raise Http404
        return view(request, run, row)

    return seen


def _facts(run: Run, row: dict[str, Any]) -> dict[str, Any]:
    """What the pages of a candidate have in common."""
    told, anchor = queries.told(run), "-".join(row["candidate"].split())
    return {
        "run": run, "study": run.study, "candidate": row["candidate"], "told": told.candidates[anchor],
        "proof": told.proofs[anchor], "sheet": told.forms.get(anchor), "section": SECTION,
        "spark": told.sparks.get(anchor, ""), "formed": queries.formed_from(run, row["candidate"]),
    }  # fmt: skip


@of_candidate
def candidate(request: HttpRequest, run: Run, row: dict[str, Any]) -> HttpResponse:
    """A candidate: four requirements with their evidence, and what would change each verdict."""
    name = row["candidate"]
    shown_figures = [
        (figures.column_label("candidates", column), figures.told_value(run, row, column),
         figures.address(run, figures.pointer_to("candidates", name, column)))
        for column in figures.SHOWN if row[column] is not None
    ]  # fmt: skip
    facts = _facts(run, row)
    requirements = [
        (each, figures.address(run, figures.pointer_to("requirements", name, str(each.verdict.number))))
        for each in facts["proof"].requirements
    ]
    return shown(
        request, "studies/candidate.html", study_audience(run.study), **facts, figures=shown_figures,
        requirements=requirements, files=queries.told(run).files, may_write=may_write(request.user),
    )  # fmt: skip


@of_candidate
def field_form(request: HttpRequest, run: Run, row: dict[str, Any]) -> HttpResponse:
    """Sheet of paper with what is to be collected for a candidate."""
    facts = _facts(run, row)
    if facts["sheet"] is None:
        raise Http404
    return shown(request, "studies/field_form.html", study_audience(run.study), **facts)


@written
@of_candidate
def form_cluster(request: HttpRequest, run: Run, row: dict[str, Any]) -> HttpResponse:
    """Form a cluster from a candidate."""
    facts = _facts(run, row)
    form = FormingForm(
        request.POST or None, begins=queries.prefilled(run, row["candidate"]), formed=facts["formed"]
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(actions.form_cluster, by=request.user, run=run, candidate=row["candidate"])
        if made is not None:
            messages.success(request, said("forming.done"))
            return redirect("members:cluster", pk=made.pk)
    return shown(request, "studies/form_cluster.html", ENTITY, **facts, form=form)
