import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("members", "0004_organisations_listed_by_name"),
        ("series", "0003_subjects_told_by_rooms"),
    ]

    operations = [
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(blank=True, max_length=40)),
                ("of", models.CharField(max_length=12)),
                ("unit", models.CharField(max_length=20)),
                ("better", models.CharField(max_length=10)),
                ("period", models.CharField(max_length=10)),
                ("roll_up", models.CharField(max_length=14)),
                ("experience", models.BooleanField(default=False)),
                ("texts", models.JSONField()),
                ("parts", models.JSONField(default=list)),
                ("source", models.CharField(blank=True, max_length=300)),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="members.cluster"
                    ),
                ),
            ],
            options={
                "db_table": "series_measure",
                "ordering": ("added_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("code", ""), _negated=True), ("ended_at__isnull", True)),
                        fields=("cluster", "code"),
                        name="entry_copied_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("of__in", ("organisation", "cluster"))), name="measure_of_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("better__in", ("more", "less", "neither"))), name="better_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__in", ("month", "quarter", "year", "farm_year"))),
                        name="period_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("roll_up__in", ("sum", "mean", "weighted_mean", "none"))),
                        name="roll_up_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("of", "cluster"), _negated=True), ("roll_up", "none"), _connector="OR"
                        ),
                        name="of_the_cluster_is_not_rolled_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("starts_on", models.DateField()),
                ("part", models.CharField(blank=True, max_length=40)),
                ("value", models.DecimalField(decimal_places=4, max_digits=18)),
                ("weight", models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ("source", models.CharField(max_length=300)),
                ("typed_for", models.BooleanField(default=False)),
                ("why", models.CharField(blank=True, max_length=300)),
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
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="series.measure"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="members.organisation",
                    ),
                ),
                (
                    "revises",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revised_by",
                        to="series.reading",
                    ),
                ),
            ],
            options={
                "db_table": "series_reading",
                "ordering": ("-starts_on", "added_at", "id"),
                "indexes": [models.Index(fields=["measure", "starts_on"], name="readings_by_period")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", False), ("revises__isnull", True)),
                        fields=("measure", "organisation", "starts_on", "part"),
                        name="one_first_reading",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", True), ("revises__isnull", True)),
                        fields=("measure", "starts_on", "part"),
                        name="one_first_reading_of_the_cluster",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__isnull", True), ("weight__gt", 0), _connector="OR"),
                        name="weight_is_above_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="reading_says_its_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revises__isnull", True), ("why", "")),
                            models.Q(("revises__isnull", False), models.Q(("why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="revised_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("value", models.DecimalField(decimal_places=4, max_digits=18)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("set_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="targets", to="series.measure"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "series_target",
                "ordering": ("starts_on", "id"),
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reading",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="verification", to="series.reading"
                    ),
                ),
            ],
            options={
                "db_table": "series_verification",
            },
        ),
    ]
