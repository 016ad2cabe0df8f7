"""Published rows change with a notice or not at all; corrections count from 1."""

from django.db import migrations

from quotes.models.guards import DROP_NEED_CORRECTION, NEED_CORRECTION


class Migration(migrations.Migration):
    dependencies = [("quotes", "0001_quotes"), ("published", "0003_search")]
    operations = [
        migrations.RunSQL(NEED_CORRECTION, DROP_NEED_CORRECTION),
        migrations.RunSQL(
            "INSERT INTO quotes_correctionhead (id, number) VALUES (1, 0)",
            "DELETE FROM quotes_correctionhead",
        ),
    ]
