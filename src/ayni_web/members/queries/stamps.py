"""What sums over the members of clusters stand on: rows whose number tells whether any of them changed."""

from collections.abc import Iterable
from typing import Any

from ayni_web.common.kept import Counted, counts, raw
from ayni_web.members.models import Cluster, Link, Membership, Organisation, Part, Relation

LINK = ("pk", "chain", "code", "name", "position", "support")
Written = tuple[Any, ...]
PART = ("membership_id", "link_id", "role", "share")


def members_written(clusters: Iterable[Any]) -> tuple[type[Any] | Counted, ...]:
    """Every change of who is in some clusters, and of any organisation: a merge moves what was told of one."""
    within = {"cluster": [_key(each) for each in clusters]}
    return (Membership.history.model, within), Organisation.history.model


def chain_written(cluster: Cluster) -> Written:
    """What the chain of a cluster stands on: links and parts are rewritten in place; three queries."""
    links = Link.objects.filter(cluster=cluster).order_by("pk").values_list(*LINK)
    parts = Part.objects.filter(membership__cluster=cluster).order_by("pk").values_list(*PART)
    return counts(*members_written([cluster])), raw(links), raw(parts)


def relations_written(cluster: Cluster) -> tuple[int, ...]:
    """What relations of the members of a cluster stand on; one query."""
    return counts(Relation.history.model, *members_written([cluster]))


def _key(cluster: Any) -> Any:
    return cluster.pk if isinstance(cluster, Cluster) else cluster
