"""Copies of answers on disk: what was said last at an address, and which records it speaks of."""

import hashlib
import json
import time
from collections import OrderedDict

from django.http import HttpResponse

from quotetrack.embeds.outage import folder, withdrawals
from quotetrack.readers import finding

MATTERS = ("theme", "lang", "size", "url", "format", "maxwidth", "maxheight")
KEPT_HEADERS = (
    "Content-Type", "Content-Security-Policy", "Link", "ETag", "Surrogate-Key",
    "Cross-Origin-Embedder-Policy", "Cross-Origin-Resource-Policy", "Access-Control-Allow-Origin",
    "X-Content-Type-Options", "Referrer-Policy", "X-Robots-Tag",
)  # fmt: skip
CONFIRMED = 60  # seconds after which a copy that is still right is marked so
MOST_KNOWN = 20_000
known: OrderedDict[str, tuple[str, float]] = OrderedDict()  # ETag and moment of what lies on disk


def name_of(request) -> str:
    """The file name for what this request asks; parameters that mean nothing are left out."""
    params = [(key, request.GET.get(key, "")[:2000]) for key in MATTERS if request.GET.get(key)]
    return hashlib.sha256(json.dumps([request.path, params]).encode()).hexdigest()


def keep(request, response) -> None:
    """Keep an answer of a published record, unless this very one lies there."""
    name, now = name_of(request), time.time()
    tag, since = known.get(name, ("", 0.0))
    etag = response.headers.get("ETag", "")
    if etag == tag and now - since < CONFIRMED:
        return
    if response.status_code != 200 or "Surrogate-Key" not in response.headers:
        return
    file = folder.place("cards", name[:2], name)
    if file is None:
        return
    held = {key: response.headers[key] for key in KEPT_HEADERS if key in response.headers}
    if folder.write(file, json.dumps(held).encode() + b"\n" + response.content):
        known[name] = etag, now
        if len(known) > MOST_KNOWN:
            known.popitem(last=False)


def answer(request) -> HttpResponse | None:
    """What was said last at this address, marked with its age; None where nothing may be said.

    Raises Withdrawn where the record itself is gone.
    """
    if not withdrawals.is_whole():
        return None
    name = name_of(request)
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
