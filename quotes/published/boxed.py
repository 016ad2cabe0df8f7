"""What a search box finds, in three questions: forms of the words, names and claims, quotes."""

from quotes.published import asking, naming, search
from quotes.published.references import Names
from quotes.published.selections import ask

Found = tuple[list[str], list[str], list[tuple[str, str]]]


def found(words: str, most: int) -> Found:
    """Speakers and claims as stored, and quotes as stored with what was found marked; best first.

    Where there is no word to find, speakers only: a name may be one letter, or no word at all.
    """
    try:
        branches = search.branches(words)
    except (search.NothingToFind, search.TooManyTerms):
        return named(words, None, most)["speaker"], [], []
    names = Names()
    names.search(branches, everywhere=True)
    names.look_up()
    rows = named(words, names.tsquery(), most)
    question = asking.Question({"q": [words]}, names=names.in_use())
    return rows["speaker"], rows["claim"], quotes(question, most)


def named(words: str, tsquery: str | None, most: int) -> dict[str, list[str]]:
    """Speakers with a name like these words, and claims that hold them."""
    parts = {"speaker": (naming.known_as(naming.SPEAKERS, words), naming.likeness(words))}
    if tsquery is not None:
        holding = naming.CLAIMS.where("search @@ %s::tsquery", tsquery)
        parts["claim"] = holding, asking.ranked(tsquery)
    questions, values = [], []
    for kind, (selection, order) in parts.items():
        sql, needed = selection.page_sql(order, "list_json", most)
        questions.append(f"SELECT '{kind}', {kind}s.* FROM ({sql}) AS {kind}s")
        values += needed
    rows = ask(" UNION ALL ".join(questions), values)
    rows.sort(key=lambda row: row[1:3], reverse=True)
    return {kind: [row[3] for row in rows if row[0] == kind] for kind in parts}


def quotes(question: asking.Question, most: int) -> list[tuple[str, str]]:
    """The best quotes, with what was found marked."""
    chosen = question.selection()
    extra = search.headline(question.tsquery)
    rows = question.relevance().page(chosen, "list_json, language", most, extra=extra)
    return [(row[2], search.marked(row[4])) for row in rows]
