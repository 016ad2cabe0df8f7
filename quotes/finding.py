"""Rows that an editor looks for, among very many, without reading a whole table.

What is asked of a list is looked for in several ways: by id, by name, by words. Each way is a
question of its own, so that each can use its own index, and gives the newest rows that fit, up to
a thousand. Of a common word Postgres then walks the newest rows until it has a thousand; of a rare
one it asks the index. Words that are common each and rare together fool it: such a question is
stopped after a moment, and asked of the newest rows alone.
"""

from functools import reduce
from operator import and_

from django.contrib.postgres.search import SearchQuery
from django.db import OperationalError, connection, transaction
from django.db.models import Q

from quotes.models import Attribution, Quote, Speaker, SpeakerName, Wording
from quotes.published.languages import search_config
from quotes.published.models import PublishedQuote
from sources.models import Article

MOST = 1000
PATIENCE = 400  # milliseconds for one way
NEWEST = 20_000  # rows that are looked at where patience ran out
WORDS = 8
LANGUAGES = ("", "en", "es", "fr", "de")


def holding(field: str, words: str) -> Q:
    """All of the words stand in the field, letter by letter, in any order."""
    parts = words.split()[:WORDS]
    return reduce(and_, (Q(**{f"{field}__icontains": part}) for part in parts), Q())


def in_time(rows) -> list | None:
    """The values; None where Postgres did not find them in time."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(PATIENCE)])
            found = list(rows)
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
            return found
    except OperationalError as error:
        if "statement timeout" not in str(error):
            raise
        return None


def newest(rows, key="pk", most=MOST) -> list:
    """The keys of the newest rows, in a bounded time."""
    asked = rows.order_by(f"-{key}").values_list(key, flat=True)
    found = in_time(asked[:most])
    if found is None:
        last = rows.model._base_manager.order_by(f"-{key}").values_list(key, flat=True).first() or 0
        found = in_time(asked.filter(**{f"{key}__gt": last - NEWEST})[:most])
    return found or []


def quotes(words: str, among=None) -> set:
    """Keys of quotes of this id, by speakers who go by these words, or that hold the words."""
    among = Quote.objects.all() if among is None else among
    inside = {} if not among.query.where else {"quote__in": among.order_by()}
    found = set(Quote.objects.filter(public_id=words).values_list("pk", flat=True))
    speakers = named_speakers(words)
    if speakers:
        said = Attribution.objects.filter(speaker__in=speakers, **inside)
        found.update(newest(said, "quote_id"))
    found.update(newest(Wording.objects.filter(holding("text", words), **inside), "quote_id"))
    if len(found) < MOST:
        found.update(public_quotes(words))
    return found


def public_quotes(words: str) -> list:
    """Keys of public quotes with other forms of the words, the newest by the day they were said."""
    query = reduce(
        lambda one, other: one | other,
        (SearchQuery(words, search_type="plain", config=search_config(tag)) for tag in LANGUAGES),
    )
    rows = PublishedQuote.objects.filter(search=query).order_by("-sort_day", "-public_id")
    ids = in_time(rows.values_list("pk", flat=True)[:MOST]) or []
    return list(Quote.objects.filter(public_id__in=ids).values_list("pk", flat=True))


def named_speakers(words: str) -> list:
    """Keys of speakers who go by exactly these words."""
    named = Speaker.objects.filter(names__text__iexact=words)
    return list(named.values_list("pk", flat=True)[:50])


def speakers(words: str, among) -> set:
    """Keys of speakers with this Wikidata id, or with these words in one of their names."""
    rows = among.order_by()
    found = set(rows.filter(wikidata_id__iexact=words).values_list("pk", flat=True))
    found.update(newest(rows.filter(holding("name", words))))
    return found | set(newest(SpeakerName.objects.filter(holding("text", words)), "speaker_id"))


def articles(words: str, among) -> set:
    """Keys of articles of this id or address, with these words in the title, or of this outlet."""
    rows = among.order_by()
    exact = Q(public_id=words) | Q(url=words)
    found = set(Article.objects.filter(exact).values_list("pk", flat=True))
    found.update(newest(rows.filter(holding("title", words))))
    found.update(newest(rows.filter(holding("outlet__name", words))))
    if "." in words or "/" in words:
        found.update(newest(rows.filter(url__icontains=words)))
    return found


def suggestions(words: str, among) -> set:
    """Keys of suggestions with this speaker, or in articles with these words in the title."""
    rows = among.order_by()
    found = set(newest(rows.filter(holding("speaker_name", words))))
    of_articles = newest(Article.objects.filter(holding("title", words)), most=200)
    if of_articles:
        found.update(newest(rows.filter(snapshot__article__in=of_articles)))
    return found


def claims(words: str, among) -> set:
    """Keys of claims of this id, or that hold these words."""
    rows = among.order_by()
    found = set(rows.filter(public_id=words).values_list("pk", flat=True))
    return found | set(newest(rows.filter(holding("text", words))))


def assessments(words: str, among) -> set:
    """Keys of assessments with these words, or of claims that hold them."""
    rows = among.order_by()
    found = set(newest(rows.filter(holding("summary", words))))
    return found | set(newest(rows.filter(holding("claim__text", words))))
