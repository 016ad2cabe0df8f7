"""For crawlers: what may be fetched, and where everything is."""

import json

from django.conf import settings
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from quotes.published import models
from quotes.published.serving import loaded
from quotetrack.pages import claim_page, structured
from quotetrack.readers import finding
from quotetrack.readers.answering import answer

REVIEWS = 500  # in the feed; each stands on its claim's page besides
AT_MOST = 45_000  # addresses in one site map; the format allows 50,000
KINDS = ("quote", "claim", "speaker", "article", "outlet", "topic")
STANDING = ("/", "/quotes/", "/speakers/", "/claims/", "/topics/", "/outlets/", "/corrections/",
            "/methodology/", "/about/")  # fmt: skip


@require_safe
def robots(request):
    """Everything public may be read; the desk and the search are nothing for crawlers."""
    body = render_to_string("pages/robots.txt", {"site_url": settings.SITE_URL})
    return answer(request, body, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request):
    """The mark, for those who ask where marks used to be."""
    answered = HttpResponseRedirect(static("quotetrack/mark.svg"))
    answered.headers["Cache-Control"] = "public, max-age=86400"
    return answered


@require_safe
def sitemap(request):
    """The index of the site maps, one for each kind of record."""
    body = render_to_string("pages/sitemaps.xml", {"site_url": settings.SITE_URL, "kinds": KINDS})
    return answer(request, body, content_type="application/xml")


@require_safe
def claim_reviews(request):
    """The decided claims of the last judgements, as a data feed of ClaimReview."""
    decided = models.PublishedClaim.objects.readers().filter(standing__in=structured.DECIDED)
    rows = decided.order_by("-updated_at", "-public_id")[:REVIEWS]
    numbers = claim_page.numbers(claim_page.scales())
    held = structured.feed((loaded(row.detail_json) for row in rows), numbers)
    body = json.dumps(held, ensure_ascii=False)
    headers = {"Access-Control-Allow-Origin": "*"}
    return answer(request, body, content_type="application/ld+json", headers=headers)


@require_safe
def sitemap_of(request, kind):
    """The newest records of one kind, with the day of their last change."""
    model = models.PublishedSpeaker if kind == "speaker" else finding.MODELS[kind]
    rows = model.objects.readers().order_by("-updated_at", "-public_id")
    if kind == "speaker":
        rows = rows.filter(is_private=False)
    fields = ["public_id", "updated_at"] + (["slug"] if kind not in ("quote", "article") else [])
    pages = [
        (settings.SITE_URL + finding.path_of(kind, row), row.updated_at.date().isoformat())
        for row in rows.only(*fields)[:AT_MOST]
    ]
    standing = STANDING if kind == "topic" else ()
    context = {"pages": pages, "standing": [settings.SITE_URL + path for path in standing]}
    body = render_to_string("pages/sitemap.xml", context)
    return answer(request, body, content_type="application/xml")
