"""Where the words come from, in a sentence: occasion, day, translation, outlet."""

from django.utils.translation import gettext as _

from quotetrack.readers import labels, languages
from quotetrack.readers.dates import Day, written


def said_on(detail: dict) -> Day | None:
    """The day the words were said, as far as it is known."""
    return written(detail["said"])


def occasion(detail: dict) -> str:
    """The occasion in a few words: “Letter to Fox News Digital”, “To reporters”."""
    kind, told_to = _occasion_parts(detail)
    if kind and told_to:
        return _("%(occasion)s, to %(whom)s") % {"occasion": kind, "whom": told_to}
    if told_to:
        return _("To %(whom)s") % {"whom": told_to}
    return kind


def origin(detail: dict) -> str:
    """Occasion and day in one line, without a full stop; empty where neither is known."""
    day = said_on(detail)
    return ", ".join(part for part in (occasion(detail), str(day) if day else "") if part)


def translation(detail: dict, wording: dict | None = None) -> str:
    """A sentence about the language the words were said in, where these are a translation."""
    original = detail.get("original") or {}
    if wording is None:
        preferred = [each for each in detail.get("wordings", []) if each["preferred"]]
        wording = preferred[0] if preferred else {}
    if wording.get("is_original") or original.get("status") == "shown":
        return ""
    language = languages.name(wording.get("language") or detail["language"])
    from_language = languages.name(original["language"]) if original.get("language") else ""
    if original.get("status") == "located" and from_language:
        return _("Translated from %(language)s; the original words are on record.") % {
            "language": from_language
        }
    if original.get("status") == "not_located" and from_language:
        if from_language == language:
            return ""
        return _("%(to)s translation; the original in %(from)s has not been located.") % {
            "to": language,
            "from": from_language,
        }
    return ""


def source(detail: dict) -> dict | None:
    """Outlet, day and address of the earliest place where the words stand."""
    article = detail.get("article")
    if not article:
        return None
    outlet = article.get("outlet")
    day = written(article.get("published"))
    link = next(
        (
            each["source_link"]
            for each in detail.get("occurrences", [])
            if each["article"]["id"] == article["id"] and each["source_link"]
        ),
        article.get("source_url"),
    )
    return {
        "name": outlet["name"] if outlet else article["title"],
        "outlet": outlet,
        "article": article,
        "day": day,
        "link": link if is_web(link) else None,
    }


def is_web(address: str | None) -> bool:
    """Whether the address is one that a page may link to."""
    return bool(address) and address.lower().startswith(("http://", "https://"))


def _occasion_parts(detail):
    held = detail.get("occasion")
    if isinstance(held, str):
        held = {"kind": held}
    held = held or {}
    kind = held.get("kind") or "unknown"
    told_to = (held.get("told_to") or {}).get("name") or _told_in_chain(detail)
    word = "" if kind == "unknown" else labels.label(labels.OCCASION, kind)
    return word, languages.isolated(told_to)


def _told_in_chain(detail):
    for occurrence in detail.get("occurrences", []):
        for step in occurrence["chain"]:
            if step["kind"] == "told_to":
                return step["outlet"]["name"] if step["outlet"] else step["party"]
    return ""
