"""One world for every cell: a row in each state, and a person in each role."""

from datetime import timedelta

from django.utils import timezone

from quotes import candidates, talk, workflow
from quotes.actions import assessments, corrections, erasing, merging, parting, planning, waiting
from quotes.actions.corrections import Notice
from quotes.actions.parting import Parts
from quotes.bulk import running
from quotes.errors import NotAllowed
from quotes.models import Occasion, ReaderReport
from quotetrack.api.models import ApiToken
from quotetrack.embeds.models import EmbedSite
from quotetrack.webhooks import acts
from quotetrack.webhooks.models import Webhook
from tests import factories
from tests.conftest import person

ROLES = ("nobody", "reader", "contributor", "editor", "publisher", "administrator")


def soon():
    """A moment that lies ahead."""
    return timezone.now() + timedelta(hours=3)


class World:
    """Rows by name; whatever is done to them in a cell is taken back after it."""

    def __init__(self):
        self.people = {"nobody": None, "reader": person("p-reader")}
        self.people |= {role: person(f"p-{role}", role) for role in ROLES[2:]}
        self.olga, self.eva = person("olga", "editor"), person("eva", "publisher")
        self.taken = factories.take_in(self.olga)
        self.article, self.candidate = self.taken.article, self.taken.candidates[0]
        self.accepted = factories.take_in(self.olga).candidates[0]
        self.draft = candidates.accept(self.accepted, by=self.olga).quote
        self.accepted.refresh_from_db()
        self.decided = factories.take_in(self.olga).candidates[0]
        candidates.accept(self.decided, by=self.olga)
        self.review = workflow.submit(factories.draft(self.olga), by=self.olga)
        self.planned = planning.plan_quote(factories.draft(self.olga), soon(), by=self.eva)
        self.public = factories.publish(factories.draft(self.olga), self.eva)
        self.withdrawn = workflow.withdraw(
            factories.publish(factories.draft(self.olga), self.eva), by=self.eva, reason="error"
        )
        self.speaker = self.public.attributions.get().speaker
        self.outlet, self.topic = factories.outlet(), factories.topic()
        self.claims()
        self.moved()
        self.edit = waiting.change(
            "wording", self.public.preferred_wording, {"text": f"{factories.WORDS} indeed"},
            by=self.olga,
        )  # fmt: skip
        self.assignment = talk.assign(self.other, self.olga, by=self.olga)
        ReaderReport.objects.create(kind="error", text="Wrong day.", quote=self.public)
        self.shown = self.public.preferred_wording.occurrences.get().snapshot.article
        self.scale = self.verdict.scale
        notice = Notice("clarification", "The day.", "It is as it is.")
        done = corrections.correct(self.public, by=self.eva, notice=notice)
        self.correction = done
        self.occasion = Occasion.objects.create(kind="letter", title="A letter")
        self.position = factories.role(factories.speaker("Tom Held")).position
        bare = factories.take_in(self.olga, text="Nobody said anything of note on Monday.\n")
        self.erasing = erasing.ask(bare.snapshot, "Order 7", by=self.eva)
        self.receivers()
        for row in vars(self).values():
            if hasattr(row, "edit_version"):
                row.refresh_from_db()

    def receivers(self):
        """Webhooks in each state, a call, and a site that may show cards."""
        by = self.people["administrator"]
        rows = [Webhook(name=name, url="https://127.0.0.1/") for name in ("A", "B", "C")]
        for row in rows:
            acts.create(row, by=by)
        self.hook, self.turned_hook, self.quiet_hook = rows
        acts.rotate(self.turned_hook, by=by)
        acts.switch_off(self.quiet_hook, by=by)
        self.call = acts.test(self.hook, by=by)
        self.site = EmbedSite.objects.create(origin="https://example.org")

    def claims(self):
        """Claims, and assessments in each state."""
        self.claim = factories.claim(self.olga, quote=self.public)
        self.rated = factories.claim(self.olga, text="The harbour was closed in March")
        self.verdict = factories.assess(self.rated, self.olga, self.eva, self.eva)
        assessments.respond(
            self.verdict, factories.speaker(), "clarifies", by=self.olga, text="So it was."
        )
        self.again = factories.claim(self.olga, text="In March the harbour was closed")
        factories.assess(self.again, self.olga, self.eva, self.eva, "false")
        self.submitted = self.assessment(self.olga)
        assessments.submit(self.submitted, by=self.olga)
        self.approved = self.assessment(self.olga)
        assessments.submit(self.approved, by=self.olga)
        assessments.approve(self.approved, by=self.eva)
        self.planned_verdict = self.assessment(self.olga)
        assessments.submit(self.planned_verdict, by=self.olga)
        assessments.approve(self.planned_verdict, by=self.eva)
        planning.plan_assessment(self.planned_verdict, soon(), by=self.eva)
        self.link = assessments.link(self.claim, self.draft, "asserts", by=self.olga)

    def assessment(self, author):
        """A draft of this author."""
        rating = self.verdict.rating
        piece = {"url": "https://register.example/1", "stance": "supports"}
        return assessments.draft(
            self.claim, rating, by=author, summary="So it is.", as_of=timezone.now().date(),
            evidence=[piece],
        )  # fmt: skip

    def moved(self):
        """A merge, and places that were handed over."""
        self.twin, other = factories.speaker("Vera Ohm"), factories.speaker("Wera Ohm")
        self.merge = merging.merge_speakers(other, self.twin, by=self.eva)
        self.double = factories.draft(self.olga)
        self.other = factories.draft(self.olga, words="The harbour stays open all winter long")
        factories.print_again(self.double, self.olga, words="We will repair both bridges")
        extra = self.double.wordings.exclude(pk=self.double.preferred_wording_id).get()
        self.part = {"wordings": [extra.pk]}
        self.handover = parting.hand_over(
            self.double, self.other, Parts.of(self.double, **self.part), by=self.olga
        )
        self.splittable = factories.draft(self.olga)
        factories.print_again(self.splittable, self.olga, words="We will repair both bridges")
        half = self.splittable.wordings.exclude(pk=self.splittable.preferred_wording_id).get()
        self.half = half.pk

    def run(self, user):
        """An import of this person."""
        if user is None:
            user = self.olga
        try:
            return running.begin("speakers", "a.csv", b"name\nTom Reed\n", by=user)
        except NotAllowed:  # whoever may not begin one is shown somebody else's
            return running.begin("speakers", "a.csv", b"name\nTom Reed\n", by=self.olga)

    def token(self, user):
        """A token of this person's for everything; None for nobody."""
        if user is None:
            return None
        scopes = ["ingest", "curate", "read"]
        return ApiToken.objects.issue(owner=user, by=self.eva, name="t", scopes=scopes)[1]
