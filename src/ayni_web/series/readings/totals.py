"""What members come to by period, as ``rolling`` counts it, by one grouped query of the database."""

from typing import Any

from django.db.models import (
    Count,
    DateField,
    DecimalField,
    Exists,
    F,
    Func,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.lookups import Exact

from ayni_web.members.models import Membership
from ayni_web.series.models import Measure, Reading
from ayni_web.series.readings.periods import MONTHS


class LastDay(Func):
    """Last day of the period that begins on a day."""

    output_field = DateField()
    template = "CAST(%(expressions)s + INTERVAL '%(months)s months' - INTERVAL '1 day' AS DATE)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same in SQLite."""
        return self.as_sql(compiler, connection, template="DATE(%(expressions)s, '+%(months)s months', '-1 day')")


def together(measure: Measure, rows: QuerySet[Reading], each: bool = True) -> QuerySet[Reading, dict[str, Any]]:
    """What members come to by period: ``value``, how many ``told`` and their ``weight``; as ``rolled`` counts them.

    Without ``each``, ``rows`` are those of totals that were shown, which keep whoever was in them.
    """
    inside = Membership.objects.filter(
        Q(since__isnull=True) | Q(since__lte=LastDay(OuterRef("starts_on"), months=MONTHS[measure.period])),
        Q(until__isnull=True) | Q(until__gte=OuterRef("starts_on")),
        measure.told_by, cluster=measure.cluster_id, organisation=OuterRef("organisation"),
        state__in=("member", "left"),
    )  # fmt: skip
    values = {
        "sum": Sum("value"), "mean": Sum("value") / Count("pk"), "none": Max(Value(None, DecimalField())),
        "weighted_mean": Sum(F("value") * F("weight")) / Sum("weight"),
    }  # fmt: skip
    counted = rows.filter(_counts(measure, rows), Exists(inside) if each else Q()).order_by().values("starts_on")
    return counted.annotate(
        value=values[measure.roll_up], told=Count("organisation", distinct=True), weight=Sum("weight")
    ).values("starts_on", "value", "told", "weight")


def _counts(measure: Measure, rows: QuerySet[Reading]) -> Q:
    """Condition of the readings that are added: wholes, and all the parts of whoever told no whole."""
    if not measure.parts or measure.roll_up not in ("sum", "weighted_mean"):
        return Q(part="")
    beside = rows.filter(organisation=OuterRef("organisation"), starts_on=OuterRef("starts_on")).order_by()
    parts = beside.exclude(part="").values("organisation").annotate(n=Count("pk")).values("n")
    every = Q(Exact(Subquery(parts), len(measure.parts)))
    return Q(part="") | (~Exists(beside.filter(part="")) & every)
