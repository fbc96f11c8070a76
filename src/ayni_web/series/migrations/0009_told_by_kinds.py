"""Which kinds of members tell a measure."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("series", "0008_what_was_shown")]

    operations = [
        migrations.AddField(model_name="measure", name="kinds", field=models.JSONField(default=list)),
    ]
