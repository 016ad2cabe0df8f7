"""The article's own who is who: which mentions mean the same person or organisation.

The table is built left to right, as a reader would: a full name with its role at first mention;
later a surname, a title, a role noun, a pronoun. Each later mention goes to the last entity it
fits. Where two fit equally well, both are kept as rivals and nobody is guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

from .languages import Language
from .mentions import NAMED, NOMINAL, PRONOMINAL, Mention
from .ranker import LinearModel
from .references import BODY, PERSON, PLACE, UNKNOWN, Reference, certain, decide, gather
from .sentences import COMMA, Frame

MALE, FEMALE = "m", "f"
LOOK_BACK = 60
RECENT = 40  # entities that a pronoun may reach back to
WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(eq=False)
class Entity:
    """Someone or something with a name in this article."""

    index: int
    name: str
    words: tuple[str, ...]
    kind: str = UNKNOWN
    gender: str = ""
    roles: list[str] = field(default_factory=list)
    role_heads: set[str] = field(default_factory=set)
    mentions: list[int] = field(default_factory=list)
    spoken: int = 0
    first_at: int = 0
    last_at: int = 0
    last_subject_at: int = -10_000
    last_spoken_at: int = -10_000
    last_role: str = ""
    named: bool = True
    placed: bool = True  # so far only seen after prepositions, like a place
    last_kind: str = ""

    @property
    def surname(self) -> str:
        """The last word of the name, in lower case."""
        return self.words[-1] if self.words else ""


class EntityTable:
    """Entities of one article; every mention of the list is linked as far as it can be."""

    def __init__(
        self,
        frame: Frame,
        mentions: list[Mention],
        model: LinearModel,
        trace: dict[int, Reference] | None = None,
    ) -> None:
        self.frame = frame
        self.model = model
        self.trace = trace
        self.language: Language = frame.language
        self.mentions = mentions
        self.entities: list[Entity] = []
        self.by_word: dict[str, list[int]] = defaultdict(list)
        self.by_role: dict[str, list[int]] = defaultdict(list)
        self.recent: list[int] = []
        self.firsts = [mention.first for mention in mentions]
        self._bodies = self.language.words("organisation_names")
        for mention in mentions:
            self._link(mention)

    def entity_of(self, mention: Mention) -> Entity | None:
        """The entity that ``mention`` refers to, if the table knows it."""
        return None if mention.entity is None else self.entities[mention.entity]

    def printed_name(self, entity: Entity) -> str:
        """The fullest name of an entity, with its article where that is part of the name."""
        name = entity.name
        if entity.kind != BODY:
            return name
        for index in entity.mentions[:6]:
            mention = self.mentions[index]
            if mention.kind == NAMED and mention.name == name and mention.determiner:
                printed = self.frame.words[mention.first]
                if printed[:1].isupper():
                    return f"{printed} {name}"
                return name
        return name

    # -- linking -----------------------------------------------------------------------------
    def _link(self, mention: Mention) -> None:
        if mention.kind == NAMED:
            entity = self._find_name(mention) or self._new(mention)
            self._extend(entity, mention)
        else:
            self._refer(mention)
        if mention.entity is not None:
            self._touch(self.entities[mention.entity], mention)

    def _touch(self, entity: Entity, mention: Mention) -> None:
        entity.mentions.append(mention.index)
        entity.last_at = mention.first
        entity.last_kind = mention.kind
        entity.placed = entity.placed and mention.after_preposition
        entity.last_role = (
            "subject" if mention.subject else "after" if mention.after_preposition else "object"
        )
        if mention.subject:
            entity.last_subject_at = mention.first
        if mention.speaks and mention.subject:
            entity.spoken += 1
            entity.last_spoken_at = mention.first
        if self.recent and self.recent[-1] == entity.index:
            return
        tail = self.recent[-RECENT:]
        if entity.index in tail:
            self.recent.reverse()
            self.recent.remove(entity.index)
            self.recent.reverse()
        self.recent.append(entity.index)
        if len(self.recent) > 4 * RECENT:
            del self.recent[: -2 * RECENT]

    def name_words(self, name: str) -> tuple[str, ...]:
        """The words of a name that tell it apart, in lower case."""
        words = [word.lower() for word in WORDS.findall(name)]
        if len(words) > 1 and words[0] in ("the", "el", "la", "los", "las", "le", "les"):
            words = words[1:]
        suffixes = ("jr", "sr", "ii", "iii")
        kept = [word for word in words if word not in suffixes]
        return tuple(kept or words)

    def _find_name(self, mention: Mention) -> Entity | None:
        words = self.name_words(mention.name)
        if not words:
            return None
        best: list[tuple[float, int]] = []
        seen: set[int] = set()
        for word in (words[-1], words[0], words[-1].replace(".", "")):
            for index in self.by_word.get(word, ())[-LOOK_BACK:]:
                if index not in seen:
                    seen.add(index)
                    fit = self._name_fit(words, mention, self.entities[index])
                    if fit > 0:
                        best.append((fit, index))
        if not best:
            return None
        best.sort(key=lambda pair: (-pair[0], -self.entities[pair[1]].last_at))
        top = [index for fit, index in best if fit == best[0][0]]
        mention.choices = len(best) if len(words) == 1 else 1
        if len(top) > 1 and len(words) == 1:
            mention.rivals = self._surname_rivals(mention, top)
        return self.entities[top[0]]

    def _surname_rivals(self, mention: Mention, top: list[int]) -> tuple[int, ...]:
        """Bearers of one surname, both on stage in the last sentences: a tie."""
        near = [index for index in top if mention.first - self.entities[index].last_at < 60]
        return tuple(near) if len(near) > 1 else ()

    def _name_fit(self, words: tuple[str, ...], mention: Mention, entity: Entity) -> float:
        known = entity.words
        if words == known:
            return 3.0
        gender = self._gender_of(mention)
        if gender and entity.gender and gender != entity.gender:
            return 0.0
        if len(words) > 1 and len(known) > 1:
            if words[-1] == known[-1] and _first_names_agree(words, known):
                return 2.0
            if entity.kind == BODY and (_within(words, known) or _within(known, words)):
                return 1.5
            return 0.0
        if len(words) == 1:
            if words[0] == known[-1] and (entity.kind != BODY or len(known) < 3):
                return 2.5 if entity.role_heads.intersection(self._heads(mention)) else 2.0
            if words[0] == known[0] and entity.kind in (PERSON, BODY):
                return 1.0
            return 0.5 if self._is_acronym(mention.name, entity) else 0.0
        if known[0] == words[-1] and entity.kind != PLACE and self._looks_like_person(words):
            return 2.0
        return 0.0

    def _heads(self, mention: Mention) -> list[str]:
        """The titles of a mention, written out: "Gov." is "governor"."""
        return [self.language.short_titles.get(word, word) for word in mention.titles]

    def _is_acronym(self, name: str, entity: Entity) -> bool:
        if not name.isupper() or entity.kind != BODY or len(entity.words) < 2:
            return False
        return entity.index in self.by_word.get(name.replace(".", "").lower(), ())

    def _new(self, mention: Mention) -> Entity:
        words = self.name_words(mention.name)
        entity = Entity(len(self.entities), mention.name, words)
        entity.kind = self._kind_of(mention, words)
        entity.first_at = entity.last_at = mention.first
        self.entities.append(entity)
        self._index(entity, words)
        acronym = self._acronym_after(mention)
        if acronym:
            self.by_word[acronym].append(entity.index)
        return entity

    def _index(self, entity: Entity, words: tuple[str, ...]) -> None:
        for word in {words[0], words[-1]} if words else ():
            if entity.index not in self.by_word[word][-3:]:
                self.by_word[word].append(entity.index)
        if entity.kind == BODY:
            great = [word for word in words if word not in self.language.words("small_words")]
            if len(great) > 1:
                self.by_word["".join(word[0] for word in great)].append(entity.index)

    def _acronym_after(self, mention: Mention) -> str:
        """ "Fars News Agency (FNA)" gives "fna"."""
        at = mention.last + 1
        words = self.frame.words
        if at + 2 < len(words) and words[at] == "(" and words[at + 2] == ")":
            inside = words[at + 1]
            if inside.isupper() and 1 < len(inside) < 9:
                return inside.lower()
        return ""

    def _extend(self, entity: Entity, mention: Mention) -> None:
        """Let the entity learn from this mention: a fuller name, a role, a gender."""
        mention.entity = entity.index
        words = self.name_words(mention.name)
        if len(words) > len(entity.words) and entity.words[-1:] != words:
            if entity.kind != BODY or words[0] == entity.words[0]:
                entity.name, entity.words = mention.name, words
                self._index(entity, words)
                entity.kind = self._kind_of(mention, words)
        if mention.titles or mention.role:
            self._learn_role(entity, mention.role or "", mention.titles)
        apposition = self._apposition(mention)
        if apposition:
            self._learn_role(entity, *apposition)
        if entity.kind == BODY:
            self._learn_role(entity, "", entity.words)
        if not entity.gender and entity.kind != BODY:
            entity.gender = self._gender_of(mention) or self._gender_of_roles(entity)
        if entity.kind == UNKNOWN and (entity.role_heads or entity.gender):
            entity.kind = PERSON

    def _learn_role(self, entity: Entity, role: str, heads: tuple[str, ...]) -> None:
        if role and role not in entity.roles:
            entity.roles.append(role)
        nouns, titles = self.language.noun_classes, self.language.words("titles")
        for word in (*heads, *(part.lower() for part in WORDS.findall(role))):
            word = self.language.short_titles.get(word, word)
            letter = "h" if word in titles else nouns.get(word, "")
            if letter not in ("h", "o") or word in entity.role_heads:
                continue
            if letter == "o" and entity.kind == PERSON:
                continue
            entity.role_heads.add(word)
            self.by_role[word].append(entity.index)
            if letter == "h" and entity.kind in (UNKNOWN, PLACE):
                entity.kind = PERSON
            elif letter == "o" and entity.kind == UNKNOWN:
                entity.kind = BODY

    def _apposition(self, mention: Mention) -> tuple[str, tuple[str, ...]] | None:
        """The role printed beside a name: ", an activist," after it or "his lawyer," before."""
        frame, kinds = self.frame, self.frame.kinds
        after = mention.last + 1
        if after + 1 < len(kinds) and kinds[after] == COMMA and kinds[after + 1] in "DShN":
            for at in range(after + 1, min(after + 12, len(kinds))):
                if kinds[at] in "hgo" or self._capital_role(at):
                    end = self._role_end(at)
                    first = after + 1 + (kinds[after + 1] == "D")
                    return frame.printed(first, end), (frame.lower[at],)
                if kinds[at] not in "DSNn0'hR":
                    break
        noun = next(
            (
                self.mentions[at]
                for at in range(mention.index - 1, max(-1, mention.index - 6), -1)
                if self.mentions[at].partner == mention.index
            ),
            None,
        )
        if noun is not None:
            noun.entity = mention.entity
            first = noun.first + (kinds[noun.first] == "D")
            return frame.printed(first, mention.first - 2), (noun.head,)
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

    # -- kinds and genders -------------------------------------------------------------------
    def _kind_of(self, mention: Mention, words: tuple[str, ...]) -> str:
        language = self.language
        if mention.titles:
            return PERSON
        relative = self._relative_after(mention)
        if relative:
            return relative
        if any(word in self._bodies for word in words) or any(
            word in language.words("organisation_nouns") for word in words[1:]
        ):
            return BODY
        if words[-1] in language.words("countries") or words[-1] in language.words("places"):
            return PLACE
        if self._looks_like_person(words):
            return PERSON
        if mention.determiner in ("the", "el", "la", "le", "die", "das", "der"):
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

    def _looks_like_person(self, words: tuple[str, ...]) -> bool:
        names = self.language.male_names | self.language.female_names
        return len(words) > 1 and words[0] in names

    def _gender_of(self, mention: Mention) -> str:
        language = self.language
        for title in mention.titles:
            if title in language.words("male_words"):
                return MALE
            if title in language.words("female_words"):
                return FEMALE
        for word in WORDS.findall(mention.role or ""):
            if word.lower() in language.words("male_words"):
                return MALE
            if word.lower() in language.words("female_words"):
                return FEMALE
        words = self.name_words(mention.name)
        if len(words) > 1:
            if words[0] in language.female_names:
                return FEMALE
            if words[0] in language.male_names:
                return MALE
        return ""

    def _gender_of_roles(self, entity: Entity) -> str:
        if entity.role_heads & self.language.words("male_words"):
            return MALE
        return FEMALE if entity.role_heads & self.language.words("female_words") else ""

    # -- pronouns and noun phrases -----------------------------------------------------------
    def _refer(self, mention: Mention) -> None:
        """Link a pronoun or a noun phrase to what it means, if anything the table knows."""
        if mention.entity is not None:
            return
        if mention.partner is not None and mention.partner < mention.index:
            mention.entity = self.mentions[mention.partner].entity
            return
        if mention.partner is None and self._introduces(mention):
            mention.entity = self._unnamed(mention).index
            return
        named = self._name_within(mention)
        if named is not None:
            mention.entity = named
            return
        reference = gather(self.frame, mention, self._fitting(mention))
        if reference.entities in ((), (None,)):
            return
        if mention.kind == NOMINAL and self.by_role.get(mention.head):
            reference = certain(reference)
        if self.trace is not None:
            self.trace[mention.index] = reference
        decision = decide(reference, self.model)
        mention.entity, mention.rivals = decision.entity, decision.rivals
        mention.share = decision.share
        mention.choices = self._near(mention, reference)

    def _near(self, mention: Mention, reference: Reference) -> int:
        """How many of the candidates are on stage: in this paragraph or the two before it."""
        here = self.frame.paragraph_of[mention.first]
        entities = [self.entities[index] for index in reference.entities if index is not None]
        return sum(here - self.frame.paragraph_of[entity.last_at] <= 2 for entity in entities)

    def _introduces(self, mention: Mention) -> bool:
        """ "a spokeswoman for the mayor", "one resident": somebody new, and without a name."""
        return (
            mention.head_class in ("h", "q")
            and mention.kind == NOMINAL
            and mention.determiner in self.language.words("indefinite")
            and (mention.subject or mention.speaks or self.frame.kinds[mention.first - 1] == "V")
        )

    def _unnamed(self, mention: Mention) -> Entity:
        phrase = self.phrase(mention)
        entity = Entity(len(self.entities), phrase, (), PERSON, named=False)
        if mention.head in self.language.words("male_words"):
            entity.gender = MALE
        elif mention.head in self.language.words("female_words"):
            entity.gender = FEMALE
        entity.first_at = mention.first
        self.entities.append(entity)
        entity.role_heads.add(mention.head)
        self.by_role[mention.head].append(entity.index)
        return entity

    def phrase(self, mention: Mention) -> str:
        """A noun phrase as printed, with what hangs on it ("for the mayor"), lower case first."""
        frame, kinds, last = self.frame, self.frame.kinds, mention.last
        for _ in range(2):
            if kinds[last + 1 : last + 2] != ["P"]:
                break
            if frame.lower[last + 1] not in self.language.words("hanging"):
                break
            ends = self._ends(last + 2)
            if not ends:
                break
            last = ends[0]
        printed = frame.printed(mention.first, last)
        if kinds[mention.first] == "N":
            return printed
        return printed[:1].lower() + printed[1:]

    def _ends(self, first: int) -> list[int]:
        """Where the mention that starts at token ``first`` ends."""
        place = bisect_left(self.firsts, first)
        if place < len(self.firsts) and self.firsts[place] == first:
            return [self.mentions[place].last]
        return []

    def _fitting(self, mention: Mention) -> list[Entity]:
        """Entities that the mention may mean at all: of a fitting kind, gender and number."""
        recent = [self.entities[index] for index in self.recent[-RECENT:]]
        if mention.kind == PRONOMINAL:
            code = self.language.pronouns.get(mention.head, "")[:1]
            if code in ("m", "f"):
                return [entity for entity in recent if self._may_be(entity, code)]
            if code in ("n", "x"):
                return [entity for entity in recent if not self._is_person(entity)]
            return []
        if mention.determiner not in self.language.words("definite"):
            return []
        holders = [self.entities[at] for at in self.by_role.get(mention.head, ())[-LOOK_BACK:]]
        if mention.head_class in ("h", "n"):
            return list(dict.fromkeys(holders)) or self._persons(mention, recent)
        if mention.head_class not in ("o", "d"):
            return []
        named = [entity for entity in recent if mention.head in entity.role_heads]
        if named or mention.head in self.language.words("own_bodies"):
            return named
        bodies = [entity for entity in recent if not self._is_person(entity)]
        if mention.head_class == "d" and not bodies:
            return [entity for entity in recent if entity.kind != PLACE]
        return bodies

    def _persons(self, mention: Mention, recent: list[Entity]) -> list[Entity]:
        """Who a role noun that nobody was given yet may mean: "la economista"."""
        if mention.head_class != "h":
            return []
        gender = ""
        for letter, name in ((MALE, "masculine"), (FEMALE, "feminine")):
            if mention.determiner in self.language.words(name):
                gender = letter
        for letter, name in ((MALE, "male_words"), (FEMALE, "female_words")):
            if mention.head in self.language.words(name):
                gender = letter
        return [
            entity
            for entity in recent
            if entity.kind == PERSON and (not gender or entity.gender in ("", gender))
        ]

    def _may_be(self, entity: Entity, gender: str) -> bool:
        return entity.kind not in (BODY, PLACE) and entity.gender in ("", gender)

    def _is_person(self, entity: Entity) -> bool:
        return entity.kind == PERSON or bool(entity.gender)

    def _name_within(self, mention: Mention) -> int | None:
        """Who is named inside a document's phrase: "The Onion article" is The Onion's."""
        if mention.kind == PRONOMINAL or mention.head_class != "d":
            return None
        frame = self.frame
        inside = [at for at in range(mention.first, mention.last) if frame.kinds[at] == "N"]
        if inside:
            known = self.by_word.get(frame.lower[inside[-1]], ())
            return known[-1] if known else None
        return None


def _first_names_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """ "James L. Jones" and "James Jones" agree; "Bill Clinton" and "Hillary Clinton" do not."""
    if len(one) == 1 or len(other) == 1:
        return True
    first, second = one[0], other[0]
    return first == second or len(min(first, second, key=len)) == 1 and first[0] == second[0]


def _within(small: tuple[str, ...], large: tuple[str, ...]) -> bool:
    return set(small) <= set(large)
