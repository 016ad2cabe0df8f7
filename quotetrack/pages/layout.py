"""A page as a whole: its head, its language and theme, and how it is answered."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quotetrack.readers import finding, labels, languages, scales
from quotetrack.readers.answering import FRESH, answer
from quotetrack.readers.dates import day_of
from quotetrack.readers.words import cut

HTML, LD_JSON = "text/html; charset=utf-8", "application/ld+json"
FOLDERS = "quotes|speakers|claims|outlets|articles|topics|corrections|methodology|about|check"
EMPTY_LINES = re.compile(r"\n\s*\n")
ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&"}  # never read as HTML by anybody
TITLE, DESCRIPTION = 80, 250  # what consumers of Open Graph show at most


class MovedForGood(HttpResponseRedirect):
    status_code = 301


@dataclass(frozen=True)
class Head:
    """What machines read of a page before anything else."""

    title: str
    path: str = ""  # canonical; empty for pages that nobody should keep
    description: str = ""
    kind: str = "website"
    share_title: str = ""
    oembed: str = ""  # the permalink that cards are asked for
    feed: str = ""  # the path of an Atom feed of what the page lists
    image: str = ""
    image_text: str = ""
    published: str = ""
    modified: str = ""
    index: bool = True
    memento: datetime | None = None  # when the version that is shown was published
    data: list = field(default_factory=list)  # JSON-LD, one script each
    links: list = field(default_factory=list)  # for the Link header: (address, rel, type)

    @property
    def canonical(self):
        return settings.SITE_URL + self.path if self.path else ""

    @property
    def og_title(self):
        return cut(self.share_title or self.title, TITLE)

    @property
    def og_description(self):
        return cut(self.description, DESCRIPTION)

    @property
    def oembed_xml(self):
        return oembed_address(self.oembed, "xml") if self.oembed else ""

    @property
    def oembed_json(self):
        return oembed_address(self.oembed, "json") if self.oembed else ""


def oembed_address(permalink: str, form: str) -> str:
    """Where a consumer asks for the card of a page."""
    return f"{settings.SITE_URL}/oembed?" + urlencode({"url": permalink, "format": form})


def page(view):
    """A view whose answer anyone may keep: GET only, no cookie, in the language it was asked in."""
    return require_safe(in_its_language(view))


def in_its_language(view):
    """A view that answers in the language it was asked in, and whose records may be elsewhere."""

    @wraps(view)
    def shown(request, *args, **kwargs):
        scales.forget()
        with translation.override(languages.interface(request.GET.get("lang"))):
            try:
                return view(request, *args, **kwargs)
            except finding.Moved as moved:
                return MovedForGood(moved.path)
            except finding.Withdrawn as withdrawn:
                return gone(request, withdrawn.tombstone)
            except finding.NotPublic:
                return missing(request)

    return shown


def render(request, template, context, head, *, status=200, cache=FRESH):
    """The finished page with its caching headers and links, or its JSON-LD where that is asked."""
    if head.data and request.get_preferred_type(["text/html", LD_JSON]) == LD_JSON:
        return as_data(request, head, status=status, cache=cache)
    theme = request.GET.get("theme")
    language = languages.active()
    body = EMPTY_LINES.sub(
        "\n",
        render_to_string(
            template,
            {
                "head": head,
                "site_name": settings.SITE_NAME,
                "site_url": settings.SITE_URL,
                "interface": language,
                "direction": languages.direction(language),
                "theme": theme if theme in ("light", "dark") else "",
                "keep": f"?lang={language}" if language != settings.LANGUAGE_CODE else "",
                "translations": translations(head),
                **context,
            },
        ),
    )
    if language != settings.LANGUAGE_CODE:
        body = carried(body, language)
    headers = {"Content-Language": language}
    if links := link_header(head):
        headers["Link"] = links
    if head.data:
        headers["Vary"] = "Accept"
    if head.memento:
        headers["Memento-Datetime"] = http_date(head.memento.timestamp())
    return answer(request, body, content_type=HTML, status=status, cache=cache, headers=headers)


def carried(body: str, language: str) -> str:
    """The page with its language on every link to another page of ours."""
    head, mark, rest = body.partition("<body>")
    pattern = rf'href="((?:{re.escape(settings.SITE_URL)})?/(?:{FOLDERS})/[^"?#]*)(#[^"]*)?"'
    return head + mark + re.sub(pattern, rf'href="\1?lang={language}\2"', rest)


def as_data(request, head, *, status, cache):
    """The JSON-LD of a page at the page's own address."""
    body = json.dumps(head.data if len(head.data) > 1 else head.data[0], ensure_ascii=False)
    body = body.translate(ESCAPES)
    headers = {"Link": link_header(head), "Vary": "Accept", "Access-Control-Allow-Origin": "*"}
    return answer(request, body, content_type=LD_JSON, status=status, cache=cache, headers=headers)


def translations(head: Head) -> list[tuple[str, str, str]]:
    """Code, name and address of the page in each language of the interface."""
    return [
        (code, name, head.path if code == settings.LANGUAGE_CODE else f"{head.path}?lang={code}")
        for code, name in settings.LANGUAGES
        if head.path
    ]


def link_header(head: Head) -> str:
    """The links of the head once more, for clients that read no HTML; JSON last."""
    links = [*head.links]
    if head.canonical:
        links.insert(0, (head.canonical, "canonical", ""))
    if head.oembed:
        links.append((head.oembed_xml, "alternate", "text/xml+oembed"))
        links.append((head.oembed_json, "alternate", "application/json+oembed"))
    safe = "/:?&=#%@+,;~.-_"
    return ", ".join(
        f'<{quote(address, safe=safe)}>; rel="{rel}"' + (f'; type="{kind}"' if kind else "")
        for address, rel, kind in links
    )


def gone(request, tombstone):
    """410: what may still be said of a withdrawn record. No words."""
    what = labels.label(labels.OBJECT, tombstone.kind)
    context = {
        "what": what,
        "id": tombstone.public_id,
        "day": day_of(tombstone.withdrawn_at),
        "reason": labels.label(labels.WITHDRAWN, tombstone.reason),
    }
    head = Head(_("Withdrawn"), index=False)
    return render(request, "pages/gone.html", context, head, status=410)


def missing(request, exception=None):
    """404: the same for what never was and for what is not public."""
    with translation.override(languages.interface(request.GET.get("lang"))):
        head = Head(_("Not found"), index=False)
        return render(request, "pages/missing.html", {}, head, status=404)
