"""Sentences of the domain and of the database, told in the person's language.

What refuses an act says so in English, wherever it stands: rules know no languages, and triggers
cannot. The desk knows the sentences by their patterns (`sentences.json`, drawn from the code) and
tells them by its catalogue. A sentence that it does not know stays as it is.
"""

import json
import re
from functools import cache
from pathlib import Path

from django.contrib.messages.storage.fallback import FallbackStorage
from django.utils.translation import get_language, gettext

PATTERNS = Path(__file__).with_name("sentences.json")
PLACE = re.compile(r"%\((\w+)\)s")


@cache
def patterns() -> list[tuple[str, re.Pattern]]:
    """Every pattern with places in it; the longest first, since it says most."""
    known = [one for one in json.loads(PATTERNS.read_text("utf-8")) if PLACE.search(one)]
    return [(one, compiled(one)) for one in sorted(known, key=len, reverse=True)]


def compiled(pattern: str) -> re.Pattern:
    """A pattern as an expression: each place holds some text, as little as will do."""
    parts = PLACE.split(pattern)
    text = "".join(
        f"(?P<{part}>.+?)" if at % 2 else re.escape(part.replace("%%", "%"))
        for at, part in enumerate(parts)
    )
    return re.compile(text, re.DOTALL)


def told(sentence) -> str:
    """A sentence, or what an error says, in the person's language."""
    text = str(sentence)
    if (get_language() or "en").startswith("en") or not text or len(text) > 4000:
        return text
    exact = gettext(text)
    if exact != text:
        return exact
    for pattern, expression in patterns():
        found = expression.fullmatch(text)
        if found:
            values = {name: told(value) for name, value in found.groupdict().items()}
            return gettext(pattern) % values
    return text


class Storage(FallbackStorage):
    """Messages are told in the language of whoever gets them."""

    def add(self, level, message, extra_tags=""):
        """As Django's; what is marked as safe markup stays as it is."""
        if not hasattr(message, "__html__"):
            message = told(message)
        super().add(level, message, extra_tags)
