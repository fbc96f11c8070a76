"""Rows of memberships: who is put into a cluster, and with what part in which link.

Whoever is in already keeps the day, the kind and the state that were decided; a file changes the parts alone.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.utils import timezone

from ayni_web.accounts.access import is_staff
from ayni_web.members.access import managed
from ayni_web.members.actions.memberships import add_member, set_parts
from ayni_web.members.folding import folded
from ayni_web.members.links import known_roles, links_of, roles_of
from ayni_web.members.models import Cluster, Kind, Link, Membership, Organisation
from ayni_web.members.queries import standing_clusters
from ayni_web.spreadsheets.drafts import Draft, Prepared, compared
from ayni_web.spreadsheets.naming import names_for
from ayni_web.spreadsheets.reading import Came, Wrong, coded, dated, joined_text, parted, word
from ayni_web.spreadsheets.writable import Writable

_PART = re.compile(r"(?P<link>.+?)(?:\s*\((?P<role>[^()]+)\))?\s+(?P<share>\d{1,3}(?:[.,]\d{1,2})?)\s*%?")
State = Membership.State
Parts = tuple[tuple[UUID, str, Decimal], ...]


@dataclass(slots=True)
class Chains:
    """Clusters that a person writes in, with the links of each: two queries."""

    clusters: dict[UUID, Cluster]
    links: dict[UUID, list[Link]] = field(default_factory=lambda: defaultdict(list))

    def cluster(self, text: str) -> UUID:
        """Cluster of the person's that a cell names; any other is as if it were not there."""
        found = [pk for pk, row in self.clusters.items() if str(pk) == text.lower() or folded(row.name) == folded(text)]
        if len(found) != 1:
            names = sorted(row.name for row in self.clusters.values())
            raise Wrong("spreadsheets.unknown_cluster", known=", ".join(f"«{name}»" for name in names[:6]))
        return found[0]

    def link(self, cluster: UUID, text: str) -> Link | None:
        """Link of a cluster by its code or its name, in any language."""
        wanted = folded(text)
        named = [link for link in self.links[cluster] if wanted in _names_of(link)]
        return named[0] if len(named) == 1 else None

    def parts(self, cluster: UUID, text: str) -> Parts:
        """Parts that a cell tells: ``Producción 60; Comercialización (Exportación) 40``."""
        found = tuple(self._part(cluster, each) for each in parted(text))
        total = sum(share for _, _, share in found)
        if total != 100:
            raise Wrong("memberships.sum", total=f"{total.normalize():f}")
        if len({part[:2] for part in found}) != len(found):
            raise Wrong("memberships.same_part_twice")
        return tuple(sorted(found, key=str))

    def _part(self, cluster: UUID, text: str) -> tuple[UUID, str, Decimal]:
        read = _PART.fullmatch(text)
        link = self.link(cluster, read["link"]) if read else None
        if read is None or link is None:
            names = ", ".join(f"«{each}»" for each in self.links[cluster])
            raise Wrong("spreadsheets.unknown_link", part=text, known=names, example=f"{self.links[cluster][0]} 100")
        return link.pk, _role(link, read["role"] or ""), Decimal(read["share"].replace(",", "."))

    def told(self, parts: Iterable[tuple[Link, str, Decimal]]) -> str:
        """Cell that tells some parts, and reads back the same."""
        return joined_text(self._part_told(*each) for each in parts)

    def _part_told(self, link: Link, role: str, share: Decimal) -> str:
        name = str(link)
        back = self.link(link.cluster_id, name)
        sure = back is not None and back.pk == link.pk and not set(name) & set(";()")
        own = role in (each.code for each in roles_of(link.chain))
        said = f" ({word(_role_words(link.chain), role) if own else role})" if role else ""
        return f"{name if sure else link.code}{said} {share.normalize():f}"


def _names_of(link: Link) -> set[str]:
    own = {folded(link.code), folded(str(link))}
    told = next((each.title for each in links_of(link.chain) if each.code == link.code and not link.name), {})
    return own | {folded(text) for text in told.values()}


def _role(link: Link, text: str) -> str:
    """Role that a cell names: by its word in the chain of the link, or, of another chain, by its code."""
    if not text or text in known_roles():
        return text
    return coded(_role_words(link.chain), [each.code for each in roles_of(link.chain)])(text)


@cache
def _role_words(chain: str) -> Callable[[str, str], str]:
    titles = {role.code: role.title for role in roles_of(chain)}
    return lambda code, language: titles[code].get(language) or titles[code]["es"]


def chains_for(person: Any) -> Chains:
    """Clusters that a person writes in."""
    rows = standing_clusters() if is_staff(person) else Cluster.objects.filter(pk__in=managed(person)).exclude(
        state=Cluster.State.ENDED
    )  # fmt: skip
    return chains_of(rows)


def chains_of(rows: Iterable[Cluster]) -> Chains:
    """Some clusters, with their links."""
    chains = Chains({row.pk: row for row in rows})
    for link in Link.objects.filter(cluster__in=chains.clusters).order_by("support", "position"):
        chains.links[link.cluster_id].append(link)
    return chains


def prepared(person: Any, came: Came, decisions: Mapping[int, str]) -> Prepared:
    """Drafts of the rows, for a person."""
    names, chains = names_for(person), chains_for(person)
    read = {
        "cluster": came.read("cluster", chains.cluster),
        "organisation": came.read("organisation", names.meant),
        "kind": came.read("kind", coded("kinds", Kind.values)),
        "state": came.read("state", coded("states", State.values)),
        "since": came.read("since", dated),
    }
    read["parts"] = _parts(came, chains, read["cluster"])
    pairs = list(zip(read["cluster"], read["organisation"], strict=True))
    came.refuse_repeated("organisation", [pair if all(pair) else None for pair in pairs], "spreadsheets.row_twice")
    held = _held(chains, pairs)
    kinds = _kinds(pk for _, pk in pairs if pk)
    writable = Writable(person)
    drafts = []
    for at, pair in enumerate(pairs):
        if not all(pair):
            continue
        facts = {name: read[name][at] for name in read if read[name][at] is not None}
        draft = Draft(at, came.rows[at], f"{names.known[pair[1]]} · {chains.clusters[pair[0]].name}", values=facts)
        if pair in held:
            _meet(came, chains, draft, held[pair])
        else:
            _refuse_new(came, chains, draft, kinds[pair[1]], writable)
        drafts.append(draft)
    wrong = came.at_fault()
    return Prepared([each for each in drafts if each.at not in wrong], came.faults)


def _parts(came: Came, chains: Chains, clusters: list[Any]) -> list[Parts | None]:
    found: list[Parts | None] = []
    for at, (cluster, text) in enumerate(zip(clusters, came.texts("parts"), strict=True)):
        found.append(None)
        if cluster and text:
            try:
                found[at] = chains.parts(cluster, text)
            except Wrong as wrong:
                came.refuse(at, "parts", wrong.key, **wrong.facts)
    return found


def _held(chains: Chains, pairs: list[tuple[Any, Any]]) -> dict[tuple[UUID, UUID], Membership]:
    wanted = {cluster for cluster, _ in pairs if cluster}
    rows = Membership.objects.filter(cluster__in=wanted, state__in=Membership.OPEN).prefetch_related("parts__link")
    return {(row.cluster_id, row.organisation_id): row for row in rows}


def _kinds(organisations: Iterable[UUID]) -> dict[UUID, str]:
    wanted = sorted(set(organisations), key=str)
    found: dict[UUID, str] = {}
    for start in range(0, len(wanted), 500):
        rows = Organisation.objects.filter(pk__in=wanted[start : start + 500]).order_by()
        found |= dict(rows.values_list("pk", "kind"))
    return found


def _meet(came: Came, chains: Chains, draft: Draft, row: Membership) -> None:
    draft.pk = row.pk
    for name, topic in (("kind", "kinds"), ("state", "states"), ("since", "")):
        kept = getattr(row, name)
        if name in draft.values and draft.values[name] != kept:
            told = word(topic, kept) if topic else str(kept or "")
            came.refuse(draft.at, name, "spreadsheets.decided_on_its_page", kept=told)
    kept_parts = [(part.link, part.role, Decimal(part.share) / 100) for part in row.parts.all()]
    same = tuple(sorted(((link.pk, role, share) for link, role, share in kept_parts), key=str))
    wanted = draft.values.get("parts", same)
    draft.values = {"parts": wanted}
    compared(draft, [("parts", chains.told(kept_parts), chains.told(_with_links(chains, row.cluster_id, wanted)))]
             if _plain(wanted) != _plain(same) else [])  # fmt: skip


def _plain(parts: Parts) -> set[tuple[UUID, str, Decimal]]:
    return {(pk, role, share.normalize()) for pk, role, share in parts}


def _with_links(chains: Chains, cluster: UUID, parts: Parts) -> list[tuple[Link, str, Decimal]]:
    by_pk = {link.pk: link for link in chains.links[cluster]}
    return [(by_pk[pk], role, share) for pk, role, share in parts]


def _refuse_new(came: Came, chains: Chains, draft: Draft, kind: str, writable: Writable) -> None:
    facts = draft.values
    cluster = chains.clusters[facts["cluster"]]
    if facts["organisation"] not in writable:
        came.refuse(draft.at, "organisation", "memberships.not_yours_to_add")
    if facts.get("kind", kind) != kind:
        came.refuse(draft.at, "kind", "spreadsheets.kind_of_the_organisation", kept=word("kinds", kind))
    if facts.get("state", State.MEMBER) != State.MEMBER:
        came.refuse(draft.at, "state", "spreadsheets.new_ones_are_members", kept=word("states", State.MEMBER))
    if facts.get("since") and not cluster.started_on <= facts["since"] <= timezone.localdate():
        came.refuse(draft.at, "since", "memberships.since_between")


def write(by: Any, drafts: list[Draft]) -> None:
    """Write the rows one by one, as a manager would: where no seat is free, the organisation waits in order."""
    pks = {each.values["cluster"] for each in drafts if each.state == "new"}
    clusters = {row.pk: row for row in Cluster.objects.filter(pk__in=pks)}
    for draft in drafts:
        if draft.state == "new":
            organisation = Organisation.objects.get(pk=draft.values["organisation"])
            cluster = clusters[draft.values["cluster"]]
            since = draft.values.get("since")
            row = add_member(by=by, cluster=cluster, organisation=organisation, since=since)
        else:
            row = Membership.objects.select_related("cluster").get(pk=draft.pk)
        if draft.state != "same" and draft.values.get("parts"):
            links = Link.objects.in_bulk([pk for pk, _, _ in draft.values["parts"]])
            set_parts(by=by, membership=row, parts=[(links[pk], *rest) for pk, *rest in draft.values["parts"]])
