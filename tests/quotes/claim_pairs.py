"""A claim and its duplicate, each said in a published quote: what tests of merging them play on."""

from quotes.actions import assessments, merging_claims
from quotes.actions.corrections import Notice
from tests import factories

TOLD = Notice("verdict_change", "We rated one sentence twice.", "One rating stands.")
BACK = Notice("verdict_change", "They are two sentences.", "Each has its rating again.")
SAME = "Both bridges had been repaired before the frost came"
OTHER = "Nobody leaves the harbour before the tide has turned"


class Pair:
    """A claim and its duplicate, each said in a published quote and rated."""

    def __init__(self, ada, ben, ratings=("confirmed", "confirmed"), scales=None):
        self.ada, self.ben = ada, ben
        self.winner = factories.claim(ada)
        self.loser = factories.claim(ada, text=SAME)
        self.first = self.said(self.winner, factories.WORDS)
        self.second = self.said(self.loser, OTHER)
        scales = scales or ["quotetrack-status"] * 2
        rows = zip((self.winner, self.loser), ratings, scales, strict=True)
        self.verdicts = [
            rating and factories.assess(claim, ada, ben, ben, rating, scale=scale)
            for claim, rating, scale in rows
        ]

    def said(self, claim, words, relation="asserts"):
        quote = factories.draft(self.ada, words)
        assessments.link(claim, quote, relation, by=self.ada)
        return factories.publish(quote, self.ben)

    def merge(self, **given):
        for claim in (self.loser, self.winner):
            claim.refresh_from_db()
        return merging_claims.merge_claims(self.loser, self.winner, by=self.ben, **given)

    def choose(self, at=0, **given):
        return self.merge(stands=[self.verdicts[at].public_id], notice=TOLD, **given)
