"""What members saw until now counts as shown: of each period that five told, what was told of it."""

from typing import Any

from django.db import migrations
from django.db.models import Count

FEWEST = 5


def count_as_shown(apps: Any, schema_editor: Any) -> None:
    """Put what was told into one release for each period."""
    reading, release = apps.get_model("series", "Reading"), apps.get_model("series", "Release")
    told = reading.objects.filter(organisation__isnull=False).order_by().values("measure", "starts_on")
    for row in told.annotate(n=Count("organisation", distinct=True)).filter(n__gte=FEWEST):
        where = {"measure_id": row["measure"], "starts_on": row["starts_on"]}
        reading.objects.filter(**where).update(release=release.objects.create(**where))


class Migration(migrations.Migration):
    dependencies = [("series", "0007_releases")]

    operations = [migrations.RunPython(count_as_shown, migrations.RunPython.noop)]
