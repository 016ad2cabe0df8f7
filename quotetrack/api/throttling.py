"""How often one client may ask.

Reads are counted in the process that answers them, so that a read costs no query: behind two
processes a reader has up to twice the limit. Writes, checks and reports are counted in Postgres,
by one atomic statement, so that many processes hold one limit together. A client is an IPv4
address, an IPv6 /64, or a token.
"""

import ipaddress
import math
import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from rest_framework.settings import api_settings

from quotetrack.api.errors import Problem

PERIODS = {"min": 60, "15min": 900, "hour": 3600, "day": 86400}
DEVELOPMENT = 100  # a development start allows this many times as much
MOST_CLIENTS = 50_000  # of one process; then those whose window is over are forgotten


@dataclass(frozen=True)
class Rate:
    """So many requests in so many seconds."""

    name: str
    limit: int
    seconds: int

    @classmethod
    def named(cls, name: str) -> "Rate":
        """The rate that the settings give this name (`DEFAULT_THROTTLE_RATES`)."""
        number, period = api_settings.DEFAULT_THROTTLE_RATES[name].split("/")
        factor = 1 if settings.PRODUCTION else DEVELOPMENT
        return cls(name, int(number) * factor, PERIODS[period])


@dataclass(frozen=True)
class Standing:
    """How a client stands after this request: what is left, and when the window ends."""

    rate: Rate
    used: int
    reset: int

    @property
    def is_over(self) -> bool:
        """The client has asked more often than it may."""
        return self.used > self.rate.limit

    def headers(self) -> dict:
        """`RateLimit` and `RateLimit-Policy`, and `Retry-After` where it is over."""
        left = max(0, self.rate.limit - self.used)
        headers = {
            "RateLimit-Policy": f'"{self.rate.name}";q={self.rate.limit};w={self.rate.seconds}',
            "RateLimit": f'"{self.rate.name}";r={left};t={self.reset}',
        }
        if self.is_over:
            headers["Retry-After"] = str(self.reset)
        return headers

    def check(self):
        """Raise a 429 where the client is over its limit."""
        if self.is_over:
            raise Problem(
                429,
                "too_many_requests",
                f"You have asked {self.rate.limit} times in {self.rate.seconds} seconds. Ask"
                f" again in {self.reset} seconds, or write to us for a token.",
                headers=self.headers(),
            )


class InProcess:
    """Counts requests in fixed windows, in this process only."""

    def __init__(self):
        self.windows = {}
        self.lock = threading.Lock()

    def hit(self, rate: Rate, client: str, now: float | None = None) -> Standing:
        """Count one request of this client."""
        now = time.time() if now is None else now
        window = int(now // rate.seconds)
        key = (rate.name, client)
        with self.lock:
            at, used = self.windows.get(key, (window, 0))
            used = used + 1 if at == window else 1
            if key not in self.windows and len(self.windows) >= MOST_CLIENTS:
                self._forget(now)
            self.windows[key] = (window, used)
        return Standing(rate, used, math.ceil((window + 1) * rate.seconds - now))

    def _forget(self, now):
        """Drop windows that are over; where all are running, drop everything."""
        kept = {
            key: value
            for key, value in self.windows.items()
            if value[0] == int(now // Rate.named(key[0]).seconds)
        }
        self.windows = kept if len(kept) < MOST_CLIENTS else {}


reads = InProcess()


def hit_together(rate: Rate, client: str, now: float | None = None) -> Standing:
    """Count one request of this client in Postgres, for all processes together.

    The row is counted up in a transaction of its own where none runs: call it before the work.
    """
    now = time.time() if now is None else now
    window = int(now // rate.seconds)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO api_ratecount AS c (rate, client, starts, used) VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (rate, client) DO UPDATE SET"
            " used = CASE WHEN c.starts = excluded.starts THEN c.used + 1 ELSE 1 END,"
            " starts = excluded.starts RETURNING used",
            [rate.name, client, window * rate.seconds],
        )
        used = cursor.fetchone()[0]
    return Standing(rate, used, math.ceil((window + 1) * rate.seconds - now))


def address_of(request) -> str:
    """Who asks: an IPv4 address or an IPv6 /64.

    `NUM_PROXIES` says how many proxies of ours stand in front. Without any, X-Forwarded-For is
    not read at all: whoever sends it could be anybody.
    """
    address = request.META.get("REMOTE_ADDR", "")
    proxies = api_settings.NUM_PROXIES or 0
    if proxies:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(forwarded) >= proxies:
            address = forwarded[-proxies].strip()
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if ip.version == 6:
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
