"""The chips under every quote: Said, True?, Reply. In this order, each with a shape of its own.

A claim's rating is never shown as the quote's: relation, claim, rating and date go together. Asking
and implying carry no verdict, and without an assessed claim there is no verdict.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quotetrack.readers import labels, scales
from quotetrack.readers.dates import Day, written
from quotetrack.readers.languages import direction, isolated
from quotetrack.readers.words import cut

SHORT = 56  # characters of a claim

SOLID = frozenset({"attributed", "true"})
FLIPPED = frozenset({"misattributed"})
NO_VERDICT = ("asks", "implies")


@dataclass(frozen=True)
class Icon:
    """A drawing of 16 by 16: its file, and how it is painted."""

    name: str

    @property
    def drawing(self):
        return f"pages/icons/{self.name}.html"

    @property
    def css(self):
        return "ic solid" if self.name in SOLID else "ic flip" if self.name in FLIPPED else "ic"


@dataclass(frozen=True)
class Said:
    """Did they say it, in these words?"""

    value: str
    word: str
    why: str
    href: str

    @property
    def icon(self):
        return Icon(self.value)


@dataclass(frozen=True)
class Rating:
    """How a claim stands, in words, with the shape and the colour of its standing."""

    label: str
    standing: str
    as_of: Day | None

    @property
    def colour(self):
        return {"unproven": "open"}.get(self.standing, self.standing)

    @property
    def icon(self):
        return Icon(self.colour)


@dataclass(frozen=True)
class Truth:
    """What the words do to a claim, and how that claim stands."""

    relation: str
    claim: str
    language: str
    rating: Rating
    href: str

    @property
    def direction(self):
        return direction(self.language)

    @property
    def short(self):
        """The claim on a small card, cut at a word where it is long."""
        return cut(self.claim, SHORT)


@dataclass(frozen=True)
class Reply:
    """What a speaker said about it later."""

    day: Day | None
    name: str
    what: str
    href: str


@dataclass(frozen=True)
class Standing:
    """All chips of a quote."""

    said: Said
    truths: list[Truth]
    replies: list[Reply]


def of(detail: dict, *, page: str = "", claims_on_page: bool = False) -> Standing:
    """The chips of a quote; `page` is the address of its page, empty on that page itself."""
    return Standing(
        said(detail, page),
        [
            truth(link, f"#claim-{link['id']}" if claims_on_page else link["url"])
            for link in detail["claims"]
            if link["standing"] and link["relation"] not in NO_VERDICT
        ],
        [reply(each, page) for each in detail.get("responses", [])],
    )


def said(detail: dict, page: str = "") -> Said:
    """The first chip, with a few quiet words that say why."""
    value = detail["attribution"]
    why = {
        "verified": _why_verified,
        "attributed": _by_whom,
        "disputed": _why_disputed,
        "misattributed": lambda detail: _to(detail.get("misattributed_to")),
        "fabricated": lambda detail: _("nobody is known to have said these words"),
        "unattributed": lambda detail: _("no speaker is known"),
    }.get(value, lambda detail: "")
    return Said(value, labels.label(labels.ATTRIBUTION, value), why(detail), f"{page}#attributions")


def truth(link: dict, href: str) -> Truth:
    """A second chip: relation, claim, rating and date together."""
    return Truth(
        labels.label(labels.RELATION, link["relation"]),
        link["text"],
        link["language"],
        Rating(scales.label(link), link["standing"], written(link["as_of"])),
        href,
    )


def rating_of(claim: dict) -> Rating | None:
    """How a claim stands today, or None where it does not."""
    if not claim["standing"]:
        return None
    return Rating(scales.label(claim), claim["standing"], written(claim["as_of"]))


def reply(response: dict, page: str = "") -> Reply:
    """A third chip: who answers, when, and how."""
    return Reply(
        written(response["date"]),
        response["speaker"]["name"],
        labels.label(labels.RESPONSE, response["kind"]),
        f"{page}#responses",
    )


def _why_verified(detail):
    roots = detail["reach"]["roots"]
    if roots > 1:
        return _("by %(count)s independent sources") % {"count": roots}
    return _("on a primary record")


def _by_whom(detail):
    outlets, roots = detail["reach"]["outlets"], detail["reach"]["roots"]
    if detail["evidentiality"] == "hearsay":
        return _("by hearsay only")
    if not outlets:
        return ""
    by = ngettext("by %(count)s outlet", "by %(count)s outlets", outlets) % {"count": outlets}
    if outlets < 2 or not roots:
        return by
    if roots == outlets:
        return _("by %(count)s independent outlets") % {"count": outlets}
    back = ngettext(
        "that go back to %(count)s source", "that go back to %(count)s sources", roots
    ) % {"count": roots}
    return f"{by} {back}"


def _why_disputed(detail):
    for response in detail.get("responses", []):
        if response["kind"] == "denies_saying":
            return _("%(name)s denies it") % {"name": isolated(response["speaker"]["name"])}
    live = {
        each["speaker"]["id"]
        for each in detail.get("attributions", [])
        if each["rank"] != "deprecated"
    }
    return _("two speakers are named") if len(live) > 1 else ""


def _to(speaker):
    return _("to %(name)s") % {"name": isolated(speaker["name"])} if speaker else ""
