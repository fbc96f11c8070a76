"""Lists of organisations, relations and clusters."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from ayni_web.accounts.access import is_staff, sees_entity
from ayni_web.common.sheets.writing import Cell
from ayni_web.members.access import joined, managed, represented
from ayni_web.members.forms.clusters import MemberFilter
from ayni_web.members.forms.organisations import FilterForm
from ayni_web.members.forms.relations import RelationFilter
from ayni_web.members.models import Membership, Organisation, Right, Scheme, Scope, Sponsor
from ayni_web.members.queries import visible_memberships, visible_relations
from ayni_web.members.queries.clusters import Seats, listed_clusters, members_of, seats_of, shown_to_public
from ayni_web.members.queries.duplicates import open_duplicates
from ayni_web.members.queries.organisations import found_organisations
from ayni_web.members.queries.relations import relations_of
from ayni_web.spreadsheets.contracts import columns
from ayni_web.spreadsheets.exports.lists import (
    Asked,
    List,
    Rows,
    anyone,
    cluster_asked,
    clusters_asked,
    signed_in,
    told,
)
from ayni_web.spreadsheets.imports.memberships import chains_of
from ayni_web.spreadsheets.imports.organisations import fact_told
from ayni_web.spreadsheets.imports.relations import relation_names
from ayni_web.spreadsheets.naming import names_for
from ayni_web.spreadsheets.reading import joined_text, place_told, word
from ayni_web.spreadsheets.writable import Writable


class Seen:
    """Organisations whose contacts, and whose notes, a person sees (``may_see_contacts``, ``may_see_closely_of``)."""

    def __init__(self, person: Any) -> None:
        self.all = sees_entity(person)
        self._own = Writable(person)
        given = Right.objects.filter(
            receiver_id__in=() if self.all else represented(person), what=Right.What.CONTACTS, until__isnull=True
        )
        self._given = frozenset(given.values_list("giver_id", flat=True))

    def closely(self, row: Organisation) -> bool:
        """Whether the person sees what is noted of it."""
        return self.all or row.pk in self._own

    def contacts(self, row: Organisation) -> bool:
        """Whether the person sees its contacts and numbers."""
        return self.closely(row) or row.pk in self._given


def organisations(person: Any, asked: Asked) -> Rows:
    """Organisations that a person sees, with the filters of their page."""
    wanted = FilterForm(asked, person=person).wanted() if asked else {}
    rows = found_organisations(person, **wanted).prefetch_related("identifiers", "contacts")
    seen = Seen(person)
    return told(rows, lambda row: _organisation(row, seen))


def _organisation(row: Organisation, seen: Seen) -> list[Cell]:
    contacts = list(row.contacts.all()) if seen.contacts(row) else []
    # A number of a person is kept as a digest; nothing of it goes out.
    numbers = [each for each in row.identifiers.all() if not each.personal] if seen.contacts(row) else []
    note = row.note if seen.closely(row) else ""
    return [
        str(row.pk), row.name, word("kinds", row.kind), place_told(row.place), fact_told("country", row.country),
        word("sizes", row.size_band), row.formal,
        joined_text(each.value for each in numbers if each.scheme == Scheme.RUC),
        joined_text(f"{word('schemes', each.scheme)}: {each.value}" for each in numbers if each.scheme != Scheme.RUC),
        *(joined_text(each.value for each in contacts if each.means == means and ";" not in each.value)
          for means in ("phone", "email")),
        row.mission, row.interests, note,
    ]  # fmt: skip


def relations(person: Any, asked: Asked) -> Rows:
    """Relations that a person sees; of a cluster with the filters of its page."""
    cluster = cluster_asked(person, asked)
    if cluster is None:
        rows = visible_relations(person).order_by("source__name_folded", "kind", "target__name_folded", "id")
    else:
        wanted = RelationFilter(asked).wanted()
        rows = relations_of(person, cluster, **wanted)
    names = relation_names(person)
    return told(rows, lambda row: [
        str(row.pk), names.told(row.source_id, row.source.name), word("relations", row.kind),
        names.told(row.target_id, row.target.name), _percent(row.share_of_value), row.since, row.until, row.note,
    ])  # fmt: skip


def _percent(share: Decimal | None) -> Decimal | None:
    return None if share is None else (100 * share).normalize()


def memberships(person: Any, asked: Asked) -> Rows:
    """Who is in the clusters whose inside a person sees; for who manages one, also who asks and waits."""
    cluster = cluster_asked(person, asked)
    wanted = MemberFilter(asked, cluster=cluster).wanted() if cluster else {}
    rows = members_of(cluster, **wanted) if cluster and wanted else _by_cluster(person, asked)
    chains, names = chains_of(clusters_asked(person, asked)), names_for(person)
    rows = rows.select_related("organisation", "cluster").prefetch_related("parts__link")
    return told(rows, lambda row: [
        row.cluster.name, names.told(row.organisation_id, row.organisation.name), word("kinds", row.kind),
        word("states", row.state), row.since,
        chains.told((part.link, part.role, Decimal(part.share) / 100) for part in row.parts.all()),
    ])  # fmt: skip


def _by_cluster(person: Any, asked: Asked) -> QuerySet[Membership]:
    rows = visible_memberships(person).filter(cluster__in=clusters_asked(person, asked))
    return rows.order_by("cluster__name", "organisation__name_folded", "id")


def clusters(person: Any, asked: Asked) -> Rows:
    """Clusters, as everybody sees them; how many are in one is told to its own, and to all where they are many."""
    inside = None if sees_entity(person) else managed(person) | joined(person)
    return told(listed_clusters(person), lambda row: [
        str(row.pk), row.name, row.field, word("states", row.state),
        joined_text(place_told(each.place) for each in row.places.all()),
        row.members if inside is None or row.pk in inside else shown_to_public(row.members),
        row.started_on, row.ended_on,
    ])  # fmt: skip


def sponsors(person: Any, asked: Asked) -> Rows:
    """Sponsors of the clusters whose inside a person sees, with their terms."""
    rows = Sponsor.objects.filter(cluster__in=clusters_asked(person, asked)).select_related("cluster", "organisation")
    ordered = rows.order_by("cluster__name", "organisation__name_folded", "since")
    return told(ordered, lambda row: [row.cluster.name, row.organisation.name, row.terms, row.since, row.until])


def seats(person: Any, asked: Asked) -> Rows:
    """Seats of each kind in the clusters whose inside a person sees."""
    found = clusters_asked(person, asked)
    return ([cluster.name, *_seats(each)] for cluster in found for each in seats_of(cluster))


def _seats(each: Seats) -> list[Cell]:
    most, why = (each.limit.most, each.limit.why) if each.limit else (None, "")
    return [word("kinds", each.kind), each.taken, each.waiting, most, why]


def scopes(person: Any, asked: Asked) -> Rows:
    """Every version of the scope of the clusters whose inside a person sees."""
    rows = Scope.objects.filter(cluster__in=clusters_asked(person, asked)).select_related(
        "cluster", "proposed_by", "decided_by"
    )
    return told(rows.order_by("cluster__name", "-version"), lambda row: [
        row.cluster.name, row.version, word("states", row.state), row.inside, row.outside, row.why,
        row.proposed_by.name, row.proposed_at, row.decided_by.name if row.decided_by else "", row.decided_at,
        row.reason,
    ])  # fmt: skip


def duplicates(person: Any, asked: Asked) -> Rows:
    """Pairs that wait for a person to decide."""
    return told(open_duplicates(), lambda row: [row.first.name, str(row.first_id), row.second.name, str(row.second_id),
                                                row.score])  # fmt: skip


MEMBERS = (
    List("organisations", columns("organisations"), organisations, signed_in),
    List("relations", columns("relations"), relations, signed_in),
    List("memberships", columns("memberships"), memberships, signed_in),
    List("clusters", ("id", "name", "field", "state", "places", "members", "started_on", "ended_on"), clusters, anyone),
    List("sponsors", ("cluster", "organisation", "terms", "since", "until"), sponsors, signed_in),
    List("seats", ("cluster", "kind", "taken", "waiting", "most", "why"), seats, signed_in),
    List("scopes", ("cluster", "version", "state", "inside", "outside", "why", "proposed_by", "proposed_at",
                    "decided_by", "decided_at", "reason"), scopes, signed_in),
    List("duplicates", ("first", "first_id", "second", "second_id", "score"), duplicates, is_staff),
)  # fmt: skip
