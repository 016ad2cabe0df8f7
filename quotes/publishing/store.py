"""Writes finished documents, their versions and the change feed. Nothing else does.

A document's version rises when what it says changes. Counts (`quotes`) are kept current beside it
and raise nothing, or each new quote would make a new version of its speaker.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

import orjson

from quotes.published import leaving, shapes
from quotes.published.models import (
    Change,
    Kind,
    Mention,
    PublishedArticle,
    PublishedClaim,
    PublishedCorrection,
    PublishedOutlet,
    PublishedQuote,
    PublishedScale,
    PublishedSpeaker,
    PublishedTopic,
    PublishedVersion,
    Redirect,
    Tombstone,
)
from quotes.publishing.refs import moment

MODELS = {
    Kind.QUOTE: (PublishedQuote, shapes.QuoteItem, shapes.QuoteDetail),
    Kind.SPEAKER: (PublishedSpeaker, shapes.SpeakerItem, shapes.SpeakerDetail),
    Kind.OUTLET: (PublishedOutlet, shapes.OutletItem, shapes.OutletDetail),
    Kind.ARTICLE: (PublishedArticle, shapes.ArticleItem, shapes.ArticleDetail),
    Kind.CLAIM: (PublishedClaim, shapes.ClaimItem, shapes.ClaimDetail),
    Kind.TOPIC: (PublishedTopic, shapes.TopicItem, shapes.TopicDetail),
    Kind.CORRECTION: (PublishedCorrection, shapes.CorrectionItem, shapes.CorrectionItem),
    Kind.SCALE: (PublishedScale, shapes.ScaleItem, shapes.ScaleDetail),
}

SEARCHED = (PublishedQuote, PublishedClaim)
REBUILT = "rebuilt"  # an act that makes every document anew
COUNTED = ("speaker", "outlets", "articles", "topics")


@dataclass
class Act:
    """One public act: when it happens, what kind of change it is, and its notice."""

    at: datetime
    change: str = "additive"
    correction: object = None
    reason: str = ""  # of a withdrawal


@dataclass
class Document:
    """What shall be stored for one public object."""

    kind: str
    public_id: str
    item: dict
    detail: dict
    columns: dict = field(default_factory=dict)
    mentions: set = field(default_factory=set)

    @property
    def digest(self) -> str:
        """Names what the document says, counts left out."""
        said = [
            {k: v for k, v in part.items() if k != "quotes"} for part in (self.item, self.detail)
        ]
        return hashlib.sha256(orjson.dumps(said)).hexdigest()

    def rendered(self, version, published_at, updated_at) -> dict:
        """The finished JSON of both forms, with the facts of this version."""
        _, item_shape, detail_shape = MODELS[self.kind]
        facts = {
            "version": version,
            "published_at": moment(published_at),
            "updated_at": moment(updated_at),
        }
        return {
            "list_json": as_json(item_shape, facts | self.item | facts),
            "detail_json": as_json(detail_shape, facts | self.detail | facts),
        }


@cache
def writer(shape):
    """One instance of a shape for the life of the process: making one costs more than using it."""
    return shape()


def as_json(shape, values) -> str:
    """The values in the promised shape, as compact JSON."""
    return orjson.dumps(dict(writer(shape).to_representation(values))).decode()


@dataclass
class Stored:
    """What is stored of some objects of one kind, read at once: their rows and whom they name."""

    rows: dict
    mentions: dict


def stored(kind, public_ids) -> Stored:
    """What is stored of these objects; search vectors, which are large, are left out."""
    model = MODELS[kind][0]
    searched = ["search"] if model in SEARCHED else []
    mentions = defaultdict(set)
    named = Mention.objects.filter(kind=kind, public_id__in=public_ids)
    for public_id, *target in named.values_list("public_id", "target_kind", "target"):
        mentions[public_id].add(tuple(target))
    return Stored(model.objects.defer(*searched).in_bulk(public_ids), mentions)


def write(document: Document, act: Act, was: Stored) -> tuple[set, bool]:
    """Store the document; a new version where it says something new.

    What it names or named is given back where its counts or very publicness may depend on that,
    and whether it says something new (or is made anew, with all that hangs on it).
    """
    row, rebuilt = was.rows.get(document.public_id), act.change == REBUILT
    touched = keep_mentions(document, was.mentions.get(document.public_id, set()))
    if row is None or counts_move(row, document):
        touched |= document.mentions
    if row and row.digest == document.digest:
        refresh_counts(row, document, anew=rebuilt)
        return touched, rebuilt
    first, last = versions_of(document)
    number = last.number + 1 if last else 1
    published_at = first.at if first else act.at
    finished = document.rendered(number, published_at, act.at)
    values = (
        document.columns
        | finished
        | {
            "version": number,
            "digest": document.digest,
            "published_at": published_at,
            "updated_at": act.at,
        }
    )
    objects = MODELS[document.kind][0].objects
    if row:
        objects.filter(pk=document.public_id).update(**values)
    else:
        objects.create(pk=document.public_id, **values)
    keep_version(document, number, last, finished, act)
    if row is None or rebuilt:
        Tombstone.objects.filter(kind=document.kind, public_id=document.public_id).delete()
    note_change(document.kind, document.public_id, number, "updated" if row else "created", act)
    return touched, True


def versions_of(document):
    """The first and the last version of a document, or None and None; without their words."""
    versions = PublishedVersion.objects.of(document.kind, document.public_id)
    versions = versions.only("number", "at", "until")
    last = versions.last()
    return (versions.first() if last and last.number > 1 else last), last


def counts_move(row, document) -> bool:
    """A quote moved between speakers, outlets, articles or topics, or in its articles."""
    if document.kind != Kind.QUOTE:
        return False
    moved = any(getattr(row, name) != document.columns[name] for name in COUNTED)
    return moved or parsed(row.detail_json).get("occurrences") != document.detail["occurrences"]


def parsed(text: str) -> dict:
    """A stored document; empty where it is none, which a rebuild mends."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}


def refresh_counts(row, document, anew=False):
    """Bring columns and counts up to date without a new version; `anew` all that is finished."""
    stale = {name: value for name, value in document.columns.items() if getattr(row, name) != value}
    first, last = versions_of(document) if anew else (None, None)
    if last:
        row.version, row.published_at, row.updated_at = last.number, first.at, last.at
        stale |= {name: getattr(row, name) for name in ("version", "published_at", "updated_at")}
    if anew or "quotes" in stale:
        stale |= document.rendered(row.version, row.published_at, row.updated_at)
    if stale:
        type(row).objects.filter(pk=row.pk).update(**stale)


def keep_version(document, number, last, finished, act):
    """Add the version's row, and close the one before it."""
    version = PublishedVersion.objects.create(
        kind=document.kind,
        public_id=document.public_id,
        number=number,
        change=kind_of_change(last, act),
        at=act.at,
        correction=act.correction.number if act.correction else None,
        **finished,
    )
    if last and last.until is None:
        version.refresh_from_db(fields=["xid"])
        PublishedVersion.objects.filter(pk=last.pk).update(until=act.at, until_xid=version.xid)


def kind_of_change(last, act) -> str:
    """How a version differs from the one before: only the first version of a thing is the first."""
    if last is None:
        return "first"
    return "additive" if act.change == "first" else act.change


def keep_mentions(document, stored) -> set:
    """Make the stored mentions of a document those it has now; those that came or went."""
    kind, public_id, found = document.kind, document.public_id, document.mentions
    ours = Mention.objects.filter(kind=kind, public_id=public_id)
    for target_kind, target in stored - found:
        ours.filter(target_kind=target_kind, target=target).delete()
    if found - stored:
        Mention.objects.bulk_create(
            Mention(kind=kind, public_id=public_id, target_kind=target_kind, target=target)
            for target_kind, target in sorted(found - stored)
        )
    return stored ^ found


def mentioned_by(kind, public_id) -> set:
    """Whom a document names, as stored."""
    rows = Mention.objects.filter(kind=kind, public_id=public_id)
    return set(rows.values_list("target_kind", "target"))


def remove(kind, public_id, act: Act, action="withdrawn") -> bool:
    """Take a document away: a tombstone stays, its versions lose their words."""
    model = MODELS[kind][0]
    row = model.objects.filter(pk=public_id).first()
    if row is None:
        return False
    reason = act.reason or "not_named"
    leaving.tell(kind, public_id, "merged" if action == "merged" else reason, act.at)
    Mention.objects.filter(kind=kind, public_id=public_id).delete()
    Tombstone.objects.update_or_create(
        kind=kind,
        public_id=public_id,
        defaults={
            "slug": getattr(row, "slug", ""),
            "reason": reason,
            "withdrawn_at": act.at,
        },
    )
    told = note_change(kind, public_id, row.version, action, act)
    told.refresh_from_db(fields=["xid"])
    row.delete()
    versions = PublishedVersion.objects.of(kind, public_id)
    versions.filter(until__isnull=True).update(until=act.at, until_xid=told.xid)
    if action == "merged" and kind == Kind.CLAIM:
        return True  # nobody took the sentence back: how it was rated is still told of then
    versions.update(list_json="", detail_json="")
    if kind == Kind.CLAIM:
        with_it = Redirect.objects.filter(kind=kind, target=public_id, reason="merged")
        merged = PublishedVersion.objects.filter(kind=kind, public_id__in=with_it.values("old"))
        merged.update(list_json="", detail_json="")
    return True


def note_change(kind, public_id, version, action, act):
    """Tell the change feed."""
    return Change.objects.create(
        kind=kind, public_id=public_id, version=version, action=action, at=act.at
    )
