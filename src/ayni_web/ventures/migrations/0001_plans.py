import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("members", "0005_chain_of_the_library"),
    ]

    operations = [
        migrations.CreateModel(
            name="Computation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("replaced", "Replaced"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("figures_sha256", models.CharField(max_length=64)),
                ("engine", models.CharField(blank=True, max_length=20)),
                ("draws", models.PositiveIntegerField(default=0)),
                ("seed", models.PositiveIntegerField(default=0)),
                ("group", models.JSONField(default=dict)),
                ("mistake", models.JSONField(default=dict)),
                ("step", models.CharField(blank=True, max_length=20)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "ventures_computation",
                "ordering": ("-asked_at",),
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="members.cluster"
                    ),
                ),
            ],
            options={
                "db_table": "ventures_plan",
                "ordering": ("title", "id"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="plan_has_a_title")
                ],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("type", models.CharField(max_length=40)),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans_joined",
                        to="members.organisation",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="participants", to="ventures.plan"
                    ),
                ),
            ],
            options={
                "db_table": "ventures_participant",
                "ordering": ("type", "organisation__name"),
                "constraints": [models.UniqueConstraint(fields=("plan", "organisation"), name="takes_part_once")],
            },
        ),
        migrations.CreateModel(
            name="ScenarioRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("scenario", models.CharField(max_length=40)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("type", models.CharField(max_length=40)),
                ("alone", models.FloatField()),
                ("together", models.FloatField()),
                ("gain", models.FloatField()),
                (
                    "computation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scenarios", to="ventures.computation"
                    ),
                ),
            ],
            options={
                "db_table": "ventures_scenario_row",
                "ordering": ("position", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("computation", "scenario", "type"), name="one_row_of_a_future")
                ],
            },
        ),
        migrations.CreateModel(
            name="SwayRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("factor", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("type", models.CharField(max_length=40)),
                ("low", models.FloatField()),
                ("high", models.FloatField()),
                ("gain_low", models.FloatField()),
                ("gain_high", models.FloatField()),
                ("break_even", models.FloatField(null=True)),
                (
                    "computation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sways", to="ventures.computation"
                    ),
                ),
            ],
            options={
                "db_table": "ventures_sway_row",
                "ordering": ("position", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("computation", "factor", "type"), name="one_row_of_a_factor")
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
                        choices=[("draft", "Draft"), ("computed", "Computed"), ("signed", "Signed")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("content", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("figures_sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="ventures.plan"
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
            ],
            options={
                "db_table": "ventures_version",
                "ordering": ("-number",),
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="one_version_of_a_plan_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("draft", "computed", "signed"))), name="plan_state_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False), ("state", "signed")),
                            models.Q(
                                models.Q(("state", "signed"), _negated=True),
                                ("signed_at__isnull", True),
                                ("signed_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="plan_signed_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_by__isnull", True),
                            models.Q(("signed_by", models.F("author")), _negated=True),
                            _connector="OR",
                        ),
                        name="plan_signed_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Renewal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=400)),
                ("before", models.DateField()),
                ("until", models.DateField()),
                ("reason", models.CharField(max_length=400)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="renewals", to="ventures.version"
                    ),
                ),
            ],
            options={
                "db_table": "ventures_renewal",
                "ordering": ("at", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="renewed_with_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("before"))), name="renewed_for_longer"
                    ),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="hands", to="ventures.version"
                    ),
                ),
            ],
            options={
                "db_table": "ventures_hand",
                "constraints": [models.UniqueConstraint(fields=("version", "person"), name="one_hand_of_a_person")],
            },
        ),
        migrations.CreateModel(
            name="Forecast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("who", models.CharField(max_length=40)),
                ("year", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField()),
                ("value", models.FloatField()),
                ("low", models.FloatField()),
                ("high", models.FloatField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="forecasts", to="ventures.version"
                    ),
                ),
            ],
            options={
                "db_table": "ventures_forecast",
                "ordering": ("due_on", "id"),
                "constraints": [models.UniqueConstraint(fields=("version", "who", "year"), name="forecast_once")],
            },
        ),
        migrations.AddField(
            model_name="computation",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="computations", to="ventures.version"
            ),
        ),
        migrations.CreateModel(
            name="Assumption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=400)),
                ("source", models.CharField(blank=True, max_length=400)),
                ("expires_on", models.DateField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assumptions", to="ventures.version"
                    ),
                ),
            ],
            options={
                "db_table": "ventures_assumption",
                "ordering": ("expires_on", "id"),
                "constraints": [models.UniqueConstraint(fields=("version", "text"), name="assumed_once")],
            },
        ),
        migrations.CreateModel(
            name="YearRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("who", models.CharField(max_length=40)),
                ("basis", models.CharField(max_length=10)),
                ("value", models.FloatField()),
                ("low", models.FloatField()),
                ("high", models.FloatField()),
                (
                    "computation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="years", to="ventures.computation"
                    ),
                ),
            ],
            options={
                "db_table": "ventures_year_row",
                "ordering": ("who", "basis", "year"),
                "constraints": [
                    models.UniqueConstraint(fields=("computation", "who", "basis", "year"), name="one_row_of_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ("alone", "together"))), name="year_basis_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("type", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("count", models.PositiveIntegerField()),
                ("alone", models.FloatField()),
                ("together", models.FloatField()),
                ("gain", models.FloatField()),
                ("alone_a_year", models.FloatField()),
                ("together_a_year", models.FloatField()),
                ("gain_a_year", models.FloatField()),
                ("low_a_year", models.FloatField()),
                ("high_a_year", models.FloatField()),
                ("twenty", models.JSONField()),
                ("chance_of_loss", models.FloatField()),
                ("payback_periods", models.FloatField(null=True)),
                ("internal_rate", models.FloatField(null=True)),
                ("internal_rate_reason", models.CharField(blank=True, max_length=20)),
                ("peak_working_capital", models.FloatField()),
                ("adds_a_year", models.FloatField()),
                (
                    "computation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="ventures.computation"
                    ),
                ),
            ],
            options={
                "db_table": "ventures_member_row",
                "ordering": ("position",),
                "constraints": [models.UniqueConstraint(fields=("computation", "type"), name="one_row_of_a_type")],
            },
        ),
        migrations.AddConstraint(
            model_name="computation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "running"))),
                fields=("version",),
                name="one_open_computation",
            ),
        ),
    ]
