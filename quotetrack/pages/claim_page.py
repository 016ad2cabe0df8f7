"""The parts of a claim's page, in plain values for the template."""

from django.conf import settings
from django.utils.translation import gettext as _

from quotes.published import models
from quotes.published.serving import loaded
from quotetrack.pages.structured import DECIDED, LICENCE
from quotetrack.readers import quotes
from quotetrack.readers.dates import written
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


def outside(claim: dict) -> list[dict]:
    """What others hold of the claim, each with their own scale."""
    return [
        each
        | {
            "direction": direction(each["language"]),
            "day": written(each["reviewed_on"]),
            "number": _numbers(each),
        }
        for each in claim.get("outside_reviews", [])
    ]


def _numbers(review):
    """“2 of 5” and the like, where they give numbers; their label may say the same already."""
    value, best = review["value"], review["best"]
    if value is None or best is None or review["label"] == f"{value:g}":
        return ""
    return _("%(value)s on a scale to %(best)s") % {"value": f"{value:g}", "best": f"{best:g}"}


def links(claim: dict, row) -> list[tuple[str, str, str]]:
    """The signposts of the claim: how to cite it, and its other forms."""
    api = f"{settings.SITE_URL}/api/v1/claims/{row.pk}/"
    held = [
        (claim["url"], "cite-as", ""),
        (api, "describedby", "application/json"),
        (f"{api}history/", "version-history", "application/json"),
        ("https://schema.org/Claim", "type", ""),
        (LICENCE, "license", ""),
    ]
    if claim["standing"] in DECIDED:
        held.insert(1, (claim["url"], "describedby", "application/ld+json"))
    return held


def scales() -> dict[str, dict]:
    """The scales that claims are rated on, by slug; of several versions the last."""
    rows = models.PublishedScale.objects.readers().order_by("number")
    return {row.slug: loaded(row.list_json) for row in rows}


def names(held: dict[str, dict]) -> dict[str, str]:
    """Names of scales by slug."""
    return {slug: scale["name"] for slug, scale in held.items()}


def numbers(held: dict[str, dict]) -> dict[str, dict[str, int]]:
    """The numbers that ratings stand for, by scale and rating; those without one are left out."""
    return {
        slug: {
            rating["slug"]: rating["review_number"]
            for rating in scale["ratings"]
            if rating.get("review_number") is not None
        }
        for slug, scale in held.items()
    }
