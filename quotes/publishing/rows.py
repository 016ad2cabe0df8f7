"""Which rows of a quote are public: `published_at` and `published_by`, set by publishing only."""

from quotes.models import Occurrence


def rows_of(quote):
    """The kinds of rows that are published with a quote."""
    return (
        quote.wordings,
        Occurrence.objects.filter(wording__quote=quote),
        quote.attributions,
        quote.claim_quotes,
        quote.responses,
        quote.quote_topics,
    )


def publish_waiting(quote, by, at) -> int:
    """Publish every row of the quote that is not public yet; how many there were."""
    return sum(
        rows.filter(published_at__isnull=True).update(published_at=at, published_by=by)
        for rows in rows_of(quote)
    )


def waiting(quote) -> list:
    """The rows of the quote that are not public yet."""
    return [row for rows in rows_of(quote) for row in rows.filter(published_at__isnull=True)]
