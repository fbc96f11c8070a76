"""Pages about personal data: what is kept and why, one's own data, requests, breaches."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ayni.words import NAMES
from ayni_web.accounts.access import is_auditor, is_director, is_staff
from ayni_web.accounts.models import Breach, PrivacyRequest
from ayni_web.accounts.privacy import actions, forms, queries
from ayni_web.accounts.privacy.purposes import kept, purposes, version
from ayni_web.common.audience import ANYONE, DIRECTORS, ENTITY, ONLY_YOU, Audience
from ayni_web.common.language import moment, said
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown

OWN_DATA = Audience("own_data")


def may_read(person: Any) -> bool:
    """Those who see requests: coordinators, who answer them, and auditors."""
    return is_staff(person) or is_auditor(person)


def may_read_breaches(person: Any) -> bool:
    """Those who see the log of breaches: directors, who keep it, and auditors."""
    return is_director(person) or is_auditor(person)


def privacy(request: HttpRequest) -> HttpResponse:
    """Who is responsible, what for, what is kept and how long, rights and how to use them."""
    entity = queries.responsible()
    contacts = queries.public_contacts(entity) if entity else []
    told = {"purposes": purposes().values(), "version": version(), "kept": kept(), "days": actions.DAYS}
    facts = {**told, "entity": entity, "contacts": contacts, "hours": actions.BREACH_HOURS}
    facts["sees_queue"] = may_read(request.user)
    return shown(request, "accounts/privacy/privacy.html", ANYONE, **facts)


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """One's own consents and requests, and the ways to see, mend and erase one's data."""
    facts = {"agreed": queries.agreed(request.user), "requests": queries.own_requests(request.user)}
    return shown(request, "accounts/privacy/mine.html", OWN_DATA, version=version(), **facts)


@login_required
def data(request: HttpRequest) -> HttpResponse:
    """Everything that is kept about oneself, to read."""
    person = request.user
    account = [(column, getattr(person, column)) for column in ("name", "username", "email", "phone")]
    account += [("language", NAMES[person.language]), ("joined_at", moment(person.joined_at))]
    account += [("last_login", moment(person.last_login)), ("id", person.pk)]
    return shown(request, "accounts/privacy/data.html", ONLY_YOU, held=queries.held(person), account=account)


@login_required
def download(request: HttpRequest) -> HttpResponse:
    """Everything that is kept about oneself, to take away."""
    response = JsonResponse(
        queries.held(request.user).document(), json_dumps_params={"indent": 1, "ensure_ascii": False}
    )
    response["Content-Disposition"] = f'attachment; filename="ayni-{timezone.localdate():%Y-%m-%d}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def give(request: HttpRequest, purpose: str) -> HttpResponse:
    """Agree to a purpose as it is told now."""
    if purpose not in purposes():
        raise Http404
    actions.consent(by=request.user, person=request.user, purposes={purpose}, version=request.POST.get("version", ""))
    return redirect("accounts:privacy_mine")


@login_required
@require_POST
def withdraw(request: HttpRequest, purpose: str) -> HttpResponse:
    """Take back what one agreed to."""
    if purpose not in purposes():
        raise Http404
    actions.withdraw(by=request.user, purpose=purpose)
    return redirect("accounts:privacy_mine")


@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """Ask something about one's own data."""
    form = forms.Ask(request.POST or None, initial={"kind": request.GET.get("kind")})
    if request.method == "POST" and form.is_valid() and form.carried_out(actions.ask, by=request.user):
        return redirect("accounts:privacy_mine")
    facts = {
        "form": form,
        "title": said("privacy.ask"),
        "lede": said("privacy.ask_text"),
        "button": said("privacy.send"),
    }
    return shown(request, "common/form_page.html", OWN_DATA, **facts)


@allowed(may_read)
def queue(request: HttpRequest) -> HttpResponse:
    """Requests that wait for an answer, and those that have one."""
    facts = {"open": queries.queue(), "page": page_of(request, queries.answered()), "today": timezone.localdate()}
    may = {"may_answer": is_staff(request.user), "sees_breaches": may_read_breaches(request.user)}
    return shown(request, "accounts/privacy/queue.html", ENTITY, **may, **facts)


@allowed(is_staff)
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer a request that waits."""
    row = get_object_or_404(PrivacyRequest.objects.select_related("person"), pk=pk)
    form = forms.Answer(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.carried_out(actions.answer, by=request.user, request=row):
        return redirect("accounts:privacy_queue")
    return shown(request, "accounts/privacy/answer.html", ENTITY, form=form, row=row, button=said("privacy.answer_it"))


@allowed(may_read_breaches)
def breaches(request: HttpRequest) -> HttpResponse:
    """The log of breaches."""
    rows = [(row, queries.to_tell_by(row)) for row in queries.breaches()]
    facts = {"rows": rows, "may_write": is_director(request.user), "hours": actions.BREACH_HOURS}
    return shown(request, "accounts/privacy/breaches.html", DIRECTORS, now=timezone.now(), **facts)


@allowed(is_director)
def add_breach(request: HttpRequest) -> HttpResponse:
    """Record a breach."""
    form = forms.Breach(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.carried_out(actions.record_breach, by=request.user):
        return redirect("accounts:privacy_breaches")
    facts = {"title": said("privacy.breach_add"), "lede": said("privacy.breach_add_text", hours=actions.BREACH_HOURS)}
    return shown(request, "common/form_page.html", DIRECTORS, form=form, button=said("privacy.breach_keep"), **facts)


@allowed(is_director)
def tell_breach(request: HttpRequest, pk: int, whom: str) -> HttpResponse:
    """Note when the authority or the people were told."""
    row = get_object_or_404(Breach, pk=pk)
    form = forms.Told(request.POST or None, initial={"at": timezone.localtime()})
    facts = {"by": request.user, "breach": row, "whom": whom}
    if request.method == "POST" and form.is_valid() and form.carried_out(actions.tell_of_breach, **facts):
        return redirect("accounts:privacy_breaches")
    facts = {"title": said(f"privacy.tell_{whom}"), "lede": row.what, "button": said("privacy.note_it")}
    return shown(request, "common/form_page.html", DIRECTORS, form=form, **facts)
