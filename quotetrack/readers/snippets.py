"""What is pasted into other sites: address, blockquote and frame, frame alone, HTML for mail.

The blockquote comes first and says everything in words, with the day on which it was true, since
some sites keep it for ever; the verdict that may change is read live inside the frame.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.conf import settings
from django.template.loader import render_to_string

from quotetrack.readers import heights, images, words
from quotetrack.readers.dates import on
from quotetrack.readers.languages import active, direction, listed

WIDTH, NARROWEST = 600, 320  # pixels
FIRST_ISOLATE = {"rtl": "\u2067", "ltr": "\u2066"}
END_ISOLATE = "\u2069"
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
    height_at: Callable[[int], int]  # how high the card will be at a width
    public_id: str
    image_text: str  # everything that the share image says, for who does not see it

    @property
    def height(self):
        return self.height_at(WIDTH)

    @property
    def heights(self):
        """Guesses for a narrow and a wide place, for the loader to choose between."""
        return f"{self.height_at(NARROWEST)} {self.height}"

    @property
    def direction(self):
        return direction(self.language)

    @property
    def isolated(self):
        """The words, kept from turning what stands around them where attributes are stripped."""
        text = " ".join(self.words.split())
        return f"{FIRST_ISOLATE[self.direction]}{text}{END_ISOLATE}"

    @property
    def image(self):
        """The share image that follows the record: what was mailed may be read years later."""
        return images.address(self.kind, self.public_id)

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
    who = listed(told.who, told.role)
    context = {"told": told, "truths": told.standing.truths, "who": who}
    return Embed(
        "quote", told.id, told.url, told.title, told.words.language, told.words.plain, context,
        partial(heights.of_quote, told), told.id, told.summary,
    )  # fmt: skip


def of_claim(claim: dict, mark, summary: str, title: str) -> Embed:
    """A claim, to be embedded; `mark` is how it stands, `summary` why."""
    return Embed(
        "claim", claim["slug"], claim["url"], title, claim["language"],
        words.line(claim["text"], claim["language"]), {"mark": mark},
        partial(heights.of_claim, claim, summary), claim["id"], claim["text"],
    )  # fmt: skip


def of_speaker(speaker: dict, told: list, title: str) -> Embed:
    """A speaker with the latest quotes, to be embedded."""
    return Embed(
        "speaker", speaker["slug"], speaker["url"], title, "en", speaker["name"],
        {"speaker": speaker, "told": told}, partial(heights.of_speaker, told), speaker["id"],
        speaker["name"],
    )  # fmt: skip


def snippets(embed: Embed, today: date) -> Snippets:
    """All forms for one record, in the language of the interface."""
    language = active()
    params = "" if language == settings.LANGUAGE_CODE else f"?lang={language}"
    held = frame(embed, today, params=params)
    return Snippets(
        address=embed.url,
        card=held["src"],
        height=embed.height,
        title=embed.title,
        **{
            name: render_to_string(f"embeds/{name}.html", held).strip()
            for name in ("snippet", "frame", "mail")
        },
    )


def reserved(embed: Embed) -> str:
    """A CSS length that keeps about the room that the card will take, on any width of screen."""
    narrow, wide = embed.height_at(NARROWEST), embed.height
    if narrow <= wide:
        return f"{wide}px"
    slope = (narrow - wide) / (WIDTH - NARROWEST)
    falling = f"{narrow + slope * NARROWEST:.0f}px - {100 * slope:.1f}vw"
    return f"clamp({wide}px,{falling},{narrow}px)"


def frame(embed: Embed, today: date, *, width=WIDTH, height=None, params="") -> dict:
    """Everything the snippet templates lay out."""
    return {
        "embed": embed,
        **embed.context,
        "src": embed.src + params,
        "path": embed.path + params,
        "today": on(today),
        "width": width,
        "reserved": reserved(embed),
        "height": min(height or heights.HIGHEST, embed.height_at(width)),
        "loader": f"{settings.SITE_URL}/embed/v1/loader.js",
    }
