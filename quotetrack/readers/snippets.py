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

WIDTH, LOWEST, HIGHEST = 600, 200, 1000  # pixels; hosts that allow less or more are rare
FIRST_ISOLATE = {"rtl": "\u2067", "ltr": "\u2066"}
END_ISOLATE = "\u2069"
LINE, LINE_HEIGHT, FRAME = 58, 30, 190  # characters a line, pixels a line, pixels without words
ROW, NOTICE = 26, 50  # pixels of a line of chips, of a notice
LATEST = 3  # quotes on the card of a speaker
PATHS = {"quote": "q", "claim": "c", "speaker": "s"}


@dataclass(frozen=True)
class Embed:
    """One record as other sites show it, whatever its kind."""

    kind: str
    name: str  # id, or slug where there is one
    url: str
    title: str
    language: str
    words: str  # in marks, in one line
    context: dict  # what the kind's own text needs besides
    height: int

    @property
    def direction(self):
        return direction(self.language)

    @property
    def isolated(self):
        """The words, kept from turning what stands around them where attributes are stripped."""
        text = " ".join(self.words.split())
        return f"{FIRST_ISOLATE[self.direction]}{text}{END_ISOLATE}"

    @property
    def path(self):
        return f"/embed/{PATHS[self.kind]}/{self.name}"

    @property
    def src(self):
        return settings.SITE_URL + self.path

    @property
    def text_template(self):
        return f"embeds/text/{self.kind}.html"


@dataclass(frozen=True)
class Snippets:
    """The four forms that the embed section offers."""

    address: str
    card: str
    snippet: str
    frame: str
    mail: str
    height: int
    title: str


def of_quote(told) -> Embed:
    """A quote, to be embedded."""
    context = {"told": told, "truths": told.standing.truths,
               "who": ", ".join(part for part in (told.who, told.role) if part)}  # fmt: skip
    return Embed(
        "quote", told.id, told.url, told.title, told.words.language, told.words.plain, context,
        likely_height(told),
    )  # fmt: skip


def of_claim(claim: dict, mark, title: str) -> Embed:
    """A claim, to be embedded; `mark` is how it stands."""
    rows = 1 + len(claim["text"]) // LINE
    return Embed(
        "claim", claim["slug"], claim["url"], title, claim["language"],
        words.line(claim["text"], claim["language"]), {"mark": mark},
        _within(220 + rows * LINE_HEIGHT),
    )  # fmt: skip


def of_speaker(speaker: dict, told: list, title: str) -> Embed:
    """A speaker with the latest quotes, to be embedded."""
    return Embed(
        "speaker", speaker["slug"], speaker["url"], title, "en", speaker["name"],
        {"speaker": speaker, "told": told}, _within(150 + 150 * len(told)),
    )  # fmt: skip


def snippets(embed: Embed, today: date) -> Snippets:
    """All forms for one record."""
    held = frame(embed, today)
    return Snippets(
        address=embed.url,
        card=embed.src,
        height=embed.height,
        title=embed.title,
        **{
            name: render_to_string(f"embeds/{name}.html", held).strip()
            for name in ("snippet", "frame", "mail")
        },
    )


def frame(embed: Embed, today: date, *, width=WIDTH, height=None, params="") -> dict:
    """Everything the snippet templates lay out."""
    return {
        "embed": embed,
        **embed.context,
        "src": embed.src + params,
        "path": embed.path + params,
        "today": on(today),
        "width": width,
        "height": height or embed.height,
        "loader": f"{settings.SITE_URL}/embed/v1/loader.js",
    }


def likely_height(told) -> int:
    """The height that the card needs where nothing can measure it, within what hosts allow."""
    length = min(sum(len(part.text) for part in told.words.parts), words.LONG)
    rows = 1 + length // LINE + 2 * (len(told.words.parts) - 1)
    chips = 1 + 2 * len(told.standing.truths) + 2 * len(told.standing.replies)
    return _within(FRAME + rows * LINE_HEIGHT + chips * ROW + NOTICE * len(told.notices))


def _within(height):
    return max(LOWEST, min(height, HIGHEST))
