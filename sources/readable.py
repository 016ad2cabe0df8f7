"""A page, a text file or a PDF to the text that people read.

Pages are hostile or broken often enough that the libraries which read them run in a process of
their own, one for each document: 30 seconds of processor, 1 GB of memory, no connections, no
files, killed and reaped whatever happens. Measured on one core of a small server: a process costs
0.26 s, nearly all of it imports, and an ordinary article some milliseconds more; so there is no
pool to keep healthy. 1.5 MB of short paragraphs take 6 s, a page of more than 60,000 elements is
refused in less than 2 s.

What comes back is text in its final form (``cleaning.py``), one paragraph a line, quotations and
invisible characters as they stood, and what the page says of itself: claims, to be shown to an
editor, not facts.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import addresses, charsets, sniffing
from .cleaning import MAX_RAW_BYTES, clean_line, clean_text
from .errors import (
    AddressNotUsable,
    NoTextFound,
    PageNotReadable,
    TextEmpty,
    TooLarge,
    TooSlow,
)
from .outlet_rules import NO_RULE, Rule, rule_for

CPU_SECONDS = 30
WALL_SECONDS = 45  # on a busy machine 30 seconds of processor take longer
MEMORY_BYTES = 1024**3
WORKER = Path(__file__).parent / "reading" / "worker.py"
LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]|$)", re.IGNORECASE)
NUL, REPLACEMENT = "\x00", "\ufffd"

PASTE = "Open it in your browser and paste the text instead."
TROUBLES = {
    "elements": (TooLarge, "The page has too many parts to be an article."),
    "memory": (TooLarge, "The page needs too much memory to read."),
    "encrypted": (PageNotReadable, "The PDF is locked with a password."),
    "broken": (PageNotReadable, "The page or file is damaged and could not be read."),
}
NO_TEXT = {
    sniffing.HTML: "The page holds no text; perhaps a script draws it. " + PASTE,
    sniffing.PLAIN: "The file is empty. Choose another one, or paste the text instead.",
    sniffing.PDF: (
        "The PDF holds no text, only pictures of pages. Run text recognition (OCR) on it first,"
        " or type the passage and paste it."
    ),
}


@dataclass(frozen=True)
class Readable:
    """The text of a page and what the page says of itself."""

    text: str
    title: str = ""
    byline: str = ""
    published: str | None = None  # an ISO day
    language: str | None = None  # as `en`
    canonical_url: str | None = None
    kind: str = sniffing.HTML  # html, plain or pdf
    encoding: str | None = None
    replaced_characters: int = 0  # could not be decoded or stored, and stand as U+FFFD


def readable(
    body: bytes,
    content_type: str = "",
    charset: str | None = None,
    url: str | None = None,
    *,
    cpu_seconds: int = CPU_SECONDS,
) -> Readable:
    """The readable text of ``body``; an error of ``sources.errors`` says why there is none.

    ``charset`` is what a person or a server says; without it the one in ``content_type`` counts.
    """
    if len(body) > MAX_RAW_BYTES:
        raise TooLarge(
            f"The page is {len(body) / 1024 / 1024:.1f} MB large; at most"
            f" {MAX_RAW_BYTES / 1024 / 1024:.0f} MB are read. {PASTE}"
        )
    kind = sniffing.kind_of(body, content_type)
    if not body.strip():
        raise NoTextFound(NO_TEXT[kind])
    if kind == sniffing.PDF:
        return _finished(_in_worker(kind, body, url, cpu_seconds), kind)
    declared = charset or sniffing.charset_of(content_type)
    decoded = charsets.decode(body, declared, is_html=kind == sniffing.HTML)
    nuls = decoded.text.count(NUL)
    text = decoded.text.replace(NUL, REPLACEMENT)  # at a NUL the parser would end the page
    found = {"text": text}
    if kind == sniffing.HTML:
        found = _in_worker(kind, text.encode("utf-8", "replace"), url, cpu_seconds)
    return _finished(found, kind, decoded.encoding, decoded.replaced + nuls)


def readable_html(html: str, url: str | None = None) -> Readable:
    """The readable text of HTML that is text already, such as pasted HTML."""
    return readable(html.encode("utf-8", "replace"), "text/html", "utf-8", url)


def _in_worker(kind: str, body: bytes, url: str | None, cpu_seconds: int) -> dict:
    """What the worker process found in ``body``. The process is gone when this returns."""
    rule = _rule(url)
    asked = {
        "kind": kind,
        "url": url,
        "article": rule.article,
        "drop": rule.drop,
        "cpu_seconds": cpu_seconds,
        "memory_bytes": MEMORY_BYTES,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-B", WORKER],
            input=json.dumps(asked).encode() + b"\n" + body,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS * cpu_seconds / CPU_SECONDS,
            env={},
            cwd="/",
        )
    except subprocess.TimeoutExpired:
        raise TooSlow(_too_slow(cpu_seconds)) from None
    if done.returncode in (-9, -24):  # killed at the limit of processor time
        raise TooSlow(_too_slow(cpu_seconds))
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        answer = {"error": "broken"}
    if "error" in answer:
        error, sentence = TROUBLES[answer["error"]]
        raise error(f"{sentence} {PASTE}")
    return answer


def _finished(found: dict, kind: str, encoding: str | None = None, replaced: int = 0) -> Readable:
    try:
        clean = clean_text(found["text"])
    except TextEmpty:
        raise NoTextFound(NO_TEXT[kind]) from None
    language = LANGUAGE.match(found.get("language") or "")
    return Readable(
        text=clean.text,
        title=clean_line(found.get("title")),
        byline=clean_line(found.get("byline")),
        published=found.get("published"),
        language=language[1].lower() if language else None,
        canonical_url=_address(found.get("canonical_url")),
        kind=kind,
        encoding=encoding,
        replaced_characters=replaced + clean.replaced,
    )


def _rule(url: str | None) -> Rule:
    try:
        return rule_for(addresses.domain(url)) if url else NO_RULE
    except AddressNotUsable:
        return NO_RULE


def _address(claimed: str | None) -> str | None:
    """The address that the page claims; None for the home page, which is nobody's article."""
    try:
        address = addresses.canonical(claimed or "")
    except AddressNotUsable:
        return None
    return None if address.endswith("/") else address


def _too_slow(seconds: int) -> str:
    return f"The page took more than {seconds} seconds to read. {PASTE}"
