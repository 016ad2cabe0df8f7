"""The page of a quote, the list of all, and the way to the source."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from quotes.published import models
from quotes.published.serving import loaded
from quotetrack.pages import (
    alignment,
    chains,
    contexts,
    corrections,
    differences,
    facts,
    layout,
    paging,
    quote_page,
    structured,
)
from quotetrack.readers import finding, images, provenance, quotes, snippets
from quotetrack.readers.answering import FRESH, answer
from quotetrack.readers.dates import day_of


@layout.page
def quote(request, name):
    """The page of one quote, as it is or (`?version=`) as it was."""
    row = finding.found("quote", name)
    frozen = quote_page.version_asked(request, row)
    detail = loaded(frozen.detail_json if frozen else row.detail_json)
    told = quotes.told(
        detail,
        page="",
        language=request.GET.get("lang"),
        claims_on_page=True,
        frozen_at=frozen.at if frozen else None,
    )
    today = timezone.now().date()
    context = {
        "told": told,
        "nav": "quotes",
        "facts": facts.of_quote(told),
        "ledger": alignment.ledger(detail),
        "original": alignment.original(detail),
        "attributions": quote_page.attributions(detail),
        "meaning": quote_page.meaning(detail),
        "ways": chains.ways(detail),
        "reached": facts.printed_in(detail["reach"]),
        "claims": quote_page.claims(detail, today_too=frozen is None),
        "places": contexts.places(detail),
        "versions": quote_page.versions(row, detail),
        "citation": quote_page.citation(told, today),
        "citations": quote_page.citations(detail),
        "snippets": snippets.snippets(snippets.of_quote(told), today),
        **quote_page.spoken(detail),
    }
    context["contents"] = quote_page.contents(context)
    return layout.render(request, "pages/quote.html", context, _head(told, row, frozen))


def _head(told, row, frozen):
    detail = told.detail
    path = finding.path_of("quote", row)
    return layout.Head(
        title=quote_page.title(told),
        share_title=quote_page.share_title(told),
        path=path,
        description=told.summary,
        kind="article",
        oembed=detail["url"],
        image=images.address("quote", row.pk, frozen.number if frozen else row.version),
        image_text=told.summary,
        published=detail["published_at"],
        modified=detail["updated_at"],
        index=frozen is None,
        memento=frozen.at if frozen else None,
        data=[] if frozen else structured.quote(told),
        links=quote_page.links(detail, row, is_frozen=frozen is not None),
    )


@layout.page
def difference(request, name, before, after):
    """What changed from one published version to another."""
    row = finding.found("quote", name)
    old, new = quote_page.two_versions(row, before, after)
    old_detail, new_detail = loaded(old.detail_json), loaded(new.detail_json)
    notices = {each["number"]: each for each in loaded(row.detail_json)["corrections"]}
    notice = notices.get(new.correction)
    context = {
        "nav": "quotes",
        "before": before,
        "after": after,
        "day_before": day_of(old.at),
        "day_after": day_of(new.at),
        "url": finding.path_of("quote", row),
        "correction": notice and corrections.told(notice),
        "words": differences.of_words(old_detail, new_detail),
        "differences": differences.between(old_detail, new_detail),
    }
    title = _("Version %(before)s and version %(after)s") % {"before": before, "after": after}
    return layout.render(request, "pages/difference.html", context, layout.Head(title, index=False))


@layout.page
def source(request, name):
    """On to the very words in the article of the outlet."""
    row = finding.found("quote", name)
    detail = loaded(row.detail_json)
    place = provenance.source(detail)
    target = (place or {}).get("link") or detail["url"]
    response = HttpResponse(status=303, headers={"Location": target, "Cache-Control": FRESH})
    return response


@layout.page
def timemap(request, name):
    """When which version of the record was public, for archives."""
    body = quote_page.timemap(finding.found("quote", name))
    return answer(request, body, content_type="application/link-format; charset=utf-8")


@layout.page
def index(request):
    """All quotes, the newest words first."""
    rows = models.PublishedQuote.objects.readers()
    page = paging.page_of(rows, "-sort_day", request.GET.get("cursor", ""))
    context = {"page": page, "told": quote_page.rows(page.rows), "nav": "quotes"}
    head = layout.Head(
        _("Quotes"),
        "/quotes/",
        feed="/api/v1/quotes/feed/",
        description=_("Who said what, where it was printed, and how it stands today."),
        index=page.is_first,
    )
    return layout.render(request, "pages/quotes.html", context, head)
