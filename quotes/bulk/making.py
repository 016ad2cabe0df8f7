"""What a row becomes: each kind goes through the door that a single edit uses.

A row that we have already is known, and left as it is: an import adds and never overwrites.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quotes import candidates, intake, speakers
from quotes.actions import assessments
from quotes.bulk.columns import CellNotUsable
from quotes.bulk.models import Kind
from quotes.entering import enter_outlet, enter_speaker
from quotes.errors import SpeakerNotClear
from quotes.models import Claim, Speaker, Topic
from quotes.models.desk import Decision
from sources import addresses
from sources.models import Article, Outlet, OutletDomain

MARKS = ' \n,.;:!?“”„"«»'


@dataclass(frozen=True)
class Made:
    """What a row led to, and whether it is new."""

    public_id: str
    is_new: bool


def checked(row):
    """Raise CellNotUsable where a field of the unsaved row is not one."""
    try:
        row.clean_fields(exclude=["slug"])
    except ValidationError as error:
        name, said = next(iter(error.message_dict.items()))
        raise CellNotUsable(name, said[0]) from None
    return row


def speaker(values, by) -> Made:
    """A speaker, known by Wikidata id, else by a full name that is nobody else's."""
    name, item = values["name"], values.get("wikidata_id")
    known = Speaker.objects.unmerged().filter(wikidata_id=item).first() if item else None
    if known is None:
        same = list(Speaker.objects.called(name)[:5])
        if item:
            same = [one for one in same if not one.wikidata_id]
        if len(same) > 1:
            raise CellNotUsable("name", str(SpeakerNotClear(name, same)))
        known = same[0] if same else None
    if known:
        return Made(known.public_id, False)
    fields = {key: value for key, value in values.items() if key != "aliases"}
    row = checked(Speaker(**fields))
    return Made(enter_speaker(row, by=by, aliases=values.get("aliases", ())).public_id, True)


def outlet(values, by) -> Made:
    """An outlet, known by Wikidata id, name or domain."""
    domains = [one.lower().removeprefix("www.") for one in values.pop("domains", ())]
    item = values.get("wikidata_id")
    known = Outlet.objects.filter(wikidata_id=item).first() if item else None
    known = known or Outlet.objects.named(values["name"])
    taken = OutletDomain.objects.filter(domain__in=domains).select_related("outlet").first()
    if taken and known != taken.outlet:
        raise CellNotUsable(
            "domains",
            _("%(domain)s belongs to %(outlet)s.")
            % {"domain": taken.domain, "outlet": taken.outlet},
        )
    if known:
        return Made(known.public_id, False)
    if "country" in values:
        values["country"] = values["country"].upper()
    row = checked(Outlet(**values))
    return Made(enter_outlet(row, by=by, domains=domains).public_id, True)


def article(values, by) -> Made:
    """An article with its text; known where the same text was taken in before."""
    if not values.get("text") and not values.get("url"):
        raise CellNotUsable("text", _("Give the text, or an address to fetch."))
    given = values | {"published": str(values.get("published") or "")}
    text = given.pop("text", None)
    taken = intake.take_in(by=by, text=text, method="imported" if text else "", **given)
    return Made(taken.article.public_id, taken.created)


def quote(values, by) -> Made:
    """A draft of words that stand in an article we have."""
    where = article_named(values.pop("article"))
    snapshot = where.snapshots.without_bytes().order_by("-taken_at", "-id").first()
    if snapshot is None:
        raise CellNotUsable("article", _("This article has no text. Take it in first."))
    candidate = suggestion(snapshot, values.pop("words"), by)
    if candidate.decision == Decision.REJECTED:
        raise CellNotUsable("words", _("Somebody has rejected these very words before."))
    if candidate.occurrence_id:
        return Made(candidate.occurrence.wording.quote.public_id, False)
    topics = topics_named(values.pop("topics", ()))
    said_by = speaker_named(values.pop("speaker"))
    accepted = candidates.accept(
        candidate, by=by, speaker=said_by, topics=topics, **{"form": "direct"} | values
    )
    return Made(accepted.quote.public_id, accepted.is_new_quote)


def suggestion(snapshot, words, by):
    """The suggestion with these words; else they are marked where they stand first."""
    bare = words.strip(MARKS)
    for one in snapshot.candidates.all():
        if len(one.spans) == 1 and snapshot.text[one.start : one.end].strip(MARKS) == bare:
            return one
    start = snapshot.text.find(words)
    if start == -1:
        raise CellNotUsable(
            "words", _("These words do not stand in the article, letter for letter.")
        )
    return candidates.add(snapshot, [[start, start + len(words)]], by=by)


def article_named(name) -> Article:
    """The article of this id or address."""
    found = Article.objects.filter(public_id=name).first()
    if found is None and "/" in name:
        found = Article.objects.at(addresses.canonical(name))
    if found is None:
        raise CellNotUsable("article", _("We have no article of this id or address."))
    return found


def speaker_named(name) -> Speaker:
    """The speaker of this id, Wikidata id or name, made where nobody goes by it."""
    rows = Speaker.objects.unmerged()
    found = rows.filter(public_id=name).first() or rows.filter(wikidata_id=name).first()
    try:
        return found or speakers.find_or_make(name)
    except SpeakerNotClear as error:
        raise CellNotUsable("speaker", str(error)) from None


def claim(values, by) -> Made:
    """A claim; known where the same sentence is."""
    text, language = values.pop("text"), values.pop("language", "en")
    known = Claim.objects.worded(text, language=language)
    if known:
        return Made(known.public_id, False)
    topics = topics_named(values.pop("topics", ()))
    row = assessments.new_claim(
        text, by=by, language=language, kind=values.get("kind", "factual"),
        about=values.get("about", ""), topics=topics,
    )  # fmt: skip
    return Made(row.public_id, True)


def topics_named(names) -> list[Topic]:
    """The topics of these names."""
    found = []
    for name in names:
        topic = Topic.objects.filter(name__iexact=name).first()
        if topic is None:
            raise CellNotUsable("topics", _("There is no topic “%(name)s”.") % {"name": name})
        found.append(topic)
    return found


MAKERS = {
    Kind.SPEAKERS: speaker,
    Kind.OUTLETS: outlet,
    Kind.ARTICLES: article,
    Kind.QUOTES: quote,
    Kind.CLAIMS: claim,
}
