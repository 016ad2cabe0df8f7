"""A small newsroom on which every public act can be played."""

from datetime import date

from django.utils import timezone

from quotes import workflow
from quotes.actions import assessments, attributions, corrections
from quotes.actions.corrections import Notice
from quotes.models import Assessment, Position, Rating, Speaker
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from tests import factories
from tests.conftest import person

NOTICE = Notice("correction", "We had it wrong.", "Now it is right.")
CLARIFIED = Notice("clarification", "It was not clear.", "Now it is.")


class Stage:
    """Two published quotes, a draft that belongs to them, and an assessed claim."""

    def __init__(self, ada, ben, eva):
        self.ada, self.ben, self.eva = ada, ben, eva
        self.council = factories.speaker("Harbour Council", kind="organisation")
        self.ruth, self.olga = factories.speaker(), factories.speaker("Olga Other")
        self.role = factories.role(self.ruth)
        Position.objects.filter(pk=self.role.position_id).update(organisation=self.council)
        self.works = factories.topic("Public works")
        factories.topic("Bridges", parent=self.works)
        self.claim = factories.claim(ada)
        self.first = self.publish(factories.WORDS, claim=self.claim)
        self.second = self.publish(
            "The north bridge is safe to cross",
            who="Olga Other",
            claim=self.claim,
            topics=["Frost"],
        )
        self.assessed = self.verdict("confirmed")
        self.draft = factories.draft(ada, words="Nobody has to drive around the bay again")

    def publish(self, words, who=factories.SPEAKER, claim=None, relation="asserts", **given):
        """A quote, drafted and published."""
        quote = factories.draft(self.ada, words=words, who=who, **given)
        if claim:
            assessments.link(claim, quote, relation, by=self.ada)
        return factories.publish(quote, self.ben)

    def verdict(self, rating, notice=None, scale="quotetrack-status", claim=None):
        """A published assessment of the claim."""
        return factories.assess(
            claim or self.claim, self.ada, self.ben, self.ben, rating, notice, scale=scale
        )

    def print_again(self, quote=None, words="Both bridges will be repaired before frost", **given):
        """Another occurrence of a published quote, waiting."""
        return factories.print_again(quote or self.first, self.ada, words, **given)

    def add(self, quote=None):
        """Publish what waits."""
        return corrections.publish_changes(quote or self.first, by=self.ben)

    def link(self, one, other):
        """Say that two quotes are the same thing said again."""
        return attributions.link(one, other, "said_again", by=self.ada)

    def respond(self, quote=None, kind="denies_saying", who=None, **given):
        """What a speaker says about a quote later."""
        return attributions.respond(
            quote or self.first, who or self.ruth, kind, by=self.ada, **given
        )

    def withdraw(self, quote=None, reason="error"):
        """Take a quote back."""
        return workflow.withdraw(quote or self.first, by=self.ben, reason=reason)

    def restore(self, quote=None):
        """Put a quote back, by somebody else."""
        return workflow.restore(quote or self.first, by=self.eva)

    def speak(self, speaker, **given):
        """Correct who said the first quote."""
        return corrections.correct_speaker(self.first, speaker, by=self.ben, notice=NOTICE, **given)

    def change(self, **values):
        """Correct the first quote itself."""
        return corrections.correct_quote(self.first, by=self.ben, notice=NOTICE, **values)

    def rename(self, speaker, name="Another Name"):
        """Correct a public name."""
        return corrections.rename_speaker(speaker, name, by=self.ben, notice=NOTICE)

    def explain(self, target):
        """A notice that changes nothing but itself."""
        return corrections.correct(target, by=self.ben, notice=CLARIFIED)

    def void(self, assessment=None):
        """Take an assessment out of force."""
        row = Assessment.objects.get(pk=(assessment or self.assessed).pk)
        return assessments.void(row, by=self.ben, what_was_wrong="No.", what_changed="Yes.")

    def edit(self, row, **values):
        """An edit of a speaker, outlet, article or topic that shows at once."""
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        kind = f"{row._meta.model_name}s"
        refresh(Act(timezone.now(), "additive"), **{kind: [row.pk]})

    def draft_verdict(self):
        """An assessment that nobody sees yet."""
        step = Rating.objects.get(scale__slug="truth-scale", slug="half-true")
        return assessments.draft(
            self.claim, step, by=self.ada, summary="Perhaps.", as_of=date(2026, 4, 1),
            evidence=[{"url": "https://register.example/9", "stance": "context"}],
        )  # fmt: skip

    def article(self, quote=None):
        """The article that a quote was first printed in."""
        wording = (quote or self.first).preferred_wording
        return wording.occurrences.first().snapshot.article

    def speaker(self, name):
        """A speaker as the database has them now."""
        return Speaker.objects.get(name=name)


def staff() -> Stage:
    """A stage with its three people."""
    return Stage(person("ada", "editor"), person("ben", "publisher"), person("eva", "publisher"))
