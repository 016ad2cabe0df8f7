"""Best match first, at a cost that does not grow with how common the words are.

Ranking every quote that holds a common word takes seconds in a large record, and its best hundred
are no better than those of a sample. So the newest 300 that match are ranked; the others follow
behind them, newest first. A search with fewer matches is ranked whole.

A cursor keeps the edge between the two parts as it was on the first page, so that quotes published
meanwhile move nobody across it: a walk to the end neither skips nor repeats.
"""

from dataclasses import dataclass, replace
from datetime import date

from quotes.published.selections import Order, Selection, ask

NEWEST = 300
HOLDS = "search @@ %s::tsquery"
# How far back the places of all of some common words are kept; no row where one is not common.
KNOWN = """
SELECT sort_day, public_id FROM (
    SELECT edge_day AS sort_day, edge_id AS public_id FROM published_commonword
    WHERE lexeme = ANY(%s)
        AND (SELECT count(*) FROM published_commonword WHERE lexeme = ANY(%s)) = %s
    ORDER BY edge_day DESC, edge_id DESC LIMIT 1
) AS latest"""
BY_DAY = Order("-said_on", "sort_day", "date", descending=True)


@dataclass(frozen=True)
class Place:
    """Where a row stands: the edge, if there is one, and its rank, or its day behind the edge."""

    edge: tuple[date, str] | None
    rank: float | None
    day: date | None

    def packed(self) -> list:
        """As plain values, for a cursor."""
        edge = [self.edge[0].isoformat(), self.edge[1]] if self.edge else None
        return [edge, self.rank, self.day.isoformat() if self.day else None]

    @classmethod
    def unpacked(cls, value) -> "Place":
        """The place that plain values stand for; ValueError or TypeError for any others."""
        edge, rank, day = value
        if edge is not None:
            first, key = edge
            if not isinstance(key, str) or not key.isalnum() or len(key) > 24:
                raise ValueError
            edge = (date.fromisoformat(first), key)
        if (rank is None) == (day is None) or (day is not None and edge is None):
            raise ValueError
        if rank is not None and not 0 <= float(rank) < 1e6:
            raise ValueError
        return cls(edge, rank, date.fromisoformat(day) if day is not None else None)


@dataclass(frozen=True)
class Relevance:
    """The order of a search, as an `Order` that fetches its own pages.

    Where any one of some `words` is enough for a match, the newest places of the `common` ones are
    known, with their ranks (`heads`). Which are common may have changed since: the question itself
    looks whether their places are kept, and up to which edge.
    """

    tsquery: str
    words: tuple[str, ...] | list[str] = ()
    common: tuple[str, ...] | list[str] = ()
    words_only: bool = False  # nothing else is asked for, and which words are common is known
    name = "relevance"
    cast = "place"

    def page(self, selection: Selection, columns, size, after=None, backward=False, extra=None):
        """At most `size` rows in order, each led by its Place and its id."""
        place, key = after or (None, None)
        behind = place is not None and place.day is not None
        edge = place.edge if place else None
        if backward and behind:
            rows = self.others(selection, columns, size, edge, (place.day, key), True, extra)
            if len(rows) < size:
                rows += self.best(selection, columns, size - len(rows), edge, None, True, extra)
            return rows
        if behind:
            return self.others(selection, columns, size, edge, (place.day, key), False, extra)
        from_here = (place.rank, key) if place else None
        rows = self.best(selection, columns, size, edge, from_here, backward, extra)
        edge = edge or (rows[0][0].edge if rows else None)
        if not backward and edge and len(rows) < size:
            rows += self.others(selection, columns, size - len(rows), edge, None, False, extra)
        return rows

    def best(self, selection, columns, size, edge, after, backward, extra):
        """Of the newest that match, the best."""
        for by_heads in (True, False) if self.heads_reach(edge) else (False,):
            newest = self.newest_of_heads if by_heads else self.newest
            word, compare = ("ASC", ">") if backward else ("DESC", "<")
            sql, values = newest(selection, edge)
            last = f"WHERE (rank, public_id) {compare} (%s::real, %s)" if after else ""
            sql = (
                f"WITH {sql}, best AS (SELECT * FROM newest {last}"
                f" ORDER BY rank {word}, public_id {word} LIMIT %s)"
                " SELECT best.rank AS place, best.public_id, edge.sort_day AS edge_day,"
                f" edge.public_id AS edge_id, {columns} FROM edge LEFT JOIN"
                f" (best JOIN (SELECT * FROM {selection.table}) AS q"
                " ON q.public_id = best.public_id) ON true"
                f" ORDER BY place {word}, best.public_id {word}"
            )
            values = [*values, *(after or ()), size, *selection.given]
            # For words alone there is one good plan, by the heads or by the index: it can be kept.
            found = ask(*wrapped(sql, values, extra, word), hot=self.words_only)
            rows = [
                (Place(edge or ((day, first) if day else None), rank, None), key, *rest)
                for rank, key, day, first, *rest in found
                if key is not None
            ]
            # One row without a quote says that the heads reach as far as was asked.
            if rows or (found and edge):
                break
        return rows

    def newest(self, selection, edge) -> tuple[str, list]:
        """SQL for `newest`, the newest that match with their rank, and the `edge` behind them.

        With an edge all that are not older.
        """
        limit = f" ORDER BY sort_day DESC, public_id DESC LIMIT {NEWEST}" if edge is None else ""
        if self.words_only and not self.common:
            selection = of_rare_words(selection)
        if edge:
            selection = selection.where("(sort_day, public_id) >= (%s, %s)", *edge)
        source, values = selection.source()
        rank, lexemes = self.rank()
        sql = (
            f"newest AS MATERIALIZED (SELECT sort_day, public_id, {rank} AS rank"
            f" FROM {source}{limit}), {edge_of('newest')}"
        )
        return sql, [*lexemes, *values]

    def newest_of_heads(self, selection, edge) -> tuple[str, list]:
        """The same by the places that are kept; without an edge where they do not reach so far.

        The newest are those of the words alone, and what of them meets the other conditions.
        """
        limit = f" ORDER BY sort_day DESC, public_id DESC LIMIT {NEWEST}" if edge is None else ""
        within = "(SELECT sort_day, public_id FROM known)"
        known, values = KNOWN, [list(self.common), list(self.common), len(self.common)]
        if edge:
            known, within = f"{KNOWN} WHERE (sort_day, public_id) <= (%s, %s)", "(%s, %s)"
            values += edge
        places, more = self.places(within, edge or (), limit)
        sql = f"known AS MATERIALIZED ({known}), places AS MATERIALIZED ({places})"
        values += more
        # Whatever is in the heads has one of the words, and each of them is enough.
        others = tuple(one for one in selection.conditions if one[0] != HOLDS)
        if others or len(self.common) < len(self.words):
            table = (
                "(SELECT q.* FROM places AS h"
                f" JOIN {selection.table} AS q ON q.public_id = h.public_id) AS newest_of_words"
            )
            source, more = replace(selection, table=table, conditions=others).source()
            rank, lexemes = self.rank()
            newest = f"SELECT sort_day, public_id, {rank} AS rank FROM {source}"
            values += [*lexemes, *more]
        else:
            newest = "SELECT sort_day, public_id, rank FROM places"
        return f"{sql}, newest AS MATERIALIZED ({newest}), {edge_of('places', 'known')}", values

    def rank(self) -> tuple[str, list]:
        """SQL for how well a quote matches, and its values: the mean over the words, of which the
        heads keep each. Of a search for more than one word it is what Postgres makes of it."""
        if len(self.words) < 2:
            return "ts_rank(search, %s::tsquery)", [self.tsquery]
        each = " + ".join(["ts_rank(search, %s::tsquery)"] * len(self.words))
        return f"({each}) / {len(self.words)}::real", [f"'{word}'" for word in self.words]

    def places(self, within, edge, limit) -> tuple[str, list]:
        """SQL for the places of any of the words up to an edge, the newest first, and their rank
        where it is known."""
        parts, values = [], []
        for number, word in enumerate(self.words):
            if word in self.common:
                parts.append(
                    f"(SELECT sort_day, public_id, rank, {number} AS word FROM published_wordhead"
                    f" WHERE lexeme = %s AND (sort_day, public_id) >= {within}{limit})"
                )
                values += [word, *edge]
        if len(self.words) == 1:
            return parts[0][1:-1], values
        rare = [word for word in self.words if word not in self.common]
        if rare:
            parts.append(
                "(SELECT sort_day, public_id, NULL, NULL FROM (SELECT sort_day, public_id"
                " FROM published_publishedquote WHERE search @@ %s::tsquery OFFSET 0) AS rare"
                f" WHERE (sort_day, public_id) >= {within})"
            )
            values += [" | ".join(f"'{word}'" for word in rare), *edge]
        each = " + ".join(
            f"coalesce(max(rank) FILTER (WHERE word = {number}), 0::real)"
            for number in range(len(self.words))
        )
        return (
            f"SELECT sort_day, public_id, ({each}) / {len(self.words)}::real AS rank"
            f" FROM ({' UNION ALL '.join(parts)}) AS any_word GROUP BY sort_day, public_id{limit}"
        ), values

    def heads_reach(self, edge) -> bool:
        """The heads of common words may hold every match that is not older than the edge."""
        return bool(self.common)

    def everything(self, selection, column) -> tuple[str, list]:
        """SQL for one column of the whole selection as a walk would show it, and its values."""
        first = self.best(selection, "NULL", 1, None, None, False, None)
        edge = first[0][0].edge if first else None
        source, values = selection.source()
        rank, words = self.rank()
        if edge is None:
            sql = f"SELECT {column} FROM {source} ORDER BY {rank} DESC, public_id DESC"
            return sql, [*values, *words]
        near = "(sort_day, public_id) >= (%s, %s)"
        sql = (
            f"SELECT {column} FROM {source} ORDER BY {near} DESC, CASE WHEN {near} THEN {rank} END"
            f" DESC, CASE WHEN NOT {near} THEN sort_day END DESC, public_id DESC"
        )
        return sql, [*values, *edge, *edge, *words, *edge]

    def others(self, selection, columns, size, edge, after, backward, extra):
        """Those behind the edge, newest first."""
        beyond = selection.where("(sort_day, public_id) < (%s, %s)", *edge)
        rows = beyond.page(BY_DAY, columns, size, after, backward, extra)
        return [(Place(edge, None, day), key, *rest) for day, key, *rest in rows]


def edge_of(places, known="(SELECT NULL::date AS sort_day, NULL AS public_id)") -> str:
    """SQL for one row with the edge: the last place where there are as many as are ranked, else
    how far the places are known."""
    return (
        "edge AS (SELECT coalesce(last.sort_day, known.sort_day) AS sort_day,"
        f" coalesce(last.public_id, known.public_id) AS public_id FROM {known} AS known LEFT JOIN"
        f" (SELECT sort_day, public_id FROM {places} OFFSET {NEWEST - 1} LIMIT 1) AS last ON true)"
    )


def of_rare_words(selection) -> Selection:
    """The same rows, found by the index of words whatever the planner thinks of them."""
    source, values = selection.source()
    table = f"(SELECT sort_day, public_id, search FROM {source} OFFSET 0) AS found"
    return replace(selection, table=table, conditions=(), given=tuple(values))


def wrapped(sql, values, extra, word):
    """The question with one more column that is computed for the rows of the page only."""
    if extra is None:
        return sql, values
    column, more = extra
    order = f"ORDER BY place {word}, public_id {word}"
    return f"SELECT page.*, {column} FROM ({sql}) AS page {order}", [*more, *values]
