import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_draft_facts"),
        ("members", "0004_organisations_listed_by_name"),
    ]

    operations = [
        migrations.AlterField(
            model_name="line",
            name="account",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="ledger.account"
            ),
        ),
        migrations.AlterField(
            model_name="line",
            name="entry",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="ledger.entry"
            ),
        ),
        migrations.AlterField(
            model_name="line",
            name="heading",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="ledger.heading",
            ),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(
                fields=["account", "currency", "fund", "source", "heading", "member", "minor"], name="line_by_account"
            ),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(
                fields=["heading", "currency", "fund", "source", "account", "minor"], name="line_by_heading"
            ),
        ),
    ]
