"""Pages of a draft: its head, steps and ways, changed in the browser."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ayni_web.common.audience import ENTITY
from ayni_web.common.language import current, said
from ayni_web.common.views import shown
from ayni_web.members.access import managers_audience
from ayni_web.processes import analysis
from ayni_web.processes.access import may_edit
from ayni_web.processes.actions import drafts as actions
from ayni_web.processes.actions import rules as rules_actions
from ayni_web.processes.forms import Form, HeadForm, StepForm, WayForm
from ayni_web.processes.models import Rules
from ayni_web.processes.views.posting import posted

View = Callable[..., HttpResponse]


class PlainForm(Form):
    """Nothing but the key by which it counts once."""

    topic = "drafts"


def own(view: View) -> View:
    """View of a draft for those who write it."""

    @wraps(view)
    def seen(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        rows = Rules.objects.filter(state=Rules.State.DRAFT).select_related("process__cluster")
        rules = get_object_or_404(rows, pk=pk)
        if not may_edit(request.user, rules.process):
            raise Http404
        return view(request, rules, **kwargs)

    return login_required(seen)


@own
def draft(request: HttpRequest, rules: Rules) -> HttpResponse:
    """The draft whole, and what is still wrong with it."""
    form = PlainForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(rules_actions.put_in_force, by=request.user, rules=rules)
        if made:
            messages.success(request, said("processes.in_force_now"))
            return redirect("processes:process", pk=made.process_id)
    titles = {step["code"]: step["title"] for step in rules.document["step"]}
    return shown(
        request, "processes/draft.html", _audience(rules), rules=rules, document=rules.document, titles=titles,
        wrong=analysis.mistake_in(rules.document, current()), form=form, section="cases",
    )  # fmt: skip


@own
def head(request: HttpRequest, rules: Rules) -> HttpResponse:
    """What the process is called, what it is for, who opens a case."""
    told = rules.document
    first = {**_texts(told, "title", "about"), "opened_by": told.get("opened_by", ()), "of": told.get("of", ()),
             "blocks": told.get("blocks", False)}  # fmt: skip
    form = HeadForm(posted(request), initial=first)
    return _kept(request, rules, form, actions.save_head, said("drafts.head"))


@own
def step(request: HttpRequest, rules: Rules, code: str = "") -> HttpResponse:
    """A step: a new one without a code."""
    told = _step(rules, code) if code else {}
    first = {
        **_texts(told, "title", "asks"), "ending": told.get("end", ""), "owner": told.get("owner", ""),
        "days": told.get("days"), "counting": told.get("days_are", rules.document.get("days_are", "calendar")),
        "documents": told.get("documents", ()), "by_another": told.get("check", False),
        "pause": told.get("pause", False), "leads_to": told.get("leads_to", ""),
    }  # fmt: skip
    form = StepForm(posted(request), initial=first)
    title = said("drafts.step" if code else "drafts.new_step")
    return _kept(request, rules, form, actions.save_step, title, code=code)


@own
def way(request: HttpRequest, rules: Rules, code: str, to: str = "") -> HttpResponse:
    """A way from a step to another."""
    origin = _step(rules, code)
    told = next((each for each in origin.get("moves", ()) if each["to"] == to), {})
    if (to and not told) or origin.get("end"):
        raise Http404
    others = [(each["code"], each["title"].get(current()) or each["title"]["es"])
              for each in rules.document["step"] if each["code"] != code]  # fmt: skip
    first = {**_texts(told, "title"), "to": to, "roles": told.get("by", ()), "reason": told.get("reason", False)}
    form = WayForm(posted(request), steps=others, initial=first)
    return _kept(request, rules, form, actions.save_way, said("drafts.way"), origin=code)


@require_POST
@own
def drop_step(request: HttpRequest, rules: Rules, code: str) -> HttpResponse:
    """Take a step away."""
    _step(rules, code)
    actions.drop_step(by=request.user, rules=rules, code=code)
    return redirect("processes:draft", pk=rules.pk)


@require_POST
@own
def raise_step(request: HttpRequest, rules: Rules, code: str) -> HttpResponse:
    """Put a step before the one it follows."""
    _step(rules, code)
    actions.raise_step(by=request.user, rules=rules, code=code)
    return redirect("processes:draft", pk=rules.pk)


@require_POST
@own
def drop_way(request: HttpRequest, rules: Rules, code: str, to: str) -> HttpResponse:
    """Take a way away."""
    _step(rules, code)
    actions.drop_way(by=request.user, rules=rules, origin=code, to=to)
    return redirect("processes:draft", pk=rules.pk)


@require_POST
@own
def drop(request: HttpRequest, rules: Rules) -> HttpResponse:
    """Give the draft up."""
    process = rules_actions.drop_draft(by=request.user, rules=rules)
    messages.success(request, said("drafts.dropped"))
    return redirect("processes:process", pk=process.pk) if process.pk else redirect("processes:list")


def _kept(request: HttpRequest, rules: Rules, form: Any, act: Any, title: str, **facts: Any) -> HttpResponse:
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(act, by=request.user, rules=rules, **facts):
        messages.success(request, said("drafts.saved"))
        return redirect("processes:draft", pk=rules.pk)
    return shown(request, "processes/draft_form.html", _audience(rules), rules=rules, form=form, title=title,
                 section="cases")  # fmt: skip


def _step(rules: Rules, code: str) -> dict[str, Any]:
    found = next((each for each in rules.document["step"] if each["code"] == code), None)
    if found is None:
        raise Http404
    return dict(found)


def _texts(told: dict[str, Any], *names: str) -> dict[str, str]:
    return {f"{name}_{language}": text for name in names for language, text in told.get(name, {}).items()}


def _audience(rules: Rules) -> Any:
    return managers_audience(rules.process.cluster) if rules.process.cluster else ENTITY
