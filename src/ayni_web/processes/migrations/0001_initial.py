import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("members", "0004_organisations_listed_by_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Process",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("entry", models.CharField(blank=True, max_length=80)),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("retired_at", models.DateTimeField(null=True)),
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
                        related_name="processes",
                        to="members.cluster",
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "processes_process",
                "ordering": ("added_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Rules",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("in_force", "In Force"), ("replaced", "Replaced")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("document", models.JSONField()),
                ("title", models.JSONField()),
                ("openers", models.JSONField(default=list)),
                ("subjects", models.JSONField(default=list)),
                ("blocks", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("put_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="processes.process"
                    ),
                ),
                (
                    "put_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "processes_rules",
                "ordering": ("-number",),
                "constraints": [
                    models.UniqueConstraint(fields=("process", "number"), name="one_version_of_rules_a_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")), fields=("process",), name="one_draft_of_rules"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_force")), fields=("process",), name="one_rules_in_force"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("draft", "in_force", "replaced"))), name="rules_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("put_at__isnull", True), ("put_by__isnull", True), ("state", "draft")),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("put_at__isnull", False),
                                ("put_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="rules_put_in_force_by_someone",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="process",
            name="copied_from",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="processes.rules"
            ),
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("blocked_usd", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                (
                    "opened_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("entered_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("due_on", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="members.cluster",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="members.organisation",
                    ),
                ),
                (
                    "rules",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="processes.rules"
                    ),
                ),
            ],
            options={
                "db_table": "processes_case",
                "ordering": ("-opened_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.JSONField()),
                ("asks", models.JSONField(default=dict)),
                ("owner", models.CharField(blank=True, max_length=12)),
                ("days", models.PositiveSmallIntegerField(null=True)),
                ("counting", models.CharField(max_length=10)),
                ("documents", models.JSONField(default=list)),
                ("by_another", models.BooleanField(default=False)),
                ("pause", models.BooleanField(default=False)),
                ("ending", models.CharField(blank=True, max_length=10)),
                (
                    "rules",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="processes.rules"
                    ),
                ),
            ],
            options={
                "db_table": "processes_step",
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(fields=("rules", "code"), name="one_step_a_code"),
                    models.UniqueConstraint(fields=("rules", "position"), name="one_step_a_position"),
                    models.CheckConstraint(
                        condition=models.Q(("counting__in", ("calendar", "working"))), name="step_counting_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ending", ""),
                                ("owner__in", ("requester", "member", "manager", "officer", "director", "reviewer")),
                            ),
                            models.Q(("ending__in", ("done", "refused", "withdrawn")), ("owner", "")),
                            _connector="OR",
                        ),
                        name="step_has_owner_or_ends",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300)),
                ("since", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("until", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pauses", to="processes.case"
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
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="processes.step"
                    ),
                ),
            ],
            options={
                "db_table": "processes_pause",
                "ordering": ("since", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)), fields=("case",), name="one_open_pause"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="pause_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by__isnull", True), ("until__isnull", True)),
                            models.Q(("ended_by__isnull", False), ("until__isnull", False)),
                            _connector="OR",
                        ),
                        name="pause_ended_by_someone",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="processes.step"
            ),
        ),
        migrations.CreateModel(
            name="Way",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.JSONField()),
                ("by", models.JSONField()),
                ("reason", models.BooleanField(default=False)),
                ("by_another", models.BooleanField(default=False)),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ways", to="processes.step"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ways_here", to="processes.step"
                    ),
                ),
            ],
            options={
                "db_table": "processes_way",
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(fields=("origin", "target"), name="one_way_to_a_step"),
                    models.CheckConstraint(
                        condition=models.Q(("origin", models.F("target")), _negated=True), name="way_leads_elsewhere"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("reason", models.TextField(blank=True)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="processes.case"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="processes.step"
                    ),
                ),
                (
                    "way",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="processes.way"
                    ),
                ),
            ],
            options={
                "db_table": "processes_move",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="one_move_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", 1), ("way__isnull", True)),
                            models.Q(("number__gt", 1), ("way__isnull", False)),
                            _connector="OR",
                        ),
                        name="first_move_opens_the_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reviewer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "named_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviewers", to="processes.case"
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "processes_reviewer",
                "ordering": ("named_at", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("case", "person"), name="one_reviewer_once"),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("named_by")), _negated=True),
                        name="reviewer_named_by_another",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="process",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retired_at__isnull", True), ("retired_by__isnull", True)),
                    models.Q(("retired_at__isnull", False), ("retired_by__isnull", False)),
                    _connector="OR",
                ),
                name="process_retired_by_someone",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["ended_at", "due_on"], name="case_by_due_day"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="case_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("blocked_usd__isnull", True), ("blocked_usd__gte", 0), _connector="OR"),
                name="case_blocks_no_less_than_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at__isnull", True), ("due_on__isnull", True), _connector="OR"),
                name="case_that_ended_is_not_due",
            ),
        ),
    ]
