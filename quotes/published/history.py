"""What was public at some point in time, as rows that the same filters and orders work on.

A quote that has not changed since then is asked as it stands, through its indexes. One that has
changed is read from the version that was public then: its columns are drawn from the document.
What was withdrawn since is in neither: its words are gone. So the same question with the same
time gives the same rows for ever, but for those.

The documents do not name the position, its organisation and its country by id: those three
filters cannot be asked of the past.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from quotes.extraction.text import UNSPACED
from quotes.published.languages import STEMMERS
from quotes.published.search import CONFIGURATION
from quotes.published.selections import Selection

NOT_OF_THE_PAST = ("position_kind", "organisation", "country")


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

    def as_of(self) -> str:
        """How it is told to readers."""
        if self.xid is not None:
            return f"c{self.xid}"
        return self.moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


STANDING = """
SELECT public_id, version, published_at, updated_at, list_json, detail_json, speaker, speaker_kind,
    attributed_to, outlets, articles, topics, language, form, attribution, evidentiality, occasion,
    has_original, said_earliest, said_latest, sort_day, reach_outlets, search, true AS stands
FROM published_publishedquote AS q WHERE {stands}
"""
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
    false
FROM published_publishedversion AS v,
    LATERAL (SELECT v.list_json::json AS j, v.detail_json::json AS d) AS documents
WHERE v.kind = 'quote' AND v.list_json <> '' AND {passed}
"""


def quotes_then(then: Then) -> Selection:
    """The quotes that were public then."""
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
    table = (
        f"({STANDING.format(stands=stands)} UNION ALL"
        f" {PASSED.format(passed=passed, configuration=configuration)}) AS past"
    )
    given = (then.value, json.dumps(STEMMERS), UNSPACED.pattern, then.value, then.value)
    return Selection(table, given=given)


BELOW = """topics && (
    WITH RECURSIVE below AS (
        SELECT unnest(%s::varchar[]) COLLATE "C" AS topic UNION
        SELECT t.public_id FROM published_publishedtopic t JOIN below ON t.parent = below.topic
    ) SELECT array_agg(topic)::varchar[] FROM below)"""
