"""The first page, the language, what is a person's to do, and the pages that explain."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from ayni.library import BadEntry, entry
from ayni.library.processes import read_process
from ayni_web.accounts.access import is_staff, sees_entity
from ayni_web.accounts.privacy.queries import consents_to
from ayni_web.common import chain
from ayni_web.common.audience import ANYONE, ONLY_YOU, SIGNED_IN, Audience
from ayni_web.common.chains import seal_all
from ayni_web.common.language import day, said
from ayni_web.common.pages import page_of
from ayni_web.common.views import shown
from ayni_web.home import queries, seeing
from ayni_web.home.chapters import argument, beside, found_entries, points, read_chapter, served_by
from ayni_web.home.country import country
from ayni_web.home.glossary import found_words
from ayni_web.home.library import facts_of, parts_of, used_at
from ayni_web.home.reminders import reminders_of
from ayni_web.home.searching import found_everywhere
from ayni_web.home.telling import as_text
from ayni_web.members.access import may_see_inside
from ayni_web.members.queries.clusters import shown_to_public

YEAR = 365 * 24 * 3600
LONGEST_SEARCH = 80


def home(request: HttpRequest) -> HttpResponse:
    """First page: for a visitor what Ayni is, for a person what is theirs to do, for both the clusters there are."""
    clusters = list(queries.clusters_shown())
    for row in clusters:
        row.told = row.joined if may_see_inside(request.user, row) else shown_to_public(row.joined)
    drawn = country([(row.name, [each.place for each in row.places.all()]) for row in clusters[: queries.SHOWN]])
    facts: dict[str, Any] = {
        "clusters": clusters[: queries.SHOWN], "more": max(len(clusters) - queries.SHOWN, 0), "country": drawn,
        "figures": queries.figures(), "studies": queries.public_studies()[:5], "entity": queries.entity_name(),
    }  # fmt: skip
    if request.user.is_authenticated:
        facts["reminders"] = reminders_of(request.user)
        facts["own_clusters"] = queries.own_clusters(request.user)
        facts["in_entity"] = sees_entity(request.user)
        facts["opens"] = is_staff(request.user)
        facts["own_organisations"] = queries.own_organisations(request.user)
        return shown(request, "home/home.html", Audience("home_signed_in"), **facts)
    return shown(request, "home/home.html", ANYONE, **facts)


@login_required
def reminders(request: HttpRequest) -> HttpResponse:
    """What is a person's to do, as a list to print and a text to copy."""
    found = reminders_of(request.user)
    by_mail = bool(settings.MAIL and request.user.email and consents_to(request.user, "reminders"))
    facts = {"reminders": found, "text": as_text(request.user, found), "by_mail": by_mail, "mail": bool(settings.MAIL)}
    return shown(request, "home/reminders.html", ONLY_YOU, today=timezone.localdate(), **facts)


def language(request: HttpRequest, code: str) -> HttpResponse:
    """The language chosen on this device, then back to where one was."""
    wanted = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=settings.SECURE)
    # An address, never the name of a view: what is none of either would break the page.
    response = HttpResponseRedirect(wanted if safe and wanted.startswith("/") else "/")
    if code in settings.OFFERED_LANGUAGES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, secure=settings.SECURE, httponly=True, samesite="Lax"
        )
    return response


def who_sees(request: HttpRequest) -> HttpResponse:
    """The roles, and what each sees and does."""
    return shown(request, "home/who_sees.html", ANYONE, roles=seeing.roles(), rows=seeing.askable(request.user))


@login_required
def who_sees_row(request: HttpRequest, kind: str, pk: Any) -> HttpResponse:
    """Who can see a cluster or an organisation, by name and with the reason."""
    row = seeing.row_of(kind, pk)
    if row is None or not seeing.may_ask(request.user, row):
        raise Http404
    facts = {"row": row, "kind": kind, "seers": seeing.seers(row)}
    return shown(request, "home/who_sees_row.html", seeing.audience_of(row), **facts)


def library(request: HttpRequest) -> HttpResponse:
    """The argument in order with the entries of each chapter; given a query, the entries that have its words."""
    query = request.GET.get("q", "")[:LONGEST_SEARCH]
    facts = {"query": query, "found": found_entries(query)} if query.strip() else {"argument": argument()}
    return shown(request, "home/library.html", ANYONE, **facts)


def library_chapter(request: HttpRequest, code: str) -> HttpResponse:
    """One chapter, point by point, with what serves each."""
    told = read_chapter(code)
    if told is None:
        raise Http404
    read, before, after = told
    facts = {"read": read, "before": before, "after": after, "points": points(read.chapter)}
    return shown(request, "home/library_chapter.html", ANYONE, **facts)


def library_entry(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """One entry with how it is used, its lists, what it serves and its source."""
    try:
        found = entry(kind, code)
    except BadEntry:
        raise Http404 from None
    chapter, before, after = beside(found)
    facts = {
        "entry": found, "facts": facts_of(kind, found.content), "used": used_at(kind), "served": served_by(found),
        "chapter": chapter, "before": before, "after": after,
        "process": read_process(found) if kind == "processes" else None,
        "parts": [] if kind == "processes" else parts_of(found.content),
    }  # fmt: skip
    return shown(request, "home/library_entry.html", ANYONE, **facts)


def words_used(request: HttpRequest) -> HttpResponse:
    """The words of the screen, found by any other word that people say for them."""
    query = request.GET.get("q", "")[:LONGEST_SEARCH]
    return shown(request, "home/words.html", ANYONE, words=found_words(query), query=query)


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Everything that a person sees, by a few words."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    return shown(request, "home/search.html", SIGNED_IN, found=found_everywhere(request.user, query), query=query)


def seals(request: HttpRequest) -> HttpResponse:
    """Head and count of the audit chain, day by day; the first reader of a day has it sealed."""
    seal_all()
    today = chain.seal_today()
    head, count = chain.head_and_count()
    facts = {"head": head, "count": count, "today": today, "page": page_of(request, queries.seals()),
             "line": line_for_minutes(today)}  # fmt: skip
    facts["last"] = queries.last_entries(whole=sees_entity(request.user))
    facts["command"] = f"./ayni verify --head {today.head} --count {today.count}" if today.count else "./ayni verify"
    return shown(request, "home/seals.html", Audience("chain"), **facts)


def line_for_minutes(seal: Any) -> str:
    """Line to copy into minutes."""
    return said("seals.line", day=day(seal.day), n=seal.count, head=seal.head or said("seals.empty_chain"))


def chain_lines(request: HttpRequest) -> StreamingHttpResponse:
    """The whole chain, a line of JSON an entry, for anyone to recompute; what each says, where it is for the reader."""
    told = chain.lines(whole=sees_entity(request.user))
    response = StreamingHttpResponse(told, content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="chain.jsonl"'
    return response


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a person reads when a form was open too long, or came from another site."""
    return render(request, "home/expired.html", status=403)
