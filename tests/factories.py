"""Rows for tests, made through the real doors."""

import itertools
from datetime import date

from quotes import candidates, intake, workflow
from quotes.actions import assessments, attributions
from quotes.models import Position, Quote, Rating, Role, Speaker, Topic
from quotes.speakers import make
from sources.models import Outlet
from sources.slugs import new_slug

NUMBERS = itertools.count(1)
WORDS = "We will repair both bridges before the first frost"
SPEAKER = "Ruth Sample"


def outlet(name="The Example Courier"):
    """An outlet of this name."""
    return Outlet.objects.named(name) or Outlet.objects.create(
        name=name, slug=new_slug(Outlet, name), kind="newspaper"
    )


def speaker(name=SPEAKER, **fields):
    """A speaker of this name."""
    found = Speaker.objects.filter(name=name).first()
    found = found or make(name, kind=fields.pop("kind", "person"))
    if fields:
        Speaker.objects.filter(pk=found.pk).update(**fields)
        found.refresh_from_db()
    return found


def role(of, title="Harbour commissioner", kind="official", start="2020", end=""):
    """A role that a speaker held."""
    position, _ = Position.objects.get_or_create(title=title, kind=kind, country="XX")
    row = Role(speaker=of, position=position)
    row.start, row.end = start, end
    row.save()
    return row


def topic(name="Bridges", parent=None):
    """A topic of this name."""
    found = Topic.objects.filter(name=name).first()
    return found or Topic.objects.create(name=name, slug=new_slug(Topic, name), parent=parent)


def take_in(by, words=WORDS, who=SPEAKER, **given):
    """An article that quotes these words, taken in."""
    number = next(NUMBERS)
    text = given.pop("text", None) or (
        f"Report {number} of the day.\n“{words},” {who} told reporters on Monday.\n"
        f"The council votes on item {number} next week."
    )
    options = {
        "url": f"https://courier.example/{number}",
        "outlet": outlet().public_id,
        "published": "2026-03-02",
        "language": "en",
        "title": f"Report {number}",
    } | given
    return intake.take_in(by=by, text=text, **options)


def stretch(snapshot, words):
    """Where these words stand in a snapshot."""
    start = snapshot.text.index(words)
    return [[start, start + len(words)]]


def candidate(taken, words, by):
    """The suggestion for these very words; marked by hand where there is none."""
    spans = stretch(taken.snapshot, words)
    return candidates.add(taken.snapshot, spans, by=by)


def draft(by, words=WORDS, who=SPEAKER, **given) -> Quote:
    """A draft quote, accepted from an article of its own."""
    fields = ("said", "form", "hedge", "evidentiality", "occasion", "chain", "role", "is_original",
              "printed_speaker", "original_language", "cue", "fidelity", "nobody",
              "translator")  # fmt: skip
    said = {name: given.pop(name) for name in fields if name in given}
    topics = given.pop("topics", ["Bridges"])
    taken = take_in(by, words, who, **given)
    chosen = None if said.get("nobody") else speaker(who)
    accepted = candidates.accept(
        candidate(taken, words, by), by=by, speaker=chosen,
        **{"said": "2026-03-02", "form": "direct"} | said,
    )  # fmt: skip
    attributions.tag(accepted.quote, [topic(name) for name in topics], by=by)
    return Quote.objects.get(pk=accepted.quote.pk)


def publish(quote, by) -> Quote:
    """Publish a draft."""
    return workflow.publish(quote, by=by)


def print_again(quote, by, words=WORDS, who=SPEAKER, **given):
    """Another occurrence of a known quote, in another article."""
    outlet_name = given.pop("outlet_name", "Example Radio")
    said = {name: given.pop(name) for name in ("chain", "evidentiality", "hedge", "fidelity")
            if name in given}  # fmt: skip
    taken = take_in(by, words, who, outlet=outlet(outlet_name).public_id, **given)
    return candidates.accept(
        candidate(taken, words, by), by=by, speaker=speaker(who), quote=quote, **said
    ).occurrence


def claim(by, text="Both bridges were repaired before the frost", quote=None, relation="asserts"):
    """A claim, linked to a quote where one is given."""
    row = assessments.new_claim(text, by=by)
    if quote:
        assessments.link(row, quote, relation, by=by)
    return row


def drafted(row, author, rating="confirmed", **given):
    """The draft of an assessment on the house scale."""
    step = Rating.objects.get(scale__slug=given.pop("scale", "quotetrack-status"), slug=rating)
    evidence = given.pop("evidence", [{"url": "https://register.example/1", "stance": "supports"}])
    options = {"summary": f"It is {step.label}.", "as_of": date(2026, 3, 10)} | given
    return assessments.draft(row, step, by=author, evidence=evidence, **options)


def assess(row, author, approver, publisher, rating="confirmed", notice=None, **given):
    """A published assessment on the house scale."""
    draft_ = drafted(row, author, rating, **given)
    assessments.submit(draft_, by=author)
    assessments.approve(draft_, by=approver)
    return assessments.publish(draft_, by=publisher, notice=notice)
