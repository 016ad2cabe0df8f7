"""What stands on a share image, as plain values for the typesetter.

Everything is text, stripped of what could turn other text around, with long tokens made breakable.
What cannot be drawn on this machine is left out rather than shown as boxes: without glyphs for the
words the image says who, where, and that the words are to be read on the page.
"""

import re
import unicodedata

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from quotetrack.embeds.sharing import glyphs
from quotetrack.readers import languages, words
from quotetrack.readers.dates import on
from quotetrack.readers.standing import Icon

TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PICTURES = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u200d\ufe0f\U000e0020-\U000e007f]+")
TOKEN = re.compile(r"\S{31,}")
LONGEST_TOKEN, MOST_LETTERS, MOST_ROWS = 30, 1500, 2
BREAK, OMISSION = "\u200b", "[…]"
TALL = frozenset(["ar", "fa", "ur", "ps", "ckb", "hi", "mr", "ne", "bn", "ta", "te", "th", "km"])
COLOURS = {
    "true": "#17653a", "mixed": "#7f5200", "false": "#9c2327", "open": "#5b5b5b",
    "not_rateable": "#5b5b5b", "": "#000000",
}  # fmt: skip
CJK = {"zh": "SC", "zh-hant": "TC", "zh-tw": "TC", "zh-hk": "HK", "ja": "JP", "ko": "KR"}
REGIONS = {"SC": "cn", "TC": "tw", "HK": "hk"}
NOTICES = {"": "mixed", "grave": "false", "frozen": "rule"}


def of_quote(told) -> dict:
    """The image of a quote: words, speaker and role then, source, and the chips."""
    source = ""
    if told.source and (name := _drawn(told.source["name"])):
        source = ", ".join(filter(None, (languages.isolated(name), str(told.source["day"] or ""))))
    rows = [_said(told.standing.said), *map(_truth, told.standing.truths)]
    first = told.notices[0] if told.notices else None
    return _image(
        words=_words(told.words),
        invitation=_("Read the quote"),
        who=told.who,
        role=told.role,
        source=source,
        rows=rows[:MOST_ROWS],
        notice=first and {
            "head": cleaned(first.head),
            "text": cleaned(words.cut(first.text, 90)),
            "colour": NOTICES[first.weight],
        },
    )  # fmt: skip


def of_claim(claim: dict, mark) -> dict:
    """The image of a claim: the sentence, and how it stands."""
    rows = []
    if mark:
        rows = [_row(_("True?"), "", "", _rating(mark))]
    shown = words.Words(claim["language"], (words.Part(claim["text"], "“", "”"),))
    held = _words(shown)
    return _image(words=held, invitation=_("Read the claim"), rows=rows)


def of_speaker(speaker: dict) -> dict:
    """The image of a speaker: the name, and who that is."""
    shown = words.Words("en", (words.Part(speaker["name"]),))
    note = speaker["role"] or speaker["description"]
    return _image(words=_words(shown), invitation=_("Read the quotes"), who=words.cut(note, 80))


def cleaned(text: str) -> str:
    """The text as it may be set: nothing that turns, nothing without a glyph but words."""
    text = unicodedata.normalize("NFC", TURNING.sub("", text))
    text = "".join(" " if unicodedata.category(mark) == "Cc" else mark for mark in text)
    text = PICTURES.sub(_picture, text)
    return TOKEN.sub(_breakable, " ".join(text.split(" ")))


def can_be_drawn(text: str) -> bool:
    """Whether every letter has a glyph here."""
    return not glyphs.coverage().missing(text)


def pieces(text: str, language: str) -> list[str]:
    """The text in pieces between which it may be cut: words, or letters where none are spaced."""
    text = text[:MOST_LETTERS]
    if languages.is_unspaced(language):
        return _letters(text)
    return re.findall(rf"[^\s{BREAK}]+[\s{BREAK}]*", text)


def _letters(text):
    """Letters with the marks that stand on them; Latin words and numbers stay whole."""
    return re.findall(r"[!-~]+\s*|[^!-~](?:[\u0300-\u036f\u0e31\u0e34-\u0e4e\ufe0f\s])*", text)


def as_of(day) -> str:
    """The day for which an image speaks."""
    return _("as of %(day)s") % {"day": on(day)}


def _image(*, words, invitation, who="", role="", source="", rows=(), notice=None):
    interface = languages.active()
    who = _drawn(who)
    return {
        "lang": interface,
        "dir": languages.direction(interface),
        "site": cleaned(settings.SITE_NAME),
        "day": as_of(timezone.now().date()),
        "words": words,
        "invitation": invitation,
        "fonts": _fonts(words["lang"], words["region"]),
        "who": _line(who) if who else None,
        "role": _line(_drawn(role)) if who and _drawn(role) else None,
        "from": source,
        "rows": [row for row in rows if row],
        "notice": notice,
    }


def _words(shown):
    text = cleaned(" ".join(part.text for part in shown.parts))
    opening, closing = (shown.parts[0].opening, shown.parts[0].closing) if shown.parts else ("", "")
    language = languages.primary(shown.language)
    style = CJK.get(shown.language.lower(), CJK.get(language, ""))
    return {
        "pieces": pieces(text, language) if can_be_drawn(text + opening + closing) else [],
        "opening": opening,
        "closing": closing,
        "hangs": bool(opening) and languages.direction(language) == "ltr" and not style,
        "lang": language if language.isalpha() else "en",
        "region": REGIONS.get(style, ""),
        "dir": shown.direction,
        "tall": language in TALL,
    }


def _said(said):
    return _row(_("Said"), said.word, said.why, icon=_drawing(said.icon, ""))


def _truth(truth):
    claim = words.line(words.cut(truth.claim, 100), truth.language)
    if not (claim := _drawn(claim)):
        return None
    line = {"text": claim, "lang": languages.primary(truth.language), "dir": truth.direction}
    return _row(_("True?"), truth.relation, "", _rating(truth.rating), rest=line)


def _rating(rating):
    day = _("as of %(day)s") % {"day": rating.as_of} if rating.as_of else ""
    return {
        "icon": _drawing(rating.icon, rating.colour),
        "label": cleaned(rating.label),
        "colour": rating.colour,
        "day": day,
    }


def _row(axis, strong, why, rating=None, *, icon="", rest=None):
    rest = rest or {"text": "", "lang": "en", "dir": "ltr"}
    return {
        "axis": axis, "icon": icon, "strong": strong, "why": cleaned(why), "rating": rating,
        "text": rest["text"], "rest": rest,
    }  # fmt: skip


def _drawing(icon: Icon, colour):
    """The icon of a chip as a drawing of its own."""
    paint = COLOURS.get(colour, COLOURS[""])
    shape = render_to_string(icon.drawing).replace("currentColor", paint)
    painted = (
        f'fill="{paint}" stroke="none"'
        if "solid" in icon.css.split()
        else f'fill="none" stroke="{paint}" stroke-width="1.75" stroke-linecap="round"'
        ' stroke-linejoin="round"'
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16">'
        f"<g {painted}>{shape}</g></svg>"
    )


def _drawn(text):
    """The text where it can be drawn here, else nothing."""
    text = cleaned(text)
    return text if can_be_drawn(text) else ""


def _line(text):
    """A line of its own, in the direction of its first letter that has one."""
    for mark in text:
        kind = unicodedata.bidirectional(mark)
        if kind in ("L", "R", "AL"):
            return {"text": text, "lang": "en", "dir": "ltr" if kind == "L" else "rtl"}
    return {"text": text, "lang": "en", "dir": "ltr"}


def _picture(found):
    """Pictures stay where there are glyphs for them; else it is said that something is left out."""
    return found[0] if can_be_drawn(found[0]) else OMISSION


def _breakable(found):
    """A token too long for a line, with places where it may break; marks stay on their letters."""
    out, room = [], LONGEST_TOKEN
    for mark in found[0]:
        if room <= 0 and not unicodedata.combining(mark):
            out.append(BREAK)
            room = LONGEST_TOKEN
        out.append(mark)
        room -= 1
    return "".join(out)


def _fonts(language, region):
    """Families by preference; the typesetter takes the first that has the letter."""
    style = {"zh": "SC", "ja": "JP", "ko": "KR"}.get(language, "SC")
    style = {"tw": "TC", "hk": "HK"}.get(region, style)
    tail = ["Noto Color Emoji", "DejaVu Sans"]
    arabic = ["Noto Naskh Arabic", "Noto Serif Hebrew", "Noto Serif Devanagari"]
    wide = [f"Noto Serif CJK {style}"]
    serif = ["Noto Serif", *arabic, *wide, "Libertinus Serif", *tail]
    sans = ["Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari"]
    sans += [f"Noto Sans CJK {style}", "DejaVu Sans", "Libertinus Serif", "Noto Color Emoji"]
    return {"words": serif, "text": sans}
