"""A day's acts are found without reading the whole history."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_presence"),
        ("pghistory", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS desk_context_time ON pghistory_context (created_at)",
            "DROP INDEX IF EXISTS desk_context_time",
        )
    ]
