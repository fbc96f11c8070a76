"""What everybody reads of money, kept for a minute: a page read a thousand times costs the database nothing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from ayni.charts.rivers import river
from ayni_web.common.audience import ANYONE
from ayni_web.common.language import said
from ayni_web.common.money import amount
from ayni_web.common.public import for_anybody
from ayni_web.common.views import shown
from ayni_web.ledger.exporting.tables import receivers
from ayni_web.ledger.models import Entry, Heading
from ayni_web.ledger.queries import public
from ayni_web.ledger.queries.books import head_and_count

HUNDRED = 100


@for_anybody
def money(request: HttpRequest) -> HttpResponse:
    """How much came, from whom, what it was assigned to, paid, and what is left."""
    head, count = head_and_count()
    facts: dict[str, Any] = {
        "told": public.told(), "awards": public.awards(), "receivers": receivers(), "head": head, "count": count,
        "contributors": public.contributors(), "few": public.FEW, "now": timezone.now(),
    }  # fmt: skip
    return shown(request, "ledger/money.html", ANYONE, section="money", **facts)


@for_anybody
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """The way of one sol, from its source to the papers of an award."""
    award = get_object_or_404(Heading.objects.select_related("call"), code=code, kind="award")
    currencies = [each.currency for each in public.awards() if each.heading.pk == award.pk]
    currency = request.GET.get("currency", "")
    currency = currency if currency in currencies else next(iter(currencies), public.BOOKS)
    steps = public.way(award, currency)
    drawn = river([([step.minor, *(minor for _, minor in step.beside)], _label(step, currency)) for step in steps])
    facts: dict[str, Any] = {
        "award": award, "receiver": receivers().get(award.pk), "currency": currency, "now": timezone.now(),
        "steps": [(step, drawing, _share(step)) for step, drawing in zip(steps, drawn, strict=True)],
        "ends": _ends(steps), "entries": public.entry_numbers(award), "papers": public.papers_of(award),
    }  # fmt: skip
    return shown(request, "ledger/follow.html", ANYONE, section="money", **facts)


@for_anybody
def posted(request: HttpRequest, number: int) -> HttpResponse:
    """One entry as everybody reads it: whether it adds up, its papers by hash, its place in the chain."""
    entry = Entry.objects.select_related("draft").filter(number=number).first()
    if entry is None:
        raise Http404
    lines = list(entry.lines.select_related("account", "heading", "source", "fund").order_by("position"))
    sums: dict[str, list[int]] = {}
    for line in lines:
        side = sums.setdefault(line.currency, [0, 0])
        side[line.minor < 0] += abs(line.minor)
    facts = {"entry": entry, "lines": lines, "sums": sums, "papers": public.evidence(entry.papers.all())}
    return shown(request, "ledger/posted.html", ANYONE, section="money", **facts)


def _share(step: public.Reach) -> int:
    total = step.minor + sum(minor for _, minor in step.beside)
    return round(HUNDRED * step.minor / total) if total else 0


def _ends(steps: list[public.Reach]) -> dict[str, int] | None:
    """Of each hundred of the source, how many reached the award, and how many of the first are paid."""
    by = {step.kind: step.minor for step in steps}
    if not by.get("source") or "award" not in by:
        return None
    return {"award": round(HUNDRED * by["award"] / by["source"]), "paid": round(HUNDRED * by["paid"] / by["source"])}


def _label(step: public.Reach, currency: str) -> str:
    total = step.minor + sum(minor for _, minor in step.beside)
    return said("public_money.of_all", name=step.name or said("public_money.step_paid"),
                minor=amount(step.minor, currency), total=amount(total, currency))  # fmt: skip
