"""The parts of a claim's page, in plain values for the template."""

from quotes.published import models
from quotes.published.serving import loaded
from quotetrack.readers import quotes
from quotetrack.readers.languages import direction
from quotetrack.readers.standing import rating_of

RELATIONS = ("asserts", "confirms", "concedes", "denies", "retracts", "implies", "asks")
AT_ONCE = 50


def row(claim: dict) -> dict:
    """A claim as a row of a list."""
    return claim | {"mark": rating_of(claim), "direction": direction(claim["language"])}


def quotes_by_relation(public_id: str) -> list[tuple[str, list]]:
    """The quotes that touch the claim, by what they do to it: (relation, quotes)."""
    links = models.PublishedClaimLink.objects.using("reader").filter(claim=public_id)
    relations: dict[str, str] = dict(links.values_list("quote", "relation")[:AT_ONCE])
    rows = models.PublishedQuote.objects.readers().filter(pk__in=relations).newest_said()
    held: dict[str, list] = {}
    for published in rows:
        told = quotes.told(loaded(published.detail_json))
        held.setdefault(relations[published.pk], []).append(told)
    return [(each, held[each]) for each in RELATIONS if each in held]


def scales() -> dict[str, str]:
    """Names of the scales that claims are rated on, by slug."""
    rows = models.PublishedScale.objects.readers().order_by("number")
    return {row.slug: loaded(row.list_json)["name"] for row in rows}
