"""What was forecast, and what came of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from ayni_web.common.language import said
from ayni_web.common.views import shown
from ayni_web.ventures import access
from ayni_web.ventures.actions.scoring import score
from ayni_web.ventures.forms.plans import ScoreForm
from ayni_web.ventures.models import Version
from ayni_web.ventures.queries import results_of, standing_computation
from ayni_web.ventures.scoring import measures_for
from ayni_web.ventures.telling import forecasts_told
from ayni_web.ventures.views.asking import SECTION, of_version


@of_version
def forecasts(request: HttpRequest, version: Version) -> HttpResponse:
    """Forecasts of a signed version by year, what came, and whether that lies within their range."""
    computation = standing_computation(version)
    if not version.is_signed or computation is None:
        raise Http404
    results = results_of(computation)
    may = access.may_write(request.user, version.plan)
    measures = measures_for(version, computation.group["currency"])
    titles = [("group", said("plans.the_group")), *((row.type, row.title) for row in results.members)]
    form = ScoreForm(request.POST or None, measures=measures, kinds=titles)
    if request.method == "POST":
        if not may:
            raise Http404
        if form.is_valid() and form.carried_out(score, by=request.user, version=version):
            messages.success(request, said("plans.scored"))
            return redirect("ventures:forecasts", pk=version.pk)
    told = forecasts_told(version, dict(titles), computation.group)
    return shown(
        request, "ventures/forecasts.html", access.plan_audience(version.plan), section=SECTION, version=version,
        plan=version.plan, form=form, may_score=may and measures.exists(), told=told,
        inside=sum(row.inside is True for row in told), scored=sum(row.inside is not None for row in told),
    )  # fmt: skip
