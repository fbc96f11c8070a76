"""That somebody is charged with coordinating a cluster is shown by the paper it was given with."""

from typing import Any

from django.db.models import QuerySet

from ayni_web.documents.access import Owner
from ayni_web.members.access import may_manage
from ayni_web.members.models import Management
from ayni_web.members.queries import inner_clusters
from ayni_web.series.subjects import Subject


def visible_managements(person: Any) -> QuerySet[Management]:
    """Charges of the clusters whose inside a person sees."""
    return Management.objects.filter(cluster__in=inner_clusters(person)).select_related("cluster", "person")


def _may_attach(person: Any, row: Management) -> bool:
    return row.until is None and may_manage(person, row.cluster)


def _owner(person: Any, row: Management) -> tuple[Owner, str]:
    """The paper is of the cluster, and its members read it."""
    return row.cluster, "members"


SUBJECTS = (Subject("management", Management, visible_managements, _may_attach, _owner, "diagnosis:charge"),)
