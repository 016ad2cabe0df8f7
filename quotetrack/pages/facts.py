"""The facts beside the words: who, when, where, how we know."""

from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quotetrack.readers import labels, languages, provenance
from quotetrack.readers.dates import Day, day_of, written


@dataclass(frozen=True)
class Fact:
    """A name, what it is, and a quiet word on it."""

    name: str
    value: str = ""
    url: str = ""
    note: str = ""
    day: Day | None = None
    links: list[tuple[str, str]] = field(default_factory=list)
    code: str = ""


def of_quote(told) -> list[Fact]:
    """The facts of a quote, in the order in which they are asked for."""
    detail = told.detail
    facts = [_who(told), _when(told), _where(told), _how_known(detail), _form(detail)]
    facts += [_language(told), _topics(detail), record(detail)]
    return [fact for fact in facts if fact]


def record(detail: dict) -> Fact:
    """Id, version and first publication of any record."""
    first = day_of(detail.get("published_at"))
    version = _("version %(number)s") % {"number": detail["version"]}
    if first:
        version = _("%(version)s, first published %(day)s") % {"version": version, "day": first}
    return Fact(_("Record"), code=detail["id"], note=version)


def printed_in(reach: dict) -> str:
    """“printed in 2 articles by 2 outlets”."""
    articles = ngettext("%(count)s article", "%(count)s articles", reach["articles"])
    outlets = ngettext("%(count)s outlet", "%(count)s outlets", reach["outlets"])
    articles = articles % {"count": reach["articles"]}
    if not reach["outlets"]:
        return _("printed in %(articles)s") % {"articles": articles}
    return _("printed in %(articles)s by %(outlets)s") % {
        "articles": articles,
        "outlets": outlets % {"count": reach["outlets"]},
    }


def _who(told):
    if told.speaker is None:
        return Fact(_("Who"), told.who)
    note = _("%(role)s when it was said") % {"role": told.role} if told.role else ""
    return Fact(_("Who"), told.who, told.speaker["url"], note)


def _when(told):
    precision = told.detail["said_range"]["precision"]
    note = labels.label(labels.PRECISION, precision) if told.day else ""
    return Fact(_("When"), "" if told.day else _("Not known"), day=told.day, note=note)


def _where(told):
    occasion = told.detail["occasion"] or {}
    kind = labels.label(labels.OCCASION, occasion.get("kind") or "unknown")
    place = occasion.get("place") or _("place not recorded")
    title = occasion.get("title")
    return Fact(_("Where"), title or kind, note=f"{kind}, {place}" if title else place)


def _how_known(detail):
    roots = detail["reach"]["roots"]
    known = labels.label(labels.EVIDENTIALITY, detail["evidentiality"])
    sources = ngettext("%(count)s independent source", "%(count)s independent sources", roots)
    value = f"{known}, {sources % {'count': roots}}" if roots else known
    return Fact(_("How we know"), value, note=printed_in(detail["reach"]))


def _form(detail):
    parts = len(detail["display"])
    value = labels.label(labels.FORM, detail["form"])
    if parts > 1:
        value = _("%(form)s, in %(count)s parts") % {"form": value, "count": parts}
    return Fact(_("Form"), value)


def _language(told):
    original = told.detail["original"]
    name = capfirst(languages.name(told.words.language))
    if original["status"] == "shown":
        return Fact(_("Language"), name, note=_("as it was said"))
    value = _("%(language)s, translated") % {"language": name}
    spoken = original.get("language")
    if not spoken or languages.primary(spoken) == languages.primary(told.words.language):
        return Fact(_("Language"), name)
    spoken = languages.name(spoken)
    if original["status"] == "located":
        return Fact(_("Language"), value, note=_("from %(language)s") % {"language": spoken})
    return Fact(
        _("Language"), value, note=_("%(language)s original not located") % {"language": spoken}
    )


def _topics(detail):
    if detail["topics"]:
        return Fact(_("Topics"), links=[(each["name"], each["url"]) for each in detail["topics"]])
    return None


def of_claim(claim: dict) -> list[Fact]:
    """The facts beside a claim."""
    about = written(claim["about"]["edtf"])
    facts = [
        Fact(_("Kind"), labels.label(labels.CLAIM_KIND, claim["kind"])),
        Fact(_("State"), labels.label(labels.CLAIM_STATUS, claim["status"])),
        Fact(_("About"), day=about) if about else None,
        Fact(_("Language"), capfirst(languages.name(claim["language"]))),
        _topics(claim),
        record(claim),
    ]
    return [fact for fact in facts if fact]


def of_speaker(speaker: dict, outlets, topics) -> list[Fact]:
    """The facts beside a speaker: other names, who quotes them, topics."""
    names = [
        (name["text"], labels.label(labels.NAME_KIND, name["kind"]))
        for name in speaker["names"]
        if name["text"] != speaker["name"]
    ]
    facts = []
    if names:
        # The mark at the start keeps what stands in brackets behind a name of another direction.
        links = [(f"\u200e{languages.isolated(text)} ({kind})", "") for text, kind in names]
        facts.append(Fact(_("Also printed as"), links=links))
    if outlets:
        facts.append(Fact(_("Who quotes them"), links=_counted(outlets)))
    if topics:
        facts.append(Fact(_("Topics"), links=_counted(topics)))
    if speaker["wikidata_id"]:
        address = f"https://www.wikidata.org/wiki/{speaker['wikidata_id']}"
        facts.append(Fact("Wikidata", speaker["wikidata_id"], address))
    facts.append(_follow(f"/api/v1/quotes/?speaker={speaker['id']}"))
    return [*facts, record(speaker)]


def of_outlet(outlet: dict) -> list[Fact]:
    """The facts beside an outlet."""
    facts = [
        Fact(_("Kind"), labels.label(labels.OUTLET_KIND, outlet["kind"])),
        Fact(_("Country"), outlet["country"]) if outlet["country"] else None,
        Fact(_("Language"), capfirst(languages.name(outlet["language"])))
        if outlet["language"]
        else None,
        _site(outlet["homepage"]),
        _follow(f"/api/v1/quotes/?outlet={outlet['id']}"),
        record(outlet),
    ]
    return [fact for fact in facts if fact]


def of_article(article: dict) -> list[Fact]:
    """The facts beside an article."""
    outlet, day, origin = (
        article["outlet"],
        written(article["published"]),
        article["syndicated_from"],
    )
    facts = [
        Fact(_("Outlet"), outlet["name"], outlet["url"]) if outlet else None,
        Fact(_("Kind"), labels.label(labels.ARTICLE_KIND, article["kind"])),
        Fact(_("Printed"), day=day) if day else None,
        Fact(_("By"), article["byline"]) if article["byline"] else None,
        Fact(_("Taken over from"), origin["title"], origin["url"]) if origin else None,
        Fact(_("Language"), capfirst(languages.name(article["language"])))
        if article["language"]
        else None,
        record(article),
    ]
    return [fact for fact in facts if fact]


def of_topic(topic: dict) -> list[Fact]:
    """The facts beside a topic."""
    parent, below = topic["parent"], topic["children"]
    facts = [
        Fact(_("Part of"), parent["name"], parent["url"]) if parent else None,
        Fact(_("With"), links=[(each["name"], each["url"]) for each in below]) if below else None,
        _follow(f"/api/v1/quotes/?topic={topic['id']}"),
        record(topic),
    ]
    return [fact for fact in facts if fact]


def _counted(rows):
    return [(languages.listed(name, str(count)), url) for name, url, count in rows]


def _follow(address):
    csv = address.replace("/quotes/?", "/quotes/export/?format=csv&")
    feed = address.replace("/quotes/?", "/quotes/feed/?")
    return Fact(_("Data"), links=[("Atom", feed), ("JSON", address), ("CSV", csv)])


def _site(address):
    if not provenance.is_web(address):
        return None
    return Fact(_("Site"), address.split("://", 1)[-1].rstrip("/"), address)
