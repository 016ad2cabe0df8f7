"""Examples for each model, taken from annotated articles as extraction reads them."""

from __future__ import annotations

from ..attribution import Article
from ..clauses import Clauses
from ..entities import Entity
from ..features import nobody
from ..indirect import IndirectSpeech
from ..kinds import name_words
from ..languages import detect, load
from ..mentions import NAMED, Mention
from ..ranker import Models
from ..references import Reference
from .annotations import Document, ignored, is_speaker, is_term, overlaps, plain_words, quote_of
from .learner import Choice, YesNo

ARTICLES = frozenset(
    ["the", "a", "an", "el", "la", "un", "una", "le", "une", "der", "die", "das", "ein", "eine"]
)


def read_for_training(
    document: Document, models: Models, trace: dict[int, Reference] | None = None
) -> Article:
    """The article as extraction reads it, in its own language."""
    text = document["text"]
    return Article(text, load(document.get("lang") or detect(text)), models, trace)


def reference_examples(document: Document, models: Models) -> list[Choice]:
    """One example for each annotated speaker that is a pronoun or a noun phrase with a name."""
    trace: dict[int, Reference] = {}
    article = read_for_training(document, models, trace)
    examples = []
    done: set[int] = set()
    for quote in document["quotes"]:
        if not quote.get("speaker_name") or quote.get("speaker_start") is None:
            continue
        for mention in article.cues.mentions_near(quote["speaker_start"], quote["speaker_end"]):
            reference = trace.get(mention.index)
            if reference is None or mention.index in done or not is_speaker(mention, quote):
                continue
            done.add(mention.index)
            right = _right_references(article, reference, quote)
            if right:
                examples.append(Choice(list(reference.rows), right, reference.salience))
    return examples


def _right_references(article: Article, reference: Reference, quote: Document) -> list[int]:
    wanted = name_words(quote["speaker_name"])
    right = []
    for at, index in enumerate(reference.entities):
        if index is None:
            continue
        entity = article.table.entities[index]
        if _means(entity, wanted, quote["speaker_name"]):
            right.append(at)
    named = quote["speaker_name"][:1].isupper()
    if not right and not named and None in reference.entities:
        right = [reference.entities.index(None)]
    return right


def _means(entity: Entity, wanted: tuple[str, ...], name: str) -> bool:
    """The entity is the annotated one: the same surname, or the same phrase if it has no name."""
    if not entity.named:
        return _same_phrase(entity.name, name)
    known = entity.words
    return bool(known and wanted) and (known[-1] == wanted[-1] or set(known) <= set(wanted))


def _same_phrase(one: str, other: str) -> bool:
    """Two phrases for somebody unnamed: equal, or one holds the other."""
    first, second = (set(plain_words(name)) - ARTICLES for name in (one, other))
    return bool(first) and bool(second) and (first <= second or second <= first)


def speech_examples(article: Article, document: Document) -> list[YesNo]:
    """One example for each marked stretch that the annotation decides on."""
    return [
        YesNo(article.speech_features.of(index), quote_of(region, document) is not None)
        for index, region in enumerate(article.regions)
        if not ignored(region, document)
        or quote_of(region, document) is not None
        or is_term(region, document)
    ]


def speaker_examples(article: Article, document: Document) -> list[Choice]:
    """One example for each quotation whose annotated speaker is among the candidates."""
    gold = [quote_of(region, document) for region in article.regions]
    found = article.quotations([quote is not None for quote in gold])
    previous = None
    examples = []
    for quotation in found:
        quote = gold[quotation.regions[0]]
        if quote is None:
            continue
        candidates = article.candidates(quotation, previous)
        cue = article.cue(quotation)
        context = article.speaker_features.context(quotation, cue)
        rows = [
            article.speaker_features.of(mention, quotation, cue, context, previous)
            for mention in candidates
        ]
        rows.append(nobody(context, previous))
        right = right_mentions(candidates, quote)
        if quote.get("speaker_start") is None:
            right = [len(candidates)]
        if right:
            examples.append(Choice(rows, right))
        speaker = candidates[right[0]] if right and right[0] < len(candidates) else None
        previous = article.after(quotation, speaker, previous)
    return examples


def right_mentions(candidates: list[Mention], quote: Document) -> list[int]:
    """Places of the candidates that are the annotated mention.

    Of several inside a long mention ("an aide to the mayor") the first counts, or the name,
    where the annotation says that the speaker has one.
    """
    right = [at for at, mention in enumerate(candidates) if is_speaker(mention, quote)]
    if len(right) < 2:
        return right
    if (quote.get("speaker_name") or "")[:1].isupper():
        named = [at for at in right if candidates[at].kind == NAMED]
        if named:
            return named
    return [min(right, key=lambda at: candidates[at].start)]


def indirect_examples(article: Article, document: Document) -> list[YesNo]:
    """One example for each clause that may be reported speech."""
    finder = IndirectSpeech(
        article.frame, article.mentions, article.cues, Clauses(article.frame, article.cues)
    )
    frame = article.frame
    examples = []
    for reported in finder.candidates():
        start, end = frame.starts[reported.first], frame.ends[reported.last]
        if overlaps(document.get("ignore") or [], start, end):
            continue
        parts = [(frame.starts[begin], frame.ends[stop]) for begin, stop in reported.parts()]
        label = any(_same_clause(quote, parts) for quote in document["quotes"])
        examples.append(YesNo(list(reported.features), label))
    return examples


def _same_clause(quote: Document, parts: list[tuple[int, int]]) -> bool:
    spans = quote.get("spans") or [[quote["start"], quote["end"]]]
    shared = sum(overlaps(spans, start, end) for start, end in parts)
    length = sum(stop - begin for begin, stop in spans)
    own = sum(end - start for start, end in parts)
    return shared >= 0.6 * (length + own - shared)
