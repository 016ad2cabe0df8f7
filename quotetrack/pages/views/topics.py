"""The page of a topic, and the list of all."""

from django.utils.translation import gettext as _

from quotes.published import models
from quotes.published.serving import loaded
from quotetrack.pages import facts, layout, paging, quote_page
from quotetrack.readers import finding, languages


@layout.page
def topic(request, name):
    """One topic with those below it, and every quote on them."""
    row = finding.found("topic", name)
    detail = loaded(row.detail_json)
    on_it = models.PublishedQuote.objects.readers().about(row.pk)
    page = paging.page_of(on_it, "-sort_day", request.GET.get("cursor", ""))
    title = detail["names"].get(languages.active()) or detail["name"]
    context = {
        "nav": "topics",
        "topic": detail,
        "title": title,
        "facts": facts.of_topic(detail),
        "page": page,
        "told": quote_page.rows(page.rows),
    }
    head = layout.Head(
        title=title,
        path=finding.path_of("topic", row),
        feed=f"/api/v1/quotes/feed/?topic={row.pk}",
        description=_("Quotes on %(topic)s, and how they stand.") % {"topic": title},
        index=page.is_first,
    )
    return layout.render(request, "pages/topic.html", context, head)


@layout.page
def index(request):
    """All topics, by name."""
    rows = models.PublishedTopic.objects.readers()
    page = paging.page_of(rows, "sort_key", request.GET.get("cursor", ""), size=50)
    rows = [_row(loaded(row.list_json)) for row in page.rows]
    context = {"nav": "topics", "page": page, "rows": rows, "title": _("Topics")}
    head = layout.Head(
        _("Topics"), "/topics/", _("What the quotes on record are about."), index=page.is_first
    )
    return layout.render(request, "pages/index.html", context, head)


def _row(topic):
    parent = topic["parent"]
    return topic | {"note": _("in %(topic)s") % {"topic": parent["name"]} if parent else ""}
