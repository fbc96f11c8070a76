"""On the page of a cluster or an organisation: what its awards got, used and have left; what a member promised."""

from typing import Any

from django.db.models import Q

from ayni_web.ledger.access import of_own_clusters, reads_books, reads_of, sees_all_put_in, sees_put_in
from ayni_web.ledger.queries.awards import awards_of
from ayni_web.ledger.queries.pledges import arrears, dues, family, of_members
from ayni_web.members.models import Cluster, Organisation
from ayni_web.members.panels import Facts, Panel


def of_cluster(person: Any, cluster: Cluster) -> Facts | None:
    """Awards of a cluster, which everybody reads on the page of money; at most two queries."""
    rows = awards_of(cluster=cluster)
    return {"rows": rows} if rows else None


def of_organisation(person: Any, organisation: Organisation) -> Facts | None:
    """Awards that an organisation holds, for itself and the entity: a small one may be a person; two queries."""
    if not (reads_books(person) or organisation.pk in reads_of(person)):
        return None
    rows = awards_of(organisation=organisation)
    return {"rows": rows} if rows else None


def pledged(person: Any, organisation: Organisation) -> Facts | None:
    """What a member promised, put in and owes today, for itself, the entity and who manages a cluster of it."""
    if not sees_put_in(person, organisation):
        return None
    condition = Q() if sees_all_put_in(person, organisation) else of_own_clusters(person)
    rows, _ = arrears(dues(of_members(family(organisation)).filter(condition)))
    return {"rows": rows, "member": organisation} if rows else None


PANELS = (
    Panel("cluster", 50, "ledger/panel.html", of_cluster),
    Panel("organisation", 50, "ledger/panel.html", of_organisation),
    Panel("organisation", 51, "ledger/pledge_panel.html", pledged),
)
