"""What of a quote's rows can be edited, and what a change of it would be to readers.

A *sort* is a kind of row as an editor speaks of it: the quote's circumstances, a wording, an
attribution, an occurrence, the chain of one, or what the quote does to a claim. Values are plain:
they can be stored as JSON, compared, and shown beside each other.
"""

from datetime import timedelta

from django.db import connection
from django.db.models import F

from quotes.edits import save_fields
from quotes.errors import NotReady
from quotes.extraction.text import norm_hash, sketch
from quotes.models import (
    Attribution,
    ChainStep,
    ClaimQuote,
    Occurrence,
    Quote,
    Wording,
    WordingSketch,
)
from quotes.models.desk import EditKind
from quotes.models.occurrences import StepKind
from sources.dates import PartialDate, date_fields
from sources.models import Article, Outlet

SORTS = {
    "quote": (Quote, ("said", "occasion", "original_language", "preferred_wording")),
    "wording": (
        Wording,
        ("text", "language", "is_original", "translation_of", "translator", "fidelity"),
    ),
    "attribution": (Attribution, ("role", "note", "rank", "reason")),
    "occurrence": (
        Occurrence,
        (
            "form", "cue", "hedge", "evidentiality", "printed_speaker", "printed_role",
            "media_time",
        ),
    ),
    "chain": (Occurrence, ("steps",)),
    "relation": (ClaimQuote, ("relation",)),
}  # fmt: skip
# Columns that readers see change with a notice only, whatever they held before.
WEIGHTY = {
    "quote": {"said", "occasion", "original_language", "preferred_wording"},
    "wording": {"language"},
    "attribution": {"role", "rank", "reason"},
    "occurrence": {"form", "hedge", "evidentiality", "printed_speaker", "printed_role"},
    "chain": {"steps"},
    "relation": {"relation"},
}
EMPTY = (None, "", [], False, "none", "unknown")
ORDER = (EditKind.ADDITIVE, EditKind.TYPO, EditKind.SUBSTANTIVE)


def row_of(sort: str, key: int):
    """The row of a sort by its key, locked to the end of the transaction."""
    return SORTS[sort][0]._base_manager.select_for_update().get(pk=key)


def quote_of(row) -> Quote:
    """The quote that a row belongs to."""
    if isinstance(row, Quote):
        return row
    return row.wording.quote if isinstance(row, Occurrence) else row.quote


def read(sort: str, row, names=None) -> dict:
    """The plain values of a row, or of one of its states in the history."""
    return {name: value_of(row, name) for name in names or SORTS[sort][1]}


def value_of(row, name):
    """One plain value: a date as EDTF, a row as its key, a time in seconds, steps as a list."""
    if name == "steps":
        return [step_values(step) for step in row.chain.all()]
    if hasattr(row, f"{name}_precision"):
        return str(PartialDate(*(getattr(row, column) for column in date_fields(name))))
    if hasattr(row, f"{name}_id"):
        return getattr(row, f"{name}_id")
    value = getattr(row, name)
    return int(value.total_seconds()) if isinstance(value, timedelta) else value


def step_values(step) -> dict:
    """One step of a chain, plain."""
    return {
        "kind": step.kind,
        "outlet": step.outlet_id,
        "party": step.party,
        "upstream_article": step.upstream_article_id,
    }


def differing(now: dict, wanted: dict) -> dict:
    """Those of the wanted values that differ from what is there."""
    return {name: value for name, value in wanted.items() if now[name] != value}


def write(sort: str, row, values: dict):
    """Set and save plain values; the quote counts it as an edit of its own."""
    if sort == "chain":
        set_steps(row, values["steps"])
    else:
        save_fields(row, {name: meant(row, name, value) for name, value in values.items()})
    if sort == "wording" and {"text", "language"} & set(values):
        rehash(row)
    if sort != "quote":
        touch(quote_of(row))


def meant(row, name, value):
    """What a plain value stands for."""
    if hasattr(row, f"{name}_precision"):
        return PartialDate.parse(value)
    field = row._meta.get_field(name)
    if field.is_relation:
        return field.related_model._base_manager.filter(pk=value).first() if value else None
    if name == "media_time":
        return None if value is None else timedelta(seconds=value)
    return value


def rehash(wording):
    """Bring what names a wording's words up to date; NotReady where another one has them."""
    named = norm_hash(wording.text)
    same = wording.quote.wordings.filter(language=wording.language, norm_hash=named)
    if same.exclude(pk=wording.pk).exists():
        raise NotReady("Another wording of this quote has these words already.")
    if named != wording.norm_hash:
        wording.norm_hash = named
        wording.save(update_fields=["norm_hash"])
    wording.sketch.all().delete()
    WordingSketch.objects.bulk_create(
        WordingSketch(hash=number, wording=wording)
        for number in sketch(wording.text, wording.language)
    )


def set_steps(occurrence, steps):
    """Replace the steps by which the words got here, nearest to the speaker first."""
    for step in steps:
        if step["kind"] not in StepKind.values:
            raise NotReady(f"A step is one of: {', '.join(StepKind.values)}.")
        if not (step.get("outlet") or step.get("party") or step.get("upstream_article")):
            raise NotReady("Each step names an outlet, an article or a party.")
    occurrence.chain.all().delete()
    ChainStep.objects.bulk_create(
        ChainStep(
            occurrence=occurrence,
            position=position,
            kind=step["kind"],
            outlet=Outlet.objects.filter(pk=step.get("outlet")).first(),
            party=(step.get("party") or "")[:200],
            upstream_article=Article.objects.filter(pk=step.get("upstream_article")).first(),
        )
        for position, step in enumerate(steps, 1)
    )


def touch(quote):
    """Raise the quote's edit version: something that belongs to it was changed."""
    Quote.objects.filter(pk=quote.pk).update(note=F("note"))


def kind_of(sort: str, row, values: dict) -> str:
    """What these values would be to readers: the weightiest of the changes."""
    now = read(sort, row, values)
    kinds = [one_kind(sort, name, now[name], value) for name, value in values.items()]
    return max(kinds, key=ORDER.index, default=EditKind.ADDITIVE)


def one_kind(sort, name, now, wanted) -> EditKind:
    """What one changed value would be."""
    if name in WEIGHTY[sort]:
        return EditKind.SUBSTANTIVE
    if now in EMPTY:
        return EditKind.ADDITIVE
    if isinstance(now, str) and isinstance(wanted, str) and same_letters(now, wanted):
        return EditKind.TYPO
    return EditKind.SUBSTANTIVE


def same_letters(one: str, other: str) -> bool:
    """The two texts differ in marks, spaces and case alone, as the database counts it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quotes_letters(%s) = quotes_letters(%s)", [one, other])
        return cursor.fetchone()[0] and norm_hash(one) == norm_hash(other)
