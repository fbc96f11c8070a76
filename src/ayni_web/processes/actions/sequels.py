"""What follows a case that ended well: the next case, or a cluster; made once, by a person."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ayni.library.processes import CLUSTER
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.common.language import day, said
from ayni_web.members.actions.clusters import constitute_cluster, open_cluster
from ayni_web.members.models import Cluster
from ayni_web.processes.access import may_make_sequel
from ayni_web.processes.actions.cases import held_case, open_case
from ayni_web.processes.models import Case, Sequel
from ayni_web.processes.queries.sequels import rules_after

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person


@action
def make_sequel(
    *, by: "Person", case: Case, title: str = "", cluster: Cluster | None = None, name: str = "", field: str = "",
    places: Sequence[str] = (), started_on: date | None = None,
) -> Sequel:  # fmt: skip
    """What the end of a case leads to: its cluster constituted, or opened; else the next case, of that cluster."""
    row = held_case(case)
    if not may_make_sequel(by, row):
        raise Mistake("sequels.not_now")
    opened = {"name": name, "field": field, "places": places, "started_on": started_on}
    if row.step.leads_to == CLUSTER:
        return _kept(by, row, cluster=_constituted(by, row) if row.cluster else open_cluster(by=by, **opened))
    rules = rules_after(row)
    if rules is None:
        raise Mistake("sequels.not_in_force")
    begun = row.cluster or cluster or open_cluster(by=by, **opened)
    return _kept(by, row, following=open_case(by=by, rules=rules, title=title or row.title, cluster=begun))


def _constituted(by: "Person", case: Case) -> Cluster:
    why = said("sequels.why", title=case.title, number=case.number, day=day(case.ended_at))
    return constitute_cluster(by=by, cluster=case.cluster, why=why)


def _kept(by: "Person", case: Case, *, following: Case | None = None, cluster: Cluster | None = None) -> Sequel:
    made = Sequel.objects.create(case=case, following=following, cluster=cluster, made_by=by)
    led = {"following": str(following.pk)} if following else {"cluster": str(cluster.pk) if cluster else ""}
    chain.append("case.led_on", by=by, case=str(case.pk), **led)
    return made
