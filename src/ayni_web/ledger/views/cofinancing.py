"""What the group of an award puts in, what that frees and what is blocked: for anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from ayni.charts.bars import Bar, bars
from ayni_web.common.audience import ANYONE
from ayni_web.common.language import said
from ayni_web.common.money import amount
from ayni_web.common.public import for_anybody
from ayni_web.common.views import shown
from ayni_web.ledger.exporting.tables import receivers
from ayni_web.ledger.models import Heading
from ayni_web.ledger.queries import cofinancing as queries
from ayni_web.ledger.queries.public import BOOKS
from ayni_web.ledger.rules.cofinance import WHOLE
from ayni_web.ledger.views.answering import SECTION

LAST = 50


@for_anybody
def cofinance(request: HttpRequest, code: str) -> HttpResponse:
    """What the rule of an award asks, what was put in, what that frees and what is blocked."""
    award = get_object_or_404(Heading.objects.filter(kind="award", cofinance__isnull=False), code=code)
    found = queries.standings(award) or [queries.standing(award, BOOKS, {})]
    return shown(
        request, "ledger/cofinance.html", ANYONE, section=SECTION, award=award, others=WHOLE - (award.cofinance or 0),
        receiver=receivers().get(award.pk, ""), standings=[(each, drawn(each)) for each in found], now=timezone.now(),
        lines=queries.put_in_lines(award)[:LAST],
    )  # fmt: skip


def drawn(each: queries.Standing) -> str:
    """Bars of one award on one scale: of the group and what that frees, then of others what went out and is there."""
    rows = [
        Bar(said(f"cofinancing.bar_{name}"), float(getattr(each, name)),
            amount(getattr(each, name), each.currency, cents=False), name in ("put_in", "freed"))
        for name in ("put_in", "freed", "out", "assigned")
    ]  # fmt: skip
    told = {name: amount(getattr(each, name), each.currency) for name in ("put_in", "freed", "out")}
    return bars(rows, label=said("cofinancing.label", **told))
