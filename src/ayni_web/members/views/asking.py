"""What the pages of clusters have in common: whose they are, and how a form is asked and answered."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from ayni_web.common.acting import Mistake
from ayni_web.common.audience import Audience
from ayni_web.common.forms import Form
from ayni_web.common.language import current, said
from ayni_web.common.views import shown
from ayni_web.members.access import may_manage, may_see_inside
from ayni_web.members.models import Cluster
from ayni_web.members.queries.clusters import cluster_called

SECTION = "clusters"
View = Callable[..., HttpResponse]


def of_cluster(may: Callable[[Any, Cluster], bool]) -> Callable[[View], View]:
    """View of a cluster for those who may; to anyone else it is not there."""

    def guarded(view: View) -> View:
        @wraps(view)
        def seen(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
            cluster = cluster_called(pk)
            if not may(request.user, cluster):
                raise Http404
            return view(request, cluster, **kwargs)

        return login_required(seen)

    return guarded


inside = of_cluster(may_see_inside)
written = of_cluster(may_manage)


def asked(
    request: HttpRequest, form: Form, act: Callable[..., Any], *, audience: Audience, title: str, button: str,
    done: str | Callable[[Any], str], to: str | Callable[[Any], str], back: str, cluster: Cluster | None = None,
    lede: str = "", template: str = "members/clusters/form.html", facts: dict[str, Any] | None = None, **more: Any,
) -> HttpResponse:  # fmt: skip
    """Answer to a form: shown, or carried out with ``facts`` and led on to ``to``, which may depend on what was made.

    ``title``, ``lede``, ``button`` and ``done`` are keys of sentences; ``done`` may be made of the answer, too.
    """
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(act, by=request.user, **(facts or {}))
        if made is not None:
            told = done(made) if callable(done) else done
            messages.success(request, said(told))
            return HttpResponseRedirect(to(made) if callable(to) else to)
    return shown(request, template, audience, form=form, title=said(title), lede=said(lede) if lede else "",
                 button=said(button), back=back, cluster=cluster, section=SECTION, **more)  # fmt: skip


def pressed(request: HttpRequest, act: Callable[..., Any], done: str, to: str, **facts: Any) -> HttpResponse:
    """Answer to a button alone: what was done, or why it was not, is said on the page it leads to."""
    try:
        act(by=request.user, **facts)
        messages.success(request, said(done))
    except Mistake as mistake:
        messages.error(request, mistake.text(current()))
    return redirect(to)


def page_of_cluster(name: str, cluster: Cluster) -> str:
    """Address of a page of a cluster."""
    return reverse(f"members:{name}", args=[cluster.pk])
