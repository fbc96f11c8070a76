"""The strategy of the demonstration: written part by part, signed by another."""

from collections.abc import Mapping
from typing import Any

from ayni_web.demonstration.stage import Stage
from ayni_web.members.models import Cluster
from ayni_web.strategies import actions
from ayni_web.strategies.contents import Document, part_in, with_row
from ayni_web.ventures.models import Plan


def add_strategies(stage: Stage, cluster: Cluster, rows: list[dict[str, Any]], by: str) -> None:
    """Strategies of a cluster, each beside the cluster's plan where it has one; days are counted from today."""
    for row in rows:
        writer, plan = stage.people[by], Plan.objects.filter(cluster=cluster).first()
        version = actions.add(
            by=writer, cluster=cluster, product=row["product"], hs_code=row["hs_code"], market=row["market"], plan=plan
        )  # fmt: skip
        version = actions.write(
            by=writer, version=version, of=version.sha256,
            change=lambda document, said=row["said"]: _written(stage, document, said),
        )  # fmt: skip
        actions.sign(by=stage.people[row["signed_by"]], version=version, of=version.sha256)


def _written(stage: Stage, document: Document, said: Mapping[str, list[dict[str, Any]]]) -> Document:
    for code, rows in said.items():
        part = part_in(document, code)
        if part is None:
            raise ValueError(f"the library has no part {code} of a strategy")
        given = {each.code: at for at, each in enumerate(part.given)}
        days = {each.code for each in part.fields if each.kind == "day"}
        for at, row in enumerate(rows):
            told = {name: stage.day(value).isoformat() if name in days else value for name, value in row.items()}
            document = with_row(document, part, given.get(str(row.get("code")), at), {"code": f"r{at + 1}", **told})
    return document
