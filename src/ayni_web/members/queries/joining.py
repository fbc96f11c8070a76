"""Every read of invitations to organisations and clusters."""

from django.db.models import Q

from ayni_web.accounts.models import Invitation
from ayni_web.members.models import Cluster, Invited, Membership

SHOWN = 100


def invited_to(invitation: Invitation) -> Invited | None:
    """What an invitation is for, besides a role in the entity."""
    return Invited.objects.select_related("organisation", "cluster").filter(invitation=invitation).first()


def invitations_for(cluster: Cluster) -> list[Invited]:
    """Invitations to manage a cluster or to act for its members, the last first."""
    members = cluster.memberships.filter(state=Membership.State.MEMBER).values("organisation_id")
    rows = Invited.objects.filter(Q(cluster=cluster) | Q(organisation_id__in=members))
    related = ("invitation__made_by", "invitation__used_by", "organisation", "cluster")
    return list(rows.select_related(*related).order_by("-invitation__made_at")[:SHOWN])
