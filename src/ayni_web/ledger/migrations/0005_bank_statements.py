import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("ledger", "0004_pledges_in_use"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankStatement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("currency", models.CharField(max_length=3)),
                ("layout", models.CharField(max_length=16)),
                ("number", models.CharField(blank=True, max_length=40)),
                ("name", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("opening", models.BigIntegerField(null=True)),
                ("closing", models.BigIntegerField(null=True)),
                ("came", models.PositiveIntegerField()),
                ("fresh", models.PositiveIntegerField()),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="ledger.account"
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "ledger_statement",
                "ordering": ("-until", "-added_at"),
                "constraints": [
                    models.UniqueConstraint(fields=("account", "currency", "sha256"), name="statement_comes_once"),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))), name="statement_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fresh__lte", models.F("came"))), name="no_more_is_new_than_came"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("currency", models.CharField(max_length=3)),
                ("day", models.DateField()),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="matches", to="ledger.account"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "ledger_match",
                "ordering": ("-day", "-made_at"),
            },
        ),
        migrations.CreateModel(
            name="MatchedLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="matched", to="ledger.line"
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="ledger.match"
                    ),
                ),
            ],
            options={
                "db_table": "ledger_match_line",
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                ("day", models.DateField()),
                ("minor", models.BigIntegerField()),
                ("text", models.CharField(blank=True, max_length=300)),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("balance", models.BigIntegerField(null=True)),
                ("opening", models.BooleanField(default=False)),
                ("mark", models.CharField(max_length=64)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="ledger.account",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="ledger.draft",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="movements", to="ledger.bankstatement"
                    ),
                ),
            ],
            options={
                "db_table": "ledger_movement",
                "ordering": ("day", "-opening", "id"),
                "indexes": [models.Index(fields=["account", "currency", "day"], name="movements_of_account")],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "currency", "mark"), name="movement_counts_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("opening", True)),
                        fields=("account", "currency"),
                        name="an_account_opens_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minor", 0), _negated=True), name="movement_moves_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minor__range", (-10000000000000, 10000000000000))), name="movement_fits"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchedMovement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="movements", to="ledger.match"
                    ),
                ),
                (
                    "movement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="matched", to="ledger.movement"
                    ),
                ),
            ],
            options={
                "db_table": "ledger_match_movement",
            },
        ),
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("currency", models.CharField(max_length=3)),
                ("day", models.DateField()),
                ("books", models.BigIntegerField()),
                ("bank", models.BigIntegerField()),
                ("pending", models.BigIntegerField()),
                ("pending_count", models.PositiveIntegerField()),
                ("missing", models.BigIntegerField()),
                ("missing_count", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reconciliations", to="ledger.account"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "ledger_reconciliation",
                "ordering": ("-day",),
                "constraints": [
                    models.UniqueConstraint(fields=("account", "currency", "day"), name="a_day_is_reconciled_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "books",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("bank"), "+", models.F("pending")
                                    ),
                                    "-",
                                    models.F("missing"),
                                ),
                            )
                        ),
                        name="reconciled_without_difference",
                    ),
                ],
            },
        ),
    ]
