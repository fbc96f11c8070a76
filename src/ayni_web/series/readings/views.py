"""Pages of measures: the list, one over its periods, and what is told, verified and corrected."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ayni.library.series import measures as library
from ayni_web.common.audience import SIGNED_IN, Audience
from ayni_web.common.language import said
from ayni_web.common.pages import page_of
from ayni_web.common.views import shown
from ayni_web.members.access import managers_audience
from ayni_web.members.models import Cluster, Organisation
from ayni_web.members.queries import inner_clusters
from ayni_web.series.models import Measure, Reading, in_language
from ayni_web.series.readings import access, actions, queries
from ayni_web.series.readings.forms import MeasureForm, ReadingForm, ReviseForm, Search, TargetForm
from ayni_web.series.readings.periods import label
from ayni_web.series.readings.sums import Readings, lines_of, summed, written

View = Callable[..., HttpResponse]
# Periods of which a page tells how they lie over the members; the others are asked for.
SHOWN = 6
# Periods of which a page tells the targets of single members.
AIMED = 3


def visible(view: View) -> View:
    """View of a measure for those who see it."""

    @wraps(view)
    def seen(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        return view(request, get_object_or_404(access.visible_measures(request.user), pk=pk), **kwargs)

    return login_required(seen)


@login_required
def measures(request: HttpRequest) -> HttpResponse:
    """List of measures of the person's clusters, with who has told the last period."""
    clusters = inner_clusters(request.user).order_by("name")
    search = Search(request.GET or None, clusters=clusters)
    found, chosen = access.visible_measures(request.user).order_by("cluster__name", "added_at", "pk"), search.wanted()
    if chosen:
        found = found.filter(cluster=chosen)
    page = page_of(request, found)
    some = [chosen] if chosen else search.fields["cluster"].first(2)
    return shown(
        request, "series/measures.html", SIGNED_IN, page=page, lines=lines_of(page.rows), search=search,
        section="measures", clusters=[each for each in some if access.may_define(request.user, each)],
    )  # fmt: skip


@visible
def measure(request: HttpRequest, measure: Measure) -> HttpResponse:
    """A measure over its periods: what members come to, how it lies over them, what is missing."""
    each = access.sees_each(request.user, measure.cluster)
    closely = 0 if "all" in request.GET else SHOWN
    stamp = written(measure)
    found = summed(measure, each, closely, stamp)
    periods = found.periods
    page = page_of(request, *_readings(request, measure, Readings(measure, stamp, found.readings) if each else None))
    last = next((period for period in reversed(periods) if period.whole), None)
    whole = last.whole if last and each else None
    return shown(
        request, "series/measure.html", Audience("measure", {"cluster": measure.cluster.name}), measure=measure,
        periods=list(reversed(periods[-closely:])), more=len(periods) > len(periods[-closely:]), page=page,
        section="measures", shown=found.shown, parted=found.parted, joined=found.joined,
        last=last,
        protected=measure.of == "organisation" and not each,
        missing=_called(whole.missing) if whole else (), apart=_called(whole.apart) if whole else (),
        aims=queries.aims_of(measure, access.visible_targets(request.user, measure), AIMED) if found.aimed else (),
        may_set_targets=access.may_set_targets(request.user, measure),
        may_tell=access.may_tell(request.user, measure), about=measure.told("about"),
        may_define=measure.ended_at is None and access.may_define(request.user, measure.cluster),
    )  # fmt: skip


def _readings(request: HttpRequest, measure: Measure, every: Readings | None) -> tuple[Any, int]:
    """Values that are listed and how many they are: every one, or those that the person sees."""
    if every is not None:
        return every, len(every)
    rows = access.visible_readings(request.user).filter(measure=measure)
    return queries.listed(measure, rows), queries.standing_count(rows)


def _called(ids: list[Any]) -> Any:
    """Organisations by name; asked for only where there are some."""
    return Organisation.objects.filter(pk__in=ids).order_by("name") if ids else ()


def _cluster(request: HttpRequest, pk: UUID) -> Cluster:
    found = get_object_or_404(inner_clusters(request.user), pk=pk)
    if not access.may_define(request.user, found):
        raise Http404
    return found


@login_required
def choose(request: HttpRequest, cluster: UUID) -> HttpResponse:
    """Measures of the library that a cluster does not count yet."""
    row = _cluster(request, cluster)
    held = set(Measure.objects.filter(cluster=row, ended_at__isnull=True).values_list("code", flat=True))
    offered = [(code, in_language(dict(each.title)), in_language(dict(each.about)), each.period, each.unit)
               for code, each in library().items() if code not in held]  # fmt: skip
    return shown(request, "series/choose.html", managers_audience(row), cluster=row, section="measures",
                 offered=sorted(offered, key=lambda each: each[1]))  # fmt: skip


@require_POST
@login_required
def copy(request: HttpRequest, cluster: UUID, code: str) -> HttpResponse:
    """Count what an entry of the library tells."""
    row = _cluster(request, cluster)
    if code not in library():
        raise Http404
    made = actions.copy_measure(by=request.user, cluster=row, code=code)
    messages.success(request, said("readings.copied"))
    return redirect("series:measure", pk=made.pk)


@login_required
def make(request: HttpRequest, cluster: UUID) -> HttpResponse:
    """Make a measure of the cluster's own."""
    row = _cluster(request, cluster)
    form = MeasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(actions.make_measure, by=request.user, cluster=row)
        if made:
            messages.success(request, said("readings.copied"))
            return redirect("series:measure", pk=made.pk)
    return shown(request, "series/measure_form.html", managers_audience(row), form=form, eyebrow=row.name,
                 title=said("readings.make"), lede=said("readings.make_lede"), button=said("readings.make_button"),
                 section="measures")  # fmt: skip


@visible
def enter(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Tell a value: one page of a phone."""
    if not access.may_tell(request.user, measure):
        raise Http404
    form = ReadingForm(
        request.POST or None, measure=measure, organisations=access.tellers(request.user, measure),
        initial={"organisation": request.GET.get("organisation")} if "organisation" in request.GET else None,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(actions.tell_reading, by=request.user, measure=measure)
        if made:
            messages.success(request, said("readings.entered"))
            return redirect("series:reading", pk=made.pk)
    return _form(request, measure, form, said("readings.enter"), measure.told("about"))


@visible
def target(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Set a target, of all together or of one member."""
    if not access.may_set_targets(request.user, measure):
        raise Http404
    form = TargetForm(request.POST or None, measure=measure, organisations=access.tellers(request.user, measure),
                      together=access.may_define(request.user, measure.cluster))  # fmt: skip
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.set_target, by=request.user, measure=measure):
        messages.success(request, said("readings.target_set"))
        return redirect("series:measure", pk=measure.pk)
    return _form(request, measure, form, said("readings.set_target"), said("readings.set_target_lede"))


@require_POST
@login_required
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Count a measure no more."""
    row = get_object_or_404(access.visible_measures(request.user), pk=pk)
    if not access.may_define(request.user, row.cluster):
        raise Http404
    actions.end_measure(by=request.user, measure=row)
    messages.success(request, said("readings.ended"))
    return redirect("series:measure", pk=pk)


def _reading(request: HttpRequest, pk: UUID) -> Reading:
    return get_object_or_404(access.visible_readings(request.user).select_related("revised_by"), pk=pk)


@login_required
def reading(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One value: its source, its evidence, who verified it, and those before it."""
    row = _reading(request, pk)
    return shown(
        request, "series/reading.html", Audience("measure", {"cluster": row.measure.cluster.name}), reading=row,
        measure=row.measure, period=label(row.measure.period, row.starts_on), section="measures",
        part=row.measure.part_title(row.part) if row.part else "", history=queries.history_of(row),
        may_verify=access.may_verify(request.user, row), may_revise=access.may_revise(request.user, row),
        was_revised=hasattr(row, "revised_by"), is_verified=hasattr(row, "verification"),
    )  # fmt: skip


@require_POST
@login_required
def verify(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a value was held against its evidence."""
    row = _reading(request, pk)
    if not access.may_verify(request.user, row):
        raise Http404
    actions.verify_reading(by=request.user, reading=row)
    messages.success(request, said("readings.verified_now"))
    return redirect("series:reading", pk=pk)


@login_required
def revise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct a value with the reason."""
    row = _reading(request, pk)
    if not access.may_revise(request.user, row):
        raise Http404
    now = {"value": row.value.normalize(), "weight": row.weight and row.weight.normalize(), "source": row.source}
    form = ReviseForm(request.POST or None, measure=row.measure, initial=now)
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(actions.revise_reading, by=request.user, reading=row)
        if made:
            messages.success(request, said("readings.revised"))
            return redirect("series:reading", pk=made.pk)
    return _form(request, row.measure, form, said("readings.revise"), said("readings.revise_lede"))


def _form(request: HttpRequest, measure: Measure, form: Any, title: str, lede: str) -> HttpResponse:
    return shown(
        request, "series/measure_form.html", Audience("measure", {"cluster": measure.cluster.name}), form=form,
        measure=measure, title=title, lede=lede, eyebrow=str(measure), button=said("readings.enter_button"),
        section="measures",
    )  # fmt: skip
