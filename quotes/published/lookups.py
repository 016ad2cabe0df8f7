"""One public object by its name: its document, its versions, or what became of it."""

from quotes.published.history import Then
from quotes.published.selections import ask

TABLES = {
    "quote": "published_publishedquote",
    "speaker": "published_publishedspeaker",
    "outlet": "published_publishedoutlet",
    "article": "published_publishedarticle",
    "claim": "published_publishedclaim",
    "topic": "published_publishedtopic",
    "correction": "published_publishedcorrection",
    "rating_scale": "published_publishedscale",
}
SLUGGED = {"speaker", "outlet", "claim", "topic"}


def one(sql, values, *, hot=False):
    """The first row, or None."""
    rows = ask(sql, values, hot=hot)
    return rows[0] if rows else None


def named(kind, name):
    """SQL for "has this id or slug", and its values."""
    if kind in SLUGGED:
        return "(public_id = %s OR slug = %s)", [name, name]
    return "public_id = %s", [name]


def detail(kind: str, name: str) -> tuple[int, str] | None:
    """Version and finished detail JSON of what has this id or slug."""
    condition, values = named(kind, name)
    sql = f"SELECT version, detail_json FROM {TABLES[kind]} WHERE {condition}"
    return one(sql, values, hot=True)


def id_of(kind: str, name: str) -> str:
    """The id behind an id or slug; the name itself where nothing public has it."""
    if kind not in SLUGGED:
        return name
    found = one(
        f"SELECT public_id FROM {TABLES[kind]} WHERE public_id = %s OR slug = %s"
        " UNION ALL SELECT public_id FROM published_tombstone WHERE kind = %s AND slug = %s",
        [name, name, kind, name],
    )
    return found[0] if found else name


def version(kind: str, public_id: str, number: int) -> tuple[int, str] | None:
    """A published version by number: its number and detail JSON, empty where withdrawn."""
    return one(
        "SELECT number, detail_json FROM published_publishedversion"
        " WHERE kind = %s AND public_id = %s AND number = %s",
        [kind, public_id, number],
    )


def version_at(kind, public_id, then: Then) -> tuple[int, str] | None:
    """The version that was public then."""
    condition, values = then.of_version()
    return one(
        "SELECT number, detail_json FROM published_publishedversion"
        f" WHERE kind = %s AND public_id = %s AND {condition} ORDER BY number DESC LIMIT 1",
        [kind, public_id, *values],
    )


def versions(kind: str, public_id: str) -> list[tuple]:
    """Number, kind of change, when, correction and detail JSON of each version, oldest first."""
    return ask(
        "SELECT number, change, at, correction, detail_json FROM published_publishedversion"
        " WHERE kind = %s AND public_id = %s ORDER BY number",
        [kind, public_id],
    )


def what_became(kind: str, name: str) -> tuple | None:
    """("moved", id) for what was merged or renamed, ("withdrawn", reason, when), or None."""
    return one(
        "SELECT 'moved', target, NULL FROM published_redirect WHERE kind = %s AND old = %s"
        " UNION ALL SELECT 'withdrawn', reason, withdrawn_at FROM published_tombstone"
        " WHERE kind = %s AND (public_id = %s OR (slug <> '' AND slug = %s))",
        [kind, name, kind, name, name],
    )
