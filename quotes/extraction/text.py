"""When are two strings “the same words”? Normal form, hashes and sketches.

People print the same words with other marks, dashes, spaces and case. `folded` takes those away:
what is left are letters and digits, lower case, one space between words. Its hash names a wording.
A *sketch* is a handful of hashes of neighbouring content words: two texts that share several of
them are worth comparing, however large the collection.
"""

import hashlib
import re
import unicodedata

from quotes.extraction.stop_words import stop_words

SKETCH_SIZE = 12

# Zero-width characters and bidi controls are invisible: they never make words different.
INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe00-\ufe0f]"
)
APOSTROPHES = re.compile("(?<=\\w)['’ʼ‘`´](?=\\w)")
NOT_WORDS = re.compile(r"[^\w]+|_+")
# Of ASCII alone: small letters and digits stay, capitals become small, all else is space.
PLAIN = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
# Scripts that put no spaces between words: each character counts as a word.
UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])"
)
# What stands between words without being ASCII. A Postgres with the C locale takes it for letters.
MARKS = re.compile(
    "[\u00a0-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2000-\u200b\u200e-\u206f"
    "\u20a0-\u20cf\u2100-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u303f\ufe30-\ufe4f\uff01-\uff0f"
    "\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U0001f000-\U0001faff]"
)


def normal(text: str) -> str:
    """The text in NFC with line ends as \\n. Offsets are counted in this form."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def folded(text: str) -> str:
    """The words alone: lower case, without marks, dashes and punctuation, single spaces."""
    if text.isascii():  # the same, without what only other letters need
        return text.lower() if text.isalnum() else " ".join(plain_words(text))
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    text = APOSTROPHES.sub("", text).casefold()
    return unicodedata.normalize("NFC", " ".join(NOT_WORDS.sub(" ", text).split()))


def plain_words(text: str) -> list[str]:
    """The folded words of a text in ASCII."""
    if "'" in text or "`" in text:
        text = APOSTROPHES.sub("", text)
    return text.translate(PLAIN).split()


def norm_hash(text: str) -> str:
    """64 bits in hexadecimal that name the folded words: equal for equal words."""
    return f"{digest(folded(text)) & 0xFFFFFFFFFFFFFFFF:016x}"


def digest(text: str) -> int:
    """A signed 64-bit hash, the same on every machine."""
    return int.from_bytes(
        hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True
    )


def words_of(text: str) -> list[str]:
    """The folded words; in scripts without spaces each character is one."""
    if text.isascii():
        return plain_words(text)
    return UNSPACED.sub(r" \1 ", folded(text)).split()


def content_words(text: str, language: str | None = None) -> list[str]:
    """The words without the language's stop words; all of them where that leaves fewer than two."""
    return content_of(words_of(text), language)


def content_of(words: list[str], language: str | None = None) -> list[str]:
    """Of folded words those that are not stop words; all where that leaves fewer than two."""
    stop = stop_words(language)
    content = [word for word in words if word not in stop]
    return content if len(content) > 1 else words


def pairs(words: list[str]) -> list[int]:
    """Hashes of neighbouring words, lowest first, each once."""
    return sorted({digest(f"{one} {two}") for one, two in zip(words, words[1:], strict=False)})


def sketch(text: str, language: str | None = None) -> list[int]:
    """At most 12 pair hashes and the hash of the whole, by which look-alikes are found."""
    lowest = pairs(content_words(text, language))[:SKETCH_SIZE]
    return sorted({*lowest, digest(folded(text))})


def spaced(text: str) -> str:
    """The text with spaces between all words: of any script, whatever marks stand beside them."""
    return text if text.isascii() else MARKS.sub(" ", UNSPACED.sub(r" \1 ", text))
