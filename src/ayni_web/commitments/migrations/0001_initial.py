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
            name="Commitment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(db_index=True, max_length=40)),
                ("content", models.TextField()),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=14, null=True)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("due_on", models.DateField(db_index=True)),
                ("inside", models.BooleanField(default=False)),
                ("proposed_side", models.CharField(max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("kept", "Kept"),
                            ("late", "Late"),
                            ("broken", "Broken"),
                            ("waived", "Waived"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("done_on", models.DateField(null=True)),
                ("review_on", models.DateField(null=True)),
                ("disputed", models.BooleanField(default=False)),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="members.cluster",
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="promised", to="members.organisation"
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises_received",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "commitments_commitment",
                "ordering": ("due_on", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("maker", models.F("receiver")), _negated=True), name="promised_to_another"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("content", ""), _negated=True), name="promise_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["proposed", "agreed", "declined", "withdrawn", "kept", "late", "broken", "waived"],
                            )
                        ),
                        name="promise_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proposed_side__in", ("maker", "receiver"))),
                        name="promise_proposed_by_a_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quantity__isnull", True), ("unit", "")),
                            models.Q(("quantity__gt", 0), models.Q(("unit", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="promised_quantity_has_a_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on__isnull", False), ("state__in", ("kept", "late"))),
                            models.Q(
                                models.Q(("state__in", ("kept", "late")), _negated=True), ("done_on__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="what_was_done_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "kept"), _negated=True),
                            ("done_on__lte", models.F("due_on")),
                            _connector="OR",
                        ),
                        name="kept_is_by_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "late"), _negated=True),
                            ("done_on__gt", models.F("due_on")),
                            _connector="OR",
                        ),
                        name="late_is_after_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("disputed", False), ("state__in", ["kept", "late", "broken", "waived"]), _connector="OR"
                        ),
                        name="an_outcome_is_disputed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "private",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="commitments.commitment"
                    ),
                ),
                (
                    "public",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answered_by",
                        to="commitments.commitment",
                    ),
                ),
            ],
            options={
                "db_table": "commitments_match",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("public", "private"), name="matched_once"),
                    models.CheckConstraint(
                        condition=models.Q(("public", models.F("private")), _negated=True), name="matched_with_another"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("kept", "Kept"),
                            ("late", "Late"),
                            ("broken", "Broken"),
                            ("waived", "Waived"),
                            ("disputed", "Disputed"),
                            ("reviewed", "Reviewed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("side", models.CharField(max_length=10)),
                ("typed_for", models.BooleanField(default=False)),
                ("text", models.TextField(blank=True)),
                ("done_on", models.DateField(null=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="turns", to="commitments.commitment"
                    ),
                ),
            ],
            options={
                "db_table": "commitments_turn",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ("maker", "receiver"))), name="turn_is_of_a_side"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "what__in",
                                (
                                    "proposed",
                                    "agreed",
                                    "declined",
                                    "withdrawn",
                                    "kept",
                                    "late",
                                    "broken",
                                    "waived",
                                    "disputed",
                                    "reviewed",
                                ),
                            )
                        ),
                        name="turn_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("what__in", ("declined", "withdrawn", "broken", "waived", "disputed")), _negated=True
                            ),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="turn_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what__in", ("kept", "late", "broken", "waived", "reviewed")), _negated=True),
                            ("side", "receiver"),
                            _connector="OR",
                        ),
                        name="receiver_tells_the_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what", "disputed"), _negated=True), ("side", "maker"), _connector="OR"
                        ),
                        name="maker_disputes",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("what__in", ("proposed", "agreed", "declined", "withdrawn"))),
                        fields=("commitment", "what"),
                        name="said_once",
                    ),
                ],
            },
        ),
    ]
