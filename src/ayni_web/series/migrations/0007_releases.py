"""Totals that members were shown."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("series", "0006_quick_measures")]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("at", models.DateTimeField(db_default=Now(), editable=False)),
                ("measure", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="series.measure")),
            ],
            options={
                "db_table": "series_release",
                "indexes": [models.Index(fields=["measure", "starts_on"], name="releases_by_period")],
            },
        ),
        migrations.AddField(
            model_name="reading",
            name="release",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="series.release"),
        ),
    ]  # fmt: skip
