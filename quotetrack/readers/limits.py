"""How often one client may ask.

A client is an IPv4 address, an IPv6 /64, or a token. Writes and reports are counted in Postgres one
by one, by an atomic statement, so that many processes hold one limit together.

Reads, and checks of a text, would be slower for that. So a process lets the first hundredth of a
client's reads in a window pass by itself, and then takes shares of what is left from the common
count: large ones while much is left, single ones near the end. What was taken and not used is lost
for the window, so a client never gets more than its limit but for those first hundredths.
"""

import ipaddress
import logging
import math
import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from rest_framework.settings import api_settings

log = logging.getLogger("quotetrack.limits")

PERIODS = {"min": 60, "15min": 900, "hour": 3600, "day": 86400}
DEVELOPMENT = 100  # a development start allows this many times as much
SHARES = 16  # of what is left; more make fewer unused ones and more counting
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


@dataclass
class Window:
    """What a process knows of one client in one window."""

    number: int
    used: int = 0  # here
    taken: int = 0  # of the common count, for here
    common: int = 0  # the common count, when something was last taken from it

    def standing(self, rate, reset) -> Standing:
        """How the client stands, as far as this process knows."""
        elsewhere = self.common - self.taken
        return Standing(rate, self.used + elsewhere, reset)


class Reads:
    """Counts reads in fixed windows, together with the other processes."""

    def __init__(self, take=None):
        self.windows = {}
        self.lock = threading.Lock()
        self.take = take or taken_together

    def hit(self, rate: Rate, client: str, now: float | None = None) -> Standing:
        """Count one request of this client."""
        now = time.time() if now is None else now
        number = int(now // rate.seconds)
        reset = math.ceil((number + 1) * rate.seconds - now)
        with self.lock:
            window = self._window(rate, client, number, now)
            window.used += 1
            wanted = self._wanted(window, rate)
            window.taken += wanted
        if wanted:
            common = self.take(rate, client, number, wanted)
            window.common = max(window.common, window.taken if common is None else common)
        return window.standing(rate, reset)

    def _window(self, rate, client, number, now) -> Window:
        key = (rate.name, client)
        window = self.windows.get(key)
        if window is None and len(self.windows) >= MOST_CLIENTS:
            self._forget(now)
        if window is None or window.number != number:
            window = self.windows[key] = Window(number)
        return window

    @staticmethod
    def _wanted(window, rate) -> int:
        """How many to take from the common count now; none where it is used up."""
        over = window.used + window.common - window.taken > rate.limit + 1
        if window.used <= max(1, rate.limit // 100) or window.used <= window.taken or over:
            return 0
        share = max(1, (rate.limit - window.common) // SHARES)
        return window.used - window.taken + share - 1

    def _forget(self, now):
        """Drop windows that are over; where all are running, drop everything."""
        kept = {
            key: value
            for key, value in self.windows.items()
            if value.number == int(now // Rate.named(key[0]).seconds)
        }
        self.windows = kept if len(kept) < MOST_CLIENTS else {}


COUNT = (
    "INSERT INTO api_ratecount AS c (rate, client, starts, used) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (rate, client) DO UPDATE SET used ="
    " CASE WHEN c.starts = excluded.starts THEN c.used + excluded.used ELSE excluded.used END,"
    " starts = excluded.starts RETURNING used"
)


def counted_together(rate: Rate, client: str, window: int, number: int) -> int:
    """Add to the common count of a client in a window; what it is then."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [rate.name, client, window * rate.seconds, number])
        return cursor.fetchone()[0]


def taken_together(rate: Rate, client: str, window: int, number: int) -> int | None:
    """The same for reads, which go on where the writers' database is away: then it is None."""
    try:
        return counted_together(rate, client, window, number)
    except DatabaseError as error:
        log.warning("reads_counted_alone error=%r", str(error)[:200])
        return None


reads = Reads()


def hit_together(rate: Rate, client: str, now: float | None = None) -> Standing:
    """Count one request of this client in Postgres, for all processes together.

    The row is counted up in a transaction of its own where none runs: call it before the work.
    """
    now = time.time() if now is None else now
    window = int(now // rate.seconds)
    used = counted_together(rate, client, window, 1)
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
