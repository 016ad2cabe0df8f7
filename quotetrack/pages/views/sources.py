"""Pages of outlets and articles: what they printed, never an article's text."""

from django.utils.translation import gettext as _

from quotes.published import models
from quotes.published.serving import loaded
from quotetrack.pages import corrections, facts, layout, paging, quote_page
from quotetrack.readers import finding, labels, languages
from quotetrack.readers.dates import written


@layout.page
def outlet(request, name):
    """One outlet: its articles on record, and the quotes that it printed."""
    row = finding.found("outlet", name)
    detail = loaded(row.detail_json)
    printed = models.PublishedQuote.objects.readers().printed_by(row.pk)
    page = paging.page_of(printed, "-sort_day", request.GET.get("cursor", ""))
    articles = models.PublishedArticle.objects.readers().filter(outlet=row.pk)
    newest = articles.order_by("-sort_day", "-public_id")[: paging.SIZE]
    context = {
        "nav": "outlets",
        "outlet": detail,
        "kind": labels.label(labels.OUTLET_KIND, detail["kind"]),
        "facts": facts.of_outlet(detail),
        "articles": [_article_row(each) for each in newest],
        "page": page,
        "told": quote_page.rows(page.rows),
    }
    head = layout.Head(
        title=detail["name"],
        path=finding.path_of("outlet", row),
        feed=f"/api/v1/quotes/feed/?outlet={row.pk}",
        description=_("Quotes printed by %(name)s, and how they stand.") % {"name": detail["name"]},
        index=page.is_first,
    )
    return layout.render(request, "pages/outlet.html", context, head)


@layout.page
def outlets(request):
    """All outlets, by name."""
    rows = models.PublishedOutlet.objects.readers()
    page = paging.page_of(rows, "sort_key", request.GET.get("cursor", ""), size=50)
    held = [loaded(row.list_json) for row in page.rows]
    rows = [each | {"note": labels.label(labels.OUTLET_KIND, each["kind"])} for each in held]
    context = {"nav": "outlets", "page": page, "rows": rows, "title": _("Outlets")}
    head = layout.Head(
        _("Outlets"), "/outlets/", _("Who printed the quotes on record."), index=page.is_first
    )
    return layout.render(request, "pages/index.html", context, head)


@layout.page
def article(request, name):
    """One article: what it is, and its quotes in the order in which they stand in it."""
    row = finding.found("article", name)
    detail = loaded(row.detail_json)
    wanted = [each["quote"]["id"] for each in detail["occurrences"]]
    rows = models.PublishedQuote.objects.readers().filter(pk__in=wanted)
    told = {each.id: each for each in quote_page.rows(rows)}
    context = {
        "nav": "",
        "article": detail,
        "day": written(detail["published"]),
        "kind": labels.label(labels.ARTICLE_KIND, detail["kind"]),
        "live": labels.LIVE_STATUS.get(detail["live_status"], ""),
        "facts": facts.of_article(detail),
        "occurrences": [
            each | {"told": told[each["quote"]["id"]]}
            for each in detail["occurrences"]
            if each["quote"]["id"] in told
        ],
        "corrections": corrections.of_record(detail),
    }
    head = layout.Head(
        title=detail["title"],
        path=finding.path_of("article", row),
        description=_("The quotes in “%(title)s”, and how they stand.") % detail,
        kind="article",
    )
    return layout.render(request, "pages/article.html", context, head)


@layout.page
def articles(request):
    """All articles, the newest first."""
    rows = models.PublishedArticle.objects.readers()
    page = paging.page_of(rows, "-sort_day", request.GET.get("cursor", ""), size=50)
    rows = [_article_row(row) for row in page.rows]
    context = {"nav": "", "page": page, "rows": rows, "title": _("Articles")}
    head = layout.Head(
        _("Articles"), "/articles/", _("Articles whose quotes are on record."), index=page.is_first
    )
    return layout.render(request, "pages/index.html", context, head)


def _article_row(row):
    held = loaded(row.list_json)
    outlet, day = held["outlet"], written(held["published"])
    note = languages.listed(outlet and outlet["name"], day)
    return held | {"name": held["title"], "note": note}
