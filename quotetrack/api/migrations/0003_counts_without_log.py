"""Counts of requests need not survive a crash: without the log, counting waits for no disk."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("api", "0002_releases")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE api_ratecount SET UNLOGGED", "ALTER TABLE api_ratecount SET LOGGED"
        )
    ]
