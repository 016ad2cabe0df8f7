"""The same record as plain columns in four tables, and bare SQL over them: what the floors ask.

A floor answers the members of a quote in a list, with its speaker, article and outlet: as much as
the API does, without a framework, without stored documents, and without anything else.
"""

TABLES = """
DROP TABLE IF EXISTS floor_quote, floor_speaker, floor_article, floor_outlet;
CREATE TABLE floor_outlet AS SELECT DISTINCT ON (id) o->>'id' AS id, o->>'slug' AS slug,
    o->>'name' AS name, o->>'url' AS url FROM published_publishedquote,
    LATERAL (SELECT list_json::json->'article'->'outlet' AS o) AS of_it,
    LATERAL (SELECT o->>'id' AS id) AS its ORDER BY id;
CREATE TABLE floor_article AS SELECT a->>'id' AS id, a->>'title' AS title, a->>'url' AS url,
    a->>'source_url' AS source_url, a->'outlet'->>'id' AS outlet,
    (a->>'published')::date AS published FROM published_publishedquote,
    LATERAL (SELECT list_json::json->'article' AS a) AS of_it;
CREATE TABLE floor_speaker AS SELECT DISTINCT ON (id) s->>'id' AS id, s->>'slug' AS slug,
    s->>'name' AS name, s->>'kind' AS kind, s->>'url' AS url, s->>'wikidata_id' AS wikidata_id
    FROM published_publishedquote,
    LATERAL (SELECT list_json::json->'speaker' AS s) AS of_it,
    LATERAL (SELECT s->>'id' AS id) AS its ORDER BY id;
CREATE TABLE floor_quote AS SELECT public_id AS id, version, j->>'text' AS text, language, form,
    speaker, j->'speaker'->>'role' AS role, position_kind, attribution, evidentiality,
    said_latest AS said, occasion, j->'article'->>'id' AS article, reach_articles, reach_outlets,
    reach_roots, published_at, updated_at, search FROM published_publishedquote,
    LATERAL (SELECT list_json::json AS j) AS of_it;
ALTER TABLE floor_outlet ADD PRIMARY KEY (id);
ALTER TABLE floor_article ADD PRIMARY KEY (id);
ALTER TABLE floor_speaker ADD PRIMARY KEY (id);
ALTER TABLE floor_quote ADD PRIMARY KEY (id);
CREATE INDEX ON floor_quote (said DESC, id DESC);
CREATE INDEX ON floor_quote USING gin (search);
"""
COLUMNS = (
    "q.id, q.version, q.text, q.language, q.form, q.role, q.position_kind, q.attribution,"
    " q.evidentiality, q.said, q.occasion, q.reach_articles, q.reach_outlets, q.reach_roots,"
    " q.published_at, q.updated_at, s.id, s.slug, s.name, s.kind, s.url, s.wikidata_id,"
    " a.id, a.title, a.url, a.source_url, a.published, o.id, o.slug, o.name, o.url"
)
JOINS = (
    " LEFT JOIN floor_speaker s ON s.id = q.speaker LEFT JOIN floor_article a ON a.id = q.article"
    " LEFT JOIN floor_outlet o ON o.id = a.outlet"
)
ONE = f"SELECT {COLUMNS} FROM floor_quote q{JOINS} WHERE q.id = %s"
FIFTY = f"SELECT {COLUMNS} FROM floor_quote q{JOINS} ORDER BY q.said DESC, q.id DESC LIMIT 50"
FOUND = (
    f"SELECT {COLUMNS} FROM (SELECT id AS key, ts_rank(search, w) AS rank"
    " FROM floor_quote, plainto_tsquery('qt_english', %s) w WHERE search @@ w"
    f" ORDER BY rank DESC LIMIT 20) AS best JOIN floor_quote q ON q.id = key{JOINS}"
    " ORDER BY rank DESC"
)
COPIED = (
    f"COPY (SELECT {COLUMNS} FROM floor_quote q{JOINS} ORDER BY q.said DESC, q.id DESC)"
    " TO STDOUT WITH (FORMAT csv)"
)


def fill(cursor):
    """Make the tables anew from what is published."""
    cursor.execute(TABLES)
    for name in ("quote", "speaker", "article", "outlet"):
        cursor.execute(f"VACUUM ANALYZE floor_{name}")


def as_quote(row) -> dict:
    """A row of the joined tables as a quote in a list."""
    return {
        "id": row[0], "url": f"http://127.0.0.1:8000/quotes/{row[0]}/", "version": row[1],
        "text": row[2], "language": row[3], "form": row[4],
        "speaker": {
            "id": row[16], "slug": row[17], "name": row[18], "kind": row[19], "url": row[20],
            "wikidata_id": row[21], "role": row[5], "position_kind": row[6],
        },
        "misattributed_to": None, "attribution": row[7], "evidentiality": row[8], "said": row[9],
        "occasion": row[10],
        "article": {
            "id": row[22], "title": row[23], "url": row[24], "source_url": row[25],
            "outlet": {"id": row[27], "slug": row[28], "name": row[29], "url": row[30]},
            "published": row[26],
        },
        "claims": [],
        "reach": {"articles": row[11], "outlets": row[12], "roots": row[13]},
        "published_at": row[14], "updated_at": row[15],
    }  # fmt: skip
