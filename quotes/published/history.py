"""What was public at some point in time, as rows that the same filters and orders work on.

A quote that has not changed since then is asked as it stands, through its indexes. One that has
changed is read from the version that was public then: its columns are drawn from the document.
What was withdrawn since is in neither: its words are gone. So the same question with the same
time gives the same rows for ever, but for those.

The documents do not name the organisation and the country of a position. What these were before is
kept by triggers (`published_formerposition`) from the day on that there were such.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from quotes.extraction.text import UNSPACED
from quotes.published.languages import STEMMERS
from quotes.published.search import CONFIGURATION
from quotes.published.selections import Selection, ask


@dataclass(frozen=True)
class Then:
    """A point in time: a moment, or a place in the order of changes."""

    moment: datetime | None = None
    xid: int | None = None

    @property
    def value(self):
        """What the conditions compare with."""
        return self.moment if self.xid is None else self.xid

    def of_version(self) -> tuple[str, list]:
        """SQL for "this version was public then", and its values."""
        if self.xid is None:
            return "at <= %s AND (until IS NULL OR until > %s)", [self.moment, self.moment]
        return "xid <= %s AND (until_xid IS NULL OR until_xid > %s)", [self.xid, self.xid]

    def as_of(self, last: int | None, now: datetime) -> str:
        """How it is told to readers: what has not come yet becomes the last turn that has."""
        if self.xid is not None:
            return f"c{min(self.xid, last or 0)}"
        if self.moment > now:
            return f"c{last or 0}"
        return self.moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def since(selection: Selection, then: Then, now: datetime, counted: bool) -> dict:
    """The time as it is told, how many rows have changed since, and if asked how many there are."""
    every = "count(*)" if counted else "NULL"
    source, values = (selection if counted else selection.where("NOT stands")).source()
    ((changed, number, last),) = ask(
        f"SELECT count(*) FILTER (WHERE NOT stands), {every},"
        f" (SELECT max(xid) FROM published_change) FROM {source}",
        values,
    )
    found = {"count": number} if counted else {}
    return found | {"as_of": then.as_of(last, now), "changed_since": changed}


STANDING = """
SELECT public_id, version, published_at, updated_at, list_json, detail_json, speaker, speaker_kind,
    attributed_to, outlets, articles, topics, language, form, attribution, evidentiality, occasion,
    has_original, said_earliest, said_latest, sort_day, reach_outlets, search, position_kind,
    coalesce({organisation}, organisation) AS organisation,
    coalesce({country}, country) AS country, true AS stands
FROM published_publishedquote AS q WHERE {stands}
"""
FORMER = (
    "(SELECT f.{column} FROM published_formerposition AS f WHERE f.quote = {quote}"
    " AND f.{until} > %s ORDER BY f.until_xid LIMIT 1)"
)
STILL = "(SELECT c.{column} FROM published_publishedquote AS c WHERE c.public_id = v.public_id)"
PASSED = """
SELECT v.public_id, v.number, (j->>'published_at')::timestamptz, v.at, v.list_json, v.detail_json,
    coalesce(j->'speaker'->>'id', ''), coalesce(j->'speaker'->>'kind', ''),
    ARRAY(SELECT a->'speaker'->>'id' FROM json_array_elements(d->'attributions') AS a)::varchar[],
    ARRAY(SELECT DISTINCT o->'article'->'outlet'->>'id'
          FROM json_array_elements(d->'occurrences') AS o
          WHERE o->'article'->'outlet'->>'id' IS NOT NULL)::varchar[],
    ARRAY(SELECT DISTINCT o->'article'->>'id'
          FROM json_array_elements(d->'occurrences') AS o)::varchar[],
    ARRAY(SELECT t->>'id' FROM json_array_elements(d->'topics') AS t)::varchar[],
    j->>'language', j->>'form', j->>'attribution', j->>'evidentiality',
    coalesce(j->>'occasion', ''),
    EXISTS (SELECT 1 FROM json_array_elements(d->'wordings') AS w
            WHERE (w->>'is_original')::boolean),
    (d->'said_range'->>'earliest')::date, (d->'said_range'->>'latest')::date,
    coalesce((d->'said_range'->>'latest')::date, '0001-01-01'), (j->'reach'->>'outlets')::int,
    (SELECT published_joined(published_words({configuration},
        regexp_replace(w->>'text', %s, ' \\1 ', 'g')))
     FROM json_array_elements(d->'wordings') AS w),
    coalesce(j->'speaker'->>'position_kind', ''), {organisation}, {country}, false
FROM published_publishedversion AS v,
    LATERAL (SELECT v.list_json::json AS j, v.detail_json::json AS d) AS documents
WHERE v.kind = 'quote' AND v.list_json <> '' AND {passed}
"""


def quotes_then(then: Then) -> Selection:
    """The quotes that were public then."""
    until = "until" if then.xid is None else "until_xid"
    if then.xid is None:
        stands = "updated_at <= %s"
        passed = "v.at <= %s AND v.until > %s"
    else:
        stands = (
            "EXISTS (SELECT 1 FROM published_publishedversion AS w WHERE w.kind = 'quote'"
            " AND w.public_id = q.public_id AND w.number = q.version AND w.xid <= %s)"
        )
        passed = (
            "v.xid <= %s AND v.until_xid > %s AND NOT EXISTS (SELECT 1 FROM published_tombstone t"
            " WHERE t.kind = 'quote' AND t.public_id = v.public_id)"
        )
    configuration = CONFIGURATION.format(tag="(w->>'language')")
    positions = ("organisation", "country")
    now = {name: FORMER.format(column=name, quote="q.public_id", until=until) for name in positions}
    past = {
        name: f"coalesce({FORMER.format(column=name, quote='v.public_id', until=until)},"
        f" {STILL.format(column=name)}, '')"
        for name in positions
    }
    table = (
        f"({STANDING.format(stands=stands, **now)} UNION ALL"
        f" {PASSED.format(passed=passed, configuration=configuration, **past)}) AS past"
    )
    texts = (json.dumps(STEMMERS), UNSPACED.pattern)
    return Selection(table, given=(*[then.value] * 3, *texts, *[then.value] * 4))


BELOW = """topics && (
    WITH RECURSIVE below AS (
        SELECT unnest(%s::varchar[]) COLLATE "C" AS topic UNION
        SELECT t.public_id FROM published_publishedtopic t JOIN below ON t.parent = below.topic
    ) SELECT array_agg(topic)::varchar[] FROM below)"""

FOLD = (
    "btrim(regexp_replace(lower({text}), '[!-/:-@\\[-`{{-~“”‘’«»¡¿–—…·]+', ' ', 'g')) COLLATE \"C\""
)
NAMED = (
    "(j->>'slug') COLLATE \"C\" AS slug, "
    + FOLD.format(text="coalesce(nullif(j->>'sort_name', ''), j->>'name')")
    + " AS sort_key"
)
NAMES = FOLD.format(
    text="concat_ws(E'\\n', j->>'name',"
    " (SELECT string_agg(n->>'text', E'\\n') FROM json_array_elements(d->'names') AS n))"
)
LAST_DAY = """CASE
    WHEN j->>'published' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN (j->>'published')::date
    WHEN j->>'published' ~ '^[0-9]{4}-[0-9]{2}$'
        THEN ((j->>'published') || '-01')::date + interval '1 month' - interval '1 day'
    WHEN j->>'published' ~ '^[0-9]{4}$' THEN ((j->>'published') || '-12-31')::date
    ELSE '0001-01-01' END::date"""
# The columns that filters and orders of each kind look at, as its documents have them.
OF_KIND = {
    "speaker": f"{NAMED}, j->>'kind' AS kind, {NAMES} AS names",
    "outlet": f"{NAMED}, j->>'kind' AS kind",
    "topic": f"{NAMED}, coalesce(j->'parent'->>'id', '') COLLATE \"C\" AS parent",
    "article": f"coalesce(j->'outlet'->>'id', '') AS outlet, j->>'language' AS language,"
    f" {LAST_DAY} AS sort_day",
    "claim": "j->>'slug' AS slug, j->>'status' AS status, coalesce(j->>'standing', '') AS standing,"
    " published_words({configuration}, j->>'text') AS search",
    "correction": "(j->>'number')::bigint AS number, j->'target'->>'type' AS target_kind,"
    " j->>'tier' AS tier",
    "rating_scale": "(j->>'slug') COLLATE \"C\" AS slug",
}


def documents_then(kind: str, then: Then) -> Selection:
    """The objects of one kind that were public then, as their versions of that time have them.

    Counts (`quotes`) are those of when the version was published.
    """
    condition, values = then.of_version()
    columns = OF_KIND[kind].replace("{configuration}", CONFIGURATION.format(tag="(j->>'language')"))
    table = (
        "(SELECT v.public_id, v.number AS version, v.list_json, v.detail_json,"
        f" v.at AS updated_at, v.until IS NULL AS stands, {columns}"
        " FROM published_publishedversion AS v,"
        " LATERAL (SELECT v.list_json::json AS j, v.detail_json::json AS d) AS documents"
        f" WHERE v.kind = '{kind}' AND v.list_json <> '' AND {condition}) AS past"
    )
    given = [json.dumps(STEMMERS)] if "%s" in columns else []
    return Selection(table, given=(*given, *values))
