"""One door for articles: address, readable text, snapshot, extraction, suggestions.

The admin's form, ``POST /api/v1/articles/`` and ``manage.py ingest`` all come through here.
The same text twice stores nothing new: at the same address it is the snapshot we have, and a text
without an address is the article that has this text already.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from quotes import candidates, roles, said_again
from quotes.errors import NothingToDo, NotReady
from quotes.extraction import detect_surely, extract
from quotes.models import Candidate
from sources import addresses, fetching, readable
from sources.cleaning import check_text, clean_line
from sources.dates import PartialDate
from sources.errors import OutletNotKnown, TextEmpty
from sources.history import acting
from sources.locks import one_at_a_time
from sources.models import Article, ArticleKind, ArticleUrl, Outlet, OutletDomain, Snapshot
from sources.slugs import new_slug

TITLE_WORDS = 12
A_DAY = 50  # articles that a contributor takes in, in 24 hours


@dataclass
class Intake:
    """What an article became: its rows (unsaved in a rehearsal) and what an editor should know."""

    article: Article
    snapshot: Snapshot
    candidates: list[Candidate]
    created: bool
    notices: list[str] = field(default_factory=list)


@dataclass
class Material:
    """An article as it came, read and ready to be stored."""

    text: str
    url: str | None = None
    other_urls: tuple[str, ...] = ()
    title: str = ""
    byline: str = ""
    published: str = ""
    language: str = ""
    raw: bytes | None = None
    raw_type: str = ""
    method: str = "pasted"
    notices: list[str] = field(default_factory=list)


def take_in(
    *, by, text=None, html=None, raw=None, raw_type="", url=None, title="", outlet="",
    published="", language="", kind="", byline="", method="", dry_run=False,
) -> Intake:  # fmt: skip
    """Take in one article, given as text, HTML, a file's bytes or an address alone.

    What is given explicitly wins over what the page says of itself, and that over what the words
    tell: the language is told from them where nothing else says it. Errors are those of
    ``sources.errors``; nothing is stored by half. A rehearsal (`dry_run`) stores nothing.
    """
    roles.check(by, roles.CONTRIBUTE, "add articles")
    check_number(by)
    day = PartialDate.parse(published)
    material = read(text=text, html=html, raw=raw, raw_type=raw_type, url=url)
    material.method = method or material.method
    given = {"title": title, "byline": byline, "language": language}
    for name, value in given.items():
        setattr(material, name, clean_line(value) or getattr(material, name))
    if not material.language:
        told = detect_surely(material.text)
        material.language = "" if told == "und" else told
    found = extract(material.text, material.language.partition("-")[0] or None)
    chosen_kind = kind if kind in ArticleKind.values else ArticleKind.ARTICLE
    with transaction.atomic(), acting(by, "take in article"):
        intake = keep(material, outlet, day, chosen_kind, found)
        if dry_run:
            transaction.set_rollback(True)
    return intake


def check_number(by):
    """Raise where a contributor has taken in as many articles as one may in a day."""
    if roles.can(by, roles.EDIT):
        return
    since = timezone.now() - timedelta(days=1)
    made = Article.events.rel.related_model.objects.filter(
        pgh_label="insert", pgh_created_at__gt=since, pgh_context__metadata__user=by.pk
    )
    if made.count() >= A_DAY:
        raise NotReady(
            f"You have taken in {A_DAY} articles in 24 hours. Go on tomorrow, or ask an editor to"
            " take in more."
        )


def read(*, text=None, html=None, raw=None, raw_type="", url=None) -> Material:
    """The article's text in its final form, and what its page says of itself."""
    address = addresses.canonical(url) if url and url.strip() else None
    given = [part for part in (text, html, raw) if part]
    if len(given) > 1:
        raise TextEmpty("Give the text, the HTML or the file: one of them, not several.")
    if text and text.strip():
        return Material(check_text(text), url=address)
    if html and html.strip():
        return from_page(readable.readable_html(html, address), address)
    if raw:
        page = from_page(readable.readable(raw, raw_type, url=address), address)
        page.raw, page.raw_type = raw, raw_type
        return page
    if address:
        return fetched(url.strip())
    raise TextEmpty("There is nothing to read. Paste the article's text, or give its address.")


def fetched(url) -> Material:
    """The page at an address, fetched as it was given: an outlet may know no other spelling."""
    answer = fetching.fetch(url)
    page = readable.readable(answer.body, answer.content_type, url=answer.final_url)
    final = addresses.canonical(answer.final_url)
    canonical = page.canonical_url
    same_house = canonical and addresses.domain(canonical) == addresses.domain(final)
    chosen = addresses.canonical(canonical) if same_house else final
    material = from_page(page, chosen)
    material.other_urls = tuple(sorted({addresses.canonical(url), final} - {chosen}))
    material.raw, material.raw_type = answer.body, answer.content_type
    material.method = "fetched"
    return material


def from_page(page, address) -> Material:
    """The material of a read page."""
    material = Material(
        check_text(page.text),
        url=address,
        title=page.title or "",
        byline=page.byline or "",
        published=page.published or "",
        language=page.language or "",
    )
    if page.replaced_characters:
        material.notices.append(
            f"{page.replaced_characters} characters could not be read and stand as “\ufffd”."
        )
    return material


def keep(material, outlet, day, kind, found) -> Intake:
    """Store article, snapshot and suggestions, as far as they are new."""
    sha256 = hashlib.sha256(material.text.encode()).hexdigest()
    one_at_a_time(f"text: {sha256}", *([f"address: {material.url}"] if material.url else []))
    article = known_article(material, sha256)
    snapshot = article.snapshots.filter(sha256=sha256).first() if article else None
    if snapshot:
        remember_addresses(article, material)
        material.notices.append("This text was taken in before; nothing new was stored.")
        return Intake(article, snapshot, list(snapshot.candidates.all()), False, material.notices)
    if article is None:
        article = new_article(material, outlet, day, kind)
    else:
        material.notices.append("The page was taken in before with another text.")
    remember_addresses(article, material)
    snapshot = Snapshot.objects.create(
        article=article,
        text=material.text,
        sha256=sha256,
        raw=material.raw,
        raw_sha256=hashlib.sha256(material.raw).hexdigest() if material.raw else None,
        raw_type=material.raw_type[:120],
        taken_at=timezone.now(),
        method=material.method,
    )
    stored = candidates.store(snapshot, found)
    material.notices += said_again.note(stored)
    if len(found) > candidates.KEPT:
        material.notices.append(
            f"{len(found)} suggestions were found; the first {candidates.KEPT} are kept."
        )
    if not found:
        material.notices.append("No quotes were found. Mark them in the text by hand.")
    return Intake(article, snapshot, stored, True, material.notices)


def known_article(material, sha256):
    """The article that we have already: by address, else by its very text."""
    if material.url:
        known = Article.objects.at(material.url)
        if known:
            return known
    same_text = Article.objects.filter(snapshots__sha256=sha256)
    if not material.url:
        return same_text.order_by("url", "pk").first()
    return same_text.filter(url__isnull=True).first()


def new_article(material, outlet, day, kind) -> Article:
    """A new article with its outlet."""
    article = Article(
        outlet=find_outlet(outlet, material.url),
        url=material.url,
        title=(material.title or first_words(material.text))[:500],
        byline=material.byline[:300],
        kind=kind,
        language=material.language[:12],
    )
    article.published = day or PartialDate.parse((material.published or "")[:10])
    article.save()
    return article


def first_words(text: str) -> str:
    """The beginning of a text, as a title."""
    words = text.split(None, TITLE_WORDS)
    return " ".join(words[:TITLE_WORDS]) + (" …" if len(words) > TITLE_WORDS else "")


def find_outlet(name: str, url: str | None) -> Outlet | None:
    """The outlet of this id, slug or name (a new name makes one), else the address's, else none."""
    name = clean_line(name)
    if name:
        one_at_a_time(f"outlet: {name.casefold()}")
        return Outlet.objects.named(name) or new_outlet(name, url)
    return Outlet.objects.of_domain(addresses.domain(url)) if url else None


def new_outlet(name: str, url: str | None) -> Outlet:
    """A new outlet; the address's domain becomes its own if it is nobody's."""
    if len(name) > 200:
        raise OutletNotKnown("An outlet's name has at most 200 characters.")
    outlet = Outlet.objects.create(name=name, slug=new_slug(Outlet, name))
    domain = addresses.domain(url) if url else None
    if domain and Outlet.objects.of_domain(domain) is None:
        OutletDomain.objects.create(outlet=outlet, domain=domain.removeprefix("www."))
    return outlet


def remember_addresses(article, material):
    """Keep further addresses at which the article stands."""
    if material.url and article.url is None:
        article.url = material.url
        article.save(update_fields=["url"])
    others = {material.url, *material.other_urls} - {article.url, None}
    for url in sorted(others):
        if not Article.objects.filter(url=url).exists():
            ArticleUrl.objects.get_or_create(url=url, defaults={"article": article})


@transaction.atomic
def look_again(snapshot, *, by) -> list[Candidate]:
    """Run the extractor over a snapshot again; only what is new is suggested."""
    roles.check(by, roles.CONTRIBUTE, "look for quotes")
    language = snapshot.article.language.partition("-")[0] or None
    with acting(by, "look for quotes again"):
        fresh = candidates.store(snapshot, extract(snapshot.text, language))
    if not fresh:
        raise NothingToDo("Nothing was found that was not suggested before.")
    return fresh
