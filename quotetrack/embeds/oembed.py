"""oEmbed: from the address of a public page to the card that stands for it.

`html` is one fixed template. In the JSON every `&`, `<` and `>` is written as a \\u escape, since
one consumer decodes entities in the whole answer before it parses it.
"""

import json
from dataclasses import dataclass
from urllib.parse import unquote

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from quotetrack.readers import finding, notices, snippets
from quotetrack.readers.words import cut

FORMATS = ("json", "xml")

CACHE_AGE, LONGEST = 300, 2000
KINDS = {"quotes": "quote", "claims": "claim", "speakers": "speaker"}
FOLDERS = {"q": "quotes", "c": "claims", "s": "speakers"}
ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


class BadRequest(Exception):
    """The request cannot be read; the sentence says why."""


class NoCard(Exception):
    """There is no card for this address, and it makes no difference why."""


@dataclass(frozen=True)
class Ceilings:
    """What the consumer has room for, in pixels."""

    width: int
    height: int | None

    @classmethod
    def asked(cls, params) -> "Ceilings":
        """From `maxwidth` and `maxheight`; what is not a number is as if it were not there."""
        width, height = (_number(params.get(name)) for name in ("maxwidth", "maxheight"))
        return cls(min(width or snippets.WIDTH, snippets.WIDTH), height)


def named_by(url: str | None) -> tuple[str, str, str]:
    """Kind, name and version of the record that this address of ours stands for, however spelt.

    Only the address of a frozen card names a version.
    """
    if not url:
        raise BadRequest(_("Give the address of a page of ours as “url”."))
    if "://" not in url or len(url) > LONGEST:
        raise BadRequest(_("“url” is not an address. It starts with http:// or https://."))
    parts = [unquote(part) for part in (finding.own_path(url) or "").split("/") if part]
    version = ""
    if len(parts) == 3 and parts[0] == "embed":
        name, _at, version = parts[2].partition("@")
        parts = [FOLDERS.get(parts[1], ""), name]
    if len(parts) != 2 or parts[0] not in KINDS:
        raise NoCard
    if version and not (parts[0] == "quotes" and version.isascii() and version.isdigit()):
        raise NoCard
    return KINDS[parts[0]], parts[1], version[:9]


def answer_for(kind, row, embed, ceilings: Ceilings, *, language: str = "") -> dict:
    """The oEmbed response for a record, within the ceilings."""
    params = f"?lang={language}" if language else ""
    held = snippets.frame(
        embed,
        timezone.now().date(),
        width=ceilings.width,
        height=ceilings.height,
        params=params,
    )
    answer = {
        "type": "rich",
        "version": "1.0",
        "title": cut(embed.title, 200),
        "provider_name": settings.SITE_NAME,
        "provider_url": settings.SITE_URL + "/",
        "cache_age": CACHE_AGE,
        "html": render_to_string("embeds/oembed.html", held).strip(),
        "width": ceilings.width,
        "height": held["height"],
        "quotetrack_revision": row.version,
        "quotetrack_lang": embed.language,
    }
    if kind == "quote":
        told = embed.context["told"]
        answer["author_name"] = told.who
        answer["author_url"] = told.speaker["url"] if told.speaker else told.url
        answer["quotetrack_status"] = told.standing.said.value
        if notices.is_retracted(told.detail):
            answer["title"] = _("[Retracted] %(title)s") % {"title": answer["title"]}
    return answer


def as_json(answer: dict) -> str:
    """JSON in which no character means anything to HTML."""
    return json.dumps(answer, ensure_ascii=False).translate(ESCAPES)


def as_xml(answer: dict) -> str:
    """The same as XML; characters that XML cannot hold are left out."""
    held = {key: "".join(filter(_in_xml, str(value))) for key, value in answer.items()}
    return render_to_string("embeds/oembed.xml", {"answer": held})


def _in_xml(character):
    code = ord(character)
    return (
        code in (9, 10, 13)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or (code >= 0x10000)
    )


def _number(text):
    if text and text.isascii() and text.isdigit() and len(text) < 7:
        return int(text) or None
    return None
