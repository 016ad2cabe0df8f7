"""What the API answers to those who ask too often; how they are counted is in `readers.limits`."""

from quotetrack.api.errors import Problem
from quotetrack.readers.limits import Rate, Reads, Standing, address_of, hit_together, reads

__all__ = ["Rate", "Reads", "Standing", "address_of", "check", "hit_together", "reads"]


def check(standing: Standing):
    """Raise a 429 where the client is over its limit."""
    if standing.is_over:
        rate = standing.rate
        raise Problem(
            429,
            "too_many_requests",
            f"You have asked {rate.limit} times in {rate.seconds} seconds. Ask again in"
            f" {standing.reset} seconds, or write to us for a token.",
            headers=standing.headers(),
        )
