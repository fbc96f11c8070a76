"""What sums over the members of clusters stand on: rows whose number tells whether any of them changed."""

from collections.abc import Iterable
from typing import Any

from ayni_web.common.kept import Counted
from ayni_web.members.models import Cluster, Membership, Organisation


def members_written(clusters: Iterable[Any]) -> tuple[type[Any] | Counted, ...]:
    """Every change of who is in some clusters, and of any organisation: a merge moves what was told of one."""
    within = {"cluster": [_key(each) for each in clusters]}
    return (Membership.history.model, within), Organisation.history.model


def _key(cluster: Any) -> Any:
    return cluster.pk if isinstance(cluster, Cluster) else cluster
