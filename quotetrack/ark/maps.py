"""Lists that the web server reads: what is gone, what moved, and where sources are."""

from urllib.parse import quote

from quotes.published import models
from quotes.published.serving import loaded
from quotetrack.ark.addresses import CARDS
from quotetrack.readers import finding, provenance

KINDS = ("quote", "claim", "speaker", "outlet", "article", "topic")


def gone(tombstones) -> str:
    """For each withdrawn record its key, by id and by slug."""
    lines = {}
    for each in tombstones:
        key = f"{each.kind[0]}-{each.public_id}"
        lines[f"{each.kind}s/{each.public_id}"] = key
        if each.slug:
            lines.setdefault(f"{each.kind}s/{each.slug}", key)
    return "".join(f"{quoted(name)} {quoted(key)};\n" for name, key in sorted(lines.items()))


def moved() -> str:
    """Old addresses of pages and cards, and where they lead now."""
    lines = {}
    for redirect in models.Redirect.objects.using("reader").filter(kind__in=KINDS):
        try:
            row = finding.followed(redirect.kind, redirect.old)
        except (finding.NotPublic, finding.Withdrawn):
            continue
        lines[f"/{redirect.kind}s/{redirect.old}/"] = finding.path_of(redirect.kind, row)
        if letter := CARDS.get(redirect.kind):
            name = getattr(row, "slug", "") or row.pk
            lines[f"/embed/{letter}/{redirect.old}"] = f"/embed/{letter}/{name}"
    for kind in KINDS:
        rows = finding.MODELS[kind].objects.readers()
        if kind in ("quote", "article"):
            continue
        for row in rows.only("public_id", "slug"):
            lines.setdefault(f"/{kind}s/{row.pk}/", finding.path_of(kind, row))
    return "".join(f"{quoted(old)} {quoted(to)};\n" for old, to in sorted(lines.items()))


def sources() -> str:
    """For each quote the way to its words in the article."""
    lines = []
    rows = models.PublishedQuote.objects.readers().order_by("pk").only("public_id", "detail_json")
    for row in rows.iterator(chunk_size=500):
        detail = loaded(row.detail_json)
        link = (provenance.source(detail) or {}).get("link") or detail["url"]
        lines.append(f"/quotes/{row.pk}/source {quoted(link)};\n")
    return "".join(lines)


def quoted(text: str) -> str:
    """A string of nginx's configuration, in which nothing is read as a variable or an escape."""
    safe = "/:?&=#%@+,;~.-_!'()*"
    return '"' + quote(text, safe=safe) + '"'
