"""Who: organisations of every kind, the clusters they form, and how they are related."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from ayni_web.members.folding import Folded
from ayni_web.members.links import TYPICAL, link_name, role_name
from ayni_web.members.places import place_name, short_place_name

PERSON = settings.AUTH_USER_MODEL


class Kind(models.TextChoices):
    """Kinds of agents of a cluster; their words stand in ``words/kinds.toml``."""

    PRODUCER = "producer"
    PRODUCERS_ASSOCIATION = "producers_association"
    COOPERATIVE = "cooperative"
    FIRM = "firm"
    ANCHOR_FIRM = "anchor_firm"
    INPUT_SUPPLIER = "input_supplier"
    SERVICE_SUPPLIER = "service_supplier"
    EQUIPMENT_SUPPLIER = "equipment_supplier"
    CARRIER = "carrier"
    LENDER = "lender"
    CERTIFIER = "certifier"
    PROCESSOR = "processor"
    TRADER = "trader"
    EXPORTER = "exporter"
    FOREIGN_SUPPLIER = "foreign_supplier"
    WHOLESALE_BUYER = "wholesale_buyer"
    RETAIL_BUYER = "retail_buyer"
    CONSUMERS = "consumers"
    TRADE_ASSOCIATION = "trade_association"
    UNIVERSITY = "university"
    RESEARCH_BODY = "research_body"
    GOVERNMENT = "government"
    NGO = "ngo"
    DEVELOPMENT_AGENCY = "development_agency"
    MEDIA = "media"
    CIVIL_SOCIETY = "civil_society"
    PROMOTER = "promoter"
    COORDINATING_ENTITY = "coordinating_entity"


class SizeBand(models.TextChoices):
    """Size of an organisation by employment: 1, 2-10, 11-50, 51-250, more (``words/sizes.toml``)."""

    ALONE = "alone"
    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Organisation(models.Model):
    """An agent: a firm, a cooperative, a grower, a ministry; formal or not.

    ``typed_for`` marks what someone else typed for a member without a phone; ``confirmed_at`` is when the member
    said that it is so.  ``merged_into`` points where a duplicate went.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    name_folded = Folded(of="name", default="")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    place = models.CharField(max_length=6, blank=True, db_index=True)
    country = models.CharField(max_length=2, default="PE")
    size_band = models.CharField(max_length=10, choices=SizeBand.choices, blank=True)
    formal = models.BooleanField(null=True)
    mission = models.TextField(blank=True)
    interests = models.TextField(blank=True)
    note = models.TextField(blank=True)
    typed_for = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    # Without an index of its own, which SQLite would take for the list instead of the one by name.
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged", db_index=False)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords(table_name="members_organisation_history")

    class Meta:
        db_table = "members_organisation"
        ordering = ("name_folded", "id")
        indexes = (
            models.Index(
                fields=("name_folded", "id"),
                condition=Q(merged_into__isnull=True),
                name="standing_organisation_by_name",
            ),
            models.Index(
                fields=("merged_into",), condition=Q(merged_into__isnull=False), name="merged_organisation_by_kept"
            ),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="organisation_kind_is_known"),
            models.CheckConstraint(
                condition=Q(size_band="") | Q(size_band__in=SizeBand.values), name="size_band_is_known"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="not_merged_into_itself"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def short_place(self) -> str:
        """Place and department: ``Ayaviri, Puno``."""
        return short_place_name(self.place)

    @property
    def long_place(self) -> str:
        """Place with what it lies in: ``Ayaviri, Melgar, Puno``."""
        return place_name(self.place) if self.place else ""


class Scheme(models.TextChoices):
    """Systems of identifiers. DNI and CE are of a person: kept only where needed and never shown."""

    RUC = "ruc"
    DNI = "dni"
    CE = "ce"
    CNPJ = "cnpj"
    CPF = "cpf"
    OTHER = "other"


PERSONAL_SCHEMES = frozenset({Scheme.DNI, Scheme.CE, Scheme.CPF})


class Identifier(models.Model):
    """A number that names an organisation elsewhere; one number names one organisation.

    ``personal``: it is of a person; ``value`` is then ``#`` and its keyed digest, ``ending`` its last two figures
    (``identifiers.py``).  ``disputed``: another organisation, which whoever typed it does not see, has that number;
    the pair waits for a coordinator among the duplicates.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=10, choices=Scheme.choices)
    value = models.CharField(max_length=65, db_index=True)
    personal = models.BooleanField(default=False)
    ending = models.CharField(max_length=2, blank=True)
    disputed = models.BooleanField(default=False)

    class Meta:
        db_table = "members_identifier"
        ordering = ("scheme", "value")
        constraints = (
            models.UniqueConstraint(
                fields=("scheme", "value"), condition=Q(disputed=False), name="identifier_names_one"
            ),
            models.UniqueConstraint(fields=("organisation", "scheme", "value"), name="one_identifier_once"),
            models.CheckConstraint(condition=Q(scheme__in=Scheme.values), name="scheme_is_known"),
            models.CheckConstraint(
                condition=Q(personal=True) | ~Q(scheme__in=sorted(PERSONAL_SCHEMES)),
                name="number_of_a_person_is_personal",
            ),
            models.CheckConstraint(
                condition=Q(personal=True) | ~Q(scheme="ruc") | Q(value__startswith="20"),
                name="ruc_of_a_person_is_personal",
            ),
            models.CheckConstraint(
                condition=Q(personal=True, value__startswith="#")
                | (Q(personal=False, ending="") & ~Q(value__startswith="#")),
                name="number_of_a_person_is_a_digest",
            ),
        )

    @property
    def shown(self) -> str:
        """Number for people's eyes: of a person's only the last two figures."""
        return f"•••{self.ending}" if self.personal else self.value


class Contact(models.Model):
    """A way to reach an organisation."""

    class Means(models.TextChoices):
        """How: ``words/contacts.toml``."""

        PHONE = "phone"
        EMAIL = "email"
        WEB = "web"
        ADDRESS = "address"
        RADIO = "radio"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120, blank=True)
    means = models.CharField(max_length=10, choices=Means.choices)
    value = models.CharField(max_length=200)
    consented_on = models.DateField(null=True)

    class Meta:
        db_table = "members_contact"
        ordering = ("name", "means")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "means", "value"), name="one_contact_once"),
            models.CheckConstraint(condition=~Q(value=""), name="contact_has_a_value"),
        )


class Entity(models.Model):
    """The coordinating entity of this deployment: one organisation."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="entity")
    demonstration = models.BooleanField(default=False)
    founded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "members_entity"
        constraints = (models.CheckConstraint(condition=Q(id=1), name="one_entity"),)


class Cluster(models.Model):
    """An organisation of firms and institutions around one product in one territory."""

    class State(models.TextChoices):
        """``forming``: an officer opened it; ``constituted``: registered; ``ended``: closed by a director."""

        FORMING = "forming"
        CONSTITUTED = "constituted"
        ENDED = "ended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    field = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=State.choices, default=State.FORMING)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords(
        table_name="members_cluster_history", history_change_reason_field=models.TextField(null=True)
    )

    class Meta:
        db_table = "members_cluster"
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="cluster_has_a_name"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="cluster_ends_after"
            ),
        )

    def __str__(self) -> str:
        return self.name


class ClusterPlace(models.Model):
    """A place (ubigeo of INEI: department, province or district) of a cluster's territory."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="places")
    place = models.CharField(max_length=6)

    class Meta:
        db_table = "members_cluster_place"
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("cluster", "place"), name="one_place_once"),)

    @property
    def name(self) -> str:
        """Name of the place and its department: ``Cabana, Puno``."""
        return short_place_name(self.place)


class Scope(models.Model):
    """What a cluster is for and what it is not: a version, proposed by one person and decided by another (#174)."""

    class State(models.TextChoices):
        """``proposed`` by a manager or officer; ``approved`` or ``refused`` by another; ``replaced`` by the next."""

        PROPOSED = "proposed"
        APPROVED = "approved"
        REFUSED = "refused"
        REPLACED = "replaced"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="scopes")
    version = models.PositiveIntegerField()
    inside = models.TextField()
    outside = models.TextField(blank=True)
    why = models.TextField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        db_table = "members_scope"
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("cluster", "version"), name="one_scope_a_version"),
            models.UniqueConstraint(fields=("cluster",), condition=Q(state="approved"), name="one_scope_in_force"),
            models.UniqueConstraint(fields=("cluster",), condition=Q(state="proposed"), name="one_scope_proposed"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="scope_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True)
                | (~Q(state="proposed") & Q(decided_by__isnull=False)),
                name="scope_decided_by_someone",
            ),
        )


class SeatLimit(models.Model):
    """How many members of a kind a cluster takes, so that their number brings no hidden cost (#175)."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="seat_limits")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    most = models.PositiveIntegerField()
    why = models.TextField(blank=True)

    class Meta:
        db_table = "members_seat_limit"
        ordering = ("kind",)
        constraints = (models.UniqueConstraint(fields=("cluster", "kind"), name="one_limit_a_kind"),)


class Membership(models.Model):
    """An organisation in a cluster."""

    class State(models.TextChoices):
        """``applied``: it asks to join; ``waiting``: no seat of its kind is free; ``member``: admitted by a manager;
        ``left``: it went; ``refused``: not admitted, with the reason."""

        APPLIED = "applied"
        WAITING = "waiting"
        MEMBER = "member"
        LEFT = "left"
        REFUSED = "refused"

    OPEN = (State.APPLIED, State.WAITING, State.MEMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    state = models.CharField(max_length=20, choices=State.choices)
    applied_at = models.DateTimeField(auto_now_add=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    history = HistoricalRecords(table_name="members_membership_history")

    class Meta:
        db_table = "members_membership"
        ordering = ("organisation__name",)
        constraints = (
            models.UniqueConstraint(
                fields=("cluster", "organisation"),
                condition=Q(state__in=("applied", "waiting", "member")),
                name="one_open_membership",
            ),
            models.CheckConstraint(condition=~Q(state="member") | Q(since__isnull=False), name="member_since_a_day"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="membership_ends_after",
            ),
        )


class Link(models.Model):
    """A link of a cluster's chain: those of a chain of the library, or any split (#82, #150-153).

    ``chain`` is the entry of the library that its roles are told by, and its name where it has none of its own;
    ``support`` is beside the chain.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="links")
    chain = models.CharField(max_length=40, default=TYPICAL)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField()
    support = models.BooleanField(default=False)

    class Meta:
        db_table = "members_link"
        ordering = ("support", "position")
        constraints = (
            models.UniqueConstraint(fields=("cluster", "code"), name="one_link_a_code"),
            models.UniqueConstraint(fields=("cluster", "position"), name="one_link_a_position"),
        )

    def __str__(self) -> str:
        return link_name(self.chain, self.code, self.name)


class Part(models.Model):
    """What part of a member's work is in a link, in hundredths of a percent; the parts of a member sum to 10,000."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="parts")
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="parts")
    role = models.CharField(max_length=40, blank=True)
    share = models.PositiveIntegerField()

    class Meta:
        db_table = "members_part"
        ordering = ("link__position",)
        constraints = (
            models.UniqueConstraint(fields=("membership", "link", "role"), name="one_part_once"),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=10_000), name="part_is_a_share"),
        )

    @property
    def fraction(self) -> float:
        """Share of the member's work, 1 being the whole."""
        return self.share / 10_000

    @property
    def role_name(self) -> str:
        """What its role is called."""
        return role_name(self.link.chain, self.role) if self.role else ""


class Sponsor(models.Model):
    """An organisation that backs a cluster, with terms (#176); a cluster without one carries a warning."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="sponsors")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sponsored")
    terms = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "members_sponsor"
        ordering = ("organisation__name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="sponsor_ends_after"
            ),
            models.UniqueConstraint(fields=("cluster", "organisation", "since"), name="one_sponsor_once"),
        )


RELATION_KINDS = ("supplies", "buys", "finances", "carries", "certifies", "advises", "cooperates")


class Relation(models.Model):
    """That one organisation supplies, buys from, finances, ... another; the unit that support goes to (#118)."""

    class Kind(models.TextChoices):
        """What the first does to the second; ``words/relations.toml``."""

        SUPPLIES = "supplies"
        BUYS = "buys"
        FINANCES = "finances"
        CARRIES = "carries"
        CERTIFIES = "certifies"
        ADVISES = "advises"
        COOPERATES = "cooperates"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="relations_out")
    target = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="relations_in")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    share_of_value = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords(table_name="members_relation_history")
    # Days after which a relation is to be confirmed again.
    STALE = 365

    class Meta:
        db_table = "members_relation"
        ordering = ("source__name", "kind", "target__name")
        constraints = (
            models.CheckConstraint(condition=~Q(source=F("target")), name="relation_joins_two"),
            models.CheckConstraint(
                condition=Q(share_of_value__isnull=True) | Q(share_of_value__gte=0, share_of_value__lte=1),
                name="share_of_value_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="relation_ends_after",
            ),
            models.UniqueConstraint(
                fields=("source", "target", "kind"), condition=Q(until__isnull=True), name="one_open_relation"
            ),
            models.CheckConstraint(condition=Q(kind__in=RELATION_KINDS), name="relation_kind_is_known"),
        )

    @property
    def stale(self) -> bool:
        """Whether nobody confirmed it within a year."""
        return self.until is None and (self.confirmed_on is None or self.confirmed_on < self.stale_before())

    @classmethod
    def stale_before(cls) -> date:
        """Day before which a confirmation is too long ago."""
        return timezone.localdate() - timedelta(days=cls.STALE)

    @classmethod
    def unconfirmed(cls) -> Q:
        """Condition of those that nobody confirmed within a year."""
        return Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=cls.stale_before())

    @property
    def flow(self) -> tuple[uuid.UUID, uuid.UUID]:
        """From whom to whom goods, money or services go: a buyer takes from whom it buys."""
        sides = (self.source_id, self.target_id)
        return (sides[1], sides[0]) if self.kind == self.Kind.BUYS else sides


class Representation(models.Model):
    """That a person acts for an organisation."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="representations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="representations")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    given_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "members_representation"
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation"), condition=Q(until__isnull=True), name="one_open_representation"
            ),
            models.CheckConstraint(condition=~Q(given_by=F("person")), name="representation_given_by_another"),
        )


class Management(models.Model):
    """That a person manages a cluster."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="managements")
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="managements")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    given_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "members_management"
        constraints = (
            models.UniqueConstraint(
                fields=("person", "cluster"), condition=Q(until__isnull=True), name="one_open_management"
            ),
            models.CheckConstraint(condition=~Q(given_by=F("person")), name="management_given_by_another"),
        )

    def __str__(self) -> str:
        return f"{self.person} → {self.cluster}"


class Right(models.Model):
    """A directed right: what one organisation lets another see of it; given by the first, ended by either."""

    class What(models.TextChoices):
        """What is seen; ``words/rights.toml``."""

        CONTACTS = "contacts"
        RELATIONS = "relations"
        DOCUMENTS = "documents"
        EVENTS = "events"

    giver = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="rights_given")
    receiver = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="rights_received")
    what = models.CharField(max_length=20, choices=What.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    given_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "members_right"
        constraints = (
            models.UniqueConstraint(
                fields=("giver", "receiver", "what"), condition=Q(until__isnull=True), name="one_open_right"
            ),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="right_joins_two"),
        )


class Invited(models.Model):
    """What an invitation is for: to act for an organisation, or to manage a cluster."""

    invitation = models.OneToOneField("accounts.Invitation", on_delete=models.CASCADE, related_name="invited")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        db_table = "members_invited"
        constraints = (
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(cluster__isnull=False), name="invited_to_something"
            ),
        )


class Duplicate(models.Model):
    """Two organisations that may be one, with a score of 0 to 100 and what a person decided."""

    class State(models.TextChoices):
        """``open``: a person is to decide; ``same``: merged; ``different``: they are two."""

        OPEN = "open"
        SAME = "same"
        DIFFERENT = "different"

    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    why = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "members_duplicate"
        ordering = ("-score", "id")
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="one_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
            models.CheckConstraint(condition=Q(score__lte=100), name="score_of_a_hundred"),
        )


class Merge(models.Model):
    """That a duplicate was merged into another, with what was moved, so that it can be split again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    merged_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(auto_now_add=True)
    split_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    split_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "members_merge"
        ordering = ("-merged_at",)
        constraints = (models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_joins_two"),)
