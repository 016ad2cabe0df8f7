"""What is pasted into other sites: address, blockquote and frame, frame alone, HTML for mail.

The blockquote comes first and says everything in words, with the day on which it was true, since
some sites keep it for ever; the verdict that may change is read live inside the frame.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string

from quotetrack.readers import words
from quotetrack.readers.dates import on
from quotetrack.readers.languages import direction

WIDTH, HEIGHT = 600, 360  # of a card of middling length, where nobody asks for less
ISOLATES = {"rtl": "\u2067", "ltr": "\u2066"}
END = "\u2069"
LINE, ROWS, FIRST = 62, 27, 176  # characters a line, pixels a line, pixels without words


@dataclass(frozen=True)
class Snippets:
    """The four forms that the embed section offers."""

    address: str
    card: str
    snippet: str
    frame: str
    mail: str


def snippets(told, today: date) -> Snippets:
    """All forms for one quote."""
    held = frame(told, today)
    return Snippets(
        address=told.url,
        card=held["src"],
        snippet=render_to_string("embeds/snippet.html", held).strip(),
        frame=render_to_string("embeds/frame.html", held).strip(),
        mail=render_to_string("embeds/mail.html", held).strip(),
    )


def frame(told, today: date, *, width: int = WIDTH, height: int | None = None, params="") -> dict:
    """Everything the snippet templates lay out."""
    text_direction = direction(told.words.language)
    return {
        "told": told,
        "url": told.url,
        "src": card_address(told) + params,
        "words": ISOLATES[text_direction] + " ".join(told.words.plain.split()) + END,
        "text_direction": text_direction,
        "who": ", ".join(part for part in (told.who, told.role) if part),
        "truths": told.standing.truths,
        "today": on(today),
        "title": told.title,
        "width": width,
        "height": height or likely_height(told),
        "loader": f"{settings.SITE_URL}/embed/v1/loader.js",
    }


def card_address(told) -> str:
    """Where the card of a quote lives."""
    return told.detail.get("links", {}).get("embed") or (f"{settings.SITE_URL}/embed/q/{told.id}")


def likely_height(told) -> int:
    """The height that the card needs where nothing can measure it, within what hosts allow."""
    length = min(sum(len(part.text) for part in told.words.parts), words.LONG)
    rows = 1 + length // LINE + 2 * (len(told.words.parts) - 1)
    chips = 1 + 2 * len(told.standing.truths) + 2 * len(told.standing.replies)
    height = FIRST + rows * ROWS + chips * 24 + 44 * len(told.notices)
    return max(200, min(height, 1000))
