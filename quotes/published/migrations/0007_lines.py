"""Each quote's line of the table that readers export; made when a quote is next published."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("published", "0006_details_apart")]
    operations = [
        migrations.CreateModel(
            name="QuoteLine",
            fields=[
                (
                    "quote",
                    models.CharField(
                        db_collation="C", max_length=12, primary_key=True, serialize=False
                    ),
                ),
                (
                    "columns",
                    models.CharField(
                        help_text="Names the columns that it was made for.", max_length=8
                    ),
                ),
                ("line", models.TextField(help_text="CSV, our origin left open.")),
            ],
        ),
        migrations.RunSQL(
            "GRANT SELECT ON published_quoteline TO quotetrack_reader",
            migrations.RunSQL.noop,
        ),
    ]
