"""The study of Peru on the site of the demonstration, and the cluster that was formed from one of its candidates."""

import hashlib
import shutil
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ayni_web.members.models import Cluster
from ayni_web.studies.models import Origin, Run, Study

CONFIG = "examples/peru/study.toml"


@transaction.atomic
def published(package: Path) -> bool:
    """Publish a package, unless the same stands there; False when it does."""
    digest = hashlib.sha256((package / "manifest.json").read_bytes()).hexdigest()
    if Run.objects.filter(manifest_sha256=digest).exists():
        return False
    study, _ = Study.objects.get_or_create(config=CONFIG, defaults={"title": "Perú", "public": True})
    now = timezone.now()
    run = Run(study=study, state=Run.State.DONE, manifest_sha256=digest, started_at=now, ended_at=now)
    run.package = str(run.pk)
    shutil.copytree(package, settings.PACKAGES / run.package)
    run.save()
    for cluster in Cluster.objects.filter(field__startswith="Quinua", origin__isnull=True):
        Origin.objects.create(cluster=cluster, run=run, candidate="quinua-sur-08-21")
    return True
