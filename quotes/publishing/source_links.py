"""Links that scroll to the very words at the source (URL Fragment Text Directives, WICG)."""

from urllib.parse import quote

WHOLE = 300  # longer words are named by their beginning and their end
EDGE = 5  # words of each


def source_link(url: str | None, segments) -> str | None:
    """The source's address with a fragment that finds the words; None for pasted text."""
    if not url:
        return None
    exact = next((part.exact for part in segments if part.role == "content"), None)
    if not exact:
        return url
    return f"{url.partition('#')[0]}#:~:text={text_directive(exact)}"


def text_directive(exact: str) -> str:
    """The words, encoded; by their first and last words where they are long or span lines."""
    words = exact.split()
    if len(exact) <= WHOLE and "\n" not in exact or len(words) <= 2 * EDGE:
        return encoded(" ".join(words))
    return f"{encoded(' '.join(words[:EDGE]))},{encoded(' '.join(words[-EDGE:]))}"


def encoded(words: str) -> str:
    """Percent-encoded, the hyphen too, which would mark a prefix or suffix."""
    return quote(words, safe="").replace("-", "%2D")
