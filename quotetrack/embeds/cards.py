"""Cards: documents of their own that other sites show in a frame.

One request, no cookie, no storage, nothing from elsewhere. What may change is read here, live, and
not in the text that a site keeps.
"""

import base64
import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from quotes.published.serving import loaded
from quotetrack.embeds import framing
from quotetrack.embeds.asked import Asked
from quotetrack.embeds.styles import style_for, used_in
from quotetrack.readers import labels, languages, notices, quotes, snippets, standing, words
from quotetrack.readers.dates import day_of, on

LIGHT, LIGHT_PACKED = 6 * 1024, 2560  # bytes that a card takes at most, plain and gzipped
PLAIN = Asked()
MOST_CLAIMS = 4  # in the state of a quote, which stays below a kilobyte
TALL_SCRIPTS = frozenset(["ar", "fa", "ur", "ps", "ckb"])


def embed_of(kind: str, row, *, language="") -> snippets.Embed:
    """A published record as it is now, as other sites show it."""
    detail = loaded(row.detail_json)
    if kind == "quote":
        return snippets.of_quote(quotes.told(detail, language=language))
    if kind == "claim":
        title = _("Claim: %(text)s") % {"text": words.cut(detail["text"], 80)}
        summary = (current_of(detail) or {"summary": ""})["summary"]
        return snippets.of_claim(detail, standing.rating_of(detail), summary, title)
    title = _("Quotes by %(name)s") % {"name": languages.isolated(detail["name"])}
    return snippets.of_speaker(detail, latest_of(row), title)


def keys_of(kind: str, public_id: str, embed: snippets.Embed) -> list[str]:
    """The records that an embed speaks of, the one it is of first: `q-…`, `c-…`, `s-…`."""
    told = embed.context.get("told", [])
    shown = told if isinstance(told, list) else [told]
    keys = [
        f"{kind[0]}-{public_id}",
        *(key for each in shown for key in keys_of_quote(each.detail)),
    ]
    return list(dict.fromkeys(keys))


def keys_of_quote(detail: dict) -> list[str]:
    """The records that a quote's card speaks of."""
    keys = [f"q-{detail['id']}", *(f"c-{link['id']}" for link in detail["claims"])]
    return keys + ([f"s-{detail['speaker']['id']}"] if detail["speaker"] else [])


def latest_of(row, origin: str | None = None) -> list[quotes.Told]:
    """The latest quotes of a speaker, as they came with the record."""
    return [quotes.told(loaded(detail, origin)) for detail in row.latest or ()]


def quote_card(detail: dict, *, language=None, frozen_at=None) -> dict:
    """Everything the card of a quote lays out."""
    told = quotes.told(detail, language=language, frozen_at=frozen_at)
    set_words = words.folded(told.words)
    return {
        "told": told,
        "words": set_words,
        "is_tall": languages.primary(set_words.language) in TALL_SCRIPTS,
        "source_link": detail["url"] + "source" if told.source and told.source["link"] else "",
        "is_struck": notices.is_retracted_by_source(detail),
        "is_long": bool(set_words.folded or set_words.folded_parts),
        "permalink": detail["url"],
        "record": told.id,
        "title": told.title,
    }


def state(kind: str, row, version: str | None = None) -> dict:
    """Whether a card that somebody has open is still current, and how its record stands."""
    detail = loaded(row.detail_json)
    held = {"state": "published", "version": row.version, "tag": state_tag(row, version)}
    if kind == "claim":
        return held | {key: detail[key] for key in ("rating", "standing", "as_of")}
    claims = [
        {key: link[key] for key in ("id", "relation", "rating", "standing", "as_of")}
        for link in detail["claims"]
    ]
    return held | {"attribution": detail["attribution"], "claims": claims[:MOST_CLAIMS]}


def state_tag(row, version: str | None = None) -> str:
    """What changes when the record does."""
    return f"{row.digest[:12]}{version or ''}"


def claim_card(detail: dict) -> dict:
    """Everything the card of a claim lays out: the sentence, how it stands, and why."""
    current = current_of(detail)
    return {
        "claim": detail,
        "claim_direction": languages.direction(detail["language"]),
        "mark": standing.rating_of(detail),
        "summary": current,
        "evidence": len(current["evidence"]) if current else 0,
        "permalink": detail["url"],
        "record": detail["id"],
        "title": _("Claim: %(text)s") % {"text": words.cut(detail["text"], 80)},
    }


def current_of(claim: dict) -> dict | None:
    """The assessment that stands today, on the scale of the claim's current status first."""
    held = [each for each in claim["assessments"] if each["state"] == "published"]
    return max(
        held, key=lambda each: (each["scale"] == claim["scale"], each["as_of"]), default=None
    )


def speaker_card(detail: dict, told: list) -> dict:
    """Everything the card of a speaker lays out: who it is, and the latest quotes."""
    return {
        "speaker": detail,
        "latest": told,
        "permalink": detail["url"],
        "record": detail["id"],
        "title": _("Quotes by %(name)s") % {"name": languages.isolated(detail["name"])},
    }


def is_light(page: str) -> bool:
    """Whether a card is as light as it has to be."""
    body = page.encode()
    return len(body) <= LIGHT and len(gzip.compress(body)) <= LIGHT_PACKED


def tombstone_card(tombstone) -> dict:
    """The card of what was withdrawn: when and why, and no words."""
    return {
        "what": labels.label(labels.OBJECT, tombstone.kind),
        "day": day_of(tombstone.withdrawn_at),
        "reason": labels.label(labels.WITHDRAWN, tombstone.reason),
        "permalink": f"/{tombstone.kind}s/{tombstone.public_id}/",
        "record": tombstone.public_id,
    }


def document(
    template: str, context: dict, asked: Asked = PLAIN, ancestors: str = framing.EVERYBODY
) -> tuple[str, str]:
    """The finished document and its Content-Security-Policy; `ancestors` may frame it."""
    language = languages.active()
    context = {
        **context,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "today": on(timezone.now().date()),
        "interface": language,
        "direction": languages.direction(language),
        "theme": asked.theme,
        "is_compact": asked.is_compact,
    }
    body = _drawn_once(_tight(render_to_string(template, context)))
    style = style_for(used_in(body) | _root(context))
    told = script(is_live="tag" in context)
    page = render_to_string(
        "embeds/document.html",
        # Style and script are ours alone, and the body came out of a template that escapes.
        context | {"style": mark_safe(style), "script": mark_safe(told), "body": mark_safe(body)},
    )
    return page.strip(), policy(style, told, ancestors)


def policy(style: str, script: str, ancestors: str) -> str:
    """Nothing but this style and the one script, by their hashes; `ancestors` may frame it.

    The script asks us, and nobody else, whether the card is still current.
    """
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)};"
        f" connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    )


@lru_cache(maxsize=2)
def script(is_live: bool) -> str:
    """The script that tells the height to the page around, and asks whether a live card is still
    current; the card works without it.
    """
    return render_to_string("embeds/height.js", {"tag": is_live}).strip()


@lru_cache(maxsize=1)
def loader() -> str:
    """The script that turns pasted blockquotes into cards."""
    return get_template("embeds/loader.js").template.source


def loader_digest() -> str:
    """The hash in the loader's pinned name."""
    return hashlib.sha256(loader().encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def revision() -> str:
    """A hash of everything that a card is made of, besides its record."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    places = (here, here.parent / "readers", here.parent / "pages" / "templates")
    places += (here.parent / "pages" / "static", here.parent / "locale")
    for place in places:
        for file in sorted(place.rglob("*.*")):
            if file.suffix in (".py", ".html", ".css", ".js", ".mo"):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _root(context):
    held = {"html", "body"}
    if context["direction"] == "rtl":
        held.add('dir="rtl"')
    if context["theme"]:
        held.add(f'data-theme="{context["theme"]}"')
    return frozenset(held)


def _tight(markup):
    """The markup without its indentation; line ends stay, as words may stand on both sides."""
    return re.sub(r"\n\s+", "\n", markup).strip()


def _drawn_once(markup):
    """The markup with each drawing written out the first time and named after that."""
    names: dict[str, str] = {}

    def drawing(found):
        head, shape, tail = found.groups()
        if markup.count(f">{shape}</svg>") == 1:
            return found[0]
        if shape in names:
            return f'{head}<use href="#{names[shape]}"/>{tail}'
        names[shape] = f"i{len(names)}"
        return f'{head}<g id="{names[shape]}">{shape}</g>{tail}'

    return re.sub(r"(<svg [^>]*>)(.*?)(</svg>)", drawing, markup, flags=re.S)


def _hash(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
