"""The end of a year: income and expense of each fund go to the accumulated results; the next year begins at zero."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Sum

from ayni_web.common.acting import Mistake, action
from ayni_web.ledger.actions.drafts import draw_lines
from ayni_web.ledger.lines import Drawn
from ayni_web.ledger.models import Draft, Line
from ayni_web.ledger.purposes import CLOSING
from ayni_web.ledger.queries.books import plan

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person


@action
def draw_closing(*, by: "Person", year: int, text: str) -> Draft:
    """Write the draft that closes a year; another person posts it, as any other."""
    last = date(year, 12, 31)
    rows = (
        Line.objects.order_by().filter(account__kind__in=("income", "expense"), entry__occurred_on__lte=last)
        .values("account_id", "fund_id", "currency").annotate(left=Sum("minor")).exclude(left=0)
        .order_by("fund_id", "currency", "account_id")
    )  # fmt: skip
    results, lines = plan()["results"], []
    for row in rows:
        left = int(row["left"])
        lines.append(Drawn(row["account_id"], row["fund_id"], row["currency"], -left))
        lines.append(Drawn(results, row["fund_id"], row["currency"], left))
    if not lines:
        raise Mistake("money.nothing_to_close", year=year)
    return draw_lines(by=by, lines=lines, occurred_on=last, text=text, purpose=CLOSING)
