"""The page of a speaker, and the list of all."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from quotes.published import models
from quotes.published.serving import loaded
from quotetrack.pages import (
    charts,
    corrections,
    facts,
    layout,
    paging,
    quote_page,
    speaker_page,
    structured,
)
from quotetrack.readers import finding, images, labels, snippets


@layout.page
def speaker(request, name):
    """One speaker: roles, quotes over the years, who quotes them, every quote."""
    row = finding.found("speaker", name)
    detail = loaded(row.detail_json)
    said = models.PublishedQuote.objects.readers()
    page = paging.page_of(said.by_speaker(row.pk), "-sort_day", request.GET.get("cursor", ""))
    years = speaker_page.years(row.pk, detail["roles"])
    context = {
        "nav": "speakers",
        "speaker": detail,
        "kind": labels.label(labels.SPEAKER_KIND, detail["kind"]),
        "facts": facts.of_speaker(
            detail, speaker_page.quoted_by(row.pk), speaker_page.topics(row.pk)
        ),
        "years": years,
        "grid": charts.grid(years),
        "bars": (bars := charts.roles(detail["roles"], years)),
        "bars_height": charts.ROLE * len(bars) - 8,
        "wrongly": said.wrongly_given_to(row.pk).count(),
        "roles": speaker_page.roles(detail),
        "page": page,
        "told": quote_page.rows(page.rows),
        "corrections": corrections.of_record(detail),
    }
    title = _("Quotes by %(name)s") % {"name": detail["name"]}
    embed = snippets.of_speaker(detail, context["told"][: snippets.LATEST], title)
    context["snippets"] = snippets.snippets(embed, timezone.now().date())
    head = _head(row, detail, context["kind"], is_first=page.is_first)
    return layout.render(request, "pages/speaker.html", context, head)


def _head(row, detail, kind, *, is_first):
    described = detail["role"] or detail["description"] or kind
    return layout.Head(
        title=detail["name"],
        path=finding.path_of("speaker", row),
        feed=f"/api/v1/quotes/feed/?speaker={row.pk}",
        description=_("What %(name)s (%(what)s) said, where it was printed, and how it stands.")
        % {"name": detail["name"], "what": described},
        kind="profile",
        oembed=detail["url"],
        image=images.address("speaker", row.pk, row.version),
        image_text=f"{detail['name']}, {described}",
        index=is_first and not row.is_private,
        links=[
            (detail["url"], "cite-as", ""),
            (f"{settings.SITE_URL}/api/v1/speakers/{row.pk}/", "describedby", "application/json"),
            (structured.LICENCE, "license", ""),
        ],
    )


@layout.page
def index(request):
    """All speakers, by name."""
    rows = models.PublishedSpeaker.objects.readers()
    page = paging.page_of(rows, "sort_key", request.GET.get("cursor", ""), size=50)
    context = {"nav": "speakers", "page": page, "rows": [_row(row) for row in page.rows]}
    head = layout.Head(
        _("Speakers"), "/speakers/", _("People and organisations whose words are on record."),
        index=page.is_first,
    )  # fmt: skip
    return layout.render(request, "pages/index.html", context | {"title": _("Speakers")}, head)


def _row(row):
    held = loaded(row.list_json)
    note = held["role"] or held["description"] or labels.label(labels.SPEAKER_KIND, held["kind"])
    return held | {"note": note}
