"""What a reader may ask of a card, and nothing else: theme, language, size.

Whatever else stands in an address is as if it were not there, so that it makes no answer of its
own, in memory or on disk.
"""

import re
from dataclasses import dataclass

from quotetrack.readers import languages

THEMES = ("light", "dark")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8}){0,3}")


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of a card's address, as far as they mean something."""

    theme: str = ""
    language: str = ""  # of the wording: `es`, whatever the region
    is_compact: bool = False

    @classmethod
    def of(cls, params) -> "Asked":
        """From the query of an address; what is unknown is left out."""
        theme = params.get("theme", "")
        return cls(
            theme if theme in THEMES else "",
            language(params.get("lang", "")),
            params.get("size") == "compact",
        )

    @property
    def key(self) -> tuple:
        """What tells answers to different questions apart."""
        return self.theme, self.language, self.is_compact


def language(wanted: str) -> str:
    """The language without its region; empty where it is none."""
    wanted = wanted.lower()
    return languages.primary(wanted) if LANGUAGE.fullmatch(wanted) else ""
