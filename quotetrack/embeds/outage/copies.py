"""Copies of answers on disk: what was said last at an address, and which records it speaks of."""

import hashlib
import json
import os
import time
from collections import OrderedDict

from django.http import HttpResponse

from quotetrack.embeds.asked import Asked
from quotetrack.embeds.outage import folder, withdrawals
from quotetrack.readers import finding

MATTERS = ("url", "format", "maxwidth", "maxheight")  # besides theme, language and size
LONGEST, PLAIN = 2000, Asked().key
KEPT_HEADERS = (
    "Content-Type", "Content-Security-Policy", "Link", "ETag", "Surrogate-Key",
    "Cross-Origin-Embedder-Policy", "Cross-Origin-Resource-Policy", "Access-Control-Allow-Origin",
    "X-Content-Type-Options", "Referrer-Policy", "X-Robots-Tag",
)  # fmt: skip
CONFIRMED = 60  # seconds after which a copy that is still right is marked so
LEAST_FREE = 0.05  # of the disk: what is kept for outages must never fill it
MOST_KNOWN = 20_000
known: OrderedDict[tuple, tuple[str, float]] = OrderedDict()  # ETag and moment of what lies there


def question_of(request) -> tuple:
    """What this request asks; parameters that mean nothing are left out."""
    given = request.GET
    if not given:
        return request.path, *PLAIN
    others = [(key, given[key][:LONGEST]) for key in MATTERS if given.get(key)]
    return request.path, *Asked.of(given).key, *others


def name_of(question: tuple) -> str:
    """The file name for a question."""
    return hashlib.sha256(json.dumps(question).encode()).hexdigest()


def keep(request, response) -> None:
    """Keep an answer of a published record, unless this very one lies there."""
    question, now = question_of(request), time.time()
    tag, since = known.get(question, ("", 0.0))
    etag = response.headers.get("ETag", "")
    if etag == tag and now - since < CONFIRMED:
        return
    if response.status_code != 200 or "Surrogate-Key" not in response.headers:
        return
    name = name_of(question)
    file = folder.place("cards", name[:2], name)
    if file is None or (not tag and is_full(file)):
        return
    held = {key: response.headers[key] for key in KEPT_HEADERS if key in response.headers}
    if folder.write(file, json.dumps(held).encode() + b"\n" + response.content):
        known[question] = etag, now
        if len(known) > MOST_KNOWN:
            known.popitem(last=False)


def is_full(file) -> bool:
    """Whether the disk has room for nothing that is not there yet."""
    place = file.parents[2]
    try:
        disk = os.statvfs(place if place.is_dir() else place.parent)
    except OSError:
        return False  # it is not there yet, and is made
    return disk.f_bavail < LEAST_FREE * disk.f_blocks


def answer(request) -> HttpResponse | None:
    """What was said last at this address, marked with its age; None where nothing may be said.

    Raises Withdrawn where the record itself is gone.
    """
    if not withdrawals.is_whole():
        return None
    name = name_of(question_of(request))
    file = folder.place("cards", name[:2], name)
    try:
        head, _line, body = file.read_bytes().partition(b"\n")
        age = max(0, int(time.time() - file.stat().st_mtime))
        headers = json.loads(head)
    except (OSError, ValueError, AttributeError):
        return None
    keys = headers["Surrogate-Key"].split()
    if (gone := withdrawals.found(keys[:1])) and gone["reason"] != "merged":
        raise finding.Withdrawn(withdrawals.tombstone(gone))
    if withdrawals.found(keys) is not None:
        return None
    response = HttpResponse(body, headers=headers)
    response.headers["Age"] = str(age)
    response.headers["Warning"] = '110 - "Response is stale", 111 - "Revalidation failed"'
    response.headers["Cache-Control"] = "public, max-age=5, stale-if-error=86400"
    return response
