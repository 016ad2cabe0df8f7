"""What a reader asks of speakers, outlets, topics, articles, claims, corrections and scales."""

from quotes.extraction.text import folded
from quotes.published.asking import Unanswerable, one_of, ranked
from quotes.published.history import Then, documents_then
from quotes.published.references import Names
from quotes.published.search import branches
from quotes.published.selections import Order, Selection, ask

SPEAKERS = Selection("published_publishedspeaker")
OUTLETS = Selection("published_publishedoutlet")
TOPICS = Selection("published_publishedtopic")
ARTICLES = Selection("published_publishedarticle")
CLAIMS = Selection("published_publishedclaim")
CORRECTIONS = Selection("published_publishedcorrection")
SCALES = Selection("published_publishedscale")

BY_NAME = {
    "name": Order("name", "sort_key", "text"),
    "-name": Order("-name", "sort_key", "text", descending=True),
}
BY_UPDATE = {
    "-updated_at": Order("-updated_at", "updated_at", "timestamptz", descending=True),
    "updated_at": Order("updated_at", "updated_at", "timestamptz"),
}
BY_DAY = {
    "-published": Order("-published", "sort_day", "date", descending=True),
    "published": Order("published", "sort_day", "date"),
}
BY_NUMBER = {
    "-number": Order("-number", "number", "bigint", descending=True),
    "number": Order("number", "number", "bigint"),
}
BY_SLUG = {"slug": Order("slug", "slug", "text")}


ON_A_TOPIC = """public_id IN (
    WITH RECURSIVE below AS (
        SELECT unnest(%s::varchar[]) COLLATE "C" AS topic UNION
        SELECT t.public_id FROM published_publishedtopic t JOIN below ON t.parent = below.topic
    )
    SELECT m.public_id FROM published_mention m JOIN below ON m.target = below.topic
    WHERE m.kind = 'claim' AND m.target_kind = 'topic')"""


TOPIC_THEN = """EXISTS (
    WITH RECURSIVE below AS (
        SELECT unnest(%s::varchar[]) COLLATE "C" AS topic UNION
        SELECT t.public_id FROM published_publishedtopic t JOIN below ON t.parent = below.topic
    )
    SELECT 1 FROM json_array_elements(list_json::json->'topics') AS named
    JOIN below ON named->>'id' = below.topic)"""


def at(selection: Selection, kind: str, then: Then | None) -> Selection:
    """The same rows as they were then; as they are where no time is given."""
    return documents_then(kind, then) if then else selection


def equal(selection: Selection, filters: dict, columns: dict) -> Selection:
    """The selection with every filter that compares one column."""
    for name, column in columns.items():
        if name in filters:
            selection = selection.where(*one_of(column, filters[name]))
    return selection


def known_as(selection: Selection, words: str) -> Selection:
    """Those who have a name like these words: part of it, or misspelt."""
    words = folded(words)
    return selection.where("names %%> %s OR names LIKE %s", words, f"%{like(words)}%")


def likeness(words: str) -> Order:
    """Most similar name first; a name that holds the words as they are counts most."""
    words = folded(words)
    return Order(
        "relevance",
        "(word_similarity(%s, names)"
        " + CASE WHEN E'\\n' || names || E'\\n' LIKE %s THEN 1 ELSE 0 END)::real",
        "real",
        True,
        (words, f"%\n{like(words)}\n%"),
    )


def called(selection: Selection, words: str) -> Selection:
    """Those whose folded name holds these words."""
    return selection.where("sort_key LIKE %s", f"%{like(folded(words))}%")


def like(words: str) -> str:
    """The words with nothing that LIKE would read as a pattern."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def referred(kind: str, parameter: str, names: list[str]) -> list[str]:
    """The ids of what is named, or Unanswerable."""
    wanted = Names()
    wanted.want(kind, names)
    wanted.look_up()
    return [required(wanted, kind, parameter, name) for name in names]


def required(wanted: Names, kind: str, parameter: str, name: str) -> str:
    """The id of what is named, or Unanswerable."""
    public_id = wanted.id_of(kind, name)
    if public_id is None:
        raise Unanswerable(parameter, f"“{name}” is not the id or slug of a public {kind}.")
    return public_id


class ClaimQuestion:
    """What a reader asks of claims."""

    def __init__(self, filters: dict):
        self.filters = filters
        self.then = filters.get("at")
        self.names = Names()
        self.tsquery = None
        if "q" in filters:
            words = [branch for text in filters["q"] for branch in branches(text)]
            self.names.search(words, everywhere=True)

    def selection(self) -> Selection:
        """The claims that are asked for."""
        names = self.names
        if "topic" in self.filters:
            names.want("topic", self.filters["topic"])
        names.look_up()
        chosen = at(CLAIMS, "claim", self.then)
        chosen = equal(chosen, self.filters, {"status": "status", "standing": "standing"})
        if "topic" in self.filters:
            ids = [required(names, "topic", "topic", name) for name in self.filters["topic"]]
            chosen = chosen.where(TOPIC_THEN if self.then else ON_A_TOPIC, ids)
        if "q" in self.filters:
            self.tsquery = names.tsquery()
            chosen = chosen.where("search @@ %s::tsquery", self.tsquery)
        return chosen

    def relevance(self) -> Order:
        """Best match first."""
        return ranked(self.tsquery)


def changes(place: tuple[int, int] | None, kinds: list[str], size: int) -> list[tuple]:
    """Public changes in order after a place; Unanswerable where no change has that place.

    The place's own row is read too: a record that was restored from a backup has lost the places
    since, and whoever stands at one of them must hear of it instead of missing what was undone.
    """
    conditions, values = [], []
    if place:
        conditions.append("(xid, id) >= (%s, %s)")
        values += place
    if kinds:
        conditions.append("(kind = ANY(%s) OR (xid, id) = (%s, %s))")
        values += [kinds, *(place or (0, 0))]
    found = ask(
        "SELECT xid, id, kind, public_id, version, action, at FROM published_change"
        f" WHERE {' AND '.join(conditions) or 'true'} ORDER BY xid, id LIMIT %s",
        [*values, size + 1 if place else size],
    )
    if not place:
        return found
    if not found or found[0][:2] != place:
        raise Unanswerable("after", NO_SUCH_PLACE)
    return found[1:]


NO_SUCH_PLACE = (
    "No public change has this cursor. Take one from a row, whole; where yours is one, the record"
    " was restored from an older backup: follow the changes anew from the start."
)
