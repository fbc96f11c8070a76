"""Pages of organisations that may be the same: the queue, a pair, merging and splitting; for coordinators."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ayni_web.accounts.access import is_staff
from ayni_web.common.audience import Audience
from ayni_web.common.language import said
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown
from ayni_web.members.actions import duplicates as acts
from ayni_web.members.forms.duplicates import ChooseForm, MergeForm, SplitForm
from ayni_web.members.likeness import DECIDE, SAME
from ayni_web.members.models import Duplicate, Merge, Organisation
from ayni_web.members.queries import duplicates as found
from ayni_web.members.queries.organisations import organisation_for
from ayni_web.members.tasks import look_for_duplicates

COORDINATORS = Audience("coordinators")
SECTION = "organisations"


@allowed(is_staff)
def duplicates(request: HttpRequest) -> HttpResponse:
    """Queue of pairs that wait for a person, and the last merges."""
    return shown(
        request, "members/duplicates/list.html", COORDINATORS, page=page_of(request, found.open_duplicates()),
        merges=found.merges()[:10], same=SAME, decide=DECIDE, section=SECTION,
    )  # fmt: skip


@allowed(is_staff)
@require_POST
def scan(request: HttpRequest) -> HttpResponse:
    """Look through all organisations, as a job."""
    look_for_duplicates.enqueue()
    messages.success(request, said("duplicates.scanning"))
    return redirect("members:duplicates")


@allowed(is_staff)
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """A pair side by side, and what to do with it."""
    pair = get_object_or_404(found.open_duplicates(), pk=pk)
    return _compared(request, pair.first, pair.second, pair)


@allowed(is_staff)
@require_POST
def different(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a pair two."""
    acts.call_different(by=request.user, duplicate=get_object_or_404(Duplicate, pk=pk))
    messages.success(request, said("duplicates.kept_apart"))
    return redirect("members:duplicates")


@allowed(is_staff)
def compare(request: HttpRequest, first: UUID, second: UUID) -> HttpResponse:
    """Any two organisations side by side."""
    rows = [get_object_or_404(Organisation, pk=pk, merged_into__isnull=True) for pk in (first, second)]
    if first == second:
        raise Http404
    return _compared(request, rows[0], rows[1])


@allowed(is_staff)
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose by name the one that an organisation is compared with."""
    row = organisation_for(request.user, pk)
    form = ChooseForm(request.GET or None)
    others = form.others(row) if form.is_bound and form.is_valid() else []
    return shown(request, "members/duplicates/choose.html", COORDINATORS, organisation=row, form=form, others=others,
                 asked=form.is_bound, section=SECTION)  # fmt: skip


@allowed(is_staff)
def split(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a merge back."""
    merge = get_object_or_404(found.merges(), pk=pk)
    form = SplitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(acts.split_organisations, by=request.user, merge=merge)
        if made:
            stayed = made.moved["stayed"]
            messages.success(
                request, said("duplicates.was_split_but", n=stayed) if stayed else said("duplicates.was_split")
            )
            return redirect("members:organisation", pk=made.gone_id)
    return shown(request, "members/duplicates/split.html", COORDINATORS, merge=merge, form=form, section=SECTION)


def _compared(
    request: HttpRequest, first: Organisation, second: Organisation, pair: Duplicate | None = None
) -> HttpResponse:
    form = MergeForm(request.POST or None, pair=(first, second))
    if request.method == "POST" and form.is_valid():
        made: Merge | None = form.carried_out(acts.merge_organisations, by=request.user)
        if made:
            messages.success(request, said("duplicates.was_merged", kept=made.kept.name))
            return redirect("members:organisation", pk=made.kept_id)
    likeness = (pair.score, pair.why) if pair else found.likeness_of(first, second)
    return shown(
        request, "members/duplicates/pair.html", COORDINATORS, pair=pair, form=form, section=SECTION,
        score=likeness[0], why=found.reasons(likeness[1]), sides=found.side_by_side(first, second),
    )  # fmt: skip
