"""The plan of the demonstration: an example computed and signed, and a version that tries another price."""

from typing import Any

from ayni_web.demonstration.stage import Stage
from ayni_web.members.models import Cluster
from ayni_web.ventures.actions import plans, signing
from ayni_web.ventures.jobs import carry_out
from ayni_web.ventures.models import Version
from ayni_web.ventures.shelves import examples


def add_plans(stage: Stage, cluster: Cluster, rows: list[dict[str, Any]], by: str) -> None:
    """Plan as an example tells it, with its assumptions good for some days from now; members take part; it is signed.

    Nothing where Ayni stands without its examples.
    """
    known = {name for name, _ in examples()}
    for row in rows:
        if row["example"] in known:
            _add_plan(stage, cluster, row, by)


def _add_plan(stage: Stage, cluster: Cluster, row: dict[str, Any], by: str) -> None:
    writer = stage.people[by]
    version = plans.add_example(by=writer, cluster=cluster, example=row["example"])
    expires = stage.day(row["expires"]).isoformat()

    def renewed(document: dict[str, Any]) -> dict[str, Any]:
        return {**document, "assumption": [{**each, "expires": expires} for each in document["assumption"]]}

    version = _computed(plans.write(by=writer, version=version, of=version.sha256, change=renewed), writer)
    for name, kind in row["members"].items():
        plans.take_part(by=writer, plan=version.plan, organisation=stage.organisations[name], type=kind)
    signing.sign(by=stage.people[row["signed_by"]], version=version, of=version.sha256)
    _another_price(plans.add_version(by=writer, version=version), row["flow"], row["price"], writer)


def _another_price(version: Version, title: str, price: float, writer: Any) -> None:
    """Version whose sale has another price, computed and not signed."""

    def changed(document: dict[str, Any]) -> dict[str, Any]:
        flows = [{**each, "price": price} if each["title"] == title else each for each in document["flow"]]
        return {**document, "flow": flows}

    _computed(plans.write(by=writer, version=version, of=version.sha256, change=changed), writer)


def _computed(version: Version, writer: Any) -> Version:
    """Version that was computed here and now; the worker finds nothing left to do."""
    carry_out(signing.compute(by=writer, version=version).pk)
    return Version.objects.select_related("plan").get(pk=version.pk)
