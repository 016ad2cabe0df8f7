"""What a name is the name of: a person, an organisation, a place; and whether he or she."""

from __future__ import annotations

import re
from functools import lru_cache

from .languages import Language
from .mentions import Mention
from .references import BODY, PERSON, PLACE, UNKNOWN
from .sentences import COMMA, Frame

MALE, FEMALE = "m", "f"
WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
ARTICLES = frozenset(["the", "el", "la", "los", "las", "le", "les", "die", "das", "der"])
SUFFIXES = frozenset(["jr", "sr", "ii", "iii"])


@lru_cache(maxsize=4096)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name that tell it apart, in lower case."""
    words = [word.lower() for word in WORDS.findall(name[:200])]
    if len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    kept = [word for word in words if word not in SUFFIXES]
    return tuple(kept or words)


class Kinds:
    """Judges names by their words and by what stands beside them, in one article."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.language: Language = frame.language
        self.bodies = self.language.words("organisation_names")
        self.male = self.language.words("male_words")
        self.female = self.language.words("female_words")

    def kind_of(self, mention: Mention, words: tuple[str, ...]) -> str:
        """Person, organisation, place, or unknown."""
        language = self.language
        if mention.titles:
            return PERSON
        relative = self._relative_after(mention)
        if relative:
            return relative
        if any(word in self.bodies for word in words) or any(
            word in language.words("organisation_nouns") for word in words[1:]
        ):
            return BODY
        if words[-1] in language.words("countries") or words[-1] in language.words("places"):
            return PLACE
        if self.looks_like_person(words):
            return PERSON
        if mention.determiner in ARTICLES:
            return BODY
        if len(words) == 1 and mention.name.isupper() and len(mention.name) > 1:
            return BODY
        if len(words) in (2, 3) and not mention.after_preposition and mention.subject:
            return PERSON
        return UNKNOWN

    def _relative_after(self, mention: Mention) -> str:
        """ ", who …" follows a person, ", which …" an organisation or a thing."""
        at = mention.last + 1
        if self.frame.kinds[at : at + 1] != [COMMA]:
            return ""
        following = self.frame.lower[at + 1 : at + 2]
        if following and following[0] in self.language.words("person_relatives"):
            return PERSON
        if following and following[0] in self.language.words("thing_relatives"):
            return BODY
        return ""

    def looks_like_person(self, words: tuple[str, ...]) -> bool:
        """A known given name and more."""
        return len(words) > 1 and words[0] in self.language.given_names

    def gender_of(self, mention: Mention) -> str:
        """ "m" or "f" by title, role or given name; empty when none tells."""
        for title in (
            *mention.titles,
            *(word.lower() for word in WORDS.findall(mention.role or "")),
        ):
            gender = self.gender_of_word(title)
            if gender:
                return gender
        words = name_words(mention.name)
        if len(words) > 1:
            if words[0] in self.language.female_names:
                return FEMALE
            if words[0] in self.language.male_names:
                return MALE
        return ""

    def gender_of_word(self, word: str) -> str:
        """ "m" for "spokesman", "f" for "spokeswoman"."""
        return MALE if word in self.male else FEMALE if word in self.female else ""

    def gender_of_roles(self, heads: set[str]) -> str:
        """The gender that any of the role nouns tells."""
        return MALE if heads & self.male else FEMALE if heads & self.female else ""

    # -- roles -------------------------------------------------------------------------------
    def role_after(self, mention: Mention) -> tuple[str, tuple[str, ...]] | None:
        """The role printed after a name, ", an activist,", and its noun."""
        frame, kinds = self.frame, self.frame.kinds
        after = mention.last + 1
        if after + 1 < len(kinds) and kinds[after] == COMMA and kinds[after + 1] in "DShN":
            for at in range(after + 1, min(after + 12, len(kinds))):
                if kinds[at] in "hgo" or self._capital_role(at):
                    end = self._role_end(at)
                    if kinds[end + 1 : end + 2] and kinds[end + 1] in "VWXv":
                        return None  # "Told by the Weekly, the studio described …"
                    first = after + 1 + (kinds[after + 1] == "D")
                    return frame.printed(first, end), (frame.lower[at],)
                if kinds[at] not in "DSNn0'hR":
                    break
        return None

    def _capital_role(self, at: int) -> bool:
        titles = self.language.words("titles")
        return self.frame.kinds[at] == "N" and self.frame.lower[at] in titles

    def _role_end(self, at: int) -> int:
        """A role reaches over "of …", "for …" to the next comma, at most ten words on."""
        kinds = self.frame.kinds
        end = at
        for later in range(at + 1, min(at + 11, len(kinds))):
            if kinds[later] not in "hgodnNPDS0'":
                break
            if kinds[later] in "hgodnN":
                end = later
        return end
