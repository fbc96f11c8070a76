import django.db.models.deletion
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Cluster",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, unique=True)),
                ("field", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("forming", "Forming"), ("constituted", "Constituted"), ("ended", "Ended")],
                        default="forming",
                        max_length=20,
                    ),
                ),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "members_cluster",
                "ordering": ("name",),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="cluster_has_a_name"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True), ("ended_on__gte", models.F("started_on")), _connector="OR"
                        ),
                        name="cluster_ends_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClusterPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=6)),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="members.cluster"
                    ),
                ),
            ],
            options={
                "db_table": "members_cluster_place",
                "ordering": ("place",),
                "constraints": [models.UniqueConstraint(fields=("cluster", "place"), name="one_place_once")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCluster",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("name", models.CharField(db_index=True, max_length=200)),
                ("field", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("forming", "Forming"), ("constituted", "Constituted"), ("ended", "Ended")],
                        default="forming",
                        max_length=20,
                    ),
                ),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("added_at", models.DateTimeField(blank=True, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical cluster",
                "verbose_name_plural": "historical clusters",
                "db_table": "members_cluster_history",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("position", models.PositiveSmallIntegerField()),
                ("support", models.BooleanField(default=False)),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="members.cluster"
                    ),
                ),
            ],
            options={
                "db_table": "members_link",
                "ordering": ("support", "position"),
                "constraints": [
                    models.UniqueConstraint(fields=("cluster", "code"), name="one_link_a_code"),
                    models.UniqueConstraint(fields=("cluster", "position"), name="one_link_a_position"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Management",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="managements", to="members.cluster"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="managements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "members_management",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("person", "cluster"),
                        name="one_open_management",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("given_by", models.F("person")), _negated=True),
                        name="management_given_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("producer", "Producer"),
                            ("producers_association", "Producers Association"),
                            ("cooperative", "Cooperative"),
                            ("firm", "Firm"),
                            ("anchor_firm", "Anchor Firm"),
                            ("input_supplier", "Input Supplier"),
                            ("service_supplier", "Service Supplier"),
                            ("equipment_supplier", "Equipment Supplier"),
                            ("carrier", "Carrier"),
                            ("lender", "Lender"),
                            ("certifier", "Certifier"),
                            ("processor", "Processor"),
                            ("trader", "Trader"),
                            ("exporter", "Exporter"),
                            ("foreign_supplier", "Foreign Supplier"),
                            ("wholesale_buyer", "Wholesale Buyer"),
                            ("retail_buyer", "Retail Buyer"),
                            ("consumers", "Consumers"),
                            ("trade_association", "Trade Association"),
                            ("university", "University"),
                            ("research_body", "Research Body"),
                            ("government", "Government"),
                            ("ngo", "Ngo"),
                            ("development_agency", "Development Agency"),
                            ("media", "Media"),
                            ("civil_society", "Civil Society"),
                            ("promoter", "Promoter"),
                            ("coordinating_entity", "Coordinating Entity"),
                        ],
                        max_length=30,
                    ),
                ),
                ("place", models.CharField(blank=True, db_index=True, max_length=6)),
                ("country", models.CharField(default="PE", max_length=2)),
                (
                    "size_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("alone", "Alone"),
                            ("micro", "Micro"),
                            ("small", "Small"),
                            ("medium", "Medium"),
                            ("large", "Large"),
                        ],
                        max_length=10,
                    ),
                ),
                ("formal", models.BooleanField(null=True)),
                ("mission", models.TextField(blank=True)),
                ("interests", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("typed_for", models.BooleanField(default=False)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "members_organisation",
                "ordering": ("name", "id"),
                "indexes": [models.Index(fields=["name", "id"], name="organisation_by_name")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="organisation_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "producer",
                                    "producers_association",
                                    "cooperative",
                                    "firm",
                                    "anchor_firm",
                                    "input_supplier",
                                    "service_supplier",
                                    "equipment_supplier",
                                    "carrier",
                                    "lender",
                                    "certifier",
                                    "processor",
                                    "trader",
                                    "exporter",
                                    "foreign_supplier",
                                    "wholesale_buyer",
                                    "retail_buyer",
                                    "consumers",
                                    "trade_association",
                                    "university",
                                    "research_body",
                                    "government",
                                    "ngo",
                                    "development_agency",
                                    "media",
                                    "civil_society",
                                    "promoter",
                                    "coordinating_entity",
                                ],
                            )
                        ),
                        name="organisation_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("size_band", ""),
                            ("size_band__in", ["alone", "micro", "small", "medium", "large"]),
                            _connector="OR",
                        ),
                        name="size_band_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("id")), _negated=True),
                        name="not_merged_into_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("moved", models.JSONField(default=dict)),
                ("why", models.TextField(blank=True)),
                ("merged_at", models.DateTimeField(auto_now_add=True)),
                ("split_at", models.DateTimeField(null=True)),
                (
                    "merged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "split_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.organisation"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="members.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "members_merge",
                "ordering": ("-merged_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("gone")), _negated=True), name="merge_joins_two"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("producer", "Producer"),
                            ("producers_association", "Producers Association"),
                            ("cooperative", "Cooperative"),
                            ("firm", "Firm"),
                            ("anchor_firm", "Anchor Firm"),
                            ("input_supplier", "Input Supplier"),
                            ("service_supplier", "Service Supplier"),
                            ("equipment_supplier", "Equipment Supplier"),
                            ("carrier", "Carrier"),
                            ("lender", "Lender"),
                            ("certifier", "Certifier"),
                            ("processor", "Processor"),
                            ("trader", "Trader"),
                            ("exporter", "Exporter"),
                            ("foreign_supplier", "Foreign Supplier"),
                            ("wholesale_buyer", "Wholesale Buyer"),
                            ("retail_buyer", "Retail Buyer"),
                            ("consumers", "Consumers"),
                            ("trade_association", "Trade Association"),
                            ("university", "University"),
                            ("research_body", "Research Body"),
                            ("government", "Government"),
                            ("ngo", "Ngo"),
                            ("development_agency", "Development Agency"),
                            ("media", "Media"),
                            ("civil_society", "Civil Society"),
                            ("promoter", "Promoter"),
                            ("coordinating_entity", "Coordinating Entity"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "Applied"),
                            ("waiting", "Waiting"),
                            ("member", "Member"),
                            ("left", "Left"),
                            ("refused", "Refused"),
                        ],
                        max_length=20,
                    ),
                ),
                ("applied_at", models.DateTimeField(auto_now_add=True)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="members.cluster"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "members_membership",
                "ordering": ("organisation__name",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("applied", "waiting", "member"))),
                        fields=("cluster", "organisation"),
                        name="one_open_membership",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "member"), _negated=True), ("since__isnull", False), _connector="OR"
                        ),
                        name="member_since_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("since__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="membership_ends_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invited",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cluster",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.cluster"
                    ),
                ),
                (
                    "invitation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invited", to="accounts.invitation"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "members_invited",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("organisation__isnull", False), ("cluster__isnull", False), _connector="OR"
                        ),
                        name="invited_to_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.CharField(
                        choices=[
                            ("ruc", "Ruc"),
                            ("dni", "Dni"),
                            ("ce", "Ce"),
                            ("cnpj", "Cnpj"),
                            ("cpf", "Cpf"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value", models.CharField(max_length=40)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identifiers",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "members_identifier",
                "ordering": ("scheme", "value"),
                "constraints": [
                    models.UniqueConstraint(fields=("scheme", "value"), name="identifier_names_one"),
                    models.CheckConstraint(
                        condition=models.Q(("scheme__in", ["ruc", "dni", "ce", "cnpj", "cpf", "other"])),
                        name="scheme_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRelation",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("supplies", "Supplies"),
                            ("buys", "Buys"),
                            ("finances", "Finances"),
                            ("carries", "Carries"),
                            ("certifies", "Certifies"),
                            ("advises", "Advises"),
                            ("cooperates", "Cooperates"),
                        ],
                        max_length=20,
                    ),
                ),
                ("share_of_value", models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("confirmed_on", models.DateField(null=True)),
                ("note", models.TextField(blank=True)),
                ("added_at", models.DateTimeField(blank=True, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical relation",
                "verbose_name_plural": "historical relations",
                "db_table": "members_relation_history",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOrganisation",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("producer", "Producer"),
                            ("producers_association", "Producers Association"),
                            ("cooperative", "Cooperative"),
                            ("firm", "Firm"),
                            ("anchor_firm", "Anchor Firm"),
                            ("input_supplier", "Input Supplier"),
                            ("service_supplier", "Service Supplier"),
                            ("equipment_supplier", "Equipment Supplier"),
                            ("carrier", "Carrier"),
                            ("lender", "Lender"),
                            ("certifier", "Certifier"),
                            ("processor", "Processor"),
                            ("trader", "Trader"),
                            ("exporter", "Exporter"),
                            ("foreign_supplier", "Foreign Supplier"),
                            ("wholesale_buyer", "Wholesale Buyer"),
                            ("retail_buyer", "Retail Buyer"),
                            ("consumers", "Consumers"),
                            ("trade_association", "Trade Association"),
                            ("university", "University"),
                            ("research_body", "Research Body"),
                            ("government", "Government"),
                            ("ngo", "Ngo"),
                            ("development_agency", "Development Agency"),
                            ("media", "Media"),
                            ("civil_society", "Civil Society"),
                            ("promoter", "Promoter"),
                            ("coordinating_entity", "Coordinating Entity"),
                        ],
                        max_length=30,
                    ),
                ),
                ("place", models.CharField(blank=True, db_index=True, max_length=6)),
                ("country", models.CharField(default="PE", max_length=2)),
                (
                    "size_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("alone", "Alone"),
                            ("micro", "Micro"),
                            ("small", "Small"),
                            ("medium", "Medium"),
                            ("large", "Large"),
                        ],
                        max_length=10,
                    ),
                ),
                ("formal", models.BooleanField(null=True)),
                ("mission", models.TextField(blank=True)),
                ("interests", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("typed_for", models.BooleanField(default=False)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("added_at", models.DateTimeField(blank=True, editable=False)),
                ("changed_at", models.DateTimeField(blank=True, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical organisation",
                "verbose_name_plural": "historical organisations",
                "db_table": "members_organisation_history",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMembership",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("producer", "Producer"),
                            ("producers_association", "Producers Association"),
                            ("cooperative", "Cooperative"),
                            ("firm", "Firm"),
                            ("anchor_firm", "Anchor Firm"),
                            ("input_supplier", "Input Supplier"),
                            ("service_supplier", "Service Supplier"),
                            ("equipment_supplier", "Equipment Supplier"),
                            ("carrier", "Carrier"),
                            ("lender", "Lender"),
                            ("certifier", "Certifier"),
                            ("processor", "Processor"),
                            ("trader", "Trader"),
                            ("exporter", "Exporter"),
                            ("foreign_supplier", "Foreign Supplier"),
                            ("wholesale_buyer", "Wholesale Buyer"),
                            ("retail_buyer", "Retail Buyer"),
                            ("consumers", "Consumers"),
                            ("trade_association", "Trade Association"),
                            ("university", "University"),
                            ("research_body", "Research Body"),
                            ("government", "Government"),
                            ("ngo", "Ngo"),
                            ("development_agency", "Development Agency"),
                            ("media", "Media"),
                            ("civil_society", "Civil Society"),
                            ("promoter", "Promoter"),
                            ("coordinating_entity", "Coordinating Entity"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "Applied"),
                            ("waiting", "Waiting"),
                            ("member", "Member"),
                            ("left", "Left"),
                            ("refused", "Refused"),
                        ],
                        max_length=20,
                    ),
                ),
                ("applied_at", models.DateTimeField(blank=True, editable=False)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="members.cluster",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical membership",
                "verbose_name_plural": "historical memberships",
                "db_table": "members_membership_history",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Entity",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("demonstration", models.BooleanField(default=False)),
                ("founded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entity", to="members.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "members_entity",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_entity")],
            },
        ),
        migrations.CreateModel(
            name="Duplicate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.PositiveSmallIntegerField()),
                ("why", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("same", "Same"), ("different", "Different")],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("found_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.organisation"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "members_duplicate",
                "ordering": ("-score", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="one_pair_once"),
                    models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="pair_in_order"),
                    models.CheckConstraint(condition=models.Q(("score__lte", 100)), name="score_of_a_hundred"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("email", "Email"),
                            ("web", "Web"),
                            ("address", "Address"),
                            ("radio", "Radio"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value", models.CharField(max_length=200)),
                ("consented_on", models.DateField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="members.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "members_contact",
                "ordering": ("name", "means"),
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "means", "value"), name="one_contact_once"),
                    models.CheckConstraint(
                        condition=models.Q(("value", ""), _negated=True), name="contact_has_a_value"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(blank=True, max_length=40)),
                ("share", models.PositiveIntegerField()),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="members.link"
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="members.membership"
                    ),
                ),
            ],
            options={
                "db_table": "members_part",
                "ordering": ("link__position",),
                "constraints": [
                    models.UniqueConstraint(fields=("membership", "link", "role"), name="one_part_once"),
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 1), ("share__lte", 10000)), name="part_is_a_share"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("supplies", "Supplies"),
                            ("buys", "Buys"),
                            ("finances", "Finances"),
                            ("carries", "Carries"),
                            ("certifies", "Certifies"),
                            ("advises", "Advises"),
                            ("cooperates", "Cooperates"),
                        ],
                        max_length=20,
                    ),
                ),
                ("share_of_value", models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("confirmed_on", models.DateField(null=True)),
                ("note", models.TextField(blank=True)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations_out",
                        to="members.organisation",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations_in",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "members_relation",
                "ordering": ("source__name", "kind", "target__name"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True), name="relation_joins_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share_of_value__isnull", True),
                            models.Q(("share_of_value__gte", 0), ("share_of_value__lte", 1)),
                            _connector="OR",
                        ),
                        name="share_of_value_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("since__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="relation_ends_after",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("source", "target", "kind"),
                        name="one_open_relation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ("supplies", "buys", "finances", "carries", "certifies", "advises", "cooperates"),
                            )
                        ),
                        name="relation_kind_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Representation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="representations",
                        to="members.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "members_representation",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("person", "organisation"),
                        name="one_open_representation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("given_by", models.F("person")), _negated=True),
                        name="representation_given_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Right",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("contacts", "Contacts"),
                            ("relations", "Relations"),
                            ("documents", "Documents"),
                            ("events", "Events"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rights_given",
                        to="members.organisation",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rights_received",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "members_right",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("giver", "receiver", "what"),
                        name="one_open_right",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("receiver")), _negated=True), name="right_joins_two"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Scope",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField()),
                ("inside", models.TextField()),
                ("outside", models.TextField(blank=True)),
                ("why", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("replaced", "Replaced"),
                        ],
                        default="proposed",
                        max_length=20,
                    ),
                ),
                ("proposed_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scopes", to="members.cluster"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "members_scope",
                "ordering": ("-version",),
                "constraints": [
                    models.UniqueConstraint(fields=("cluster", "version"), name="one_scope_a_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "approved")), fields=("cluster",), name="one_scope_in_force"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")), fields=("cluster",), name="one_scope_proposed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="scope_decided_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by__isnull", True), ("state", "proposed")),
                            models.Q(models.Q(("state", "proposed"), _negated=True), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="scope_decided_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("producer", "Producer"),
                            ("producers_association", "Producers Association"),
                            ("cooperative", "Cooperative"),
                            ("firm", "Firm"),
                            ("anchor_firm", "Anchor Firm"),
                            ("input_supplier", "Input Supplier"),
                            ("service_supplier", "Service Supplier"),
                            ("equipment_supplier", "Equipment Supplier"),
                            ("carrier", "Carrier"),
                            ("lender", "Lender"),
                            ("certifier", "Certifier"),
                            ("processor", "Processor"),
                            ("trader", "Trader"),
                            ("exporter", "Exporter"),
                            ("foreign_supplier", "Foreign Supplier"),
                            ("wholesale_buyer", "Wholesale Buyer"),
                            ("retail_buyer", "Retail Buyer"),
                            ("consumers", "Consumers"),
                            ("trade_association", "Trade Association"),
                            ("university", "University"),
                            ("research_body", "Research Body"),
                            ("government", "Government"),
                            ("ngo", "Ngo"),
                            ("development_agency", "Development Agency"),
                            ("media", "Media"),
                            ("civil_society", "Civil Society"),
                            ("promoter", "Promoter"),
                            ("coordinating_entity", "Coordinating Entity"),
                        ],
                        max_length=30,
                    ),
                ),
                ("most", models.PositiveIntegerField()),
                ("why", models.TextField(blank=True)),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seat_limits", to="members.cluster"
                    ),
                ),
            ],
            options={
                "db_table": "members_seat_limit",
                "ordering": ("kind",),
                "constraints": [models.UniqueConstraint(fields=("cluster", "kind"), name="one_limit_a_kind")],
            },
        ),
        migrations.CreateModel(
            name="Sponsor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("terms", models.TextField()),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sponsors", to="members.cluster"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sponsored", to="members.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "members_sponsor",
                "ordering": ("organisation__name",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                        name="sponsor_ends_after",
                    ),
                    models.UniqueConstraint(fields=("cluster", "organisation", "since"), name="one_sponsor_once"),
                ],
            },
        ),
    ]
