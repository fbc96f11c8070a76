"""Readings, those that were corrected too, and targets as lists to take away."""

from typing import Any

from ayni_web.members.queries import inner_clusters
from ayni_web.series.readings.access import standing_targets, visible_readings
from ayni_web.series.readings.forms import Search
from ayni_web.series.readings.periods import label
from ayni_web.spreadsheets.exports.lists import Asked, List, Rows, signed_in, told
from ayni_web.spreadsheets.reading import word


def readings(person: Any, asked: Asked) -> Rows:
    """Readings that a person sees one by one, of the cluster or the measure of the page."""
    rows = visible_readings(person)
    cluster = Search(asked or None, clusters=inner_clusters(person)).wanted()
    if cluster:
        rows = rows.filter(measure__cluster=cluster)
    return told(rows.order_by("measure__added_at", "measure", "-starts_on", "added_at", "pk"), lambda row: [
        str(row.pk), row.measure.cluster.name, str(row.measure), row.organisation.name if row.organisation else "",
        label(row.measure.period, row.starts_on), row.measure.part_title(row.part) if row.part else "",
        row.value, word("units", row.measure.unit), row.weight, row.source, row.added_at,
        row.verification.at if hasattr(row, "verification") else None, row.why,
    ])  # fmt: skip


def targets(person: Any, asked: Asked) -> Rows:
    """Targets that a person sees, of the cluster of the page."""
    rows = standing_targets(person)
    cluster = Search(asked or None, clusters=inner_clusters(person)).wanted()
    if cluster:
        rows = rows.filter(measure__cluster=cluster)
    return told(rows.order_by("measure__added_at", "measure", "-starts_on", "pk"), lambda row: [
        row.measure.cluster.name, str(row.measure), row.organisation.name if row.organisation else "",
        label(row.measure.period, row.starts_on), row.value, word("units", row.measure.unit),
    ])  # fmt: skip


LISTS = (
    List("readings", ("id", "cluster", "measure", "organisation", "period", "part", "value", "unit", "weight",
                      "value_source", "told_at", "verified_at", "revision"), readings, signed_in),
    List("targets", ("cluster", "measure", "organisation", "period", "target_value", "unit"), targets, signed_in),
)  # fmt: skip
