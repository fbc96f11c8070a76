"""What every write of a cluster begins with: the row held until the write is over, and whoever may not is refused."""

from typing import Any

from ayni_web.common.acting import Mistake
from ayni_web.members.access import may_manage
from ayni_web.members.models import Cluster


def held(cluster: Cluster) -> Cluster:
    """Cluster as it is now, locked until the end of the transaction; one that ended is changed no more."""
    row = Cluster.objects.select_for_update().get(pk=cluster.pk)
    if row.state == Cluster.State.ENDED:
        raise Mistake("cluster.ended_already")
    return row


def held_by(by: Any, cluster: Cluster) -> Cluster:
    """Cluster, locked, for someone who manages it or coordinates for the entity."""
    if not may_manage(by, cluster):
        raise Mistake("cluster.not_yours")
    return held(cluster)


def told(text: str, key: str, field: str) -> str:
    """Text that must say something, without blanks at its ends."""
    text = text.strip()
    if not text:
        raise Mistake(key, field=field)
    return text
