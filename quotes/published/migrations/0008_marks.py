"""Marks beside words are no letters of them: a Postgres with the C locale takes “words for a word.

The same characters as `quotes.extraction.text.MARKS` was when this was written.
"""

from django.db import migrations

from quotes.published.languages import STEMMERS

MARKS = (
    "[\u00a0-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2000-\u200b\u200e-\u206f"
    "\u20a0-\u20cf\u2100-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u303f\ufe30-\ufe4f\uff01-\uff0f"
    "\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U0001f000-\U0001faff]"
)
WORDS = f"""
CREATE OR REPLACE FUNCTION published_words(config text, words text) RETURNS tsvector
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT to_tsvector(config::regconfig, plain) || CASE
        WHEN config = 'qt_simple' OR plain !~ '[^ -~\\n]' THEN ''::tsvector
        ELSE public.published_folded(to_tsvector(replace(config, 'qt_', '')::regconfig, plain))
    END FROM (SELECT CASE
        WHEN octet_length(words) = length(words) THEN words
        ELSE regexp_replace(words, '{MARKS}', ' ', 'g')
    END AS plain) AS without_marks
$$;
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
) WHERE detail_json ~ '{MARKS}';
UPDATE published_publishedclaim SET search = published_words('qt_' || coalesce((
    SELECT replace(config, 'qt_', '') FROM (VALUES {STEMMED}) AS s (tag, config)
    WHERE s.tag = split_part(lower(detail_json::json->>'language'), '-', 1)
), 'simple'), list_json::json->>'text') WHERE list_json ~ '{MARKS}';
"""


class Migration(migrations.Migration):
    dependencies = [("published", "0007_lines")]
    operations = [
        migrations.RunSQL(WORDS, migrations.RunSQL.noop),
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
    ]
