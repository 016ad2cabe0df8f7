"""What the quote page shows beside the form."""

from functools import cached_property

from django.urls import reverse

from quotes import look_alikes, roles, workflow
from quotes.actions import waiting
from quotes.admin import merging_pages
from quotes.admin.planning import Plan
from quotes.admin.quote import differing, parting_pages
from quotes.admin.talking import Talk
from quotes.models import Occurrence
from quotes.models.attributions import Reason, ResponseKind
from quotes.models.claims import Relation
from quotes.models.notices import Tier
from quotes.models.words import QuoteStatus, WithdrawalReason
from quotes.publishing import derive, rows
from quotes.publishing.source_links import source_link
from sources.models import Snapshot

S = QuoteStatus
WHY = {
    "verified": "An editor marked the speaker as verified, on a primary record or two sources.",
    "attributed": "One live speaker is named, and nobody has verified it.",
    "disputed": "Two live speakers are named, or the one named denies having said it.",
    "misattributed": "No live speaker is left: the last one named did not say it.",
    "fabricated": "No live speaker is left: the words were made up.",
    "unattributed": "Nobody is named.",
}


class QuotePage:
    """One quote with its rows and what this person may do about it."""

    tiers = Tier.choices
    reasons = WithdrawalReason.choices
    ranks_reasons = Reason.choices
    relations = Relation.choices
    replies = ResponseKind.choices
    asked = waiting.ASKED.items()

    def __init__(self, quote, user):
        self.quote = quote
        self.user = user
        self.talk = Talk(quote)

    @cached_property
    def wordings(self):
        """Its wordings, the preferred one first, each with its difference from that one."""
        first = self.quote.preferred_wording
        found = list(self.quote.wordings.select_related("translation_of").order_by("id"))
        found.sort(key=lambda one: one.pk != self.quote.preferred_wording_id)
        for one in found:
            one.is_preferred = first is not None and one.pk == first.pk
            same = first is not None and one.language == first.language
            one.steps = (
                look_alikes.exact_difference(first.text, one.text)
                if same and not one.is_preferred
                else None
            )
        return found

    @cached_property
    def occurrences(self):
        """Where it was printed, with the words in their context."""
        found = (
            Occurrence.objects.filter(wording__quote=self.quote)
            .select_related("wording", "snapshot__article__outlet")
            .prefetch_related("segments", "chain__outlet", "chain__upstream_article")
            .defer("snapshot__text", "snapshot__raw")
        )
        for one in found:
            one.content = [row for row in one.segments.all() if row.role == "content"]
            one.source_link = source_link(one.snapshot.article.url, one.content)
        return list(found)

    @cached_property
    def attributions(self):
        """Who is named as the speaker, the preferred one first."""
        found = self.quote.attributions.select_related(
            "speaker", "role__position", "evidence_article", "verified_by"
        )
        order = {"preferred": 0, "normal": 1, "deprecated": 2}
        return sorted(found, key=lambda one: (order[one.rank], one.pk))

    @cached_property
    def responses(self):
        """What speakers said about it later."""
        return list(self.quote.responses.select_related("speaker", "article"))

    @cached_property
    def standing(self):
        """The status that follows from the attributions."""
        return derive.attribution(self.attributions, self.responses)

    @cached_property
    def claims(self):
        """What it asserts, denies, confirms …, each with the claim's current rating."""
        found = list(self.quote.claim_quotes.select_related("claim"))
        for link in found:
            current = link.claim.assessments.current().house_first().select_related("rating")
            link.current = current.first()
        return found

    @cached_property
    def topics(self):
        """What it is about."""
        return list(self.quote.quote_topics.select_related("topic"))

    @cached_property
    def waiting(self):
        """Rows that readers do not see yet, of a published quote."""
        if self.quote.status != S.PUBLISHED:
            return []
        return [
            {"what": str(row._meta.verbose_name), "text": str(row)}
            for row in rows.waiting(self.quote)
        ]

    @cached_property
    def waiting_edits(self):
        """Every edit of what readers see, decided or not, oldest first."""
        return list(self.quote.waiting_edits.select_related("proposed_by", "decided_by"))

    @cached_property
    def edits(self):
        """Edits that nobody has decided, as differences."""
        return [differing.of_edit(edit) for edit in self.waiting_edits if not edit.decided_at]

    @property
    def edits_are_grave(self):
        """Publishing all of them needs a notice."""
        return any(one["is_grave"] for one in self.edits)

    @property
    def sent_back(self):
        """Edits that were not published, the latest first, with why."""
        rows = [edit for edit in self.waiting_edits if edit.decided_at and not edit.taken]
        return rows[:-6:-1]

    @cached_property
    def corrections(self):
        """Notices about it."""
        return list(self.quote.corrections.select_related("approved_by"))

    @property
    def preview(self):
        """The address of the card as readers will see it, where that differs from what they see."""
        waits = self.quote.status != S.PUBLISHED or self.waiting or self.edits
        gone = self.quote.status == S.WITHDRAWN
        return (
            reverse("admin:desk_preview", args=[self.quote.public_id]) if waits and not gone else ""
        )

    @property
    def card(self):
        """The address of the card as sites show it, while readers see the quote."""
        if self.quote.status != S.PUBLISHED:
            return ""
        # A browser keeps a card for half a minute; here it is to be today's after each act.
        return f"/embed/q/{self.quote.public_id}?desk={self.quote.edit_version}"

    @property
    def topic_names(self):
        """What it is about, as the box holds it."""
        return ", ".join(link.topic.name for link in self.topics)

    @cached_property
    def said_again(self):
        """Quotes that say the same again, in either direction."""
        links = [*self.quote.links.select_related("other__preferred_wording")]
        back = [*self.quote.links_back.select_related("quote__preferred_wording")]
        found = [link.other for link in links if link.kind == "said_again"]
        return found + [link.quote for link in back if link.kind == "said_again"]

    @cached_property
    def merges(self):
        """Quotes that were merged into this one."""
        return merging_pages.into("quote", self.quote)

    @cached_property
    def handovers(self):
        """Splits and handings over that it was part of, still in force."""
        return parting_pages.of_quote(self.quote)

    @property
    def can_part(self):
        """It is in force, and this person moves its rows."""
        needed = roles.PUBLISH if self.quote.published_at else roles.EDIT
        gone = self.quote.merged_into_id or self.quote.status == S.WITHDRAWN
        return not gone and roles.can(self.user, needed)

    @property
    def can_edit(self):
        """Rows are edited by this person: at once, or as a proposal."""
        needed = {S.DRAFT: roles.CONTRIBUTE, S.PUBLISHED: roles.JUDGE}
        right = needed.get(self.quote.status, roles.EDIT)
        return self.quote.status != S.WITHDRAWN and roles.can(self.user, right)

    @property
    def can_merge(self):
        """It stands for itself, and this person edits."""
        gone = self.quote.merged_into_id or self.quote.status == S.WITHDRAWN
        return not gone and roles.can(self.user, roles.EDIT)

    @cached_property
    def can_contribute(self):
        """This person adds replies, topics and ties to claims."""
        return roles.can(self.user, roles.CONTRIBUTE) and self.quote.status != S.WITHDRAWN

    @property
    def can_arrange(self):
        """It is not public yet, and this person edits it."""
        needed = roles.CONTRIBUTE if self.quote.status == S.DRAFT else roles.EDIT
        return self.quote.published_at is None and roles.can(self.user, needed)

    @property
    def can_verify(self):
        """The preferred speaker can be marked as verified by this person."""
        needed = roles.PUBLISH if self.quote.published_at else roles.EDIT
        preferred = self.attributions and self.attributions[0].rank == "preferred"
        return bool(
            preferred and not self.attributions[0].verified_at and roles.can(self.user, needed)
        )

    @property
    def why(self):
        """What the derived status rests on, in a sentence."""
        return WHY[str(self.standing.status)]

    @property
    def because(self):
        """The rows that the status rests on: live speakers, who verified, who denies."""
        live = [one for one in self.attributions if one.rank != "deprecated"]
        found = [
            {
                "text": str(one.speaker),
                "why": f"{one.get_rank_display()}, {one.get_reason_display()}",
            }
            for one in live or self.attributions
        ]
        for one in self.responses:
            if one.kind == "denies_saying":
                found.append({"text": str(one.speaker), "why": one.get_kind_display()})
        return found

    @property
    def address(self):
        """Its public address, while readers see it."""
        return f"/quotes/{self.quote.public_id}" if self.quote.status == S.PUBLISHED else ""

    def may(self, to):
        """There is such a move, and this person may make it."""
        return workflow.can_move(self.quote, to, by=self.user)

    @property
    def can_submit(self):
        """Draft to in review."""
        return self.may(S.IN_REVIEW)

    @property
    def can_send_back(self):
        """In review to draft."""
        return self.may(S.DRAFT)

    @property
    def can_publish(self):
        """In review (or a draft, by way of it) to published."""
        status = self.quote.status
        publisher = roles.can(self.user, roles.PUBLISH)
        return publisher and status in (S.DRAFT, S.IN_REVIEW)

    @cached_property
    def plan(self):
        """The time at which it comes before readers."""
        return Plan(self.quote, self.user)

    @property
    def can_withdraw(self):
        """Published to withdrawn."""
        return self.may(S.WITHDRAWN)

    @property
    def can_restore(self):
        """Withdrawn to published, by somebody else than who withdrew it."""
        return self.quote.status == S.WITHDRAWN and self.may(S.PUBLISHED)

    @property
    def can_correct(self):
        """It is published, and this person corrects."""
        return self.quote.status == S.PUBLISHED and roles.can(self.user, roles.PUBLISH)

    @property
    def can_ask(self):
        """It is published, and this person proposes what only publishers do."""
        shown = self.quote.status == S.PUBLISHED and not self.can_correct
        return shown and roles.can(self.user, roles.JUDGE)

    @property
    def can_publish_changes(self):
        """Something waits, and this person publishes."""
        return bool(self.waiting) and self.can_correct

    @property
    def snapshots(self):
        """How many snapshots it stands in."""
        return Snapshot.objects.filter(occurrences__wording__quote=self.quote).distinct().count()
