"""The same request twice does its work once.

With `Idempotency-Key` the answer is kept for 48 hours in the transaction of the effect: either
both are there or neither. While the first request runs, a second one is told so.
"""

import hashlib

from django.db import connection, transaction
from django.http import HttpResponse
from django.utils import timezone

from quotetrack.api.errors import Problem
from quotetrack.api.models import IdempotencyKey

LONGEST = 255
KEPT_HEADERS = ("Location", "ETag")


def once(request, client: str, body: bytes, work) -> HttpResponse:
    """What `work()` answers, or what it answered to the same key before."""
    key = request.META.get("HTTP_IDEMPOTENCY_KEY", "").strip().strip('"')
    if not key:
        return work()
    if len(key) > LONGEST or not key.isprintable():
        raise Problem(
            400, "invalid_idempotency_key", f"An Idempotency-Key has 1 to {LONGEST} characters."
        )
    name = hashlib.sha256(
        b"\0".join([request.method.encode(), request.path.encode(), body])
    ).hexdigest()
    with transaction.atomic():
        take_turn(client, key)
        IdempotencyKey.objects.filter(created_at__lt=timezone.now() - IdempotencyKey.KEPT).delete()
        known = IdempotencyKey.objects.filter(client=client, key=key).first()
        if known:
            return replayed(known, name)
        response = work()
        IdempotencyKey.objects.create(
            client=client,
            key=key,
            request=name,
            status=response.status_code,
            headers={name: response[name] for name in KEPT_HEADERS if name in response},
            body=response.content.decode(),
        )
    return response


def take_turn(client, key):
    """Hold the key to the end of the transaction; 409 where somebody else holds it."""
    digest = hashlib.blake2b(f"{client}\0{key}".encode(), digest_size=8).digest()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(digest, signed=True)]
        )
        if not cursor.fetchone()[0]:
            raise Problem(
                409,
                "request_in_flight",
                "The same request is being worked on. Ask again in a moment.",
                headers={"Retry-After": "2"},
            )


def replayed(known: IdempotencyKey, request: str) -> HttpResponse:
    """The answer that was given before, or 422 where the request is another one."""
    if known.request != request:
        raise Problem(
            422,
            "idempotency_key_reused",
            "This Idempotency-Key was used for another request. Make a new one.",
        )
    response = HttpResponse(known.body, status=known.status, content_type="application/json")
    for name, value in known.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response
