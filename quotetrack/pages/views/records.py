"""Home, search, corrections, how we rate, about."""

from django.conf import settings
from django.utils.translation import gettext as _

from quotes.published import models
from quotes.published.serving import loaded
from quotetrack.pages import corrections, layout, paging, quote_page, seeking
from quotetrack.readers import finding, labels, languages
from quotetrack.readers.standing import Rating

LATEST = 6


@layout.page
def home(request):
    """The search box, the latest quotes, the latest corrections."""
    if request.GET.get("q", "").strip():
        return search(request)
    newest = models.PublishedQuote.objects.readers().newest_said()
    notices = models.PublishedCorrection.objects.readers().order_by("-number")
    context = {
        "nav": "home",
        "told": quote_page.rows(newest[:LATEST]),
        "corrections": corrections.rows(notices[:LATEST]),
    }
    head = layout.Head(
        settings.SITE_NAME,
        "/",
        _("Who said what, where it was printed, and how it stands today."),
    )
    return layout.render(request, "pages/home.html", context, head)


@layout.page
def search(request):
    """Speakers, claims and quotes that fit the words asked for."""
    asked = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[: seeking.LONGEST]
    context = {"nav": "", "asked": asked, "found": seeking.found(asked) if asked else None}
    head = layout.Head(_("Search"), index=False)
    return layout.render(request, "pages/search.html", context, head)


@layout.page
def correction_log(request):
    """Every correction, the newest first."""
    rows = models.PublishedCorrection.objects.readers()
    page = paging.page_of(rows, "-number", request.GET.get("cursor", ""))
    context = {"nav": "corrections", "page": page, "corrections": corrections.rows(page.rows)}
    head = layout.Head(
        _("Corrections"),
        "/corrections/",
        feed="/api/v1/corrections/feed/",
        description=_("Every change of something published: what was wrong, and what was changed."),
        index=page.is_first,
    )
    return layout.render(request, "pages/corrections.html", context, head)


@layout.page
def correction(request, number):
    """One correction by itself."""
    row = models.PublishedCorrection.objects.readers().filter(number=number).first()
    if row is None:
        raise finding.NotPublic
    (told,) = corrections.rows([row])
    head = layout.Head(
        told["title"], corrections.page_of(number), told["what_was_wrong"], kind="article"
    )
    context = {"nav": "corrections", "corrections": [told], "title": told["title"]}
    return layout.render(request, "pages/corrections.html", context, head)


@layout.page
def methodology(request):
    """How words are attributed and claims are rated, from the published scales."""
    rows = models.PublishedScale.objects.readers().order_by("-is_house", "slug", "-number")
    context = {
        "nav": "methodology",
        "scales": [_scale(loaded(row.detail_json)) for row in rows],
        "attributions": quote_page.legend(),
    }
    head = layout.Head(
        _("How we rate"),
        "/methodology/",
        _("What “said” and “true” mean here, and the scales that claims are rated on."),
    )
    return layout.render(request, "pages/methodology.html", context, head)


@layout.page
def about(request):
    """What this is, in plain sentences."""
    head = layout.Head(
        _("About"),
        "/about/",
        _("The record of who said what, where it was printed, and how it stands today."),
    )
    return layout.render(request, "pages/about.html", {"nav": "about"}, head)


def _in_words(rating):
    return (rating.get("labels") or {}).get(languages.active()) or rating["label"]


def _scale(scale):
    ratings = [
        rating
        | {
            "mark": Rating(_in_words(rating), rating["standing"], None),
            "meaning": labels.label(labels.STANDING, rating["standing"]),
        }
        for rating in scale["ratings"]
    ]
    return scale | {"ratings": ratings}
