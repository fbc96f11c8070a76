"""Targets of single members."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("series", "0009_told_by_kinds")]

    operations = [
        migrations.AddField(
            model_name="target",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="targets",
                to="members.organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="target",
            index=models.Index(fields=["measure", "starts_on", "organisation"], name="targets_by_period"),
        ),
    ]
