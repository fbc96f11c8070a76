"""Pages of what organisations let each other see, and of who acts for one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ayni_web.common.audience import Audience
from ayni_web.common.language import said
from ayni_web.common.views import shown
from ayni_web.members.access import may_represent, may_see_closely_of, represented
from ayni_web.members.actions import rights as acts
from ayni_web.members.forms.rights import RightForm
from ayni_web.members.models import Representation, Right
from ayni_web.members.queries import rights as found
from ayni_web.members.queries.organisations import organisation_for

SECTION = "organisations"


@login_required
def rights(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What an organisation lets others see, and what others let it see; its representatives give more."""
    row = organisation_for(request.user, pk)
    if not may_see_closely_of(request.user, row):
        raise Http404
    own = row.pk in represented(request.user)
    form = RightForm(request.POST or None, receivers=found.receivers(row)) if own else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid() and form.carried_out(acts.give_right, by=request.user, giver=row):
            messages.success(request, said("rights.was_given"))
            return redirect("members:rights", pk=row.pk)
    return shown(
        request, "members/organisations/rights.html", Audience("organisation", {"organisation": row.name}),
        organisation=row, given=found.rights_given(row), received=found.rights_received(row), form=form, own=own,
        section=SECTION,
    )  # fmt: skip


@login_required
@require_POST
def end_right(request: HttpRequest, pk: int) -> HttpResponse:
    """End a right, by either of the two."""
    own = represented(request.user)
    right = get_object_or_404(Right, Q(giver_id__in=own) | Q(receiver_id__in=own), pk=pk)
    acts.end_right(by=request.user, right=right)
    messages.success(request, said("rights.was_ended"))
    return redirect("members:rights", pk=right.giver_id if right.giver_id in own else right.receiver_id)


@login_required
@require_POST
def end_representation(request: HttpRequest, pk: int) -> HttpResponse:
    """End someone's acting for an organisation."""
    row = get_object_or_404(Representation.objects.select_related("organisation"), pk=pk)
    if not may_represent(request.user, row.organisation):
        raise Http404
    acts.end_representation(by=request.user, representation=row)
    messages.success(request, said("rights.acting_ended"))
    if not may_represent(request.user, row.organisation):
        return redirect("members:mine")
    return redirect("members:organisation", pk=row.organisation_id)
