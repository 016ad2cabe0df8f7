"""Who "she", "the company" or "a spokeswoman" is: linking what has no name to what has one."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from .kinds import FEMALE, MALE
from .mentions import NOMINAL, PRONOMINAL, Mention
from .references import BODY, PERSON, PLACE, Reference, certain, decide, gather, grounds

if TYPE_CHECKING:
    from .entities import Entity, EntityTable

LOOK_BACK = 20
ISSUED = 250  # words over which a document stays its issuer's
ACTORS = frozenset("hogdq")  # classes of nouns for what can speak
RECENT = 40  # entities that a pronoun may reach back to


class Anaphora:
    """Links pronouns and noun phrases of one article, reading along with its entity table."""

    def __init__(self, table: EntityTable, trace: dict[int, Reference] | None) -> None:
        self.table = table
        self.frame = table.frame
        self.language = table.frame.language
        self.mentions = table.mentions
        self.trace = trace
        self.firsts = [mention.first for mention in table.mentions]

    def link(self, mention: Mention) -> None:
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
        if mention.head_class == "d":
            self._note_issuer(mention)
        reference = gather(self.frame, mention, self._fitting(mention))
        if reference.entities not in ((), (None,)):
            self._choose(mention, reference)
        if mention.entity is None and not mention.rivals and self._acts(mention):
            mention.entity = self._unnamed(mention).index

    def _choose(self, mention: Mention, reference: Reference) -> None:
        if mention.kind == NOMINAL and self.table.by_role.get(mention.head):
            reference = certain(reference)
        if self.trace is not None:
            self.trace[mention.index] = reference
        decision = decide(reference, self.table.model)
        mention.entity, mention.rivals = decision.entity, decision.rivals
        mention.share = decision.share
        mention.grounds = grounds(self.frame, mention, reference, decision, self.table.entities)
        mention.choices = self._near(mention, reference)

    def _note_issuer(self, mention: Mention) -> None:
        """ "The foundation issued a paper": from here on "the report" is the foundation's."""
        if mention.determiner not in self.language.words("indefinite"):
            return
        here = self.frame.sentence_of[mention.first]
        for index in reversed(self.table.recent[-6:]):
            entity = self.table.entities[index]
            subject = entity.last_subject_at
            if subject >= 0 and self.frame.sentence_of[subject] == here:
                between = self.frame.kinds[subject : mention.first]
                if any(kind in "WVvY" for kind in between[-4:]):
                    entity.issued_at = mention.first
                return

    def _has_issued(self, entity: Entity, mention: Mention) -> bool:
        return 0 <= mention.first - max(entity.issued_at, -1) < ISSUED and entity.issued_at >= 0

    def _near(self, mention: Mention, reference: Reference) -> int:
        """How many of the candidates are on stage: in this paragraph or the two before it."""
        here = self.frame.paragraph_of[mention.first]
        entities = [self.table.entities[index] for index in reference.entities if index is not None]
        return sum(here - self.frame.paragraph_of[entity.last_at] <= 2 for entity in entities)

    def _introduces(self, mention: Mention) -> bool:
        """ "a spokeswoman for the mayor", "one resident": somebody new, and without a name."""
        return (
            mention.head_class in ("h", "q")
            and mention.kind == NOMINAL
            and mention.determiner in self.language.words("indefinite")
            and (mention.subject or mention.speaks or self._is_object(mention))
        )

    def _is_object(self, mention: Mention) -> bool:
        """After a verb, or "by": "was staffed by a man from the garage"."""
        before = mention.first - 1
        by = self.frame.lower[before] in self.language.words("agent")
        return by or self.frame.kinds[before] in "VWv"

    def _acts(self, mention: Mention) -> bool:
        """ "The study says …", "his lawyers argued …": no name, and meant by what follows."""
        return (
            mention.kind == NOMINAL
            and mention.partner is None
            and mention.head_class in ACTORS
            and (mention.subject or mention.speaks)
        )

    def _unnamed(self, mention: Mention) -> Entity:
        phrase = self.phrase(mention)
        kind = PERSON if mention.head_class in ("h", "q") else BODY
        entity = self.table.add(phrase, kind, named=False)
        entity.gender = self.table.kinds.gender_of_word(mention.head)
        entity.first_at = mention.first
        entity.role_heads.add(mention.head)
        self.table.by_role[mention.head].append(entity.index)
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
        recent = [self.table.entities[index] for index in self.table.recent[-RECENT:]]
        if mention.kind == PRONOMINAL:
            code = self.language.pronouns.get(mention.head, "")[:1]
            if code == "f" and self._is_plural(mention):
                return []
            if code in ("m", "f"):
                return [
                    entity
                    for entity in recent
                    if self._may_be(entity, code) or self._may_be_body(entity, code)
                ]
            if code in ("n", "x"):
                return [entity for entity in recent if not self._is_person(entity)]
            return []
        if mention.determiner not in self.language.words("definite"):
            return []
        holders = [
            self.table.entities[at] for at in self.table.by_role.get(mention.head, ())[-LOOK_BACK:]
        ]
        if mention.head_class in ("h", "n"):
            return list(dict.fromkeys(holders)) or self._persons(mention, recent)
        if mention.head_class not in ("o", "d"):
            return []
        named = [entity for entity in recent if mention.head in entity.role_heads]
        if named or mention.head in self.language.words("own_bodies"):
            return named
        if mention.head_class == "d":
            issuers = [entity for entity in recent if self._has_issued(entity, mention)]
            if issuers:
                return issuers
        here = self.frame.sentence_of[mention.first]
        recent = [one for one in recent if self.frame.sentence_of[one.first_at] < here]
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
        gender = self.table.kinds.gender_of_word(mention.head) or gender
        return [
            entity
            for entity in recent
            if entity.kind == PERSON and (not gender or entity.gender in ("", gender))
        ]

    def _may_be(self, entity: Entity, gender: str) -> bool:
        return entity.kind not in (BODY, PLACE) and entity.gender in ("", gender)

    def _may_be_body(self, entity: Entity, gender: str) -> bool:
        """Where organisations have a gender: "die Gewerkschaft … sie", "l'entreprise … elle"."""
        if entity.kind != BODY or not self.language.words("bodies_of_gender"):
            return False
        for index in entity.mentions[:4]:
            determiner = self.mentions[index].determiner
            for letter, name in ((MALE, "masculine"), (FEMALE, "feminine")):
                if determiner in self.language.words(name):
                    return letter == gender
        return False

    def _is_plural(self, mention: Mention) -> bool:
        """German "sie" before a verb in the plural: "sie riefen", not "sie rief"."""
        if not self.language.capital_nouns:
            return False
        verb = self.frame.lower[mention.last + 1 : mention.last + 2]
        return bool(verb) and verb[0].endswith(("en", "sind"))

    def _is_person(self, entity: Entity) -> bool:
        return entity.kind == PERSON or bool(entity.gender)

    def _name_within(self, mention: Mention) -> int | None:
        """Who is named inside a document's phrase: "The Onion article" is The Onion's."""
        if mention.kind == PRONOMINAL or mention.head_class != "d":
            return None
        frame = self.frame
        inside = [at for at in range(mention.first, mention.last) if frame.kinds[at] == "N"]
        if inside:
            known = self.table.by_word.get(frame.lower[inside[-1]], ())
            return known[-1] if known else None
        return None
