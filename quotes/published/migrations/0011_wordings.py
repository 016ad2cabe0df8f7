"""How many wordings a quote has: whoever compares words reads no details of a quote with one.

Most have one, so the column is added with that, and only what differs is written.
"""

from django.db import migrations, models

ADD = """
ALTER TABLE published_publishedquote ADD COLUMN wordings smallint NOT NULL DEFAULT 1
    CONSTRAINT published_publishedquote_wordings_check CHECK (wordings >= 0);
UPDATE published_publishedquote SET wordings = json_array_length(detail_json::json->'wordings')
    WHERE json_array_length(detail_json::json->'wordings') <> 1;
ALTER TABLE published_publishedquote ALTER COLUMN wordings SET DEFAULT 0;
"""


class Migration(migrations.Migration):
    dependencies = [("published", "0010_ranks")]
    operations = [
        migrations.RunSQL(
            ADD,
            "ALTER TABLE published_publishedquote DROP COLUMN wordings",
            state_operations=[
                migrations.AddField(
                    "publishedquote",
                    "wordings",
                    models.PositiveSmallIntegerField(
                        db_default=0, help_text="How many; 0 where nobody counted."
                    ),
                )
            ],
        )
    ]
