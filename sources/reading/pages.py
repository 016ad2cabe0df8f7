"""A web page: its article, a paragraph a line, and what it says of itself."""

import contextlib
import datetime
import re

from lxml import etree, html
from trafilatura import bare_extraction

from .paragraphs import BLOCKS, LINES, SILENT, lines_of, mend, spell_out_quotes
from .shield import Shield

MAX_ELEMENTS = 60_000  # a long live blog has 20,000
DATE_PUBLISHED = re.compile(r'"datePublished"\s{0,20}:\s{0,20}"([^"]{8,40})"')
DATE_NAMES = re.compile(
    r"article:published_time|og:article:published_time|og:published_time|datepublished|"
    r"date|dc\.date|dc\.date\.issued|dcterms\.date|dcterms\.issued|dcterms\.created|"
    r"citation_publication_date|pubdate|publish-date|publishdate|publication_date|"
    r"parsely-pub-date|sailthru\.date|cxenseparse:recs:publishtime|article\.published",
    re.IGNORECASE,
)
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
AUTHOR = re.compile("author", re.IGNORECASE)
DAY = re.compile(r"(\d{4})[-/.]?(\d\d)[-/.]?(\d\d)(?!\d)")


def read(body: bytes, asked: dict) -> dict:
    """The article of a page, a paragraph a line, and what the page says of itself."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(body, parser=parser)
    except etree.ParserError:  # nothing but comments
        return {"text": ""}
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        return {"error": "elements"}
    drop(tree, ["//noscript", *asked["drop"]])  # "Please turn on JavaScript"
    spell_out_quotes(tree)
    mend(tree)
    shield = Shield(tree)
    found = bare_extraction(
        tree,
        url=asked["url"],
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    return {
        "text": shield.undo(article_of(tree, found, asked["article"])),
        "title": shield.undo(found.title if found else tree.findtext(".//title")),
        "byline": shield.undo(found and found.author or named(tree, AUTHOR)),
        "published": published_on(tree),
        "canonical_url": found.url if found else None,
        "language": tree.get("lang") or tree.get(XML_LANG) or "",
    }


def drop(tree, paths: list[str]):
    """Take the elements out; what follows them stays."""
    for path in paths:
        for element in tree.xpath(path):
            if element.getparent() is not None:
                element.drop_tree()


def article_of(tree, found, path: str | None) -> str:
    """The text of the article: by the outlet's rule, by extraction, or all there is."""
    chosen = tree.xpath(path) if path else None
    if chosen:
        return lines_of(chosen[0], BLOCKS, SILENT)
    text = lines_of(found.body, LINES) if found else ""
    if "\n" in text:
        return text
    # In little pages, such as a pasted paragraph, extraction finds no article, or all words but
    # no paragraphs. Then the whole page is the article.
    whole = lines_of(tree, BLOCKS, SILENT)
    return whole if text.split() in ([], whole.split()) else text


def named(tree, names: re.Pattern) -> str | None:
    """What the first ``meta`` of the page says that has one of the names."""
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if names.fullmatch(name) and meta.get("content", "").strip():
            return meta.get("content")
    return None


def published_on(tree) -> str | None:
    """The day on which the page says it was published, as an ISO date; never a guess.

    Libraries look further, into the text and at copyright lines, and return days that nobody
    named. No day is better: the editor then looks.
    """
    data = (
        script.text or "" for script in tree.iter("script") if "ld+json" in script.get("type", "")
    )
    claims = [match[1] for text in data for match in DATE_PUBLISHED.finditer(text)][:1]
    claims.append(named(tree, DATE_NAMES))
    for time in tree.iter("time"):
        if "publish" in (time.get("itemprop", "") + time.get("class", "")).lower():
            claims.append(time.get("datetime"))
    for claim in claims:
        if day := DAY.match((claim or "").strip()):
            with contextlib.suppress(ValueError):
                return datetime.date(*map(int, day.groups())).isoformat()
    return None
