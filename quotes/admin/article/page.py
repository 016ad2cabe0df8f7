"""What the article desk shows: the text with its stretches, the rows, and the open one."""

from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from quotes import circumstances, look_alikes, roles, said_again
from quotes.admin.article.marking import Stretch, lines
from quotes.admin.article.reasons import in_words
from quotes.admin.article.rows import PrintedRow, Row
from quotes.admin.talking import Talk
from quotes.models import (
    Assessment,
    Attribution,
    Candidate,
    ClaimQuote,
    Occurrence,
    Speaker,
)
from quotes.models.desk import Decision
from quotes.models.occurrences import Evidentiality, Form, Hedge
from quotes.models.words import Fidelity, OccasionKind, QuoteStatus

CHOICES = 6
SPEAKERS = Prefetch(
    "occurrence__wording__quote__attributions",
    Attribution.objects.select_related("speaker"),
)
RATED = Prefetch(
    "claim_quotes",
    ClaimQuote.objects.select_related("claim").prefetch_related(
        Prefetch(
            "claim__assessments",
            Assessment.objects.current().house_first().select_related("rating"),
        )
    ),
)


def candidates_of(snapshot):
    """The snapshot's suggestions with all that a row shows."""
    rows = snapshot.candidates.select_related(
        "suggested_speaker",
        "decided_by",
        "occurrence__wording__quote__occasion",
        "occurrence__wording__quote__preferred_wording",
    )
    return rows.prefetch_related(SPEAKERS).order_by("start", "-end", "id")


def speaker_choices(words):
    """Speakers that go by these words or nearly so, with how many quotes they have."""
    words = words.strip()[:200]
    if len(words) < 2:
        return []
    return list(Speaker.objects.known_as(words).with_quote_count()[:CHOICES])


class ArticleDesk:
    """One snapshot of an article with everything that was suggested or found in it."""

    def __init__(self, article, user, at="", order="text", snapshot="", seek=""):
        self.seek = seek.strip()[:400]
        self.article = article
        self.user = user
        self.talk = Talk(article)
        self.order = "score" if order == "score" else "text"
        every = article.snapshots.without_bytes().order_by("-taken_at", "-id")
        self.snapshots = list(every)
        chosen = [one for one in self.snapshots if one.public_id == snapshot]
        self.snapshot = (chosen or self.snapshots or [None])[0]
        self.rows = self.all_rows()
        self.current = self.find(at) or self.first_to_decide()
        if self.current:
            self.current.is_current = True

    @property
    def text(self):
        """The snapshot's text."""
        return self.snapshot.text if self.snapshot else ""

    @property
    def language(self):
        """The language of the words, for lang=."""
        return self.article.language or ""

    def all_rows(self):
        """Suggestions, and occurrences that came without one, in the text's order."""
        if not self.snapshot:
            return []
        found = list(candidates_of(self.snapshot))
        rows = [Row(one, self.text) for one in found]
        taken = [one.occurrence_id for one in found if one.occurrence_id]
        printed = (
            Occurrence.objects.filter(snapshot=self.snapshot)
            .exclude(pk__in=taken)
            .select_related("wording__quote__preferred_wording")
            .prefetch_related("segments", "wording__quote__attributions__speaker")
        )
        rows += [row for one in printed if (row := PrintedRow(one, self.text)).spans]
        rows.sort(key=lambda row: (row.spans[0][0], -row.spans[-1][1]))
        for number, row in enumerate(rows, 1):
            row.number = number
        return rows

    @property
    def ordered(self):
        """The rows as the list shows them."""
        if self.order == "text":
            return self.rows
        return sorted(self.rows, key=lambda row: -(row.candidate.score if row.candidate else 2))

    def find(self, public_id):
        """The row of this suggestion, or None."""
        return next((row for row in self.rows if public_id and row.public_id == public_id), None)

    def first_to_decide(self):
        """The first row, in the list's order, that waits for a decision; else the first."""
        suggestions = [row for row in self.ordered if row.candidate]
        waiting = (row for row in suggestions if not row.is_done)
        return next(waiting, suggestions[0] if suggestions else None)

    def next_after(self, public_id):
        """The next row to decide after this one, in the list's order; else the next one at all."""
        rows = [row for row in self.ordered if row.candidate]
        at = next((n for n, row in enumerate(rows) if row.public_id == public_id), -1)
        around = rows[at + 1 :] + rows[: at + 1]
        return next((row for row in around if not row.is_done), None) or self.find(public_id)

    @cached_property
    def lines(self):
        """The text, line by line, with nested stretches."""
        stretches = [Stretch(start, end, row) for row in self.rows for start, end in row.spans]
        return list(lines(self.text, stretches))

    @property
    def suggestions(self):
        """How many suggestions there are."""
        return sum(1 for row in self.rows if row.candidate)

    @property
    def decided(self):
        """How many of them are decided."""
        return sum(1 for row in self.rows if row.candidate and row.is_done)

    @property
    def ready(self):
        """The rows that `A` accepts."""
        return [row for row in self.rows if row.state == "ready"]

    @cached_property
    def mine(self):
        """Rows that I accepted and that wait to be published (or, without the right, submitted)."""
        open_states = {QuoteStatus.DRAFT}
        if self.can_publish:
            open_states.add(QuoteStatus.IN_REVIEW)
        return [
            row
            for row in self.rows
            if row.candidate
            and row.candidate.decided_by_id == self.user.pk
            and row.quote
            and row.quote.status in open_states
        ]

    @property
    def mine_seen(self):
        """Those of mine that I have had in view: what `P` publishes."""
        return [row for row in self.mine if not row.is_unseen]

    @cached_property
    def last_of_mine(self):
        """What Undo takes back: my latest decision that is not public."""
        own = [
            row
            for row in self.rows
            if row.candidate
            and row.candidate.decided_by_id == self.user.pk
            and not (row.occurrence and row.occurrence.published_at)
        ]
        return max(own, key=lambda row: row.candidate.decided_at, default=None)

    @cached_property
    def can_publish(self):
        """This person publishes; others submit."""
        return roles.can(self.user, roles.PUBLISH)

    @cached_property
    def can_decide(self):
        """This person decides suggestions."""
        return roles.can(self.user, roles.CONTRIBUTE)

    @property
    def publish_word(self):
        """What `p` does for this person."""
        return "Publish" if self.can_publish else "Submit"

    @cached_property
    def panel(self):
        """The open row with all that belongs to it, or None."""
        return Panel(self.current, self) if self.current and self.current.candidate else None


class Panel:
    """The open row: words, actions, speaker, why, look-alikes."""

    def __init__(self, row, desk):
        self.row = row
        self.desk = desk
        self.candidate: Candidate = row.candidate

    @cached_property
    def look_alikes(self):
        """Known quotes with nearly these words; none once it was merged with one."""
        if self.candidate.decision != Decision.NEW:
            return []
        apart = set(self.candidate.details.get("unrelated", ()))
        found = look_alikes.of_candidate(self.candidate, self.desk.language)
        known = {one.quote.pk for one in found}
        told = look_alikes.across_languages(self.candidate, self.desk.language)
        found += [one for one in told if one.quote.pk not in known]
        speaker = said_again.said_by(self.candidate)
        return alikes((one for one in found if one.quote.public_id not in apart), speaker)

    @cached_property
    def sought(self):
        """Known quotes for the words that the editor looks for."""
        if not self.desk.seek or self.candidate.decision != Decision.NEW:
            return []
        return alikes(look_alikes.sought(self.desk.seek, self.desk.language))

    @cached_property
    def topics(self):
        """What it is about: its draft's topics, or those it would get."""
        if self.row.quote:
            return [link.topic for link in self.row.quote.quote_topics.select_related("topic")]
        return [] if self.row.is_done else circumstances.topics_for(self.candidate)

    @property
    def topic_names(self):
        """The topics as the box holds them."""
        return ", ".join(topic.name for topic in self.topics)

    @property
    def topics_are_inherited(self):
        """They come from the article's last quote, not from a choice."""
        chosen = "topics" in self.candidate.details.get("chosen", {})
        return bool(self.topics) and not self.row.is_done and not chosen

    @cached_property
    def occasion(self):
        """When and where it was said, as far as is known."""
        if self.row.quote:
            return self.row.quote.occasion
        return circumstances.occasion_for(self.candidate)

    @cached_property
    def occasions(self):
        """Occasions to choose from."""
        speaker = self.row.preferred.speaker if self.row.preferred else None
        speaker = speaker or self.candidate.suggested_speaker
        found = circumstances.proposed_occasions(self.candidate, speaker)
        return [one for one in found if one != self.occasion]

    @property
    def may_edit(self):
        """What it is about and when it was said can still be chosen here."""
        return self.desk.can_decide and self.may_name

    @cached_property
    def choices(self):
        """Speakers to choose from where it is not clear who is meant."""
        one = self.candidate
        if self.row.is_done or one.suggested_speaker_id:
            return []
        return speaker_choices(one.speaker_name or one.speaker_text)

    @property
    def may_name(self):
        """The speaker can still be corrected here: nothing of it is published."""
        quote = self.row.quote
        return self.row.decision != Decision.REJECTED and not (quote and quote.published_at)

    forms, hedges = Form.choices, Hedge.choices
    hands, fidelities = Evidentiality.choices, Fidelity.choices
    kinds = OccasionKind.choices

    @property
    def other_names(self):
        """Other speakers whom the extractor weighed, with their share of belief."""
        found = self.candidate.details.get("speaker_candidates") or []
        return [
            {"name": one.get("name", ""), "share": round(100 * one.get("score", 0))}
            for one in found
            if one.get("name")
        ]

    @property
    def reasons(self):
        """What spoke for the speaker and against, heaviest first."""
        found = self.candidate.details.get("reasons") or []
        return in_words(pair for pair in found if len(pair) == 2)

    @property
    def circumstances(self):
        """Addressee, medium and source as the article gives them."""
        details = self.candidate.details
        labels = (("addressee", "told to"), ("medium", "in"), ("via", "by way of"))
        return [
            {"label": label, "text": (details.get(key) or {}).get("text", "")}
            for key, label in labels
            if details.get(key)
        ]

    @property
    def can_undo(self):
        """It was decided, and what it became is not public."""
        shown = self.row.occurrence and self.row.occurrence.published_at
        return self.row.is_done and not shown and self.desk.can_decide

    @property
    def can_move_on(self):
        """Its quote waits to be published, or submitted by those who cannot publish."""
        return self.row in self.publishable

    @property
    def publishable(self):
        """Its row, where this person may publish or submit the quote."""
        quote = self.row.quote
        if not quote or quote.status not in (QuoteStatus.DRAFT, QuoteStatus.IN_REVIEW):
            return []
        may = self.desk.can_publish or quote.status == QuoteStatus.DRAFT
        return [self.row] if may and self.desk.can_decide else []


def alikes(found, speaker=None):
    """Look-alikes ready to be shown, with the ratings of the claims they are tied to."""
    found = list(found)
    prefetch_related_objects([one.quote for one in found], RATED)
    shown = [Alike(one) for one in found]
    rated = [one.quote.pk for one in shown if one.claims]
    again = said_again.of_quotes(rated, speaker) if rated else {}
    for one in shown:
        one.again = [told.sentence for told in again.get(one.quote.pk, ())]
    return shown


class Alike:
    """A known quote beside the suggestion: who said it, where the words differ, what it claims."""

    def __init__(self, found):
        self.quote = found.quote
        self.difference = found.difference
        self.wording = found.wording
        self.places = sum(1 for step in found.difference if step["op"] != "equal")

    @property
    def speaker(self):
        """Its preferred speaker."""
        rows = self.quote.attributions.all()
        return next((row.speaker.name for row in rows if row.rank == "preferred"), "no speaker")

    @property
    def claims(self):
        """Its links to claims that were assessed, each with the current rating."""
        return [
            {
                "relation": link.get_relation_display(),
                "text": str(link.claim),
                "rated": _("%(rating)s, as of %(day)s")
                % {"rating": current.rating, "day": date_format(current.as_of, "DATE_FORMAT")},
            }
            for link in self.quote.claim_quotes.all()
            for current in link.claim.assessments.all()[:1]
        ]
