"""From what a reader asks of quotes to the rows that answer it.

Different filters are AND, the values of one filter OR. `outlet` and `article` match any occurrence,
`q` any wording, the others what the list shows.
"""

from quotes.published.ranking import Relevance
from quotes.published.references import Names, known_ratings
from quotes.published.search import branches
from quotes.published.selections import Order, Selection

COLUMNS = {  # filters that compare one column
    "speaker": "speaker",
    "speaker_kind": "speaker_kind",
    "language": "language",
    "form": "form",
    "attribution": "attribution",
    "evidentiality": "evidentiality",
    "occasion": "occasion",
    "position": "position",
    "position_kind": "position_kind",
    "organisation": "organisation",
    "country": "country",
}
ARRAYS = {  # filters that look into an array
    "outlet": "outlets",
    "article": "articles",
    "topic": "topics",
    "attributed_to": "attributed_to",
}
BOUNDS = {
    "said_after": "said_latest >= %s",
    "said_before": "said_earliest <= %s",
    "published_after": "published_at >= %s",
    "published_before": "published_at <= %s",
    "updated_after": "updated_at >= %s",
    "min_outlets": "reach_outlets >= %s",
    "has_original": "has_original = %s",
}
REFERENCES = {  # which filters name public things, and of which kind
    "speaker": "speaker",
    "attributed_to": "speaker",
    "organisation": "speaker",
    "outlet": "outlet",
    "article": "article",
    "topic": "topic",
    "claim": "claim",
}
CLAIM_FILTERS = ("claim", "claim_relation", "claim_rating", "claim_standing")
TAKES_A_STAND = ["asserts", "confirms", "concedes"]

ORDERS = {
    "-said_on": Order("-said_on", "sort_day", "date", descending=True),
    "said_on": Order("said_on", "sort_day", "date"),
    "-published_at": Order("-published_at", "published_at", "timestamptz", descending=True),
    "published_at": Order("published_at", "published_at", "timestamptz"),
    "-updated_at": Order("-updated_at", "updated_at", "timestamptz", descending=True),
    "updated_at": Order("updated_at", "updated_at", "timestamptz"),
}
QUOTES = Selection("published_publishedquote")


class NotPublic(ValueError):
    """A filter names something that is not public."""

    def __init__(self, parameter, detail):
        super().__init__(detail)
        self.parameter = parameter


def one_of(column, values):
    """The condition that a column holds one of the values; one value lets an index give order."""
    if len(values) == 1:
        return f"{column} = %s", values[0]
    return f"{column} = ANY(%s)", values


class Question:
    """What a reader asks of quotes: filters by name, every value read and cleaned before."""

    def __init__(self, filters: dict):
        self.filters = filters
        self.names = Names()
        self.tsquery = None
        if "q" in filters:
            self.names.search([branch for text in filters["q"] for branch in branches(text)])

    def look_up(self):
        """Find the ids of all that is named; one query, and none where nothing is."""
        for parameter, kind in REFERENCES.items():
            if parameter in self.filters:
                self.names.want(kind, self.filters[parameter])
        if "claim_rating" in self.filters:
            self.names.want("scale", [])
        self.names.look_up()
        if "q" in self.filters:
            self.tsquery = self.names.tsquery()

    def selection(self) -> Selection:
        """The rows that are asked for; NotPublic where a filter names what is not there."""
        self.look_up()
        chosen = QUOTES
        for name, column in COLUMNS.items():
            if name in self.filters:
                chosen = chosen.where(*one_of(column, self.values(name)))
        for name, column in ARRAYS.items():
            if name in self.filters:
                chosen = chosen.where(f"{column} && %s::varchar[]", self.values(name))
        for name, condition in BOUNDS.items():
            if name in self.filters:
                chosen = chosen.where(condition, self.filters[name])
        if any(name in self.filters for name in CLAIM_FILTERS):
            chosen = chosen.where(*self.claim_condition())
        if self.tsquery is not None:
            chosen = chosen.where("search @@ %s::tsquery", self.tsquery)
        return chosen

    def values(self, name) -> list[str]:
        """A filter's values; ids instead of names where it names something."""
        kind = REFERENCES.get(name)
        if kind is None:
            return self.filters[name]
        found = []
        for given in self.filters[name]:
            public_id = self.names.id_of(kind, given)
            if public_id is None:
                raise NotPublic(name, f"“{given}” is not the id or slug of a public {kind}.")
            found.append(public_id)
        return found

    def claim_condition(self):
        """One link of the quote meets all the filters that speak of claims."""
        parts, values = [], []
        relations = self.filters.get("claim_relation")
        judged = "claim_rating" in self.filters or "claim_standing" in self.filters
        if relations or judged:
            parts.append("l.relation = ANY(%s)")
            values.append(relations or TAKES_A_STAND)
        if "claim" in self.filters:
            parts.append("l.claim = ANY(%s)")
            values.append(self.values("claim"))
        if "claim_standing" in self.filters:
            parts.append("l.standing = ANY(%s)")
            values.append(self.filters["claim_standing"])
        if "claim_rating" in self.filters:
            pairs = self.ratings()
            parts.append(f"(l.scale, l.rating) IN ({', '.join(['(%s, %s)'] * len(pairs))})")
            values += [word for pair in pairs for word in pair]
        return (
            "public_id IN (SELECT l.quote FROM published_publishedclaimlink l"
            f" WHERE {' AND '.join(parts)})",
            *values,
        )

    def ratings(self):
        """The ratings asked for as (scale, slug)."""
        known = known_ratings(self.names)
        for given in self.filters["claim_rating"]:
            if given not in known:
                allowed = ", ".join(sorted(known)) or "none yet"
                raise NotPublic("claim_rating", f"“{given}” is not one of: {allowed}.")
        return [known[given] for given in self.filters["claim_rating"]]

    def relevance(self) -> Relevance:
        """Best match first."""
        return Relevance(self.tsquery)


def ranked(tsquery: str) -> Order:
    """Best match first."""
    return Order("relevance", "ts_rank(search, %s::tsquery)", "real", True, (tsquery,))
