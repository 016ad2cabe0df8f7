"""A draft beside the record: each quotation numbered, and what we hold that is like it.

The wording is neutral. What is not here may well have been spoken, and the answer says so.
"""

from dataclasses import dataclass

import orjson
from django.utils.translation import gettext as _

from quotes.extraction.text import normal
from quotes.published.checking import check
from quotes.published.serving import with_origin
from quotetrack.readers import labels, quotes
from quotetrack.readers.languages import isolated

LONGEST = 20_000  # characters of a draft
NOT_THEIRS = ("misattributed", "fabricated")
OTHERS = 3  # matches beside the best one


@dataclass(frozen=True)
class Stretch:
    """A stretch of the draft: plain, or a quotation with its number and kind of match."""

    text: str
    number: int = 0
    kind: str = ""


@dataclass(frozen=True)
class Piece:
    """Words of the record, or where the draft has others."""

    text: str
    kind: str = ""  # "", found, ours or theirs


@dataclass(frozen=True)
class Match:
    """A quote of the record that is like the words, told, with what differs."""

    told: quotes.Told
    pieces: list[Piece]


@dataclass(frozen=True)
class Answer:
    """What the record says to one quotation."""

    number: int
    kind: str
    head: str
    sentence: str
    matches: list[Match]


@dataclass(frozen=True)
class Checked:
    """The whole draft and every answer."""

    paragraphs: list[list[Stretch]]
    answers: list[Answer]
    tally: list[tuple[int, str]]


def checked(text: str, speaker: str = "") -> Checked:
    """The draft cut at its quotations, and an answer to each."""
    text = normal(text)
    results = check(text, speaker)
    answers = [_answer(number, each) for number, each in enumerate(results, start=1)]
    counted = {}
    for answer in answers:
        counted[answer.kind] = counted.get(answer.kind, 0) + 1
    names = _kinds()
    return Checked(
        list(_paragraphs(text, results, answers)),
        answers,
        [(counted[kind], names[kind]) for kind in names if kind in counted],
    )


def _kinds():
    return {
        "exact": _("exact"),
        "shortened": _("shortened"),
        "variant": _("with other words"),
        "other": _("said by someone else"),
        "withdrawn": _("withdrawn"),
        "none": _("not in this database"),
    }


def _answer(number, result):
    matches = [
        Match(quotes.told(_with_origin(each["quote"])), _pieces(each))
        for each in result["matches"]
        if "text" in each["quote"]
    ]
    kind = _kind(result)
    return Answer(number, kind, _head(result, kind), _sentence(result, kind, matches),
                  matches[: OTHERS + 1])  # fmt: skip


def _kind(result):
    if result["state"] == "withdrawn":
        return "withdrawn"
    return "other" if result["speaker"] == "other" else result["words"]


def _head(result, kind):
    if kind == "none":
        return _("These words are not in this database.")
    if kind == "withdrawn":
        return _("Withdrawn.")
    words = {
        "exact": _("Exact"), "shortened": _("Shortened"), "variant": _("Other words")
    }[result["words"]]  # fmt: skip
    if result["attribution"] in NOT_THEIRS:
        return f"{words}."
    speaker = {"same": _("same speaker"), "other": _("other speaker")}.get(result["speaker"], "")
    return f"{words}; {speaker}." if speaker else f"{words}."


def _sentence(result, kind, matches):
    if kind == "none":
        return _("That says nothing about whether they were spoken.")
    if kind == "withdrawn" or not matches:
        reason = labels.label(labels.WITHDRAWN, result["matches"][0]["quote"].get("reason"))
        return _("Words like these stood here and were withdrawn: %(reason)s.") % {"reason": reason}
    sentence = {
        "exact": _("These words stand in this database,"),
        "shortened": _("A longer form of these words stands in this database,"),
        "variant": _("Words much like these stand in this database,"),
    }[result["words"]]
    sentence += " " + _whose(result, matches[0].told)
    if result["speaker"] == "other" and result["speaker_text"]:
        given = isolated(result["speaker_text"][:80])
        sentence = _("Your draft names %(name)s.") % {"name": given} + " " + sentence
    if result["state"] == "retracted":
        sentence += " " + _("They were taken back later.")
    return sentence


def _whose(result, told):
    if result["attribution"] == "fabricated":
        return _("as made up: nobody is known to have said them.")
    wrong = told.detail.get("misattributed_to")
    if result["attribution"] == "misattributed" and wrong:
        return _("as wrongly attributed to %(name)s.") % {"name": isolated(wrong["name"])}
    if told.speaker is None:
        return _("without a known speaker.")
    if result["attribution"] == "disputed":
        return _("attributed to %(name)s; that is disputed.") % {"name": isolated(told.who)}
    return _("as said by %(name)s.") % {"name": isolated(told.who)}


def _pieces(match):
    whole = match["words"] == "exact"
    pieces = []
    for edit in match["diff"] or []:
        if edit["op"] == "equal":
            pieces.append(
                Piece(edit["ours"], "" if whole or match["words"] == "variant" else "found")
            )
            continue
        if match["words"] == "variant" and edit["theirs"]:
            pieces.append(Piece(edit["theirs"], "theirs"))
        if edit["ours"]:
            pieces.append(Piece(edit["ours"], "ours" if match["words"] == "variant" else ""))
    return pieces


def _paragraphs(text, results, answers):
    """The draft by paragraphs; a quotation that runs over one is cut with it."""
    at = 0
    for paragraph in text.split("\n"):
        end = at + len(paragraph)
        stretches = list(_stretches(text, at, end, results, answers))
        if any(stretch.text.strip() for stretch in stretches):
            yield stretches
        at = end + 1


def _stretches(text, at, end, results, answers):
    for result, answer in zip(results, answers, strict=True):
        start, stop = max(result["start"], at), min(result["end"], end)
        if start >= stop:
            continue
        if start > at:
            yield Stretch(text[at:start])
        yield Stretch(text[start:stop], answer.number, answer.kind)
        at = stop
    if at < end:
        yield Stretch(text[at:end])


def _with_origin(item):
    return orjson.loads(with_origin(orjson.dumps(item).decode()))
