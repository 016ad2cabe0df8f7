"""What the words of a language need to be set right: direction, marks, a name."""

import unicodedata

from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

RIGHT_TO_LEFT = {
    "ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku-arab", "nqo", "ps", "sd", "syr", "ug", "ur",
    "yi",
}  # fmt: skip
LOWER_CASE = {"es"}  # interface languages that write names of languages small
UNSPACED = {"zh", "ja", "th", "lo", "km", "my", "bo"}  # written without spaces between words
TURNING = {"R", "AL", "AN", "RLE", "LRE", "RLO", "LRO", "RLI", "LRI"}
MARKS = {
    "ar": "«»", "ca": "«»", "es": "«»", "fr": "«»", "it": "«»", "pt": "«»", "ru": "«»",
    "uk": "«»", "el": "«»", "fa": "«»", "no": "«»", "nb": "«»", "hy": "«»",
    "de": "„“", "cs": "„“", "sk": "„“", "bg": "„“", "is": "„“", "lt": "„“", "sl": "„“",
    "pl": "„”", "hu": "„”", "ro": "„”", "nl": "“”", "he": "””", "sv": "””", "fi": "””",
    "ja": "「」", "zh-hant": "「」", "zh-tw": "「」", "zh-hk": "「」",
}  # fmt: skip


def primary(language: str) -> str:
    """The language without script and region."""
    return language.lower().split("-")[0]


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    language = language.lower()
    right = language in RIGHT_TO_LEFT or primary(language) in RIGHT_TO_LEFT
    return "rtl" if right else "ltr"


def marks(language: str) -> tuple[str, str]:
    """The opening and the closing quotation mark of a language."""
    language = language.lower()
    pair = MARKS.get(language) or MARKS.get(primary(language), "“”")
    return pair[0], pair[1]


def is_unspaced(language: str) -> bool:
    """Whether words of this language are written without spaces between them."""
    return primary(language) in UNSPACED


def name(code: str) -> str:
    """The language's name in the active language, else its code."""
    if primary(code) == "zh":
        return _("Chinese")
    try:
        word = _(get_language_info(primary(code))["name"])
    except KeyError:
        return code
    return word.lower() if active() in LOWER_CASE else word


def interface(wanted: str | None) -> str:
    """The interface language that this parameter asks for, whatever the region, else our own."""
    wanted = primary(wanted or "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def isolated(text: str) -> str:
    """The text, kept from turning what stands around it: in isolates if it runs right to left."""
    turns = any(unicodedata.bidirectional(mark) in TURNING for mark in text)
    return f"\u2068{text}\u2069" if turns else text


def listed(*parts: object) -> str:
    """The parts that are there with commas between them, none turning its neighbour."""
    return ", ".join(isolated(str(part)) for part in parts if part)


def active() -> str:
    """The language of the interface now."""
    return get_language() or settings.LANGUAGE_CODE
