"""One export: every public record, the pages above them, the lists for the web server."""

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterable
from html import unescape
from pathlib import Path

from django.conf import settings

from quotes.published import models
from quotetrack.ark import addresses, maps
from quotetrack.ark.addresses import Address
from quotetrack.ark.asking import Asker, one_connection
from quotetrack.ark.writing import Folder, put, with_policy
from quotetrack.embeds import cards
from quotetrack.readers import finding

OTHERS = ("claim", "speaker", "outlet", "article", "topic")
CURSOR = re.compile(rb'href="\?cursor=([A-Za-z0-9_=.-]{1,150})(?:&amp;lang=\w+)?"')
STATIC = re.compile(rb'(?:href|src)="(/static/[^"?]+)')
PINNED = re.compile(rb"/embed/loader\.[0-9a-f]{16}\.js")
CHUNK = 200


class Export:
    """Writes the site into a folder."""

    def __init__(self, place: Path, application, *, progress: Callable[[Iterable, int], Iterable]):
        self.folder = Folder(place)
        self.asker = Asker(application)
        self.progress = progress
        self.static: set[str] = set()
        self.failed: list[str] = []

    def run(self) -> int:
        """Write what changed and remove what is gone; how many files were removed."""
        with one_connection():
            return self._run()

    def _run(self):
        tombstones = list(addresses.withdrawn())
        self.bury(tombstones)
        self.code = code_revision()
        for path in addresses.PLAIN:
            self.keep(addresses.plain(path))
        for kind in ("quote", *OTHERS):
            self.keep(addresses.plain(f"/sitemap-{kind}.xml"))
        rows = models.PublishedQuote.objects.readers()
        for row in self.progress(rows.order_by("pk").iterator(chunk_size=CHUNK), rows.count()):
            self.quote(row)
        for kind in OTHERS:
            for row in finding.MODELS[kind].objects.readers().order_by("pk").iterator(CHUNK):
                self.each(addresses.of_record(kind, row))
        for row in models.PublishedCorrection.objects.readers().order_by("pk").iterator(CHUNK):
            self.each(addresses.of_correction(row))
        self.lists()
        self.rest()
        self.write_maps(tombstones)
        return self.folder.finish()

    def bury(self, tombstones):
        """Withdrawn records first: their files go before anything else is done."""
        keys = {f"{each.kind}s/{each.public_id}/" for each in tombstones}
        cards = {
            f"/{addresses.CARDS[each.kind]}/{each.public_id}"
            for each in tombstones
            if each.kind in addresses.CARDS
        }
        ended = re.compile(r"(?P<card>/[qcs]/[^/.@]+)(?:[.@]|\Z)")
        self.folder.remove_at_once(
            file
            for file in list(self.folder.before)
            if any(part in keys for part in _parts(file))
            or ((found := ended.search(file)) and found["card"] in cards)
        )
        self.write_maps(tombstones, only_gone=True)
        for tombstone in tombstones:
            for address in addresses.of_tombstone(tombstone):
                self.keep(address, expected=410)

    def quote(self, row):
        """A quote, unless nothing about it changed since the last export."""
        numbers = list(
            models.PublishedVersion.objects.readers()
            .of("quote", row.pk)
            .exclude(detail_json="")
            .values_list("number", flat=True)
        )
        held = list(addresses.of_quote(row, numbers))
        files = [file for each in held for file in (each.file, *each.copies)]
        stamp = f"{row.digest[:16]}.{row.version}.{self.code}"
        if not self.folder.is_current(files, stamp):
            self.each(held, stamp)

    def each(self, held, stamp=""):
        """Keep several addresses."""
        for address in held:
            self.keep(address, stamp=stamp)

    def keep(self, address: Address, *, stamp="", expected=200) -> bytes:
        """Ask for an address and keep the answer under its file."""
        answer = self.asker.ask(address.asked, address.accept)
        if answer.status != expected:
            if address.accept != addresses.LD_JSON:
                self.failed.append(f"{address.asked}: {answer.status}")
            return b""
        if address.accept == addresses.LD_JSON and answer.kind != addresses.LD_JSON:
            return b""  # a page without data of its own
        body = answer.body
        if address.path.startswith("/embed/") and answer.kind == "text/html":
            body = with_policy(body, answer.headers["content-security-policy"])
        for file in (address.file, *address.copies):
            self.folder.write(file, body, stamp)
        self.static.update(found.decode() for found in STATIC.findall(body))
        return body

    def lists(self):
        """Lists to their end, in every language."""
        for path in addresses.LISTS:
            for first in addresses.pages(path):
                self.one_list(first)
        for kind in ("speaker", "outlet", "topic"):
            for row in finding.MODELS[kind].objects.readers().order_by("pk").iterator(CHUNK):
                for first in addresses.pages(finding.path_of(kind, row)):
                    self.one_list(first)

    def one_list(self, first):
        """A list and the pages that its links lead to."""
        waiting, seen = deque([first]), {first.file}
        language = _language(first)
        while waiting:
            body = self.keep(waiting.popleft())
            for cursor in map(unescape, (each.decode() for each in CURSOR.findall(body))):
                following = addresses.page(first.path, cursor=cursor, lang=language)
                if following.file not in seen:
                    seen.add(following.file)
                    waiting.append(following)

    def rest(self):
        """Static files, and the page for what is not there."""
        missing = self.asker.ask("/quotes/there-is-none/", "text/html")
        self.folder.write("404.html", missing.body)
        self.static.update(found.decode() for found in STATIC.findall(missing.body))
        for path in sorted(self.static):
            self.keep(addresses.plain(path))

    def write_maps(self, tombstones, *, only_gone=False):
        """The lists that the web server reads."""
        place = self.folder.place / "nginx"
        put(place / "gone.map", maps.gone(tombstones).encode())
        if not only_gone:
            put(place / "moved.map", maps.moved().encode())
            put(place / "sources.map", maps.sources().encode())


def code_revision() -> str:
    """A hash of everything that pages and cards are made of, besides the records."""
    return hashlib.sha256(f"{cards.revision()} {settings.SITE_URL}".encode()).hexdigest()[:12]


def _language(address):
    return dict(part.split("=") for part in address.query.split("&") if part).get("lang", "")


def _parts(file):
    """`quotes/ID/` and the like, wherever it stands in the name of a file."""
    pieces = file.split("/")
    return [f"{a}/{b}/" for a, b in zip(pieces, pieces[1:], strict=False)]
