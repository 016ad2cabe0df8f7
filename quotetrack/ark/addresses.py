"""What there is to be written: addresses with their queries, and the files that they become.

A file is named by the path, then by the parameters that matter, in one fixed order:
`/embed/q/7f3k9m2q4x1b?lang=es&theme=dark` becomes `embed/q/7f3k9m2q4x1b.theme=dark.lang=es.html`.
deploy/ark.nginx.conf builds the same names, and falls back to the plain file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from urllib.parse import quote, urlencode

from django.conf import settings

from quotes.published import models
from quotetrack.readers import finding

ORDER = ("version", "cursor", "theme", "lang", "size")
THEMES, SIZES = ("", "light", "dark"), ("", "compact")
WIDTHS, LOW = (600, 400, 200), 200  # pixels: what oEmbed consumers are offered
LISTS = ("/", "/quotes/", "/speakers/", "/claims/", "/topics/", "/outlets/", "/articles/",
         "/corrections/", "/methodology/", "/about/")  # fmt: skip
PLAIN = ("/robots.txt", "/sitemap.xml", "/claim-reviews.json", "/embed/v1/loader.js")
CARDS = {"quote": "q", "claim": "c", "speaker": "s"}
LD_JSON = "application/ld+json"


@dataclass(frozen=True)
class Address:
    """Something to ask for, and the file that holds the answer."""

    path: str
    query: str
    file: str
    accept: str = "text/html"
    copies: tuple[str, ...] = ()  # further files that hold the same

    @property
    def asked(self):
        return self.path + (f"?{self.query}" if self.query else "")


def other_languages() -> list[str]:
    """Codes of the interface's languages besides the site's own."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def file_of(path: str, ending: str = ".html", **params: str) -> str:
    """The file of an address."""
    held = "".join(f".{key}={params[key]}" for key in ORDER if params.get(key))
    name = f"{path}index" if path.endswith("/") else path
    return f"{name}{held}{ending}".lstrip("/")


def page(path: str, **params: str) -> Address:
    """A page of ours."""
    params = {key: value for key, value in params.items() if value}
    return Address(path, urlencode(params), file_of(path, **params))


def pages(path: str) -> Iterator[Address]:
    """A page in every language of the interface."""
    yield page(path)
    for language in other_languages():
        yield page(path, lang=language)


def plain(path: str) -> Address:
    """Something that is a file already."""
    return Address(path, "", path.lstrip("/"), accept="*/*")


def of_quote(row, versions) -> Iterator[Address]:
    """Everything that speaks of one quote; `versions` are the numbers that may be shown."""
    path = f"/quotes/{row.pk}/"
    yield from _record("quote", path, row)
    for number in versions:
        yield page(path, version=str(number))
        yield Address(*_card(f"/embed/q/{row.pk}@{number}"))
        if number != row.version:
            yield plain(f"/og/q/{row.pk}.{number}.png")
    for before, after in zip(versions, versions[1:], strict=False):
        yield page(f"{path}difference/{before}/{after}/")
    yield plain(f"{path}timemap")
    yield plain(f"/embed/q/{row.pk}.json")


def of_record(kind: str, row) -> Iterator[Address]:
    """Everything that speaks of one claim, speaker, outlet, article or topic."""
    path = finding.path_of(kind, row)
    yield from _record(kind, path, row)
    if kind == "claim":
        yield plain(f"/embed/c/{row.pk}.json")
        yield plain(f"/embed/c/{row.slug}.json")


def of_correction(row) -> Iterator[Address]:
    """The address of a correction."""
    yield page(f"/corrections/{row.number}/")


def _record(kind, path, row):
    yield from pages(path)
    yield Address(path, "", file_of(path, ".jsonld"), accept=LD_JSON)
    api = f"/api/v1/{kind}s/{row.pk}/"
    yield Address(api, "", file_of(api, ".json"), accept="application/json")
    if kind in CARDS:
        yield from _cards(kind, row)
        yield from _images(kind, row)
        yield from _oembed(path)


def _cards(kind, row):
    """Live cards in every theme, language and size; ids and slugs both stand in old snippets."""
    letter = CARDS[kind]
    names = dict.fromkeys([getattr(row, "slug", "") or row.pk, row.pk])
    for theme, language, size in product(THEMES, ("", *other_languages()), SIZES):
        params = {"theme": theme, "lang": language, "size": size}
        first, *others = [_card(f"/embed/{letter}/{name}", **params) for name in names]
        yield Address(*first, copies=tuple(file for _path, _query, file in others))


def _card(path, **params):
    params = {key: value for key, value in params.items() if value}
    return path, urlencode(params), file_of(path, **params)


def _images(kind, row):
    """The image of today's version; the address without a version holds the same."""
    stem = f"/og/{CARDS[kind]}/{row.pk}"
    for language in ("", *other_languages()):
        query = urlencode({"lang": language}) if language else ""
        held = file_of(f"{stem}.{row.version}", ".png", lang=language)
        live = file_of(stem, ".png", lang=language)
        path = f"{stem}.{row.version}.png"
        yield Address(path, query, held, accept="image/png", copies=(live,))


def _oembed(path):
    """Answers for a few widths, since a maximum is a ceiling; the web server picks one below."""
    url = settings.SITE_URL + path
    for width in WIDTHS:
        for low in (None, LOW):
            asked = {"url": url, "maxwidth": width} | ({"maxheight": low} if low else {})
            name = f"oembed{path}{width}{'.low' if low else ''}.json"
            yield Address("/oembed", urlencode(asked), name, accept="*/*")
    asked = urlencode({"url": url, "format": "xml"})
    yield Address("/oembed", asked, f"oembed{path}{WIDTHS[0]}.xml", accept="*/*")


def of_tombstone(tombstone) -> Iterator[Address]:
    """What is still said of a withdrawn record: its page and its card. Both answer 410."""
    key = f"{tombstone.kind[0]}-{tombstone.public_id}"
    yield Address(f"/{tombstone.kind}s/{quote(tombstone.public_id)}/", "", f"gone/{key}.html")
    if tombstone.kind in CARDS:
        path = f"/embed/{CARDS[tombstone.kind]}/{tombstone.public_id}"
        yield Address(path, "", f"gone/{key}.card.html")


def withdrawn():
    """Tombstones of the kinds that have pages."""
    kinds = ("quote", "claim", "speaker", "outlet", "article", "topic")
    return models.Tombstone.objects.using("reader").filter(kind__in=kinds).order_by("pk")
