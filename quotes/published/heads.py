"""The newest quotes of common words, so that a search for one costs what a rare word costs.

A word that stands in every twentieth quote has fifty thousand matches in a large record. To find
the newest hundreds of them, Postgres reads all their rows, or walks the record from its newest day
and throws nineteen of twenty away. So for each common word the places of its newest quotes are
kept: `published_wordhead`, each with its rank, and in `published_commonword` the edge: every quote
with the word that is not older than the edge is there. Triggers on the quotes' table keep that
true; which words are common is looked at once a day (`manage.py worker`), and nothing depends on it
but speed.
"""

from django.db import connection, transaction

KEPT = 400  # places of a word: what a search ranks, and some that may be withdrawn meanwhile
COMMON = 500  # quotes that hold a common word
PUBLISHING = 7_243_001  # the lock under which acts publish

SHARES = """
SELECT s.lexeme, s.share * c.reltuples FROM pg_stats AS p
JOIN pg_class AS c ON c.oid = 'published_publishedquote'::regclass,
    unnest(p.most_common_elems::text::text[],
        p.most_common_elem_freqs[1:array_length(p.most_common_elems::text::text[], 1)])
        AS s (lexeme, share)
WHERE p.schemaname = current_schema() AND p.tablename = 'published_publishedquote'
    AND p.attname = 'search' AND s.lexeme !~ '[''\\\\]'
"""
HEAD = """
WITH newest AS (
    INSERT INTO published_wordhead (lexeme, sort_day, public_id, rank)
    SELECT word, sort_day, public_id, ts_rank(search, sought) FROM (
        SELECT %s AS word, %s::tsquery AS sought
    ) AS asked, LATERAL (
        SELECT sort_day, public_id, search FROM published_publishedquote WHERE search @@ sought
        ORDER BY sort_day DESC, public_id DESC LIMIT %s
    ) AS newest
    RETURNING lexeme, sort_day, public_id
)
INSERT INTO published_commonword
SELECT lexeme, sort_day, public_id FROM newest ORDER BY sort_day, public_id LIMIT 1
ON CONFLICT (lexeme) DO UPDATE SET edge_day = excluded.edge_day, edge_id = excluded.edge_id
"""


def rebuild(fewest: int = COMMON) -> int:
    """Keep the newest places of every word that is common now; how many such words there are.

    Which words those are is taken from what Postgres knows of the column since its last ANALYZE.
    """
    with connection.cursor() as cursor:
        cursor.execute(SHARES)
        common = {word for word, quotes in cursor.fetchall() if quotes >= fewest}
        cursor.execute("SELECT lexeme FROM published_commonword")
        former = {word for (word,) in cursor.fetchall()}
    for word in sorted(former | common):
        keep(word, word in common)
    return len(common)


def keep(word: str, is_common: bool):
    """Write the places of one word anew, or forget them; acts wait for one word at most."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING])
        cursor.execute("DELETE FROM published_wordhead WHERE lexeme = %s", [word])
        if is_common:
            cursor.execute(HEAD, [word, f"'{word}'", KEPT])
        else:
            cursor.execute("DELETE FROM published_commonword WHERE lexeme = %s", [word])
