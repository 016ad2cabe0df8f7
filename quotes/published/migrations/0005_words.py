"""Words with and without their accents, the newest quotes of common words, and fewer indexes."""

from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models

from quotes.published.languages import STEMMERS

# The folded words of a vector, at the places where they were. A stemmer knows its endings with
# their accents (inundación), and the folded form of what it leaves is what a reader's words meet.
WORDS = """
CREATE FUNCTION published_folded(vector tsvector) RETURNS tsvector
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(
        '''' || replace(replace(public.unaccent(lexeme), '\\', '\\\\'), '''', '''''') || ''''
        || CASE WHEN positions IS NULL THEN '' ELSE ':' || array_to_string(positions, ',') END,
        ' '), '')::tsvector
    FROM unnest(vector) WHERE public.unaccent(lexeme) <> ''
$$;
CREATE FUNCTION published_words(config text, words text) RETURNS tsvector
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT to_tsvector(config::regconfig, words) || CASE
        WHEN config = 'qt_simple' OR words !~ '[^ -~\\n“”‘’–—…]' THEN ''::tsvector
        ELSE public.published_folded(to_tsvector(replace(config, 'qt_', '')::regconfig, words))
    END
$$;
CREATE AGGREGATE published_joined(tsvector) (
    SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = ''
);
"""
NO_WORDS = """
DROP AGGREGATE published_joined(tsvector);
DROP FUNCTION published_words(text, text);
DROP FUNCTION published_folded(tsvector);
"""

# See quotes/published/heads.py. No models: nothing but SQL ever touches these.
HEADS = """
CREATE TABLE published_commonword (
    lexeme text COLLATE "C" PRIMARY KEY,
    edge_day date NOT NULL,
    edge_id varchar(12) COLLATE "C" NOT NULL
);
CREATE TABLE published_wordhead (
    lexeme text COLLATE "C" NOT NULL,
    sort_day date NOT NULL,
    public_id varchar(12) COLLATE "C" NOT NULL,
    PRIMARY KEY (lexeme, sort_day, public_id)
);
GRANT SELECT ON published_commonword, published_wordhead TO quotetrack_reader;

CREATE FUNCTION published_keep_heads() RETURNS trigger LANGUAGE plpgsql AS $$
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
        INSERT INTO published_wordhead
        SELECT c.lexeme, came.sort_day, came.public_id FROM (
            SELECT a.public_id, a.sort_day, unnest(tsvector_to_array(a.search)) AS lexeme
            FROM after AS a
        ) AS came JOIN published_commonword AS c ON c.lexeme = came.lexeme
            AND (came.sort_day, came.public_id) >= (c.edge_day, c.edge_id)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER published_heads_insert AFTER INSERT ON published_publishedquote
    REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION published_keep_heads();
CREATE TRIGGER published_heads_update AFTER UPDATE ON published_publishedquote
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION published_keep_heads();
CREATE TRIGGER published_heads_delete AFTER DELETE ON published_publishedquote
    REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION published_keep_heads();
ALTER TABLE published_publishedquote ALTER COLUMN search SET STATISTICS 400;
"""
NO_HEADS = """
DROP TRIGGER published_heads_insert ON published_publishedquote;
DROP TRIGGER published_heads_update ON published_publishedquote;
DROP TRIGGER published_heads_delete ON published_publishedquote;
DROP FUNCTION published_keep_heads();
DROP TABLE published_wordhead, published_commonword;
"""

# Ids and slugs are compared whole, never by their beginning: twins of indexes that nobody reads.
FEWER = """
DO $$
DECLARE one record;
BEGIN
    FOR one IN
        SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()
            AND tablename LIKE 'published\\_%' AND indexname LIKE '%\\_like'
    LOOP
        EXECUTE format('DROP INDEX %I', one.indexname);
    END LOOP;
END $$;
"""

STEMMED = ", ".join(f"('{tag}', 'qt_{stemmer}')" for tag, stemmer in STEMMERS.items())
ANEW = f"""
WITH stemmers (tag, config) AS (VALUES {STEMMED})
UPDATE published_publishedquote AS q SET search = (
    SELECT coalesce(published_joined(published_words(
        coalesce(s.config, 'qt_simple'),
        regexp_replace(
            w.value->>'text',
            '([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])',
            ' \\1 ', 'g'
        )
    ) ORDER BY w.place), ''::tsvector)
    FROM json_array_elements(q.detail_json::json->'wordings') WITH ORDINALITY AS w (value, place)
    LEFT JOIN stemmers AS s ON s.tag = split_part(lower(w.value->>'language'), '-', 1)
) WHERE detail_json ~ '[^ -~\\n“”‘’–—…]';
UPDATE published_publishedclaim SET search = published_words('qt_' || coalesce((
    SELECT replace(config, 'qt_', '') FROM (VALUES {STEMMED}) AS s (tag, config)
    WHERE s.tag = split_part(lower(detail_json::json->>'language'), '-', 1)
), 'simple'), list_json::json->>'text') WHERE list_json ~ '[^ -~\\n“”‘’–—…]';
"""


class Migration(migrations.Migration):
    dependencies = [("published", "0004_turns")]
    operations = [
        migrations.RunSQL(WORDS, NO_WORDS),
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
        migrations.RunSQL(HEADS, NO_HEADS),
        migrations.RunSQL(FEWER, migrations.RunSQL.noop),
        migrations.AddIndex(
            "publishedarticle", models.Index(fields=["language"], name="pa_by_language")
        ),
        migrations.AlterField(
            "publishedquote",
            "search",
            SearchVectorField(
                help_text="All wordings, each in its language, with accents folded before and after."
            ),
        ),
    ]
