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

    Where one common word is enough for a match, its newest places are known (`heads`): `common`
    words, `others` that are not, and the `known_from` edge behind which the heads do not reach.
    """

    tsquery: str
    common: tuple[str, ...] | list[str] = ()
    others_too: tuple[str, ...] | list[str] = ()
    known_from: str = ""
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
        if self.heads_reach(edge):
            rows = self.ranked(selection, columns, size, edge, after, backward, extra, True)
            if rows or edge:
                return rows
        return self.ranked(selection, columns, size, edge, after, backward, extra, False)

    def ranked(self, selection, columns, size, edge, after, backward, extra, by_heads):
        """The best of the newest, which are found by the heads or by asking for them."""
        word, compare = ("ASC", ">") if backward else ("DESC", "<")
        newest, values = self.newest(selection, edge, by_heads)
        last = f"WHERE (rank, public_id) {compare} (%s::real, %s)" if after else ""
        sql = (
            f"WITH {newest}"
            f", edge AS (SELECT sort_day, public_id FROM places OFFSET {NEWEST - 1} LIMIT 1)"
            f", best AS (SELECT * FROM newest {last}"
            f" ORDER BY rank {word}, public_id {word} LIMIT %s)"
            " SELECT best.rank AS place, best.public_id, (SELECT sort_day FROM edge) AS edge_day,"
            f" (SELECT public_id FROM edge) AS edge_id, {columns} FROM best"
            f" JOIN (SELECT * FROM {selection.table}) AS q ON q.public_id = best.public_id"
            f" ORDER BY place {word}, best.public_id {word}"
        )
        values = [*values, *(after or ()), size, *selection.given]
        found = []
        # For words alone there is one good plan, by the heads or by the index: it can be kept.
        rows = ask(*wrapped(sql, values, extra, word), hot=self.words_only)
        for rank, key, day, first, *rest in rows:
            kept = edge
            if edge is None and day is not None:
                kept = (day, first)
            elif edge is None and by_heads:
                kept = self.head_edge()
            found.append((Place(kept, rank, None), key, *rest))
        return found

    def everything(self, selection, column) -> tuple[str, list]:
        """SQL for one column of the whole selection as a walk would show it, and its values."""
        newest, values = self.newest(selection, None, self.heads_reach(None))
        source, more = selection.source()
        sql = (
            f"WITH {newest} SELECT {column} FROM (SELECT * FROM {source}) AS q"
            " LEFT JOIN newest AS n USING (public_id)"
            " ORDER BY n.rank IS NULL, n.rank DESC,"
            " CASE WHEN n.rank IS NULL THEN q.sort_day END DESC, public_id DESC"
        )
        return sql, [*values, *more]

    def newest(self, selection, edge, by_heads) -> tuple[str, list]:
        """SQL for `newest`, the newest that match with their rank, and `places`, where they are.

        With an edge all that are not older. By the heads `places` are those of the words alone,
        and `newest` is what of them meets the other conditions.
        """
        limit = f" ORDER BY sort_day DESC, public_id DESC LIMIT {NEWEST}" if edge is None else ""
        rank = "ts_rank(search, %s::tsquery) AS rank"
        if by_heads:
            places, values = self.places(edge or self.head_edge(), limit)
            # Whatever is in the heads has one of the words, and each of them is enough.
            others = tuple(one for one in selection.conditions if one[0] != HOLDS)
            selection = replace(selection, conditions=others)
            table = (
                "(SELECT q.* FROM places AS h"
                f" JOIN {selection.table} AS q ON q.public_id = h.public_id) AS newest_of_words"
            )
            source, more = replace(selection, table=table).source()
            sql = (
                f"places AS MATERIALIZED ({places}), newest AS MATERIALIZED ("
                f"SELECT sort_day, public_id, {rank} FROM {source})"
            )
            return sql, [*values, self.tsquery, *more]
        if self.words_only and not self.common:
            selection = of_rare_words(selection)
        if edge:
            selection = selection.where("(sort_day, public_id) >= (%s, %s)", *edge)
        source, values = selection.source()
        sql = (
            f"newest AS MATERIALIZED (SELECT sort_day, public_id, {rank} FROM {source}{limit})"
            ", places AS (SELECT sort_day, public_id FROM newest)"
        )
        return sql, [self.tsquery, *values]

    def heads_reach(self, edge) -> bool:
        """The heads of common words hold every match that is not older than the edge."""
        return bool(self.common) and (edge is None or edge >= self.head_edge())

    def head_edge(self) -> tuple[date, str]:
        """Where the heads of the common words end."""
        day, _, key = self.known_from.partition(" ")
        return date.fromisoformat(day), key

    def places(self, edge, limit) -> tuple[str, list]:
        """SQL for the places of any of the words up to an edge, the newest first."""
        parts, values = [], []
        for word in self.common:
            parts.append(
                "(SELECT sort_day, public_id FROM published_wordhead WHERE lexeme = %s"
                f" AND (sort_day, public_id) >= (%s, %s){limit})"
            )
            values += [word, *edge]
        if self.others_too:
            parts.append(
                "(SELECT sort_day, public_id FROM (SELECT sort_day, public_id"
                " FROM published_publishedquote WHERE search @@ %s::tsquery OFFSET 0) AS rare"
                " WHERE (sort_day, public_id) >= (%s, %s))"
            )
            values += [" | ".join(f"'{word}'" for word in self.others_too), *edge]
        together = " UNION ".join(parts)
        return f"SELECT sort_day, public_id FROM ({together}) AS any_word{limit}", values

    def others(self, selection, columns, size, edge, after, backward, extra):
        """Those behind the edge, newest first."""
        beyond = selection.where("(sort_day, public_id) < (%s, %s)", *edge)
        rows = beyond.page(BY_DAY, columns, size, after, backward, extra)
        return [(Place(edge, None, day), key, *rest) for day, key, *rest in rows]


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
