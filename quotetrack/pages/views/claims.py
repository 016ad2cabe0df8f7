"""The page of a claim, with the history of its ratings, and the list of all."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from quotes.published import models
from quotes.published.serving import loaded
from quotetrack.pages import claim_page, corrections, facts, layout, paging, structured, timelines
from quotetrack.readers import finding, images, labels, languages, snippets
from quotetrack.readers.words import cut, line


@layout.page
def claim(request, name):
    """One claim: how it stands, why, and how it stood before."""
    row = finding.found("claim", name)
    detail = loaded(row.detail_json)
    scales = claim_page.scales()
    lines = timelines.lines(detail, claim_page.names(scales))
    current = next((line.current for line in lines if line.current), None)
    related = claim_page.quotes_by_relation(row.pk)
    context = {
        "nav": "claims",
        "claim": claim_page.row(detail),
        "words_direction": languages.direction(detail["language"]),
        "lines": lines,
        "current": current,
        "facts": facts.of_claim(detail),
        "outside": claim_page.outside(detail),
        "related": [(labels.label(labels.RELATION, each), held) for each, held in related],
        "corrections": corrections.of_record(detail),
    }
    title = _("Claim: %(text)s") % {"text": cut(detail["text"], 50)}
    embed = snippets.of_claim(
        detail, context["claim"]["mark"], current.summary if current else "", title
    )
    context["snippets"] = snippets.snippets(embed, timezone.now().date())
    data = structured.claim(
        detail, current, dict(related).get("asserts", ()), claim_page.numbers(scales)
    )
    return layout.render(request, "pages/claim.html", context, _head(row, detail, current, data))


def _head(row, detail, current, data):
    verdict = f"{current.rating.label}. {current.summary}" if current else ""
    return layout.Head(
        title=_("Claim: %(text)s") % {"text": cut(detail["text"], 50)},
        share_title=cut(detail["text"], 80),
        path=finding.path_of("claim", row),
        feed=f"/api/v1/quotes/feed/?claim={row.pk}",
        oembed=detail["url"],
        image=images.address("claim", row.pk, row.version),
        image_text=f"{line(detail['text'], detail['language'])} {verdict}".strip(),
        description=verdict or detail["text"],
        kind="article",
        published=detail.get("published_at", ""),
        modified=detail["updated_at"],
        data=data,
        links=claim_page.links(detail, row),
    )


@layout.page
def index(request):
    """All claims, those judged last first."""
    rows = models.PublishedClaim.objects.readers()
    page = paging.page_of(rows, "-updated_at", request.GET.get("cursor", ""))
    context = {
        "nav": "claims",
        "page": page,
        "claims": [claim_page.row(loaded(row.list_json)) for row in page.rows],
    }
    head = layout.Head(
        _("Claims"),
        "/claims/",
        _("Checkable sentences, how they stand today, and why."),
        index=page.is_first,
        links=[(f"{settings.SITE_URL}/claim-reviews.json", "alternate", "application/ld+json")],
    )
    return layout.render(request, "pages/claims.html", context, head)
