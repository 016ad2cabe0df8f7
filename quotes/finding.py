"""Quotes that an editor looks for, published or not, without reading a whole table."""

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from quotes.models import Quote
from quotes.published.languages import search_config
from quotes.published.models import PublishedQuote

MOST = 1000


def quotes(words: str):
    """Keys of quotes of this id, by speakers who go by these words, or that hold the words:
    public ones by the readers' index, the others letter by letter."""
    asked = Q()
    for language in ("", "en", "es", "fr", "de"):
        query = SearchQuery(words, search_type="plain", config=search_config(language))
        asked |= Q(search=query)
    public = list(PublishedQuote.objects.filter(asked).values_list("pk", flat=True)[:MOST])
    ways = (
        Quote.objects.filter(public_id__in=[words, *public]),
        Quote.objects.exclude(status="published").filter(wordings__text__icontains=words),
        Quote.objects.filter(attributions__speaker__names__text__iexact=words),
    )
    keys = [way.order_by().values("pk") for way in ways]
    return keys[0].union(*keys[1:])
