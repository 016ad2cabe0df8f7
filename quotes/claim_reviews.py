"""Verdicts of others as they publish them: ClaimReview in JSON-LD, of a page or of a file.

Publishers write it in many ways: alone, in lists, in `@graph`, in data feeds, in several scripts of
one page, with types as words or as addresses. Whatever lacks a claim, an author, an address or a
verdict is told apart, with a sentence that says what is missing; the rest is taken.
"""

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

SCRIPT = re.compile(rb"<script\b([^>]*)>(.*?)</script\s*>", re.I | re.S)
LINKED_DATA = re.compile(rb"\btype\s*=\s*[\"']?\s*application/ld\+json", re.I)
WEB = re.compile(r"https?://[^\s<>\"']{3,1990}\Z", re.I)
TAG = re.compile(r"<[^>]{0,2000}>")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}\Z")
CLAIM, AUTHOR, LABEL, SUMMARY = 2000, 200, 200, 2000
DEEPEST, MOST = 40, 5000


@dataclass(frozen=True)
class ClaimReview:
    """One verdict: of whom, on what, in which words and numbers of theirs."""

    url: str
    author: str
    author_url: str
    reviewed: str
    label: str
    value: float | None
    worst: float | None
    best: float | None
    summary: str
    language: str
    reviewed_on: date | None

    @property
    def digest(self) -> str:
        """Names what it says: the same review again has the same."""
        said = json.dumps(asdict(self), default=str, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Found:
    """What a page or a file holds: reviews, and a sentence for each that cannot be used."""

    reviews: list[ClaimReview]
    troubles: list[str]


class NoReviews(ValueError):
    """There is no ClaimReview here; the sentence says what there is."""


def read(body: bytes, charset: str | None = None) -> Found:
    """All reviews of a page or of a JSON file."""
    reviews: dict[str, ClaimReview] = {}
    troubles = []
    for number, node in enumerate(_reviews(_documents(body, charset)), 1):
        if number > MOST:
            troubles.append(f"There are more than {MOST} reviews; the rest was not read.")
            break
        try:
            review = _review(node)
        except ValueError as error:
            troubles.append(f"Review {number}: {error}")
            continue
        reviews.setdefault(review.digest, review)
    if not reviews and not troubles:
        raise NoReviews("No ClaimReview was found: give a page or a JSON file that has one.")
    return Found(list(reviews.values()), troubles)


def _documents(body, charset):
    """The JSON of a file, or of the scripts of a page."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        yield _parsed(body, charset, "The file")
        return
    scripts = [script for head, script in SCRIPT.findall(body) if LINKED_DATA.search(head)]
    broken = None
    for script in scripts:
        try:
            yield _parsed(script, charset, "A script of the page")
        except NoReviews as error:
            broken = error  # others may be whole
    if broken and len(scripts) == 1:
        raise broken


def _parsed(data, charset, what):
    try:
        text = data.decode(charset or "utf-8-sig")
    except (UnicodeDecodeError, LookupError):
        text = data.decode("utf-8", "replace")
    try:
        return json.loads(text.strip().removesuffix(";"), strict=False)
    except (ValueError, RecursionError) as error:
        raise NoReviews(f"{what} is no JSON ({str(error)[:80]}).") from None


def _reviews(documents) -> Iterator[dict]:
    """Every node that is a ClaimReview, however deep it lies."""
    waiting = [(document, 0) for document in documents][::-1]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST:
            continue
        if isinstance(node, dict):
            if "ClaimReview" in _types(node):
                yield node
                continue
            waiting += [(value, depth + 1) for value in reversed(list(node.values()))]
        elif isinstance(node, list):
            waiting += [(value, depth + 1) for value in reversed(node)]


def _types(node):
    held = node.get("@type") or node.get("type")
    held = held if isinstance(held, list) else [held]
    return {re.split(r"[/:#]", name)[-1] for name in held if isinstance(name, str)}


def _review(node) -> ClaimReview:
    """A node as a review; ValueError with a sentence where something is missing."""
    rating = _first(node.get("reviewRating"))
    rating = rating if isinstance(rating, dict) else {}
    author = _first(node.get("author")) or _first(node.get("publisher"))
    value = _number(rating.get("ratingValue"))
    label = _text(rating.get("alternateName") or rating.get("name"), LABEL)
    if not label and rating.get("ratingValue") is not None:
        label = _text(rating["ratingValue"], LABEL)
    language = _text(_named(node.get("inLanguage")), 12)
    return ClaimReview(
        url=_address(node, "url", "mainEntityOfPage", "@id"),
        author=_needed(_text(_named(author), AUTHOR), "It does not say who judged (author)."),
        author_url=_web(author.get("url") or author.get("sameAs"))
        if isinstance(author, dict)
        else "",
        reviewed=_needed(_claim(node), "It does not say what was judged (claimReviewed)."),
        label=_needed(label, "It has no verdict (reviewRating.alternateName)."),
        value=value,
        worst=_number(rating.get("worstRating")) if value is not None else None,
        best=_number(rating.get("bestRating")) if value is not None else None,
        summary=_text(node.get("reviewBody") or node.get("description"), SUMMARY),
        language=language if LANGUAGE.match(language) else "en",
        reviewed_on=_day(node.get("datePublished") or node.get("dateCreated")),
    )


def _claim(node):
    item = _first(node.get("itemReviewed"))
    within = item.get("text") or item.get("name") if isinstance(item, dict) else item
    return _text(node.get("claimReviewed") or within, CLAIM)


def _address(node, *names):
    for name in names:
        if found := _web(node.get(name)):
            return found
    raise ValueError("It does not say where it was published (url).")


def _web(value):
    value = _first(value)
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    value = value.strip() if isinstance(value, str) else ""
    return value if WEB.match(value) else ""


def _named(value):
    value = _first(value)
    if isinstance(value, dict):
        return value.get("name") or value.get("alternateName") or value.get("@id")
    return value


def _first(value):
    return value[0] if isinstance(value, list) and value else value


def _text(value, longest):
    """Plain text in one line; tags and what cannot be stored are taken out."""
    value = _first(value)
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = unicodedata.normalize("NFC", TAG.sub(" ", str(value)))
    text = " ".join("".join(map(_storable, text)).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _storable(mark):
    """The mark, or a space for what is no text."""
    return " " if unicodedata.category(mark) in ("Cc", "Cs") else mark


def _number(value):
    try:
        number = float(_text(value, 40).replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) < 1e9 else None


def _day(value):
    try:
        return date.fromisoformat(_text(value, 40)[:10])
    except ValueError:
        return None


def _needed(text, sentence):
    if not text:
        raise ValueError(sentence)
    return text
