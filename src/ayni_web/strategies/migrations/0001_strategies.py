import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("members", "0005_chain_of_the_library"),
        ("ventures", "0002_scores"),
    ]

    operations = [
        migrations.CreateModel(
            name="Strategy",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("product", models.CharField(max_length=200)),
                ("hs_code", models.CharField(max_length=10)),
                ("market", models.CharField(max_length=2)),
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
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="strategies", to="members.cluster"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="strategies",
                        to="ventures.plan",
                    ),
                ),
            ],
            options={
                "db_table": "strategies_strategy",
                "ordering": ("product", "market", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("product", ""), _negated=True), name="strategy_of_a_product"
                    ),
                    models.UniqueConstraint(fields=("cluster", "hs_code", "market"), name="one_strategy_of_a_market"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("signed", "Signed")], default="draft", max_length=10
                    ),
                ),
                ("content", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "strategy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="strategies.strategy"
                    ),
                ),
            ],
            options={
                "db_table": "strategies_version",
                "ordering": ("-number",),
                "constraints": [
                    models.UniqueConstraint(fields=("strategy", "number"), name="one_version_of_a_strategy_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("draft", "signed"))), name="strategy_state_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False), ("state", "signed")),
                            models.Q(("signed_at__isnull", True), ("signed_by__isnull", True), ("state", "draft")),
                            _connector="OR",
                        ),
                        name="strategy_signed_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_by__isnull", True),
                            models.Q(("signed_by", models.F("author")), _negated=True),
                            _connector="OR",
                        ),
                        name="strategy_signed_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reopening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=40)),
                ("row", models.CharField(max_length=40)),
                ("seen", models.CharField(max_length=400)),
                ("seen_on", models.DateField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reopenings", to="strategies.version"
                    ),
                ),
            ],
            options={
                "db_table": "strategies_reopening",
                "ordering": ("at", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("seen", ""), _negated=True), name="reopened_by_what_was_seen"
                    ),
                    models.UniqueConstraint(fields=("version", "part", "row"), name="a_sign_comes_true_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hands", to="strategies.version"
                    ),
                ),
            ],
            options={
                "db_table": "strategies_hand",
                "constraints": [models.UniqueConstraint(fields=("version", "person"), name="one_hand_in_a_strategy")],
            },
        ),
    ]
