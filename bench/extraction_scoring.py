"""Scores suggestions against annotated articles: found, speaker right, both, full name right.

The conventions are those of the shared scorer that the project is measured by, so that the
figures can be compared: white space, marks, outer punctuation and a leading "that" do not count;
*segments* are the marked stretches inside quotes; a hit is one-to-one.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

LOOSE = set(" \t\r\n\u00a0\u2009\u200b\"“”„‟«»'‘’‚.,;:!?…-–—()[]")
THAT = re.compile(r"(?:that|dass|daß|que)\s", re.IGNORECASE)
MARK = re.compile(r"[\"“”„‟«»]|''|``")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
CLOSING = {"“": '”"', "„": '“”"', "«": "»", "»": "«", "‟": "”"}
PRONOUN_WORDS = "he she they it we i you who him her them us me this that er sie es wir ich ihr der"
PRONOUNS = {*PRONOUN_WORDS.split(), "die", "das"}
TITLE_WORDS = (
    "mr mrs ms miss dr prof professor sir lord lady dame president vice presidential secretary"
    " senator sen rep representative governor gov mayor minister prime chancellor king queen"
    " prince princess judge justice general gen colonel col captain capt lt lieutenant sgt"
    " sergeant officer chief former ex the a an his her their its our my spokesman spokeswoman"
    " spokesperson herr frau"
)
TITLES = {*TITLE_WORDS.split()}
SMALL_WORDS = "of de da di del la le van von der den al el bin ibn y e und for"
SMALL = {*SMALL_WORDS.split()}


@dataclass
class Tally:
    """Counts of one track: annotated, suggested, found, and how many of those are right."""

    counts: Counter = field(default_factory=Counter)

    def add(self, other):
        """Count another tally's cases too."""
        self.counts.update(other.counts)

    def share(self, hits, of):
        """``hits`` of ``of`` in per cent; nothing of nothing is 0."""
        return 100 * self.counts[hits] / self.counts[of] if self.counts[of] else 0.0

    def f1(self, hits):
        """The F1 of ``hits`` against all annotated and all suggested, in per cent."""
        both = self.counts["gold"] + self.counts["given"]
        return 200 * self.counts[hits] / both if both else 0.0


def stretches(text):
    """The inner text of each pair of double marks; straight ones toggle within a paragraph."""
    found, start = [], 0
    for line in text.split("\n"):
        closing, begin = "", 0
        for match in MARK.finditer(line):
            mark = match.group()
            if closing:
                if mark in closing or mark == "''" and '"' in closing:
                    if match.start() > begin:
                        found.append((start + begin, start + match.start()))
                    closing = ""
            elif not (mark == "»" and "«" in line[: match.start()]):
                if mark in CLOSING or mark in ('"', "''", "``"):
                    closing, begin = CLOSING.get(mark, '"”'), match.end()
        if closing and len(line) > begin:
            found.append((start + begin, start + len(line)))
        start += len(line) + 1
    return found


def _trimmed(text, start, end):
    while start < end and text[start] in LOOSE:
        start += 1
    while end > start and text[end - 1] in LOOSE:
        end -= 1
    return start, end


def normal(text, spans):
    """The spans without what does not count, touching ones joined."""
    kept = []
    for start, end in sorted((max(0, a), min(len(text), b)) for a, b in spans):
        start, end = _trimmed(text, start, end)
        that = THAT.match(text, start, end)
        if that:
            start, end = _trimmed(text, that.end(), end)
        if start >= end:
            continue
        if kept and (start <= kept[-1][1] or set(text[kept[-1][1] : start]) <= LOOSE):
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)


def size(spans):
    return sum(end - start for start, end in spans)


def shared(one, other):
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)


def likeness(one, other):
    """Shared length over joint length."""
    both = shared(one, other)
    return both / (size(one) + size(other) - both) if both else 0.0


def form(text, spans, marked):
    """direct, mixed or indirect: by the share of letters that stands inside marks."""
    letters = sum(text[at].isalnum() for start, end in spans for at in range(start, end))
    inside = sum(
        text[at].isalnum()
        for start, end in spans
        for begin, stop in marked
        for at in range(max(start, begin), min(end, stop))
    )
    if not letters or not inside:
        return "indirect"
    return "direct" if inside >= 0.95 * letters else "mixed"


def segments(text, quotes, marked):
    """The marked parts of the quotes, each with the speaker of the innermost quote."""
    found = {}
    for quote in sorted(quotes, key=lambda quote: size(quote["spans"])):
        for begin, stop in marked:
            parts = [
                (max(start, begin), min(end, stop))
                for start, end in quote["spans"]
                if min(end, stop) > max(start, begin)
            ]
            spans = normal(text, parts)
            if spans and spans not in found:
                found[spans] = {**quote, "spans": spans}
    return list(found.values())


def _words(name):
    return WORD.findall(name or "")


def _telling(name):
    words = [re.sub(r"['’]s$", "", word) for word in _words(name)]
    return [word for word in words if word.lower() not in TITLES]


def _core(name):
    """The last run of capitalised words before the first comma."""
    runs, run = [], []
    for word in _telling((name or "").split(",")[0]):
        if word[:1].isupper() or word[:1].isdigit():
            run.append(word.lower())
        elif not (run and word.lower() in SMALL):
            runs, run = (runs + [run] if run else runs), []
    runs = runs + [run] if run else runs
    return runs[-1] if runs else []


def same_name(one, other):
    """Two names mean the same: equal, the same last name without contradiction, or within."""
    first, second = ([word.lower() for word in _telling(name)] for name in (one, other))
    if not first or not second:
        return False
    if first == second:
        return True
    if any(len(words) == 1 and words[0] in PRONOUNS for words in (first, second)):
        return False
    a, b = _core(one), _core(other)
    if not a or not b:
        common = len(set(first) & set(second))
        return not a and not b and common >= 0.99 * min(len(set(first)), len(set(second)))
    if set(a) <= set(b) or set(b) <= set(a):
        return True
    return a[-1] == b[-1] and len(set(a) & set(b)) >= min(len(set(a)), len(set(b)))


def right_mention(gold, given):
    """The mention overlaps the annotated one by half of the shorter, or names the same."""
    wanted, said = gold.get("speaker_text"), given.get("speaker_text") or ""
    if gold.get("speaker_start") is None and not wanted:
        return not said and given.get("speaker_start") is None
    count = len(_words(said))
    if None not in (gold.get("speaker_start"), given.get("speaker_start")):
        a, b = gold["speaker_start"], gold["speaker_end"]
        c, d = given["speaker_start"], given["speaker_end"]
        common = min(b, d) - max(a, c)
        if common > 0 and 2 * common >= min(b - a, d - c):
            if count <= max(15, 2 * len(_words(wanted))):
                return True
        if count == 1 and said.lower() in PRONOUNS:
            return False
    return bool(said) and count <= 15 and same_name(wanted, said)


def right_name(gold, given):
    """The full name is one that the annotation counts as right."""
    name = given.get("speaker_name") or given.get("speaker_text")
    wanted = [gold["speaker_name"], *(gold.get("speaker_aliases") or [])]
    return bool(name) and any(same_name(one, name) for one in wanted)


def pairs(gold, given, least):
    """One-to-one matches: the same spans, or the likest first when ``least`` is a likeness."""
    if least is None:
        places = {}
        for at, quote in enumerate(gold):
            places.setdefault(quote["spans"], []).append(at)
        return [
            (places[quote["spans"]].pop(0), at)
            for at, quote in enumerate(given)
            if places.get(quote["spans"])
        ]
    rows = [
        (-likeness(one["spans"], other["spans"]), i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(given)
    ]
    found, left, right = [], set(), set()
    for score, i, j in sorted(rows):
        if -score >= least and i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((i, j))
    return found


def tally(gold, given, least=None):
    """Count one track of one article."""
    counts = Counter(gold=len(gold), given=len(given))
    for i, j in pairs(gold, given, least):
        one, other = gold[i], given[j]
        mention = right_mention(one, other)
        named = right_name(one, other) if one.get("speaker_name") else mention
        counts["found"] += 1
        if one.get("speaker_start") is not None or one.get("speaker_text"):
            counts["has_speaker"] += 1
            counts["speaker"] += mention
        counts["both"] += mention
        counts["named"] += named
        if other.get("ready"):
            counts["ready"] += 1
            counts["ready_right"] += named
    counts["ready_given"] = sum(bool(quote.get("ready")) for quote in given)
    return Tally(counts)


def score(document, suggested):
    """Tallies of one article by track: segments, direct, mixed, indirect."""
    text, marked = document["text"], stretches(document["text"])
    silent = [tuple(span) for span in document.get("ignore") or []]

    def prepared(quotes):
        rows = [
            {**quote, "spans": normal(text, quote.get("spans") or [[quote["start"], quote["end"]]])}
            for quote in quotes
        ]
        return [{**row, "form": form(text, row["spans"], marked)} for row in rows if row["spans"]]

    def decided(quotes):
        kept = [row for row in quotes if shared(row["spans"], silent) < 0.8 * size(row["spans"])]
        return kept if silent else quotes

    gold, given = prepared(document["quotes"]), decided(prepared(suggested))
    tracks = {
        "segments": tally(segments(text, gold, marked), decided(segments(text, given, marked)))
    }
    for name, least in (("direct", None), ("mixed", 0.8), ("indirect", 0.8)):
        tracks[name] = tally(
            [quote for quote in gold if quote["form"] == name],
            [quote for quote in given if quote["form"] == name],
            least,
        )
    return tracks
