"""A public quote, told: its words, who said them, where they come from, how they stand."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from quotetrack.readers import languages, notices, provenance, standing, words
from quotetrack.readers.dates import Day

SHORT = 180  # characters of words that stand beside others on one card


@dataclass(frozen=True)
class Told:
    """One quote in plain values, for a page, a row of a list, or a card."""

    detail: dict
    words: words.Words
    wording: dict | None  # the one that was asked for, if it is not the preferred one
    speaker: dict | None
    who: str
    day: Day | None
    origin: str
    translation: str
    source: dict | None
    standing: standing.Standing
    notices: list[notices.Notice]

    @property
    def id(self):
        return self.detail["id"]

    @property
    def url(self):
        return self.detail["url"]

    @property
    def role(self):
        return (self.speaker or {}).get("role") or ""

    @property
    def runs_against(self):
        """Whether the words run the other way than the interface."""
        interface = languages.direction(languages.active())
        return self.words.direction != interface

    @property
    def title(self):
        """What the record is, without its words: “Quote by Claudia Sheinbaum, 3 May 2025”."""
        title = (
            _("Quote by %(name)s") % {"name": languages.isolated(self.who)}
            if self.speaker
            else _("Quote")
        )
        return f"{title}, {self.day}" if self.day else title

    @property
    def short(self):
        """The words in a list of a small card, cut at a word where they are long."""
        return self.words.short(SHORT)

    @property
    def summary(self):
        """The words in their marks, and whose they are, in one plain line."""
        who = languages.listed(self.who, self.role)
        return f"{self.words.plain} — {who}"


def told(
    detail: dict,
    *,
    page: str | None = None,
    language: str | None = None,
    claims_on_page: bool = False,
    frozen_at: datetime | None = None,
) -> Told:
    """The quote of this detail; `language` picks a wording; `page` is its page's address.

    `page` is empty on that page itself, so that links stay on it.
    """
    page = detail["url"] if page is None else page
    wording = wording_in(detail, language)
    speaker = detail["speaker"]
    return Told(
        detail=detail,
        words=words.of(detail, wording=wording),
        wording=wording,
        speaker=speaker,
        who=_who(detail),
        day=provenance.said_on(detail),
        origin=provenance.origin(detail),
        translation=provenance.translation(detail, wording),
        source=provenance.source(detail),
        standing=standing.of(detail, page=page, claims_on_page=claims_on_page),
        notices=notices.of(detail, page=page, frozen_at=frozen_at),
    )


def wording_in(detail: dict, language: str | None) -> dict | None:
    """The wording in this language, the original first; None for the preferred one."""
    if not language or languages.primary(detail["language"]) == languages.primary(language):
        return None
    fitting = [
        each
        for each in detail.get("wordings", [])
        if languages.primary(each["language"]) == languages.primary(language)
    ]
    fitting.sort(key=lambda each: not each["is_original"])
    return fitting[0] if fitting and not fitting[0]["preferred"] else None


def _who(detail):
    if detail["speaker"]:
        return detail["speaker"]["name"]
    if detail["attribution"] == "fabricated":
        return _("Nobody is known to have said it")
    wrong = detail.get("misattributed_to")
    if wrong:
        name = languages.isolated(wrong["name"])
        return _("Not %(name)s; who said it is not known") % {"name": name}
    return _("Speaker not known")
