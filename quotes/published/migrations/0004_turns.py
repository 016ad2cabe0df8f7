"""The order of public changes: turns, handed out one after the other (docs/decisions/0025)."""

from django.db import migrations, models

from quotes.published.turns import turn

TURNS = """
CREATE SEQUENCE published_turns;
SELECT setval('published_turns', 1 + (
    SELECT coalesce(max(xid), 0) FROM (
        SELECT max(xid) AS xid FROM published_change
        UNION ALL SELECT max(xid) FROM published_publishedversion
        UNION ALL SELECT max(until_xid) FROM published_publishedversion
        UNION ALL SELECT max(xid) FROM published_redirect
    ) AS known
));
CREATE FUNCTION published_turn() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    ours text := current_setting('quotetrack.turn', true);
    clock bigint;
BEGIN
    IF ours <> '' THEN
        RETURN ours::bigint;  -- this transaction has its turn already
    END IF;
    PERFORM pg_advisory_xact_lock(7243001);  -- held until the transaction is over
    clock := floor(extract(epoch FROM clock_timestamp()) * 1000);
    ours := setval('published_turns', greatest(nextval('published_turns'), clock));
    PERFORM set_config('quotetrack.turn', ours, true);
    RETURN ours::bigint;
END $$;
"""
NO_TURNS = "DROP FUNCTION published_turn(); DROP SEQUENCE published_turns;"


def column(**options):
    return models.BigIntegerField(db_default=turn(), **options)


class Migration(migrations.Migration):
    dependencies = [("published", "0003_search")]
    operations = [
        migrations.RunSQL(TURNS, NO_TURNS),
        migrations.AlterField("publishedversion", "xid", column(help_text="Its act's turn.")),
        migrations.AlterField("redirect", "xid", column(help_text="Its act's turn.")),
        migrations.AlterField("change", "xid", column(help_text="Its act's turn.")),
    ]
