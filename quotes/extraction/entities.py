"""The article's own who is who: which mentions mean the same person or organisation.

The table is built left to right, as a reader would: a full name with its role at first mention;
later a surname, a title, a role noun, a pronoun. Each later mention goes to the last entity it
fits. Where two fit equally well, both are kept as rivals and nobody is guessed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from .anaphora import RECENT, Anaphora
from .kinds import WORDS, Kinds, name_words
from .languages import Language
from .mentions import NAMED, Mention
from .ranker import LinearModel
from .references import BODY, PERSON, PLACE, UNKNOWN, Reference
from .sentences import Frame

BEARERS = 10  # of one word in names: the last ones are looked at


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
    last_lead_at: int = -10_000  # where it last began a sentence, or came first in one
    last_role: str = ""
    issued_at: int = -10_000  # where it last put out a document: "issued a paper"
    named: bool = True
    placed: bool = True  # so far only seen after prepositions, like a place
    last_kind: str = ""
    last_share: float = 1.0  # how sure its last mention was

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
        self.kinds = Kinds(frame)
        self.language: Language = frame.language
        self.mentions = mentions
        self.entities: list[Entity] = []
        self.by_word: dict[str, list[int]] = defaultdict(list)
        self.by_role: dict[str, list[int]] = defaultdict(list)
        self.recent: list[int] = []
        self.by_name: dict[tuple[str, ...], int] = {}
        self.anaphora = Anaphora(self, trace)
        for mention in mentions:
            self._link(mention)

    def entity_of(self, mention: Mention) -> Entity | None:
        """The entity that ``mention`` refers to, if the table knows it."""
        return None if mention.entity is None else self.entities[mention.entity]

    def printed_name(self, entity: Entity) -> str:
        """The fullest name of an entity, with its article where that is part of the name."""
        name = entity.name
        if entity.kind != BODY or self.frame.language.capital_nouns:
            return name
        for index in entity.mentions[:6]:
            mention = self.mentions[index]
            if mention.kind == NAMED and mention.name == name and mention.determiner:
                printed = self.frame.words[mention.first]
                if printed[:1].isupper():
                    return f"{printed} {name}"
                return name
        return name

    def phrase(self, mention: Mention) -> str:
        """A noun phrase as printed, with what hangs on it."""
        return self.anaphora.phrase(mention)

    def add(self, name: str, kind: str, *, named: bool = True) -> Entity:
        """A new entity of the article."""
        entity = Entity(len(self.entities), name, name_words(name) if named else (), kind)
        entity.named = named
        self.entities.append(entity)
        return entity

    # -- linking -----------------------------------------------------------------------------
    def _link(self, mention: Mention) -> None:
        if mention.kind == NAMED:
            entity = self._find_name(mention) or self._new(mention)
            self._extend(entity, mention)
        else:
            self.anaphora.link(mention)
        if mention.entity is not None:
            self._touch(self.entities[mention.entity], mention)

    def _touch(self, entity: Entity, mention: Mention) -> None:
        entity.mentions.append(mention.index)
        entity.last_at = mention.first
        entity.last_kind = mention.kind
        entity.last_share = mention.share
        entity.placed = entity.placed and mention.after_preposition
        entity.last_role = (
            "subject" if mention.subject else "after" if mention.after_preposition else "object"
        )
        if mention.first and self.frame.kinds[mention.first - 1] == "H":
            entity.last_role = "within"  # "the shed where Thurman spoke": not what it is about
            self._recall(entity)
            return
        if mention.subject:
            entity.last_subject_at = mention.first
        if self._leads(mention):
            entity.last_lead_at = mention.first
        if mention.speaks and mention.subject:
            entity.spoken += 1
            entity.last_spoken_at = mention.first
        self._recall(entity)

    def _recall(self, entity: Entity) -> None:
        """Note that the entity is the last one mentioned."""
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

    def _leads(self, mention: Mention) -> bool:
        """The mention is the first of its sentence that stands by itself: what it is about."""
        if mention.after_preposition:
            return False
        first = self.frame.sentences[self.frame.sentence_of[mention.first]][0]
        for at in range(mention.index - 1, -1, -1):
            earlier = self.mentions[at]
            if earlier.first < first:
                return True
            if not earlier.after_preposition:
                return False
        return True

    def _find_name(self, mention: Mention) -> Entity | None:
        words = name_words(mention.name)
        if not words:
            return None
        best: list[tuple[float, int]] = []
        seen: set[int] = set()
        gender = self.kinds.gender_of(mention)
        if words in self.by_name:
            seen.add(self.by_name[words])
            best.append((3.0, self.by_name[words]))
        for word in (words[-1], words[0], words[-1].replace(".", "")):
            for index in self.by_word.get(word, ())[-BEARERS:]:
                if index not in seen:
                    seen.add(index)
                    fit = self._name_fit(words, mention, gender, self.entities[index])
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

    def _name_fit(
        self, words: tuple[str, ...], mention: Mention, gender: str, entity: Entity
    ) -> float:
        known = entity.words
        if words == known:
            return 3.0
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
        if known[0] == words[-1] and entity.kind != PLACE and self.kinds.looks_like_person(words):
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
        words = name_words(mention.name) or ("",)
        entity = self.add(mention.name, self.kinds.kind_of(mention, words))
        entity.first_at = entity.last_at = mention.first
        self._index(entity, words)
        acronym = self._acronym_after(mention)
        if acronym:
            self.by_word[acronym].append(entity.index)
        return entity

    def _index(self, entity: Entity, words: tuple[str, ...]) -> None:
        self.by_name[words] = entity.index
        for word in {words[0], words[-1]}:
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
        words = name_words(mention.name)
        if len(words) > len(entity.words) and entity.words[-1:] != words:
            if entity.kind != BODY or words[0] == entity.words[0]:
                entity.name, entity.words = mention.name, words
                self._index(entity, words)
                entity.kind = self.kinds.kind_of(mention, words)
        if mention.titles or mention.role:
            self._learn_role(entity, mention.role or "", mention.titles)
        role = self.kinds.role_after(mention) or self._role_before(mention)
        if role:
            self._learn_role(entity, *role)
        if entity.kind == BODY:
            self._learn_role(entity, "", entity.words)
        if not entity.gender and entity.kind != BODY:
            entity.gender = self.kinds.gender_of(mention) or self.kinds.gender_of_roles(
                entity.role_heads
            )
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

    def _role_before(self, mention: Mention) -> tuple[str, tuple[str, ...]] | None:
        """The role printed before a name, "his lawyer, …": the noun learns whose it is."""
        for at in range(mention.index - 1, max(-1, mention.index - 6), -1):
            noun = self.mentions[at]
            if noun.partner == mention.index:
                noun.entity = mention.entity
                first = noun.first + (self.frame.kinds[noun.first] == "D")
                return self.frame.printed(first, mention.first - 2), (noun.head,)
        return None


def _first_names_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """ "James L. Jones" and "James Jones" agree; "Bill Clinton" and "Hillary Clinton" do not."""
    if len(one) == 1 or len(other) == 1:
        return True
    first, second = one[0], other[0]
    return first == second or len(min(first, second, key=len)) == 1 and first[0] == second[0]


def _within(small: tuple[str, ...], large: tuple[str, ...]) -> bool:
    return set(small) <= set(large)
