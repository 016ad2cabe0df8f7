"""Who the reporter's text mentions: names, noun phrases and pronouns, with their printed roles.

Nothing is parsed. A mention is a run of words whose classes can stand together in a noun
phrase: "White House deputy press secretary Anna Kelly", "the organization", "she". A name ends
its run; the words before it are the role that the article prints.
"""

from __future__ import annotations

from dataclasses import dataclass

from .languages import DETERMINER, NAME, NUMBER, PRONOUN, WORD, Language
from .sentences import COMMA, GENITIVE, STOP, Frame

MAX_WORDS = 14
MAX_MENTIONS = 12_000
NOUNS = frozenset("hgod")
INSIDE = frozenset("hgodnN0")
STARTS = frozenset("DShgodnN0")
VERBAL = frozenset("VWXv")

NAMED, NOMINAL, PRONOMINAL = "name", "nominal", "pronoun"


@dataclass(eq=False)
class Mention:
    """A stretch of the reporter's text that refers to someone or something.

    Tokens ``first`` to ``last``; the bare name, if any, is tokens ``name_first`` to ``last``.
    """

    index: int
    first: int
    last: int
    start: int
    end: int
    kind: str
    name: str = ""
    name_start: int = 0
    head: str = ""
    head_class: str = ""
    role: str | None = None
    titles: tuple[str, ...] = ()
    determiner: str = ""
    subject: bool = False
    after_preposition: bool = False
    speaks: bool = False  # a verb of saying follows or precedes
    entity: int | None = None
    rivals: tuple[int, ...] = ()
    partner: int | None = None  # the name that this noun phrase stands beside, in apposition
    choices: int = 1  # how many entities it might have meant
    share: float = 1.0  # how sure the table is of its entity
    grounds: tuple[str, ...] = ()  # how the choice of its entity looked, for the score


def find_mentions(frame: Frame) -> list[Mention]:
    """All mentions in the reporter's text, in printed order, none overlapping another."""
    return _Finder(frame).run()


class _Finder:
    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.language: Language = frame.language
        self.kinds = frame.kinds
        self.lower = frame.lower
        self.particles = self.language.words("particles")
        self.titles = self.language.words("titles") | self.language.words("person_nouns")
        self.names = self.language.given_names
        self.prefixes = self.language.words("nationalities") | self.language.words("countries")
        self.bodies = self.language.words("organisation_names") | self.language.words(
            "organisation_nouns"
        )
        self.found: list[Mention] = []

    def run(self) -> list[Mention]:
        at, size, kinds = 0, len(self.kinds), self.kinds
        while at < size and len(self.found) < MAX_MENTIONS:
            kind = kinds[at]
            if kind == PRONOUN:
                self._add_pronoun(at)
                at += 1
            elif kind in STARTS:
                at = self._read_phrase(at)
            else:
                at += 1
        return self.found

    def _add_pronoun(self, at: int) -> None:
        mention = self._mention(at, at, PRONOMINAL)
        mention.head = self.lower[at]
        self.found.append(mention)

    def _read_phrase(self, first: int) -> int:
        at = first
        while at < len(self.kinds) and self.kinds[at] in "DS" and at - first < 3:
            at += 1
        at = self._phrase_end(at, first)
        last = at - 1
        while last >= first and self.kinds[last] not in INSIDE:
            last -= 1
        last = self._without_verb(first, last)
        if last < first or last == first and self.kinds[first] == NUMBER:
            return self._read_quantity(first, max(at, first + 1))
        if self.kinds[first] in DETERMINER and last == first and self.kinds[first] not in INSIDE:
            return max(at, first + 1)
        self._add_phrase(first, last)
        return max(at, last + 1)

    def _read_quantity(self, first: int, following: int) -> int:
        """ "One of them", "another", "three": somebody counted, not named."""
        counted = self.lower[first] in self.language.words("standing_alone")
        if not counted and self.kinds[first] != NUMBER or following >= len(self.kinds):
            return following
        last = first
        if self.lower[first + 1] in self.language.words("partitive") and first + 2 < len(
            self.kinds
        ):
            end = first + 2
            while end < min(len(self.kinds), first + 7) and self.kinds[end] in "DShgodnN0p":
                end += 1
            last = max(first, end - 1) if end > first + 2 else first
        elif self.kinds[first + 1] not in "VWX" or self.kinds[first] == NUMBER:
            return following
        mention = self._mention(first, last, NOMINAL)
        mention.head, mention.head_class = self.lower[first], "q"
        mention.determiner = self.lower[first]
        self.found.append(mention)
        return last + 1

    def _phrase_end(self, at: int, first: int) -> int:
        limit = min(len(self.kinds), first + MAX_WORDS)
        begun = first if at == first else at
        while at < limit:
            kind = self.kinds[at]
            if kind in INSIDE:
                if kind == WORD and not self._word_continues(at, begun):
                    break
                if kind == NUMBER and self._counts_what_follows(at, begun):
                    break
                at += 1
            elif at > begun and self._links(at):
                at += 1
            else:
                break
        return at

    def _word_continues(self, at: int, begun: int) -> bool:
        """An unknown small word after a name is a verb unless a known noun or name follows."""
        if at > begun and self.language.capital_nouns and self.frame.words[at][:1].islower():
            return not self.frame.words[at - 1][:1].isupper()  # a noun ends the phrase
        if at == begun or self.kinds[at - 1] != NAME:
            return True
        if self.lower[at].endswith(("ed", "ing")):
            return False
        following = self.kinds[at + 1 : at + 3]
        nouns = [kind in NOUNS for kind in following]
        return nouns[:1] == [True] or nouns[1:] == [True] and following[0] == WORD

    def _counts_what_follows(self, at: int, begun: int) -> bool:
        """ "Die Zeitung 40 Tote": the number after a noun begins another phrase."""
        if not self.language.capital_nouns or at == begun or at + 1 >= len(self.kinds):
            return False
        capital = self.frame.words[at - 1][:1].isupper()
        return capital and self.kinds[at + 1] in "nhgodN" and self.frame.words[at].isdigit()

    def _links(self, at: int) -> bool:
        """Whether a small word or a point holds a name together: "Ministry of", "James L."."""
        kinds, lower = self.kinds, self.lower
        following = kinds[at + 1] if at + 1 < len(kinds) else ""
        before = kinds[at - 1]
        if kinds[at] == GENITIVE:
            return before in "Nhgod" and following in INSIDE
        if before == "o" and self.language.capital_nouns:
            linked = lower[at] in self.language.words("name_links")
            return linked and following == NAME and lower[at] not in self.particles
        if before != NAME:
            return False
        if kinds[at] == STOP:
            same_sentence = self.frame.sentence_of[at] == self.frame.sentence_of[at - 1]
            ends = (
                at + 1 < len(kinds)
                and self.frame.sentence_of[at + 1] != (self.frame.sentence_of[at])
            )
            short = len(lower[at - 1]) < 6
            return same_sentence and not ends and following == NAME and short
        if lower[at] in ("'", "’"):
            return following == NAME and lower[at - 1].endswith("s")
        if lower[at] in self.particles or self.frame.words[at] == "&":
            return following == NAME
        if lower[at] in self.language.words("name_links"):
            skip = 1 if following == DETERMINER and at + 2 < len(kinds) else 0
            after = kinds[at + 1 + skip] if at + 1 + skip < len(kinds) else ""
            return after == NAME and self._is_body(at - 1, lower[at])
        if kinds[at] == DETERMINER and lower[at - 1] in self.language.words("name_links"):
            return following == NAME
        return False

    def _is_body(self, at: int, link: str) -> bool:
        """The name that ends at ``at`` holds a word for an organisation or an office."""
        joins = link in self.language.words("joining")
        for back in range(4):
            if at - back < 0 or self.kinds[at - back] != NAME:
                return False
            word = self.lower[at - back]
            if word in self.language.words("organisation_nouns"):
                return True
            if word in self.titles and not joins:
                return True
        return False

    def _without_verb(self, first: int, last: int) -> int:
        """Drop a trailing unknown word that is more likely a verb ("the crowd cheered")."""
        if last > first + 1 and self.kinds[last] == WORD:
            if self.lower[last].endswith(self.language.verb_endings):
                return last - 1
        return last

    def _add_phrase(self, first: int, last: int) -> None:
        kinds = self.kinds
        if kinds[last] == NAME:
            self._add_named(first, last)
            return
        bare = kinds[first] not in "DS"
        known = any(kinds[at] in NOUNS or kinds[at] == NAME for at in range(first, last + 1))
        if bare and not known or kinds[last] == NUMBER:
            return
        while bare and kinds[first] == WORD and last - first > 3:
            first += 1
        mention = self._mention(first, last, NOMINAL)
        head = self._head(first, last)
        mention.head = self.lower[head]
        mention.head_class = kinds[head]
        if kinds[first] in "DS":
            mention.determiner = self.lower[first]
        self.found.append(mention)

    def _head(self, first: int, last: int) -> int:
        """The noun of a phrase: its last word, or the first noun where adjectives follow it."""
        if self.language.adjectives_follow and self.kinds[last] == WORD:
            for at in range(first, last):
                if self.kinds[at] in NOUNS:
                    return at
        return last

    def _add_named(self, first: int, last: int) -> None:
        begin = last
        while begin > first and self._in_name(begin - 1, first, last):
            begin -= 1
        name_first = self._after_titles(begin, last)
        mention = self._mention(first, last, NAMED)
        if name_first > last:
            mention.kind = NOMINAL
            held = [at for at in range(first, last + 1) if self._is_title(at)]
            mention.head = self.lower[held[-1] if held else last]
            mention.head_class = "h"
        else:
            mention.name_start = self.frame.starts[name_first]
            mention.name = self.frame.printed(name_first, last)
        if self.kinds[first] in "DS":
            mention.determiner = self.lower[first]
        bare_first = first + (self.kinds[first] == DETERMINER)
        if mention.kind == NAMED and name_first > bare_first:
            mention.role = self.frame.printed(bare_first, name_first - 1)
            mention.titles = tuple(
                self.lower[at] for at in range(bare_first, name_first) if self._is_title(at)
            )
        self.found.append(mention)

    def _in_name(self, at: int, first: int, last: int) -> bool:
        if self.kinds[at] == NAME:
            return True
        if self.language.capital_nouns and self._is_body_noun(at, first):
            return True
        if self.kinds[at] == GENITIVE or self.lower[at] in ("'", "’"):
            return at > first and self.kinds[at - 1] == NAME and self.lower[last] in self.bodies
        joins = at > first and self.kinds[at - 1] in (NAME, STOP, DETERMINER, "P")
        if self.kinds[at] in (STOP, "P", "*", "C") or self.lower[at] in self.particles:
            return at > first and self.kinds[at - 1] == NAME
        return self.kinds[at] == DETERMINER and joins and at - 1 > first

    def _is_body_noun(self, at: int, first: int) -> bool:
        """ "Gewerkschaft" of "die Gewerkschaft Bau und Boden", "Institut" and "für" behind it."""
        if self.kinds[at] == "o":
            return self.frame.words[at][:1].isupper()
        linked = self.lower[at] in self.language.words("name_links")
        return linked and at > first and self.kinds[at - 1] == "o"

    def _after_titles(self, first: int, last: int) -> int:
        """The first token of the bare name, past titles and a nationality before them."""
        titles = self.titles
        begin = first
        crowned = self.lower[last] in self.language.words("titles")
        if last > first and self.lower[first] in self.names and not crowned:
            return first
        for at in range(first, last + 1):
            if (
                self.kinds[at] == NAME
                and self._is_title(at)
                and (at < last or self.lower[at] in titles)
            ):
                if not self._belongs_to_body(at, last):
                    begin = at + 1
        if first < begin <= last and self.kinds[begin] == "P":
            return self._after_office(begin, last)
        joined = self.language.capital_nouns
        while begin <= last and self.kinds[begin] != NAME:
            if joined and self.kinds[begin] == "o":
                return begin
            begin += 1
        if begin < last and self.lower[begin] in self.prefixes:
            rest = begin + 1
            if self.lower[rest] in self.names and rest < last:
                begin = rest
        return begin

    def _is_title(self, at: int) -> bool:
        """A word for an office or a trade: "Ministerin", "Fischereimeister"."""
        if self.lower[at] in self.titles:
            return True
        given = at > 0 and self.lower[at - 1] in self.names
        joined = self.language.capital_nouns and not given
        return joined and self.language.noun_class(self.lower[at], False) == "h"

    def _after_office(self, first: int, last: int) -> int:
        """Past "of State" in "Secretary of State Ada Field"; past all in "Minister of Power"."""
        for at in range(first + 1, last):
            if self.lower[at] in self.names:
                return at
        return last + 1

    def _belongs_to_body(self, at: int, last: int) -> bool:
        """A title word inside an organisation's name ("Chief Medical Office", "Officer Corps")."""
        bodies = self.language.words("organisation_nouns")
        return any(self.lower[later] in bodies for later in range(at + 1, last + 1))

    def _mention(self, first: int, last: int, kind: str) -> Mention:
        frame = self.frame
        mention = Mention(
            index=len(self.found),
            first=first,
            last=last,
            start=frame.starts[first],
            end=frame.ends[last],
            kind=kind,
        )
        before = first - 1
        mention.after_preposition = before >= 0 and self.kinds[before] == "P"
        after = last + 1
        if after < len(self.kinds) and self.kinds[after] == COMMA:
            after = self._past_apposition(after)
        while after < len(self.kinds) and self.kinds[after] == "R":
            after += 1
        following = self.kinds[after] if after < len(self.kinds) else ""
        mention.speaks = following in ("V", "W")
        verbal = following in VERBAL or (
            following == WORD
            and (
                self.lower[after].endswith(self.language.verb_endings)
                or self.language.capital_nouns
                and self.frame.words[after].islower()
            )
        )
        mention.subject = verbal and not mention.after_preposition
        return mention

    def _past_apposition(self, comma: int) -> int:
        """The token after ", an Iranian activist," or the comma itself when none closes."""
        for at in range(comma + 1, min(comma + 14, len(self.kinds))):
            if self.kinds[at] == COMMA:
                return at + 1
            if self.kinds[at] in "Q.¶:;VW":
                return comma
        return comma
