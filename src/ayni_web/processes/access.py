"""Who sees a case, who holds a role in it, who moves it; who writes processes.

The entity sees every case; managers those of their clusters; members those of their clusters as a whole and those of
their organisations; whoever opened or reviews a case sees it.  Officers and directors write the processes of the
entity, managers those of their clusters.
"""

from typing import Any

from django.db.models import Q

from ayni_web.accounts.access import is_director, is_staff, sees_entity
from ayni_web.common.audience import Audience
from ayni_web.members.access import is_manager, joined, managed, represented
from ayni_web.members.models import Cluster, Organisation
from ayni_web.processes.models import Case, Process, Rules, Way

_STAFF_ROLES = ("officer", "manager")


def seers(person: Any) -> Q:
    """Condition of the cases that a person sees."""
    if sees_entity(person):
        return Q()
    own = represented(person)
    return (
        Q(opened_by=person.pk)
        | Q(reviewers__person=person.pk)
        | Q(cluster_id__in=managed(person))
        | Q(organisation_id__in=own)
        | Q(cluster_id__in=joined(person), organisation__isnull=True)
    )


def owned(person: Any) -> Q:
    """Condition of the cases whose next move is a person's: the role that owns the step is theirs in that case."""
    own = represented(person)
    found = (
        Q(step__owner="requester") & (Q(opened_by=person.pk) | Q(organisation_id__in=own))
        | Q(step__owner="manager", cluster_id__in=managed(person))
        | Q(step__owner="member") & (Q(organisation_id__in=own) | Q(organisation=None, cluster_id__in=joined(person)))
        | Q(step__owner="reviewer", reviewers__person=person.pk)
    )
    if is_staff(person):
        found |= Q(step__owner="officer") | Q(step__owner="requester", intake__isnull=False)
    if is_director(person):
        found |= Q(step__owner="director")
    return found & ~Q(step__by_another=True, brought_by=person.pk)


def holds(person: Any, case: Case, role: str) -> bool:
    """Whether a person holds a role in a case.

    Coordinators stand in for the managers of its cluster, and for who asked without an account.
    """
    if role == "requester":
        own = case.opened_by_id == person.pk or case.organisation_id in represented(person)
        return own or (is_staff(person) and hasattr(case, "intake"))
    if role == "manager":
        return case.cluster_id is not None and (case.cluster_id in managed(person) or is_staff(person))
    if role == "member":
        return (
            case.organisation_id in represented(person) if case.organisation_id else case.cluster_id in joined(person)
        )
    if role == "reviewer":
        return any(each.person_id == person.pk for each in case.reviewers.all())
    return is_director(person) if role == "director" else is_staff(person)


def may_see(person: Any, case: Case) -> bool:
    """Those who see a case."""
    return person.is_authenticated and Case.objects.filter(seers(person), pk=case.pk).exists()


def may_move(person: Any, case: Case, way: Way) -> bool:
    """Those whose role the way names; where another is asked for, not whoever brought the case here."""
    if way.by_another and case.brought_by_id == person.pk:
        return False
    return any(holds(person, case, role) for role in way.by)


def is_kept_back(person: Any, case: Case, way: Way) -> bool:
    """Whether only having brought the case here keeps a person from this way."""
    own = way.by_another and case.brought_by_id == person.pk
    return own and any(holds(person, case, role) for role in way.by)


def may_pause(person: Any, case: Case) -> bool:
    """Whoever owns the step, where its rules allow a pause."""
    return case.ended_at is None and case.step.pause and holds(person, case, case.step.owner)


def may_attach(person: Any, case: Case) -> bool:
    """Whoever holds a role in an open case that some step gives: those who work on it."""
    roles = ("requester", "member", "manager", "reviewer", "officer")
    return case.ended_at is None and any(holds(person, case, role) for role in roles)


def may_name_reviewers(person: Any, case: Case) -> bool:
    """Coordinators, while the case is open."""
    return case.ended_at is None and is_staff(person)


def may_see_names(person: Any, case: Case) -> bool:
    """Those who see by name who did what: the entity, the cluster's managers, whoever opened it or acts for it."""
    closely = sees_entity(person) or case.cluster_id in managed(person) or case.opened_by_id == person.pk
    return closely or case.organisation_id in represented(person)


def may_take_in(person: Any, rules: Rules) -> bool:
    """Coordinators, and managers where the rules are of their cluster or of all, for whom the rules let ask."""
    cluster = rules.process.cluster_id
    inside = is_staff(person) or (is_manager(person) and (cluster is None or cluster in managed(person)))
    return inside and bool({"anyone", "member"} & set(rules.openers))


def may_see_requester(person: Any, case: Case) -> bool:
    """Those who see who asked without an account: the entity, and whoever took it in."""
    return hasattr(case, "intake") and (sees_entity(person) or case.opened_by_id == person.pk)


def may_put_in(person: Any, case: Case) -> bool:
    """Those who put papers in for another: coordinators; for who asked without an account, whoever took it in."""
    taken_in = hasattr(case, "intake")
    able = is_staff(person) or (taken_in and case.opened_by_id == person.pk)
    return case.ended_at is None and able and (taken_in or bool(case.reviewers.all()))


def may_forget(person: Any, case: Case) -> bool:
    """Coordinators, once, when who asked without an account wishes so."""
    return is_staff(person) and hasattr(case, "intake") and case.intake.forgotten_at is None


def may_make_sequel(person: Any, case: Case) -> bool:
    """Coordinators, once, of a case whose end leads on; of a cluster only while it is being formed."""
    forming = case.cluster is None or case.cluster.state == Cluster.State.FORMING
    return is_staff(person) and bool(case.step.leads_to) and forming and not hasattr(case, "sequel")


def may_write(person: Any) -> bool:
    """Those who write some process."""
    return is_staff(person) or is_manager(person)


def may_write_for(person: Any, cluster: Cluster | None) -> bool:
    """Coordinators anywhere; managers for their clusters."""
    return is_staff(person) or (cluster is not None and cluster.pk in managed(person))


def may_edit(person: Any, process: Process) -> bool:
    """Those who write a process that is not retired."""
    return process.retired_at is None and may_write_for(person, process.cluster)


def process_seers(person: Any) -> Q:
    """Condition of the processes that a person sees: of the entity, and of the clusters whose inside is theirs."""
    if sees_entity(person):
        return Q()
    return Q(cluster__isnull=True) | Q(cluster_id__in=managed(person) | joined(person))


def may_open(person: Any, rules: Rules) -> bool:
    """Those whom the rules name: anyone who does not only read for the entity, or who holds a role they list."""
    if not person.is_authenticated or (sees_entity(person) and not is_staff(person) and not is_manager(person)):
        return False
    cluster = rules.process.cluster_id
    roles = {
        "anyone": True, "member": bool(represented(person)), "officer": is_staff(person),
        "director": is_director(person),
        "manager": is_staff(person) or (cluster in managed(person) if cluster else is_manager(person)),
    }  # fmt: skip
    inside = cluster is None or is_staff(person) or cluster in managed(person) | joined(person)
    return inside and any(roles[each] for each in rules.openers)


def may_open_for(person: Any, cluster: Cluster | None, organisation: Organisation | None) -> bool:
    """Those who open a case of a cluster or of an organisation: who writes for it or belongs to it."""
    if is_staff(person):
        return True
    own = organisation is not None and organisation.pk in represented(person)
    if organisation is not None and not own:
        member = cluster is not None and cluster.pk in managed(person)
        return member and organisation.memberships.filter(cluster=cluster, state="member").exists()
    return cluster is None or cluster.pk in managed(person) | joined(person)


def requester_audience(case: Case) -> Audience:
    """Who reads who asked without an account: the entity, and whoever took it in."""
    return Audience("case_requester", {"person": str(case.opened_by)})


def audience_of(case: Case) -> Audience:
    """Who sees a case, for the foot of its page."""
    if case.organisation is not None:
        return Audience("case_organisation", {"organisation": case.organisation.name})
    if case.cluster is not None:
        return Audience("case_cluster", {"cluster": case.cluster.name})
    return Audience("case_request")
