"""Secrets and signatures.

A secret is not stored. It is worked out of the server's `SECRET_KEY` and a random seed that the row
keeps, so that neither a copy of the database nor the key alone can sign. Beside the seed lies the
beginning of the secret's hash: where the server's key was changed, that is noticed, and nothing is
sent with a signature that no receiver would take.
"""

import hashlib
import hmac
import secrets

from django.utils.crypto import salted_hmac

from quotes.errors import NotReady

PREFIX = "qtw_"
SALT = "quotetrack.webhooks.secret"


def new_seed() -> str:
    """256 random bits."""
    return secrets.token_hex(32)


def secret_of(seed: str) -> str:
    """The secret behind a seed, as it is shown once and kept by the receiver."""
    return PREFIX + salted_hmac(SALT, seed, algorithm="sha256").hexdigest()


def print_of(secret: str) -> str:
    """What tells secrets apart without giving one away."""
    return hashlib.sha256(secret.encode()).hexdigest()[:16]


def live_secrets(webhook, now) -> list[str]:
    """The secrets that sign now: the current one, then the former one while it lasts."""
    current = secret_of(webhook.seed)
    if print_of(current) != webhook.seed_print:
        raise NotReady("The server's SECRET_KEY was changed since. Make a new secret.")
    found = [current]
    if webhook.former_seed and webhook.former_until > now:
        former = secret_of(webhook.former_seed)
        if print_of(former) == webhook.former_print:
            found.append(former)
    return found


def signature(body: bytes, at: int, keys: list[str]) -> str:
    """The header's value: when, and one signature for each secret."""
    signed = str(at).encode() + b"." + body
    marks = [hmac.new(key.encode(), signed, hashlib.sha256).hexdigest() for key in keys]
    return ",".join([f"t={at}", *(f"v1={mark}" for mark in marks)])
