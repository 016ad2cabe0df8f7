"""Details lie apart and as they are, so that lists and searches read narrow rows (decision 0034)."""

from django.db import migrations

TABLE = "ALTER TABLE published_publishedquote ALTER COLUMN detail_json SET STORAGE"


class Migration(migrations.Migration):
    dependencies = [("published", "0005_words")]
    operations = [migrations.RunSQL(f"{TABLE} EXTERNAL", f"{TABLE} EXTENDED")]
