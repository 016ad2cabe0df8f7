"""How well each kept place of a common word matches is kept with it: a search reads no row for it.

Ranks of what is kept already are filled in here; see `quotes/published/heads.py`.
"""

from django.db import migrations

RANKS = """
ALTER TABLE published_wordhead ADD COLUMN rank real;
UPDATE published_wordhead AS h SET rank = ts_rank(q.search, ('''' || h.lexeme || '''')::tsquery)
    FROM published_publishedquote AS q WHERE q.public_id = h.public_id;
DELETE FROM published_wordhead WHERE rank IS NULL;
ALTER TABLE published_wordhead ALTER COLUMN rank SET NOT NULL,
    DROP CONSTRAINT published_wordhead_pkey,
    ADD PRIMARY KEY (lexeme, sort_day, public_id) INCLUDE (rank);
"""
NO_RANKS = """
ALTER TABLE published_wordhead DROP CONSTRAINT published_wordhead_pkey, DROP COLUMN rank,
    ADD PRIMARY KEY (lexeme, sort_day, public_id);
"""
KEEP = """
CREATE OR REPLACE FUNCTION published_keep_heads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM published_commonword) THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM published_wordhead AS h USING (
            SELECT b.public_id, b.sort_day, unnest(tsvector_to_array(b.search)) AS lexeme
            FROM before AS b
        ) AS gone
        WHERE h.lexeme = gone.lexeme AND h.sort_day = gone.sort_day
            AND h.public_id = gone.public_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO published_wordhead{columns}
        SELECT c.lexeme, came.sort_day, came.public_id{rank} FROM (
            SELECT a.public_id, a.sort_day, a.search,
                unnest(tsvector_to_array(a.search)) AS lexeme
            FROM after AS a
        ) AS came JOIN published_commonword AS c ON c.lexeme = came.lexeme
            AND (came.sort_day, came.public_id) >= (c.edge_day, c.edge_id)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
"""
COLUMNS = " (lexeme, sort_day, public_id, rank)"
RANK = ", ts_rank(came.search, ('''' || c.lexeme || '''')::tsquery)"


class Migration(migrations.Migration):
    dependencies = [("published", "0009_former_positions")]
    operations = [
        migrations.RunSQL(RANKS, NO_RANKS),
        migrations.RunSQL(
            KEEP.replace("{columns}", COLUMNS).replace("{rank}", RANK),
            KEEP.replace("{columns}", "").replace("{rank}", ""),
        ),
    ]
