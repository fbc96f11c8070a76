"""The study of Peru on the site of the demonstration, and the cluster that was formed from one of its candidates."""

import json
from pathlib import Path

from django.db import transaction

from ayni_web.demonstration.stage import CHAINS, told
from ayni_web.members.models import Cluster
from ayni_web.studies.actions import carry_evidence, publish_package
from ayni_web.studies.models import Run

EXAMPLE = "peru"


@transaction.atomic
def published(package: Path) -> None:
    """Publish a package, unless the same study with the same result stands there; join clusters to their candidates."""
    name = json.loads((package / "manifest.json").read_text(encoding="utf-8"))["package"]
    run = Run.objects.filter(package=name, state=Run.State.DONE).first()
    if run is None:
        run = publish_package(by=None, folder=package, public=True, example=EXAMPLE)
    formed = {facts["name"]: facts["candidate"] for facts in _clusters() if "candidate" in facts}
    for cluster in Cluster.objects.filter(name__in=formed, origin__isnull=True):
        carry_evidence(by=None, run=run, candidate=formed[cluster.name], cluster=cluster)


def _clusters() -> list[dict[str, str]]:
    return [told(name)["cluster"] for name in CHAINS]
