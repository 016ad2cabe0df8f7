"""Which sites may frame a card: what stands in `frame-ancestors`.

The list is asked for by each process at most every ten seconds, through the readers' role. Where it
is empty every site may; where it is not, our own pages may too, since they show cards themselves.
"""

import re
import time

from django.db import Error
from django.utils.translation import gettext as _

from quotes.published.selections import ask
from quotetrack.db import pulse
from sources.addresses import USUAL_PORTS, parse
from sources.errors import AddressNotUsable

FRESH = 10  # seconds
EVERYBODY = "*"
ORIGIN = r"^https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?$"
QUESTION = "SELECT origin FROM embeds_embedsite ORDER BY origin"
known = {"at": None, "sites": EVERYBODY}


class NoOrigin(ValueError):
    """What was given names no site."""


def ancestors(now: float | None = None) -> str:
    """The sources of `frame-ancestors`."""
    now = time.monotonic() if now is None else now
    if known["at"] is None or now - known["at"] >= FRESH:
        origins = [origin for (origin,) in ask(QUESTION, hot=True)]
        known.update(at=now, sites=" ".join(["'self'", *origins]) if origins else EVERYBODY)
    return known["sites"]


def ancestors_as_known() -> str:
    """The same for cards without a record, which are shown without a database too."""
    try:
        return known["sites"] if pulse.is_down() else ancestors()
    except Error:
        return known["sites"]


def forget() -> None:
    """Ask again at the next card."""
    known.update(at=None, sites=EVERYBODY)


def normal(text: str) -> str:
    """A site in its one spelling: https://example.org, https://*.example.org:8443."""
    text = text.strip()
    if "://" not in text:
        text = f"https://{text}"
    scheme, _mark, rest = text.partition("://")
    star = "*." if rest.startswith("*.") else ""
    try:
        address = parse(f"{scheme}://{rest.removeprefix('*.')}")
    except AddressNotUsable:
        raise NoOrigin(
            _("This is no address of a site. Write one like https://example.org.")
        ) from None
    if address.path != "/" or address.query or "#" in rest:
        raise NoOrigin(
            _("Only the site is named, without what comes after its host: https://example.org.")
        )
    port = "" if address.port == USUAL_PORTS[address.scheme] else f":{address.port}"
    origin = f"{address.scheme}://{star}{address.host}{port}"
    if not re.match(ORIGIN, origin):
        raise NoOrigin(
            _("Browsers cannot be told to admit this host. Name it by letters, digits and dots;"
              " a star may stand for the first part alone: https://*.example.org.")
        )  # fmt: skip
    if star and "." not in address.host:
        raise NoOrigin(_("A star before a whole top-level domain would admit far too many sites."))
    return origin
