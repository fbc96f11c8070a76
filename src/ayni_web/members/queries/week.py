"""What waits for the managers of a cluster this week."""

from dataclasses import dataclass, field
from typing import Any

from ayni_web.common.language import said
from ayni_web.members.models import Cluster, Membership
from ayni_web.members.queries import clusters as found
from ayni_web.members.queries.chain import Chain


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do.

    Attributes
    ----------
    key : str
        Its sentence, ``cluster.week_<key>``, and the one under it, ``cluster.week_text_<key>``.
    icon : str
        Mark of the sprite.
    view : str
        Name of the view where it is done.
    facts : dict
        What the sentences need; ``n`` is how many.
    """

    key: str
    icon: str
    view: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """What is to be done."""
        return said(f"cluster.week_{self.key}", **self.facts)

    @property
    def text(self) -> str:
        """Why, or how."""
        return said(f"cluster.week_text_{self.key}", **self.facts)


def tasks(person: Any, cluster: Cluster, chain: Chain, managers: int, sponsors: list[Any]) -> list[Task]:
    """Tasks of a cluster, what is late first."""
    made: list[Task] = []
    asked = cluster.memberships.filter(state=Membership.State.APPLIED).count()
    turn = [row for row in found.waiting(cluster) if found.has_turn(row)]
    scope = found.scope_proposed(cluster)
    stale = found.stale_relations(cluster).count()
    soon = found.ends_soon(sponsors)
    if not managers:
        made.append(Task("no_manager", "late", "members:managers"))
    if asked:
        made.append(Task("asked", "wait", "members:members", {"n": asked}))
    if turn:
        made.append(Task("turn", "wait", "members:members", {"n": len(turn), "organisation": turn[0].organisation}))
    if scope and scope.proposed_by_id != person.pk:
        made.append(Task("scope", "wait", "members:scopes", {"person": scope.proposed_by}))
    if not sponsors:
        made.append(Task("no_sponsor", "late", "members:sponsors"))
    if soon:
        made.append(Task("sponsor_ends", "wait", "members:sponsors", {"n": len(soon), "days": found.SOON}))
    if chain.missing:
        made.append(Task("missing", "unk", "members:links", {"n": len(chain.missing)}))
    if chain.without:
        made.append(Task("without", "unk", "members:members", {"n": len(chain.without)}))
    if stale:
        made.append(Task("stale", "wait", "members:relations", {"n": stale}))
    return made
