"""What a record says now, handed over only to who does not know it yet.

Who keeps a finished answer keeps the stamp of what it was made from. One question tells whether
that is still what the record says, and brings the document along only where it is not: so a kept
answer costs one look into an index, and is never older than the record.
"""

from dataclasses import dataclass

from quotes.published.lookups import TABLES, named, one

QUOTES = TABLES["quote"]
SCALES = "(SELECT string_agg(digest, '' ORDER BY public_id) FROM published_publishedscale)"
MOVED = (  # where redirects lead, one after the other
    "public_id IN (WITH RECURSIVE way(target) AS (SELECT target FROM published_redirect"
    " WHERE kind = %s AND old = %s UNION SELECT later.target FROM way"
    " JOIN published_redirect AS later ON later.kind = %s AND later.old = way.target)"
    " SELECT target FROM way)"
)
RECORD = (
    "SELECT public_id, version, digest, concat(version, '.', digest{more}) AS stamp, detail_json"
    " FROM {table} WHERE {condition}"
)
ALONE = (
    "SELECT public_id, version, digest, stamp, CASE WHEN stamp <> %s THEN detail_json END"
    " FROM ({record}) AS record"
)
# A speaker's card shows the latest quotes too: what they say is part of the stamp.
WITH_QUOTES = (
    "SELECT public_id, version, digest, stamp, CASE WHEN stamp <> %s THEN detail_json END,"
    " CASE WHEN stamp <> %s THEN latest END FROM (SELECT record.public_id, record.version,"
    " record.digest, concat(record.stamp, shown.stamps) AS stamp, detail_json, latest"
    " FROM ({record}) AS record, LATERAL (SELECT string_agg(concat(public_id, version, digest), ''"
    " ORDER BY sort_day DESC, public_id DESC) AS stamps,"
    " array_agg(detail_json ORDER BY sort_day DESC, public_id DESC) AS latest"
    " FROM (SELECT public_id, version, digest, sort_day, detail_json FROM {quotes}"
    " WHERE speaker = record.public_id ORDER BY sort_day DESC, public_id DESC LIMIT {most})"
    " AS newest) AS shown) AS both_of_them"
)


@dataclass(frozen=True, slots=True)
class Current:
    """A public record as it is now; without its documents where the asker knows this stamp."""

    public_id: str
    version: int
    digest: str
    stamp: str
    detail_json: str | None
    latest: list[str] | None = None  # the newest quotes of a speaker, newest first


def current(kind: str, name: str, known: str = "", *, latest=0, names_ratings=False, moved=False):
    """The record with this id or slug, or None; `known` is the stamp that the asker has.

    `latest` says how many quotes of a speaker belong to it, `names_ratings` that the names of the
    rating scales do. With `moved` it is the record that this name leads to now.
    """
    condition, values = (MOVED, [kind, name, kind]) if moved else named(kind, name)
    more = f", '.', {SCALES}" if names_ratings else ""
    record = RECORD.format(more=more, table=TABLES[kind], condition=condition)
    if latest:
        sql = WITH_QUOTES.format(record=record, quotes=QUOTES, most=int(latest))
        row = one(sql, [known, known, *values], hot=True)
    else:
        row = one(ALONE.format(record=record), [known, *values], hot=True)
    return Current(*row) if row else None
