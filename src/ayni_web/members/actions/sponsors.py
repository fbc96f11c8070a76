"""Writes of those who back a cluster, with their terms."""

from datetime import date
from typing import Any

from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.members.actions.holding import held_by, told
from ayni_web.members.models import Cluster, Organisation, Sponsor
from ayni_web.members.queries.visible import visible_organisations


@action
def add_sponsor(
    *, by: Any, cluster: Cluster, organisation: Organisation, terms: str, since: date, until: date | None = None
) -> Sponsor:
    """Sponsor with terms, from a day on, until a day where one was agreed."""
    row = held_by(by, cluster)
    if not visible_organisations(by).filter(pk=organisation.pk).exists():
        raise Mistake("forms.invalid_choice_row", field="organisation")
    if until and until < since:
        raise Mistake("sponsors.ends_after", field="until")
    if row.sponsors.filter(organisation=organisation, since=since).exists():
        raise Mistake("sponsors.added_already", field="organisation")
    made = Sponsor.objects.create(
        cluster=row, organisation=organisation, terms=told(terms, "sponsors.say_terms", "terms"), since=since,
        until=until, added_by=by,
    )  # fmt: skip
    chain.append("sponsor.added", by=by, cluster=str(row.pk), organisation=str(organisation.pk))
    return made


@action
def end_sponsor(*, by: Any, sponsor: Sponsor, until: date) -> Sponsor:
    """Sponsor whose terms end on a day."""
    cluster = held_by(by, sponsor.cluster)
    row = Sponsor.objects.select_for_update().get(pk=sponsor.pk)
    if until < row.since:
        raise Mistake("sponsors.ends_after", field="until")
    row.until = until
    row.save()
    chain.append("sponsor.ended", by=by, cluster=str(cluster.pk), organisation=str(row.organisation_id),
                 until=until.isoformat())  # fmt: skip
    return row
