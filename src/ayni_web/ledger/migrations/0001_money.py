import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("documents", "0002_signatures_asked"),
        ("members", "0004_organisations_listed_by_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=24)),
                ("occurred_on", models.DateField(db_index=True)),
                ("posted_at", models.DateTimeField()),
                ("maker_digest", models.CharField(max_length=32)),
                ("checker_digest", models.CharField(max_length=32)),
                ("memo_digest", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64, unique=True)),
                (
                    "checker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "ledger_entry",
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="LedgerSeal",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("count", models.PositiveBigIntegerField()),
                ("head", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
                ("key", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "ledger_seal",
                "ordering": ("-day",),
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("code", models.CharField(max_length=16, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asset", "Asset"),
                            ("liability", "Liability"),
                            ("equity", "Equity"),
                            ("income", "Income"),
                            ("expense", "Expense"),
                            ("order", "Order"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("bank", "Bank"),
                            ("cash", "Cash"),
                            ("advance", "Advance"),
                            ("receivable", "Receivable"),
                            ("payable", "Payable"),
                            ("grants", "Grants"),
                            ("contributions", "Contributions"),
                            ("in_kind", "In Kind"),
                            ("spending", "Spending"),
                            ("exchange", "Exchange"),
                            ("results", "Results"),
                            ("given", "Given"),
                            ("available", "Available"),
                            ("assigned", "Assigned"),
                            ("other", "Other"),
                        ],
                        db_index=True,
                        max_length=16,
                    ),
                ),
                ("texts", models.JSONField(default=dict)),
                ("currency", models.CharField(blank=True, max_length=3)),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "ledger_account",
                "ordering": ("code",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z0-9][A-Z0-9.-]*$")), name="account_code_is_plain"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["asset", "liability", "equity", "income", "expense", "order"])
                        ),
                        name="account_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "purpose__in",
                                [
                                    "bank",
                                    "cash",
                                    "advance",
                                    "receivable",
                                    "payable",
                                    "grants",
                                    "contributions",
                                    "in_kind",
                                    "spending",
                                    "exchange",
                                    "results",
                                    "given",
                                    "available",
                                    "assigned",
                                    "other",
                                ],
                            )
                        ),
                        name="account_purpose_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "order"), ("purpose__in", ("given", "available", "assigned"))),
                            models.Q(
                                models.Q(("kind", "order"), _negated=True),
                                models.Q(("purpose__in", ("given", "available", "assigned")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="order_accounts_are_for_what_is_assigned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=24)),
                ("occurred_on", models.DateField()),
                ("text", models.CharField(max_length=300)),
                ("counterpart", models.CharField(blank=True, max_length=120)),
                ("lines", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("sent", "Sent"), ("posted", "Posted"), ("dropped", "Dropped")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("returned", models.CharField(blank=True, max_length=600)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "ledger_draft",
                "ordering": ("-made_at",),
            },
        ),
        migrations.CreateModel(
            name="DraftPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="ledger.draft"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.version"
                    ),
                ),
            ],
            options={
                "db_table": "ledger_draft_paper",
                "ordering": ("id",),
                "constraints": [models.UniqueConstraint(fields=("draft", "version"), name="paper_of_a_draft_once")],
            },
        ),
        migrations.CreateModel(
            name="Memo",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="memo",
                        serialize=False,
                        to="ledger.entry",
                    ),
                ),
                ("body", models.TextField()),
                ("blanked_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "ledger_memo",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("blanked_at__isnull", True), models.Q(("body", ""), _negated=True)),
                            models.Q(("blanked_at__isnull", False), ("body", "")),
                            _connector="OR",
                        ),
                        name="memo_is_whole_or_blanked",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="entry",
            name="draft",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="entry", to="ledger.draft"
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="maker",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="reverses",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reversed_by", to="ledger.entry"
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="reverses",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
            ),
        ),
        migrations.CreateModel(
            name="Fund",
            fields=[
                ("code", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funds",
                        to="members.cluster",
                    ),
                ),
            ],
            options={
                "db_table": "ledger_fund",
                "ordering": ("code",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z0-9][A-Z0-9.-]*$")), name="fund_code_is_plain"
                    ),
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="fund_has_a_title"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Heading",
            fields=[
                ("code", models.CharField(max_length=32, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("call", "Call"), ("award", "Award"), ("activity", "Activity")], max_length=10
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("cofinance", models.PositiveIntegerField(null=True)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "award",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="within_award",
                        to="ledger.heading",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="within_call",
                        to="ledger.heading",
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="headings",
                        to="members.cluster",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="ledger.heading",
                    ),
                ),
                (
                    "rules",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.version"
                    ),
                ),
            ],
            options={
                "db_table": "ledger_heading",
                "ordering": ("code",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z0-9][A-Z0-9.-]*$")), name="heading_code_is_plain"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="heading_has_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("award__isnull", True),
                                ("call", models.F("code")),
                                ("kind", "call"),
                                ("parent__isnull", True),
                            ),
                            models.Q(("award", models.F("code")), ("kind", "award")),
                            ("kind", "activity"),
                            _connector="OR",
                        ),
                        name="heading_stands_in_its_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cofinance__isnull", True),
                            models.Q(("cofinance__range", (1, 9999)), ("kind", "award")),
                            _connector="OR",
                        ),
                        name="an_award_is_cofinanced_in_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="heading_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="ledger.entry"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.version"
                    ),
                ),
            ],
            options={
                "db_table": "ledger_paper",
                "ordering": ("entry", "id"),
                "constraints": [models.UniqueConstraint(fields=("entry", "version"), name="paper_of_an_entry_once")],
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("starts_on", models.DateField(primary_key=True, serialize=False)),
                ("ends_on", models.DateField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "ledger_period",
                "ordering": ("starts_on",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="period_ends_after_it_starts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="somebody_closed_the_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pledge",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("currency", models.CharField(max_length=3)),
                ("text", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("typed_for", models.BooleanField(default=False)),
                ("ended_at", models.DateTimeField(null=True)),
                ("why_ended", models.CharField(blank=True, max_length=300)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pledges", to="ledger.fund"
                    ),
                ),
                (
                    "heading",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pledges",
                        to="ledger.heading",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pledges", to="members.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "ledger_pledge",
                "ordering": ("-made_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("made_by", models.F("agreed_by")), _negated=True),
                        name="pledge_agreed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at__isnull", True), ("agreed_by__isnull", True)),
                            models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="somebody_agreed_to_the_pledge",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True), ("why_ended", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                models.Q(("why_ended", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="somebody_ended_the_pledge_and_said_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField()),
                ("minor", models.BigIntegerField()),
                ("in_kind", models.BooleanField(default=False)),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="instalments", to="ledger.pledge"
                    ),
                ),
            ],
            options={
                "db_table": "ledger_instalment",
                "ordering": ("due_on", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minor__range", (1, 10000000000000))), name="instalment_is_above_zero"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                ("day", models.DateField()),
                ("millionths", models.PositiveBigIntegerField()),
                ("source", models.CharField(max_length=200)),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "ledger_rate",
                "ordering": ("currency", "day", "id"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("millionths__gt", 0)), name="rate_is_above_zero"),
                    models.CheckConstraint(condition=models.Q(("source", ""), _negated=True), name="rate_has_a_source"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("code", models.CharField(max_length=24, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("government", "Government"),
                            ("cooperation", "Cooperation"),
                            ("members", "Members"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.version"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "ledger_source",
                "ordering": ("code",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z0-9][A-Z0-9.-]*$")), name="source_code_is_plain"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["government", "cooperation", "members", "other"])),
                        name="source_kind_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="source_has_a_title"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("minor", models.BigIntegerField()),
                ("passed_on", models.BooleanField(default=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="ledger.account"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="ledger.entry"
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="ledger.fund"
                    ),
                ),
                (
                    "heading",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="ledger.heading",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="money_lines",
                        to="members.organisation",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="ledger.source"
                    ),
                ),
            ],
            options={
                "db_table": "ledger_line",
                "ordering": ("entry", "position"),
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "position"), name="one_line_a_position"),
                    models.CheckConstraint(
                        condition=models.Q(("minor", 0), _negated=True), name="line_moves_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minor__range", (-10000000000000, 10000000000000))), name="line_fits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="currency_is_a_code"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="ledger_counts_from_one"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("maker", models.F("checker")), _negated=True), name="maker_is_not_checker"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("maker_digest", models.F("checker_digest")), _negated=True),
                name="two_digests_of_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "sent", "posted", "dropped"])), name="draft_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="draft_says_what_for"
            ),
        ),
    ]
