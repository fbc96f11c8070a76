from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]

    operations = [
        migrations.AddField(
            "recording", "media_type", models.CharField(default="", max_length=20), preserve_default=False
        ),
        migrations.AddField("recording", "sha256", models.CharField(default="", max_length=64), preserve_default=False),
        migrations.RemoveField("recording", "seconds"),
    ]
