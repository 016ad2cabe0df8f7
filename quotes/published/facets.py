"""How many quotes there are of each kind: facets of a selection, a speaker's counts, positions.

Up to a limit every row is counted. Beyond it a sample is: ids are drawn evenly, so the rows with
the lowest ids are one, and the counts are scaled up and said to be estimates. An index of a
speaker's or a language's quotes ends with the id: rows outside the sample are not even fetched.
"""

from dataclasses import dataclass

import orjson

from quotes.published import kept
from quotes.published.asking import TAKES_A_STAND
from quotes.published.selections import Selection, ask
from sources.records import CROCKFORD

COUNTED = 20_000  # rows that are counted one by one
SAMPLE = 10_000
MANY = 1_000  # rows; the counts of a choice of more are kept
TOP = 20
NAMES = {
    "speaker": "published_publishedspeaker",
    "outlet": "published_publishedoutlet",
    "topic": "published_publishedtopic",
}
COLUMNS = "public_id, speaker, outlets, topics, language, form, attribution, said_latest"
PARTS = {
    "speaker": "SELECT speaker AS value, count(*) AS n FROM chosen WHERE speaker <> '' GROUP BY 1",
    "outlet": "SELECT unnest(outlets) AS value, count(*) AS n FROM chosen GROUP BY 1",
    "topic": "SELECT unnest(topics) AS value, count(*) AS n FROM chosen GROUP BY 1",
    "language": "SELECT language AS value, count(*) AS n FROM chosen GROUP BY 1",
    "form": "SELECT form AS value, count(*) AS n FROM chosen GROUP BY 1",
    "attribution": "SELECT attribution AS value, count(*) AS n FROM chosen GROUP BY 1",
    "claim_standing": (
        "SELECT standing AS value, count(DISTINCT quote) AS n FROM published_publishedclaimlink"
        " JOIN chosen ON quote = public_id WHERE standing <> '' AND relation = ANY(%s) GROUP BY 1"
    ),
    "year": (
        "SELECT to_char(said_latest, 'YYYY') AS value, count(*) AS n FROM chosen"
        " WHERE said_latest IS NOT NULL GROUP BY 1"
    ),
}


@dataclass(frozen=True)
class Facets:
    """Counts by facet, the number of rows that they speak of, and whether each was counted."""

    counts: dict
    total: int
    exact: bool


def facets(selection: Selection) -> Facets:
    """The twenty largest values of each facet; those of many quotes are kept until one changes."""
    asked = selection.conditions or selection.given
    return kept.kept(
        f"facets of {selection.table} {asked if asked else ''}",
        lambda: counted_now(selection),
        lambda found: found.total > (MANY if asked else kept.LARGE),
    )


def counted_now(selection: Selection) -> Facets:
    """The twenty largest values of each facet, by looking."""
    rows = counted(selection, f"LIMIT {COUNTED + 1}")
    total = total_of(rows)
    if total <= COUNTED:
        return Facets(gathered(rows, 1), total, True)
    total = selection.count()
    rows = counted(selection.where("public_id < %s", id_at(SAMPLE / total)), "")
    if not SAMPLE / 2 < total_of(rows) < SAMPLE * 2:  # ids that nobody drew
        rows = counted(selection, f"ORDER BY public_id LIMIT {SAMPLE}")
    return Facets(gathered(rows, total / total_of(rows)), total, False)


def total_of(rows) -> int:
    """How many rows were counted."""
    return next(number for name, _, _, _, number in rows if name == "total")


def id_at(share: float) -> str:
    """The id below which this share of all ids lie; ids are drawn evenly."""
    place = min(int(share * 32**6), 32**6 - 1)
    return "".join(CROCKFORD[place >> 5 * digit & 31] for digit in range(5, -1, -1))


def counted(selection: Selection, limit: str) -> list[tuple]:
    """Facet, value, name, slug and count, largest first; and the number of rows."""
    source, values = selection.source()
    parts = ["SELECT 'total', '', NULL, NULL, (SELECT count(*) FROM chosen)"]
    for name, sql in PARTS.items():
        top = f"(SELECT * FROM ({sql}) AS all_{name} ORDER BY n DESC, value LIMIT {TOP}) AS top"
        if name in NAMES:
            parts.append(
                f"SELECT '{name}', value, t.list_json::json->>'name', t.slug, n FROM {top}"
                f" JOIN {NAMES[name]} AS t ON t.public_id = value"
            )
        else:
            parts.append(f"SELECT '{name}', value, NULL, NULL, n FROM {top}")
    sql = (
        f"WITH chosen AS MATERIALIZED (SELECT {COLUMNS} FROM {source} {limit})"
        f" {' UNION ALL '.join(parts)}"
    )
    return ask(sql, [*values, TAKES_A_STAND])


def gathered(rows, factor) -> dict:
    """The rows by facet, largest first, scaled up."""
    counts = {name: [] for name in PARTS}
    for name, value, label, slug, number in rows:
        if name != "total":
            row = {"value": value, "label": label or labelled(value)}
            row |= {"slug": slug} if slug else {}
            counts[name].append(row | {"count": round(number * factor)})
    for name in counts:
        counts[name].sort(key=lambda row: (-row["count"], row["value"]))
    return counts


def labelled(value: str) -> str:
    """A word of a vocabulary for people."""
    return value.replace("_", " ")


BOUNDS = """
WITH said AS MATERIALIZED (
    SELECT attribution, topics, extract(year FROM said_latest)::int AS year
    FROM published_publishedquote
    WHERE speaker = %s AND attribution IN ('verified', 'attributed', 'disputed')
), counts AS (
    SELECT 'total' AS part, '' AS key, attribution, count(*) AS n FROM said GROUP BY attribution
    UNION ALL
    SELECT 'year', coalesce(year::text, ''), attribution, count(*) FROM said GROUP BY 2, 3
    UNION ALL
    SELECT 'topic', topic, attribution, count(*) FROM said, unnest(topics) AS topic GROUP BY 2, 3
)
SELECT part, key, t.slug, t.list_json::json->>'name', attribution, n
FROM counts LEFT JOIN published_publishedtopic AS t ON part = 'topic' AND t.public_id = key
"""


def bounds(speaker: str) -> dict:
    """A speaker's counts as [verified, and attributed, and disputed], by year and topic."""
    found = {}
    for part, key, slug, name, attribution, number in ask(BOUNDS, [speaker]):
        place = found.setdefault((part, key), {"slug": slug, "name": name, "counts": {}})
        place["counts"][attribution] = number
    years = sorted((key for part, key in found if part == "year"), key=lambda key: key or "~")
    topics = sorted((found[part, key]["name"] or "", key) for part, key in found if part == "topic")
    return {
        "total": stacked(found.get(("total", ""))),
        "by_year": [
            {"year": int(key) if key else None, "bounds": stacked(found["year", key])}
            for key in years
        ],
        "by_topic": [
            {
                "id": key,
                "slug": found["topic", key]["slug"],
                "name": name,
                "bounds": stacked(found["topic", key]),
            }
            for name, key in topics
        ],
    }


def stacked(place) -> list[int]:
    """[verified, verified and attributed, those and disputed]."""
    counts = place["counts"] if place else {}
    total, found = 0, []
    for status in ("verified", "attributed", "disputed"):
        total += counts.get(status, 0)
        found.append(total)
    return found


POSITIONS = """
SELECT held.*, q.list_json::json->'speaker'->>'role', s.list_json
FROM (
    SELECT position AS key, max(position_kind) AS kind, max(organisation) AS organisation,
        max(country) AS country, count(*) AS n, min(public_id) AS sample
    FROM published_publishedquote WHERE position > %s GROUP BY position ORDER BY position LIMIT %s
) AS held
JOIN published_publishedquote AS q ON q.public_id = held.sample
LEFT JOIN published_publishedspeaker AS s ON s.public_id = held.organisation
ORDER BY held.key
"""


def positions(after: str, size: int) -> list[dict]:
    """Positions that were held when public words were said, by id, after one of them."""
    found = []
    for key, kind, organisation, country, number, _, title, document in ask(
        POSITIONS, [after, size]
    ):
        named = orjson.loads(document) if organisation and document else None
        names = ("id", "slug", "name", "url")
        found.append(
            {
                "id": key,
                "title": title,
                "position_kind": kind,
                "organisation": {name: named[name] for name in names} if named else None,
                "country": country,
                "quotes": number,
            }
        )
    return found
