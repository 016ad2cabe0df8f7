"""Atom feeds (RFC 4287) of quotes and corrections, from their list documents."""

from xml.sax.saxutils import escape, quoteattr

NOT_XML = {code: "\ufffd" for code in [*range(32), 0xFFFE, 0xFFFF] if code not in (9, 10, 13)}


def clean(text: str) -> str:
    """The text with nothing that XML cannot hold, escaped."""
    return escape(str(text).translate(NOT_XML))


def feed(entries: list[str], *, title: str, url: str, own: str, updated: str) -> str:
    """A whole feed; `own` is its address, `url` the page that shows the same."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{clean(title)}</title>\n<id>{clean(own)}</id>\n<updated>{updated}</updated>\n"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>\n'
        f'<link rel="alternate" type="text/html" href={quoteattr(url)}/>\n'
        f"<author><name>{clean(title.partition(':')[0])}</name></author>\n"
        f"{''.join(entries)}</feed>\n"
    )


def entry(*, tag, title, url, published, updated, words, author="") -> str:
    """One entry; `words` is plain text."""
    who = f"<author><name>{clean(author)}</name></author>" if author else ""
    return (
        f"<entry><id>{clean(tag)}</id><title>{clean(title)}</title>{who}"
        f'<link rel="alternate" type="text/html" href={quoteattr(url)}/>'
        f"<published>{published}</published><updated>{updated}</updated>"
        f'<content type="text">{clean(words)}</content></entry>\n'
    )


def quote_entry(quote: dict, host: str) -> str:
    """A quote as an entry."""
    person = quote.get("speaker") or {}
    wrong = quote.get("misattributed_to")
    who = person.get("name") or (f"not {wrong['name']}" if wrong else "unknown speaker")
    said = f" ({quote['said']})" if quote.get("said") else ""
    return entry(
        tag=f"tag:{host},2025:quote:{quote['id']}",
        title=f"{who}{said}",
        url=quote["url"],
        published=quote["published_at"],
        updated=quote["updated_at"],
        words=quote["text"],
        author=person.get("name", ""),
    )


def correction_entry(row: dict, host: str) -> str:
    """A correction as an entry."""
    return entry(
        tag=f"tag:{host},2025:correction:{row['number']}",
        title=f"Correction {row['number']}: {row['tier'].replace('_', ' ')}",
        url=row["url"],
        published=row["published_at"],
        updated=row["published_at"],
        words=f"{row['what_was_wrong']} {row['what_changed']}",
    )
