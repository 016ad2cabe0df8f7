"""What the article desk shows of one suggestion, or of an occurrence that came without one."""

import re
from functools import cached_property

from quotes import said_again
from quotes.candidates import SCARE
from quotes.models.desk import Decision, Origin

STATES = {
    "ready": "ready",
    "unsure": "unsure",
    "term": "a term",
    "marked": "marked",
    "accepted": "accepted",
    "merged": "merged",
    "review": "in review",
    "published": "published",
    "withdrawn": "withdrawn",
    "rejected": "rejected",
}
LOOKS = {  # the pattern that a state has under the words
    "ready": "is-ready",
    "unsure": "is-unsure",
    "term": "is-term",
    "marked": "is-unsure",
    "rejected": "is-rejected",
}
OF_QUOTE = {"in_review": "review", "published": "published", "withdrawn": "withdrawn"}
NOBODY = "no speaker"
NOT_A_CUE = " \t\n,.;:!?–—-“”„\"«»‹›‘’'"


class Row:
    """One suggestion as the desk shows it."""

    def __init__(self, candidate, text, number=0):
        self.candidate = candidate
        self.text = text
        self.number = number
        self.is_current = False
        self.occurrence = candidate.occurrence

    @property
    def public_id(self):
        """The suggestion's public id."""
        return self.candidate.public_id

    @property
    def anchor(self):
        """The id of its row on the page; its stretch of the text has t- before the number."""
        return f"c-{self.candidate.public_id}"

    @property
    def target(self):
        """Where a click on its words leads."""
        return f"?at={self.public_id}#{self.anchor}"

    @property
    def speaker_value(self):
        """The name that stands in the box; empty where nobody is named."""
        return "" if self.speaker == NOBODY else self.speaker

    @property
    def decision(self):
        """new, accepted, rejected or merged."""
        return self.candidate.decision

    @cached_property
    def quote(self):
        """The quote that it became, or None."""
        return self.occurrence.wording.quote if self.occurrence else None

    @cached_property
    def state(self):
        """A key of STATES."""
        if self.decision == Decision.NEW:
            if self.candidate.ready:
                return "ready"
            if self.candidate.form == SCARE:
                return "term"
            return "marked" if self.candidate.origin == Origin.EDITOR else "unsure"
        if self.quote:
            return OF_QUOTE.get(self.quote.status, str(self.decision))
        return str(self.decision)

    @property
    def state_label(self):
        """The state in words."""
        return STATES[self.state]

    @property
    def look(self):
        """The class that draws the state under the words."""
        return LOOKS.get(self.state, "is-accepted")

    @property
    def is_done(self):
        """Somebody has decided it."""
        return self.decision != Decision.NEW

    @property
    def is_unseen(self):
        """It was accepted with all that were ready, and nobody has looked at it since."""
        return self.is_done and bool(self.candidate.details.get("unseen"))

    @property
    def said_again(self):
        """That words like these were rated, as it was when the text was taken in."""
        return said_again.told(self.candidate.details.get("said_again") or {})

    @property
    def spans(self):
        """Its stretches as printed, outer marks included where the extractor saw them."""
        printed = self.candidate.details.get("spans") or []
        inner = self.candidate.spans
        if len(printed) == len(inner) and all(
            0 <= p[0] <= i[0] and i[1] <= p[1] <= len(self.text)
            for p, i in zip(printed, inner, strict=True)
        ):
            return [tuple(span) for span in printed]
        return [tuple(span) for span in inner]

    @cached_property
    def parts(self):
        """The words part by part, each with the seam that stands before it."""
        parts, before = [], None
        for start, end in self.spans:
            seam = self.text[before:start].strip(NOT_A_CUE) if before is not None else ""
            parts.append({"words": self.text[start:end], "seam": " ".join(seam.split())})
            before = end
        return parts

    @property
    def words(self):
        """The words on one line."""
        return " … ".join(" ".join(part["words"].split()) for part in self.parts)

    @property
    def form(self):
        """direct, in two parts."""
        form = re.split("[:,]", self.candidate.get_form_display())[0]
        number = len(self.spans)
        counted = {2: "two", 3: "three", 4: "four"}.get(number, number)
        return form if number == 1 else f"{form}, in {counted} parts"

    @cached_property
    def preferred(self):
        """The quote's preferred attribution, or None."""
        if not self.quote:
            return None
        rows = self.quote.attributions.all()
        return next((row for row in rows if row.rank == "preferred"), None)

    @property
    def speaker(self):
        """Whose words they are, as far as is known."""
        if self.preferred:
            return self.preferred.speaker.name
        one = self.candidate
        if one.suggested_speaker_id:
            return one.suggested_speaker.name
        return one.speaker_name or one.speaker_text or NOBODY

    @property
    def is_new_speaker(self):
        """Accepting it would make a speaker whom we do not know."""
        one = self.candidate
        return bool(not self.is_done and not one.suggested_speaker_id and one.speaker_name)

    @property
    def score(self):
        """0 to 100."""
        return round(self.candidate.score * 100)

    @property
    def version(self):
        """The edit version that the person sees."""
        return self.candidate.edit_version

    @property
    def quote_version(self):
        """The edit version of the quote that it became; empty while there is none."""
        return self.quote.edit_version if self.quote else ""


class PrintedRow:
    """An occurrence in this text that did not come from a suggestion (an import, a form)."""

    decision = "accepted"
    look = "is-accepted"
    is_done = True
    is_current = is_unseen = is_new_speaker = False
    candidate = public_id = None
    score = version = ""

    def __init__(self, occurrence, text):
        self.occurrence = occurrence
        self.quote = occurrence.wording.quote
        self.text = text
        self.number = 0
        self.anchor = f"o-{occurrence.public_id}"
        self.target = f"#{self.anchor}"
        content = [row for row in occurrence.segments.all() if row.role == "content"]
        self.spans = [(row.start, row.end) for row in content]
        self.state = OF_QUOTE.get(self.quote.status, "accepted")
        self.state_label = STATES[self.state]

    @property
    def words(self):
        """The words on one line."""
        return " … ".join(self.text[start:end] for start, end in self.spans)

    @property
    def speaker(self):
        """The quote's preferred speaker."""
        rows = self.quote.attributions.all()
        return next((row.speaker.name for row in rows if row.rank == "preferred"), NOBODY)
