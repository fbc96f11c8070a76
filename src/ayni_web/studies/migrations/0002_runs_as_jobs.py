import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("studies", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="run", name="done_run_has_a_package"),
        migrations.RemoveField(model_name="run", name="mistake"),
        migrations.AddField(model_name="run", name="mistake", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="run", name="faults", field=models.JSONField(default=list)),
        migrations.AddField(model_name="run", name="attempt", field=models.PositiveSmallIntegerField(default=1)),
        migrations.AddField(model_name="run", name="progressed_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="run", name="queued_at", field=models.DateTimeField(default=django.utils.timezone.now)
        ),
        migrations.AlterField(
            model_name="run",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("running", "Running"),
                    ("done", "Done"),
                    ("failed", "Failed"),
                    ("cancelled", "Cancelled"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    models.Q(
                        models.Q(("package", ""), _negated=True), models.Q(("manifest_sha256", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="done_run_has_a_package",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "running"))),
                fields=("study",),
                name="one_open_run_of_a_study",
            ),
        ),
        migrations.AddField(model_name="study", name="titles", field=models.JSONField(default=dict)),
        migrations.AlterField(model_name="study", name="config", field=models.CharField(blank=True, max_length=400)),
        migrations.AddIndex(model_name="origin", index=models.Index(fields=["candidate"], name="origins_by_candidate")),
    ]
