"""Forms of clusters, their links, scope, seats, members and sponsors."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from ayni import words
from ayni_web.common.acting import Mistake
from ayni_web.common.forms import Choice, Day, Form, Number, Row, Text, Tick, Whole
from ayni_web.common.language import current, said, spoken
from ayni_web.members.forms.choosing import ChoosingForm, which_one
from ayni_web.members.forms.territory import codes_of, written
from ayni_web.members.links import link_in, links_of, role_name, roles_in, roles_of
from ayni_web.members.models import Cluster, Kind, Link, Membership, Organisation, Scope


class ClusterForm(Form):
    """What a cluster is."""

    topic = "cluster"
    name = Text()
    field = Text()
    territory = Text(long=True)
    started_on = Day()

    def __init__(self, *args: Any, cluster: Cluster | None = None, **kwargs: Any) -> None:
        if cluster is not None:
            codes = [each.place for each in cluster.places.all()]
            kwargs["initial"] = {"name": cluster.name, "field": cluster.field, "started_on": cluster.started_on,
                                 "territory": written(codes)}  # fmt: skip
        super().__init__(*args, **kwargs)
        self.initial.setdefault("started_on", timezone.localdate())

    def clean(self) -> dict[str, Any]:
        """Cleaned fields, with the codes of the places."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        text = facts.pop("territory", "")
        if text:
            try:
                facts["places"] = codes_of(text)
            except Mistake as mistake:
                self.add_error("territory", mistake.text(current()))
        return facts


class WhyForm(Form):
    """Why something is done: read by those inside, kept with who did it."""

    topic = "cluster"
    why = Text(long=True, max_length=1000)


class EndForm(WhyForm):
    """The end of a cluster."""

    ended_on = Day()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ended_on", timezone.localdate())


class LinkForm(Form):
    """A link of the cluster's own."""

    topic = "links"
    name = Text(max_length=120)
    support = Tick(required=False)


class RenameForm(Form):
    """Another name for a link."""

    topic = "links"
    name = Text(max_length=120, required=False)


class SplitForm(Form):
    """A link split in two: who goes to the new one, and why."""

    topic = "links"
    name = Text(max_length=120)
    members = forms.ModelMultipleChoiceField(
        queryset=Membership.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    why = Text(long=True, max_length=1000)

    def __init__(self, *args: Any, link: Link, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Membership.objects.filter(pk__in=link.parts.values("membership_id"))
        self.fields["members"].queryset = rows.select_related("organisation").order_by("organisation__name_folded")
        self.fields["members"].label_from_instance = lambda row: row.organisation.name


class MergeForm(Form):
    """A link merged into another."""

    topic = "links"
    into = Row(queryset=Link.objects.none())
    why = Text(long=True, max_length=1000)

    def __init__(self, *args: Any, link: Link, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Link.objects.filter(cluster_id=link.cluster_id).exclude(pk=link.pk)
        self.fields["into"].empty_label = said("forms.choose")


class ChainForm(Form):
    """A chain of the library taken: where those in a link go, and why; nothing is asked where nobody is in one."""

    topic = "links"

    def __init__(self, *args: Any, cluster: Cluster, chain_called: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [("", said("forms.choose")), *((each.code, spoken(each.title)) for each in links_of(chain_called))]
        self.held = list(cluster.links.filter(parts__isnull=False).distinct())
        for link in self.held:
            same = link_in(chain_called, link.code)
            self.fields[f"into_{link.pk}"] = forms.ChoiceField(
                choices=told, label=said("links.goes_to", link=str(link))
            )
            self.initial[f"into_{link.pk}"] = same.code if same else ""
        if self.held:
            self.fields["why"] = Text(long=True, max_length=1000, label=said("links.why"))

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        into = {str(link.pk): self.cleaned_data.get(f"into_{link.pk}", "") for link in self.held}
        return {"into": into, "why": self.cleaned_data.get("why", ""), "sent": self.sent_key()}


class ScopeForm(Form):
    """A version of a scope, proposed."""

    topic = "scopes"
    inside = Text(long=True)
    outside = Text(long=True, required=False)
    why = Text(long=True, max_length=1000)


class DecideForm(Form):
    """What another person decides of a proposal."""

    topic = "scopes"
    decision = Choice((Scope.State.APPROVED, Scope.State.REFUSED), topic="scopes", widget=forms.RadioSelect)
    reason = Text(long=True, max_length=1000)


class SeatForm(Form):
    """How many of a kind."""

    topic = "seats"
    kind = Choice(Kind.values, topic="kinds", empty=True)
    most = Whole(min_value=0, max_value=100_000, example="12")
    why = Text(long=True, max_length=1000)


class MemberFilter(Form):
    """Which members are listed."""

    topic = "memberships"
    sent = None
    words = Text(required=False, max_length=80)
    kind = Choice(Kind.values, topic="kinds", required=False, empty="any")
    link = Row(queryset=Link.objects.none(), required=False)

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["link"].queryset = cluster.links.all()
        self.fields["link"].empty_label = said("forms.any")

    def wanted(self) -> dict[str, Any]:
        """What to search for; a filter that is not understood is none."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class MemberForm(ChoosingForm):
    """An organisation that a manager puts in."""

    topic = "memberships"
    named = ("organisation",)
    organisation = Text(max_length=200)
    organisation_choice = which_one()
    since = Day(required=False)


class ApplyForm(Form):
    """For which of their organisations a person asks."""

    topic = "memberships"
    organisation = Row(queryset=Organisation.objects.none())

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].empty_label = said("forms.choose")
        if len(organisations) == 1:
            self.initial.setdefault("organisation", organisations[0].pk)


class AdmitForm(Form):
    """Since when one that is admitted is in."""

    topic = "memberships"
    since = Day(required=False)


class ReasonForm(Form):
    """Why one is not admitted, or goes."""

    topic = "memberships"
    reason = Text(long=True, max_length=1000)


class LeaveForm(Form):
    """Why one goes, if they like to say."""

    topic = "memberships"
    reason = Text(long=True, max_length=1000, required=False)


class SponsorForm(ChoosingForm):
    """Who backs a cluster, and on which terms."""

    topic = "sponsors"
    named = ("organisation",)
    organisation = Text(max_length=200)
    organisation_choice = which_one()
    terms = Text(long=True)
    since = Day()
    until = Day(required=False)


class SponsorEndForm(Form):
    """The day on which terms end."""

    topic = "sponsors"
    until = Day()


class PartsForm(Form):
    """Parts of a member in the links, in percents that sum to 100; a link has a row for each role that it had."""

    topic = "memberships"

    def __init__(self, *args: Any, membership: Membership, links: Iterable[Link], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held: dict[Any, list[tuple[str, int]]] = {}
        for part in membership.parts.all():
            held.setdefault(part.link_id, []).append((part.role, part.share))
        self.rows: list[Link] = []
        for link in links:
            for role, share in held.get(link.pk, [("", 0)]):
                self._add_row(link, role, share)

    def pairs(self) -> list[tuple[Link, forms.BoundField, forms.BoundField]]:
        """Rows as they are shown: link, field of its share, field of its role."""
        return [(link, self[f"share_{at}"], self[f"role_{at}"]) for at, link in enumerate(self.rows)]

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        parts = [
            (link, data.get(f"role_{at}") or "", data.get(f"share_{at}") or Decimal())
            for at, link in enumerate(self.rows)
        ]
        return {"parts": parts, "sent": self.sent_key()}

    def _add_row(self, link: Link, role: str, share: int) -> None:
        at = len(self.rows)
        self.rows.append(link)
        number = Number(required=False, min_value=0, max_value=100, decimal_places=2, example="70", unit="%",
                        label=said("memberships.share_in", link=str(link)))  # fmt: skip
        codes = [each.code for each in roles_in(link.chain, link.code) or roles_of(link.chain)]
        if role and role not in codes:
            codes.append(role)
        named = [("", said("forms.choose")), *((code, role_name(link.chain, code)) for code in codes)]
        choice = forms.ChoiceField(choices=named, required=False,
                        label=said("memberships.role_in", link=str(link)))  # fmt: skip
        self.fields[f"share_{at}"], self.fields[f"role_{at}"] = number, choice
        self.initial[f"share_{at}"] = percent_written(Decimal(share) / 100) if share else ""
        self.initial[f"role_{at}"] = role


def percent_written(percent: Decimal) -> str:
    """Percent as the language writes it in a field."""
    return words.number(float(percent), current(), 0 if percent == int(percent) else 2)
