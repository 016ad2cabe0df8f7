"""Who asks: a token where one is sent, else an address.

A token is looked up once a minute by each process, not with every read. It is only about how often
one may ask: writing looks at the token itself, every time.
"""

import time

from quotetrack.api.errors import Problem
from quotetrack.api.models import ApiToken
from quotetrack.api.throttling import Rate, Standing, address_of, reads
from quotetrack.api.tokens import hashed

REMEMBERED = 60  # seconds
MOST = 10_000
known: dict[str, tuple[int, float]] = {}


def hit(request, rate: str) -> Standing:
    """Count a read: at the token's own rate where one is sent."""
    header = request.META.get("HTTP_AUTHORIZATION", "")
    if not header:
        return reads.hit(Rate.named(rate), address_of(request))
    return reads.hit(Rate.named("token"), f"token:{token_of(header)}")


def token_of(header: str) -> int:
    """The number of the live token in the header, or a 401."""
    kind, _, secret = header.partition(" ")
    digest = hashed(secret.strip())
    number, until = known.get(digest, (0, 0.0))
    if until > time.monotonic():
        return number
    token = ApiToken.objects.of(secret.strip()) if kind.lower() == "bearer" else None
    if token is None:
        raise Problem(
            401,
            "not_authenticated",
            "This token is not known, has expired or was revoked. Reading needs none.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    if len(known) >= MOST:
        known.clear()
    token.note_use()
    known[digest] = (token.pk, time.monotonic() + REMEMBERED)
    return token.pk
