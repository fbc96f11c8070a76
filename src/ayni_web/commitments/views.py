"""Pages of commitments: the list, one with its history, and every word that a side says."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ayni.library.promises import promises
from ayni_web.commitments import access, actions, queries
from ayni_web.commitments.access import audience_of, sides_of
from ayni_web.commitments.forms import MatchForm, OutcomeForm, ProposeForm, ReasonForm, ReviewForm, Search, WordForm
from ayni_web.commitments.kinds import about, kind_called, title_of
from ayni_web.commitments.models import Commitment
from ayni_web.common.audience import SIGNED_IN
from ayni_web.common.language import said
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown
from ayni_web.members.access import may_act_for
from ayni_web.members.models import Organisation
from ayni_web.members.queries import inner_clusters, visible_organisations

View = Callable[..., HttpResponse]
BOARDS = 6


def visible(view: View) -> View:
    """View of a commitment for those who see it."""

    @wraps(view)
    def seen(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        found = queries.visible_commitments(request.user).select_related("maker", "receiver", "cluster", "added_by")
        return view(request, get_object_or_404(found, pk=pk), **kwargs)

    return login_required(seen)


@login_required
def commitments(request: HttpRequest) -> HttpResponse:
    """List of commitments: what is open and nearest its day first."""
    clusters = inner_clusters(request.user).order_by("name", "pk")
    search = Search(request.GET or None, clusters=clusters, organisations=visible_organisations(request.user))
    wanted = search.wanted()
    page = page_of(request, queries.Listed(request.user, wanted))
    chosen = wanted.get("cluster")
    return shown(
        request, "commitments/list.html", SIGNED_IN, search=search, page=page,
        section="commitments", may_propose=access.may_propose(request.user), of=wanted.get("organisation"),
        boards=[chosen] if chosen else search.fields["cluster"].first(BOARDS),
    )  # fmt: skip


@visible
def commitment(request: HttpRequest, commitment: Commitment) -> HttpResponse:
    """One commitment: its terms, where it stands, what each side said, what shows it."""
    sides = sides_of(request.user, commitment)
    closely = bool(sides) or access.sees_entity(request.user)
    turns = list(queries.turns_of(commitment))
    for turn in turns:
        turn.organisation = commitment.maker if turn.side == "maker" else commitment.receiver
    return shown(
        request, "commitments/commitment.html", audience_of(commitment), commitment=commitment, turns=turns,
        section="commitments", closely=closely, matched=queries.matched_with(request.user, commitment),
        may_countersign=access.may_countersign(commitment, sides),
        may_withdraw=access.may_withdraw(commitment, sides), may_tell=access.may_tell(commitment, sides),
        may_dispute=access.may_dispute(commitment, sides), may_review=access.may_review(commitment, sides),
        may_match=commitment.inside and access.may_match(request.user, commitment),
    )  # fmt: skip


@allowed(access.may_propose)
def choose_kind(request: HttpRequest) -> HttpResponse:
    """What kind of commitment."""
    kinds = sorted(((code, title_of(code), about(kind)) for code, kind in promises().items()), key=lambda each: each[1])
    return shown(request, "commitments/kinds.html", SIGNED_IN, kinds=kinds, section="commitments")


@allowed(access.may_propose)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Propose a commitment: one page of a phone."""
    known = kind_called(kind)
    if known is None:
        raise Http404
    own = _own(request)
    form = ProposeForm(
        request.POST or None, kind=known, own=own, others=queries.counterparts(request.user, *own[:2]),
        clusters=queries.clusters_of_choice(request.user, own), initial={"cluster": request.GET.get("cluster")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(actions.propose, by=request.user, kind=kind)
        if made:
            messages.success(request, said("commitments.proposed"))
            return redirect("commitments:commitment", pk=made.pk)
    return shown(
        request, "commitments/add.html", SIGNED_IN, form=form, title=title_of(kind), lede=about(known),
        nobody=not own.exists(), section="commitments",
    )  # fmt: skip


def _own(request: HttpRequest) -> Any:
    """The organisation an address names, if the person writes for it; else those of the person."""
    asked = request.GET.get("organisation")
    if not asked:
        return queries.speaking_for(request.user)
    try:
        organisation = get_object_or_404(Organisation, pk=UUID(asked), merged_into__isnull=True)
    except ValueError:
        raise Http404 from None
    if not may_act_for(request.user, organisation):
        raise Http404
    return Organisation.objects.filter(pk=organisation.pk)


@require_POST
@login_required
def countersign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Agree for the other side."""
    row = get_object_or_404(queries.visible_commitments(request.user), pk=pk)
    if not access.may_countersign(row, sides_of(request.user, row)):
        raise Http404
    actions.countersign(by=request.user, commitment=row)
    messages.success(request, said("commitments.countersigned"))
    return redirect("commitments:commitment", pk=pk)


@visible
def decline(request: HttpRequest, commitment: Commitment) -> HttpResponse:
    """Say no, with the reason."""
    may = access.may_countersign(commitment, sides_of(request.user, commitment))
    form = ReasonForm(request.POST or None)
    return _word(request, commitment, form, actions.decline, may, "decline", "declined_now")


@visible
def withdraw(request: HttpRequest, commitment: Commitment) -> HttpResponse:
    """Take back what nobody countersigned yet."""
    may = access.may_withdraw(commitment, sides_of(request.user, commitment))
    form = ReasonForm(request.POST or None)
    return _word(request, commitment, form, actions.withdraw, may, "withdraw", "withdrawn_now")


@visible
def tell(request: HttpRequest, commitment: Commitment) -> HttpResponse:
    """Tell how it went."""
    may = access.may_tell(commitment, sides_of(request.user, commitment))
    form = OutcomeForm(request.POST or None)
    return _word(request, commitment, form, actions.tell_outcome, may, "tell", "told_now")


@visible
def dispute(request: HttpRequest, commitment: Commitment) -> HttpResponse:
    """Say how it was for whoever promised."""
    may = access.may_dispute(commitment, sides_of(request.user, commitment))
    form = WordForm(request.POST or None)
    return _word(request, commitment, form, actions.dispute, may, "dispute", "disputed_now")


@visible
def review(request: HttpRequest, commitment: Commitment) -> HttpResponse:
    """Look at a long promise."""
    may = access.may_review(commitment, sides_of(request.user, commitment))
    form = ReviewForm(request.POST or None)
    return _word(request, commitment, form, actions.review, may, "review", "reviewed_now")


@visible
def match(request: HttpRequest, commitment: Commitment) -> HttpResponse:
    """Join a commitment with one of the other column of the board."""
    may = commitment.inside and access.may_match(request.user, commitment)
    form = MatchForm(request.POST or None, offered=queries.to_match(request.user, commitment))
    return _word(request, commitment, form, actions.match, may, "match", "matched_now")


def _word(
    request: HttpRequest, commitment: Commitment, form: Any, act: Callable[..., Any], may: bool, name: str, done: str
) -> HttpResponse:
    """Page of a form by which a side says something about a commitment."""
    if not may:
        raise Http404
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(act, by=request.user, commitment=commitment):
        messages.success(request, said(f"commitments.{done}"))
        return redirect("commitments:commitment", pk=commitment.pk)
    return shown(
        request, "commitments/form.html", audience_of(commitment), commitment=commitment, form=form,
        title=said(f"commitments.{name}"), lede=said(f"commitments.{name}_lede"), section="commitments",
    )  # fmt: skip
