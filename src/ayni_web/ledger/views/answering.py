"""What the views of the books have in common: a form on a page of its own, sums of lines."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from ayni_web.common.audience import ENTITY, Audience
from ayni_web.common.language import said
from ayni_web.common.views import shown

SECTION = "money"


@dataclass(frozen=True, slots=True)
class Sum:
    """Sums of both sides in a currency, in minor units."""

    currency: str
    debit: int
    credit: int


def sums_of(lines: Iterable[Any]) -> list[Sum]:
    """Sums of lines of each currency."""
    found: dict[str, tuple[int, int]] = {}
    for line in lines:
        debit, credit = found.get(line.currency, (0, 0))
        found[line.currency] = (debit + max(line.minor, 0), credit + max(-line.minor, 0))
    return [Sum(currency, *sides) for currency, sides in found.items()]


def form_page(
    request: HttpRequest, form: Any, act: Callable[..., Any], name: str, *, to: Callable[[Any], str], back: str,
    lede: str | None = None, audience: Audience = ENTITY, **facts: Any,
) -> HttpResponse:  # fmt: skip
    """A form on a page of its own; ``name`` is the beginning of its sentences: title, ``_lede``, ``_done``."""
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(act, by=request.user, **facts)
        if made:
            messages.success(request, said(f"ledger.{name}_done"))
            return HttpResponseRedirect(to(made))
    return shown(
        request, "ledger/form.html", audience, section=SECTION, form=form, back=back, title=said(f"ledger.{name}"),
        lede=said(f"ledger.{name}_lede") if lede is None else lede,
    )  # fmt: skip
