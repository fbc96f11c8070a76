"""Every read of directed rights."""

from django.db.models import QuerySet

from ayni_web.members.models import Membership, Organisation, Right


def rights_given(organisation: Organisation) -> QuerySet[Right]:
    """What an organisation lets others see, today."""
    return _open(organisation.rights_given.all()).order_by("receiver__name_folded", "what")


def rights_received(organisation: Organisation) -> QuerySet[Right]:
    """What others let an organisation see, today."""
    return _open(organisation.rights_received.all()).order_by("giver__name_folded", "what")


def _open(rows: QuerySet[Right]) -> QuerySet[Right]:
    return rows.filter(until__isnull=True).select_related("giver", "receiver", "given_by")


def receivers(organisation: Organisation) -> QuerySet[Organisation]:
    """Organisations that one may give a right to: its fellow members."""
    clusters = organisation.memberships.filter(state=Membership.State.MEMBER).values("cluster_id")
    fellows = Membership.objects.filter(cluster_id__in=clusters, state=Membership.State.MEMBER)
    rows = Organisation.objects.filter(pk__in=fellows.values("organisation_id"), merged_into__isnull=True)
    return rows.exclude(pk=organisation.pk)
