"""One canonical form for many spellings of an article's address.

When do two addresses name the same article? Nobody can be sure without fetching both, so this
module joins only what is joined safely, and gives every such family one spelling: the canonical
address, which is stored, unique, shown to readers and compared. The decisions:

* Addresses are read as browsers read them (the WHATWG standard, by ``can_ada``), so that
  ``http://evil.example\\@127.0.0.1/`` means here what it means everywhere else in QuoteTrack.
* ``http`` and ``https`` on their usual ports are one article; the canonical spelling is
  ``https``. With a port of its own the scheme is kept. Fetch the address as it was given:
  only its canonical form is changed here.
* Upper case in the host, a trailing dot of the host, default ports, fragments, dot segments and
  needless percent signs make no difference. A name with accents is written in its ASCII form.
* A slash at the end makes no difference: publishing systems answer to both or redirect one to
  the other. The canonical form has none, except for the bare host.
* Parameters that only say how a reader got there (``TRACKING``, and those of an outlet's own
  rule) are dropped. The others are sorted by name, those of the same name stay in their order,
  and only where every one has a name and a value: ``?2025/05/04/story`` is left alone.
* ``www.``, ``m.`` and ``amp.`` hosts are left alone, as are ``index.html`` and doubled slashes:
  sometimes they are other pages. ``same_article`` looks past ``www.`` only. The page's own
  ``rel=canonical`` settles the rest, and that needs its text.
* User names and passwords in an address are refused, never dropped: such an address is either
  private or a trick. Hosts written as IP addresses are fine here; fetching judges them.

The canonical form of a canonical form is itself; a property test holds that.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

import can_ada

from .errors import AddressNotUsable
from .outlet_rules import rule_for

MAX_LENGTH = 2000

# Parameters that name a campaign, a click or a share, never an article. Compared in lower case.
TRACKING_PREFIXES = ("utm_", "hsa_", "mtm_", "matomo_", "pk_", "__hs", "_hs", "oly_", "vero_")
_NAMES = """
fbclid gclid gclsrc gbraid wbraid dclid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh
mc_cid mc_eid mkt_tok ml_subscriber ml_subscriber_hash s_cid cmpid icid ocid xtor smid smtyp
soc_src soc_trk ns_mchannel ns_source ns_campaign ns_linkname at_medium at_campaign at_custom1
at_custom2 at_custom3 at_custom4 at_link_id at_link_origin at_link_type at_ptr_name at_format
at_bbc_team epik _ga _gl _openstat __twitter_impression __s guccounter guce_referrer
guce_referrer_sig taid wt_zmc rb_clickid spm_id_from fb_action_ids fb_action_types fb_ref
fb_source ncid sr_share srnd_ref trk_contact trk_msg trk_module trk_sid
"""
TRACKING = frozenset(_NAMES.split())

# Copied along from chats and mails, invisible to the person who pastes.
AROUND = " \t\r\n\f\v\u00a0\u200b\u200e\u200f\u2060\ufeff"
PERCENT = re.compile("%([0-9A-Fa-f]{2})?")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Address:
    """An address taken apart as a browser does it, nothing dropped but the fragment."""

    scheme: str
    host: str  # ASCII, lower case; an IPv6 address in brackets
    port: int
    path: str
    query: str  # with its question mark, or empty

    @property
    def target(self) -> str:
        """What stands in the first line of the request."""
        return self.path + self.query

    @property
    def netloc(self) -> str:
        """The host, with its port where that is not the usual one."""
        usual = self.port == USUAL_PORTS[self.scheme]
        return self.host if usual else f"{self.host}:{self.port}"

    def __str__(self):
        return f"{self.scheme}://{self.netloc}{self.target}"


def parse(url: str) -> Address:
    """The address taken apart; ``AddressNotUsable`` says in a sentence what is wrong with it."""
    url = url.strip(AROUND)
    _check_spelling(url)
    try:
        seen = can_ada.parse(url)
    except ValueError:
        raise AddressNotUsable(_complaint(url, "it is not complete or not well formed")) from None
    scheme = seen.protocol.rstrip(":")
    if scheme not in USUAL_PORTS:
        raise AddressNotUsable(_complaint(url, f"it starts with “{scheme[:20]}:”"))
    if seen.username or seen.password:
        raise AddressNotUsable(
            "The address holds a user name or password. Give the public address of the page,"
            " without the part before “@”."
        )
    host = seen.hostname.rstrip(".")
    if not host or ".." in host or host.startswith("."):
        raise AddressNotUsable(_complaint(url, "its host name has an empty part"))
    port = int(seen.port or USUAL_PORTS[scheme])
    query = seen.search if seen.search != "?" else ""
    address = Address(scheme, host, port, seen.pathname, query)
    if len(str(address)) > MAX_LENGTH:
        raise AddressNotUsable(_too_long(len(str(address))))
    return address


def canonical(url: str) -> str:
    """The one spelling under which the article is stored; ``AddressNotUsable`` otherwise."""
    address = parse(url)
    scheme, port = address.scheme, address.port
    if port == USUAL_PORTS[scheme]:
        scheme, port = "https", 443
    path = _plain(address.path).rstrip("/") or "/"
    query = _article_query(address.query, rule_for(address.host).tracking)
    spelled = str(Address(scheme, address.host, port, path, query))
    if len(spelled) > MAX_LENGTH:
        raise AddressNotUsable(_too_long(len(spelled)))
    return spelled


def domain(url: str) -> str:
    """The host that stands for an outlet: lower case, without ``www.`` and without a port."""
    host = parse(url).host
    rest = host.removeprefix("www.")
    return rest if "." in rest else host


def same_article(one: str, other: str) -> bool:
    """Whether the two addresses surely name one article. False may still be the same one."""
    return _bare(one) == _bare(other)


def _bare(url: str) -> str:
    return canonical(url).replace("://www.", "://", 1)


def _check_spelling(url: str):
    if not url:
        raise AddressNotUsable("There is no address. Give one that starts with https://.")
    if len(url) > MAX_LENGTH:
        raise AddressNotUsable(_too_long(len(url)))
    if any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in url):
        raise AddressNotUsable(
            "The address holds a line break or another control character. Copy it again from the"
            " browser's address bar, on one line."
        )


def _article_query(query: str, tracking: frozenset) -> str:
    """The parameters that choose the article, in an order that does not depend on the spelling."""
    pieces = [piece for piece in _plain(query.removeprefix("?")).split("&") if piece]
    pieces = [piece for piece in pieces if not _is_tracking(piece, tracking)]
    if all(piece.find("=") > 0 for piece in pieces):
        pieces.sort(key=lambda piece: piece.partition("=")[0])
    return "?" + "&".join(pieces) if pieces else ""


def _is_tracking(piece: str, of_outlet: frozenset) -> bool:
    name = unquote(piece.partition("=")[0]).lower()
    return name in TRACKING or name in of_outlet or name.startswith(TRACKING_PREFIXES)


def _plain(text: str) -> str:
    """``text`` without needless percent-encoding; what must be encoded is, in upper case."""

    def plain(match):
        if match[1] is None:
            return "%25"
        character = chr(int(match[1], 16))
        return character if character in UNRESERVED else match[0].upper()

    return PERCENT.sub(plain, text)


def _complaint(url: str, trouble: str) -> str:
    shown = url if len(url) <= 80 else url[:80] + "…"
    return (
        f"“{shown}” is not the address of a page: {trouble}."
        " Give an address that starts with https:// or http://."
    )


def _too_long(length: int) -> str:
    return (
        f"The address is {length} characters long; at most {MAX_LENGTH} are taken."
        " Remove the parts that only track the reader, or paste the text instead."
    )
