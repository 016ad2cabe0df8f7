"""From what a reader asks of quotes to the rows that answer it.

Different filters are AND, the values of one filter OR. `outlet` and `article` match any occurrence,
`q` any wording, the others what the list shows.
"""

from quotes.published.history import BELOW, Then, quotes_then
from quotes.published.ranking import HOLDS, Relevance
from quotes.published.references import Names, known_ratings
from quotes.published.search import branches
from quotes.published.selections import Order, Selection

COLUMNS = {  # filters that compare one column
    "id": "public_id",
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

# What leaves enough of the newest quotes that hold a common word.
BROAD = {"q", "language", "form", "speaker_kind", "evidentiality", "has_original"}

LINKS_NOW = {
    "start": "public_id IN (SELECT l.quote FROM published_publishedclaimlink AS l",
    **{name: f"l.{name}" for name in ("relation", "claim", "standing", "scale", "rating")},
}
LINKS_THEN = {
    "start": "EXISTS (SELECT 1 FROM json_array_elements(list_json::json->'claims') AS l",
    **{name: f"l->>'{name}'" for name in ("relation", "standing", "scale", "rating")},
    "claim": "l->>'id'",
}
ORDERS = {
    "-said_on": Order("-said_on", "sort_day", "date", descending=True),
    "said_on": Order("said_on", "sort_day", "date"),
    "-published_at": Order("-published_at", "published_at", "timestamptz", descending=True),
    "published_at": Order("published_at", "published_at", "timestamptz"),
    "-updated_at": Order("-updated_at", "updated_at", "timestamptz", descending=True),
    "updated_at": Order("updated_at", "updated_at", "timestamptz"),
}
QUOTES = Selection("published_publishedquote")


class Unanswerable(ValueError):
    """A filter names what is not public."""

    def __init__(self, parameter, detail):
        super().__init__(detail)
        self.parameter = parameter


def one_of(column, values):
    """The condition that a column holds one of the values; one value lets an index give order."""
    if len(values) == 1:
        return f"{column} = %s", values[0]
    return f"{column} = ANY(%s)", values


class Question:
    """What a reader asks of quotes: filters by name, every value read and cleaned before.

    With `then` it is asked of what was public at that time.
    """

    def __init__(self, filters: dict, then: Then | None = None, names: Names | None = None):
        self.filters = filters
        self.then = then
        self.names = names or Names()
        self.tsquery = None
        if "q" in filters and not names:
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
        """The rows that are asked for; Unanswerable where a filter names what is not there."""
        self.look_up()
        chosen = quotes_then(self.then) if self.then else QUOTES
        for name, column in COLUMNS.items():
            if name in self.filters:
                chosen = chosen.where(*one_of(column, self.values(name)))
        for name, column in ARRAYS.items():
            if name in self.filters:
                past = self.then and name == "topic"
                condition = BELOW if past else f"{column} && %s::varchar[]"
                chosen = chosen.where(condition, self.values(name))
        for name, condition in BOUNDS.items():
            if name in self.filters:
                chosen = chosen.where(condition, self.filters[name])
        if any(name in self.filters for name in CLAIM_FILTERS):
            chosen = chosen.where(*self.claim_condition())
        if self.tsquery is not None:
            chosen = chosen.where(HOLDS, self.tsquery)
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
                raise Unanswerable(name, f"“{given}” is not the id or slug of a public {kind}.")
            found.append(public_id)
        return found

    def claim_condition(self):
        """One link of the quote meets all the filters that speak of claims."""
        part = LINKS_THEN if self.then else LINKS_NOW
        conditions, values = [], []
        relations = self.filters.get("claim_relation")
        judged = "claim_rating" in self.filters or "claim_standing" in self.filters
        if relations or judged:
            conditions.append(f"{part['relation']} = ANY(%s)")
            values.append(relations or TAKES_A_STAND)
        if "claim" in self.filters:
            conditions.append(f"{part['claim']} = ANY(%s)")
            values.append(self.values("claim"))
        if "claim_standing" in self.filters:
            conditions.append(f"{part['standing']} = ANY(%s)")
            values.append(self.filters["claim_standing"])
        if "claim_rating" in self.filters:
            pairs = self.ratings()
            any_pair = ", ".join(["(%s, %s)"] * len(pairs))
            conditions.append(f"({part['scale']}, {part['rating']}) IN ({any_pair})")
            values += [word for pair in pairs for word in pair]
        return f"{part['start']} WHERE {' AND '.join(conditions)})", *values

    def ratings(self):
        """The ratings asked for as (scale, slug)."""
        known = known_ratings(self.names)
        for given in self.filters["claim_rating"]:
            if given not in known:
                allowed = ", ".join(sorted(known)) or "none yet"
                raise Unanswerable("claim_rating", f"“{given}” is not one of: {allowed}.")
        return [known[given] for given in self.filters["claim_rating"]]

    def relevance(self) -> Relevance:
        """Best match first; by the heads of common words where nothing selective is asked."""
        if self.then or not self.filters.keys() <= BROAD:
            return Relevance(self.tsquery)
        words, common = self.names.any_words()
        # Where common words are known and none is among these, they are rare.
        told = common or self.names.of_kind("heads") and not self.names.of_kind("common")
        only = self.filters.keys() == {"q"} and bool(told)
        return Relevance(self.tsquery, words, common, words_only=only)


def ranked(tsquery: str) -> Order:
    """Best match first."""
    return Order("relevance", "ts_rank(search, %s::tsquery)", "real", True, (tsquery,))
