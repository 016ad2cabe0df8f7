"""One row of each table, committed; and what one more row would look like.

The names below are how the tables of refusals speak of the rows: `{quote}` is the draft, `{shown}`
the published quote, `{gone}` the withdrawn one, and rows of the published one begin with `shown_`.
"""

from datetime import date

from django.db import connection

from quotes import intake, workflow
from quotes.actions import (
    assessments,
    attributions,
    corrections,
    merging,
    merging_claims,
    outside_reviews,
)
from quotes.actions.corrections import Notice
from quotes.models import (
    Assignment,
    Candidate,
    Comment,
    ErasureRequest,
    Handover,
    Occasion,
    OutsideReview,
    Rating,
    RatingScale,
    ReaderReport,
    Response,
    SpeakerName,
    WaitingEdit,
    Wording,
)
from quotes.published import models as p
from quotetrack.embeds.models import EmbedSite
from quotetrack.webhooks import acts
from quotetrack.webhooks.models import Webhook
from sources.models import Article, ArticleUrl, Erasure, LiveCheck, Outlet, OutletDomain, Snapshot
from tests import factories
from tests.conftest import person

NOTICE = Notice("clarification", "It was not clear which bridge.", "We say which.")


class World:
    """Builds the rows; `ids` maps their names to primary keys."""

    def __init__(self):
        self.ids = {}
        self.ada = person("ada", "editor")
        self.ben = person("ben", "publisher")
        self.keep(ada=self.ada, ben=self.ben)
        self.people()
        self.draft_quote()
        self.published_quote()
        self.claims()
        self.desk()
        self.sources()
        self.public()
        self.receivers()

    def keep(self, **rows):
        """Remember rows by name."""
        self.ids |= {name: row.pk for name, row in rows.items()}

    def people(self):
        speaker, other = factories.speaker(), factories.speaker("Olga Other", wikidata_id="Q7")
        merged = factories.speaker("Ruth S. Sample")
        self.keep(merge=merging.merge_speakers(merged, speaker, by=self.ben))
        role = factories.role(speaker, end="2025")
        role.position.wikidata_id = "Q8"
        role.position.save(update_fields=["wikidata_id"])
        self.keep(
            speaker=speaker, other_speaker=other, merged=merged, role=role,
            position=role.position,
            speakername=SpeakerName.objects.get(speaker=speaker, kind="full"),
            topic=factories.topic(), other_topic=factories.topic("Frost"),
        )  # fmt: skip

    def draft_quote(self):
        quote = factories.draft(
            self.ada, chain=[{"kind": "told_to", "party": "reporters"}], topics=["Bridges"]
        )
        wording = quote.preferred_wording
        occurrence = wording.occurrences.get()
        translation = Wording.objects.create(
            quote=quote, text="Repararemos los puentes", language="es", norm_hash="0" * 16,
            translation_of=wording, translator="editor",
        )  # fmt: skip
        attributions.link(quote, factories.draft(self.ada, words="Nothing else was said"),
                          "unrelated", by=self.ada)  # fmt: skip
        self.keep(
            quote=quote, wording=wording, translation=translation, occurrence=occurrence,
            segment=occurrence.segments.first(), step=occurrence.chain.get(),
            attribution=quote.attributions.get(), quotetopic=quote.quote_topics.get(),
            quotelink=quote.links.get(), snapshot=occurrence.snapshot,
            article=occurrence.snapshot.article, outlet=occurrence.snapshot.article.outlet,
            sketch=wording.sketch.first(),
            decided=Candidate.objects.get(occurrence=occurrence),
        )  # fmt: skip
        response = Response(quote=quote, speaker_id=self.ids["other_speaker"], kind="clarifies")
        response.save()
        occasion = Occasion(kind="speech", title="The harbour speech")
        occasion.save()
        self.keep(response=response, occasion=occasion)

    def published_quote(self):
        shown = factories.draft(
            self.ada, words="The harbour was never closed", chain=[
                {"kind": "reported_by", "party": "the harbour bulletin"}],
        )  # fmt: skip
        attributions.respond(shown, factories.speaker("Olga Other"), "clarifies", by=self.ada)
        claim = factories.claim(self.ada, text="The harbour was open", quote=shown)
        shown = factories.publish(shown, self.ben)
        factories.assess(claim, self.ada, self.ben, self.ben)
        wording = shown.preferred_wording
        occurrence = wording.occurrences.get()
        more = factories.print_again(shown, self.ada, "The harbour was never shut")
        corrections.publish_changes(shown, by=self.ben)
        self.keep(
            shown=shown, shown_wording=wording, shown_occurrence=occurrence,
            shown_segment=occurrence.segments.get(role="content"),
            shown_step=occurrence.chain.get(),
            shown_attribution=shown.attributions.get(), shown_link=shown.claim_quotes.get(),
            shown_topic=shown.quote_topics.get(), shown_response=shown.responses.get(),
            second_wording=more.wording, claim=claim,
            shown_decided=Candidate.objects.get(occurrence=occurrence),
        )  # fmt: skip
        gone = factories.publish(factories.draft(self.ada, words="It rained for a week"), self.ben)
        self.keep(gone=workflow.withdraw(gone, by=self.ben, reason="error"))

    def claims(self):
        claim = factories.claim(self.ada, text="The quay was rebuilt")
        rating = Rating.objects.get(scale__slug="quotetrack-status", slug="confirmed")
        truth = Rating.objects.get(scale__slug="truth-scale", slug="true")
        first = factories.assess(claim, self.ada, self.ben, self.ben)
        current = factories.assess(claim, self.ada, self.ben, self.ben)
        given = {"by": self.ada, "summary": "It is.", "as_of": date(2026, 3, 11)}
        proof = [{"url": "https://register.example/2", "stance": "supports"}]
        approved = assessments.draft(claim, rating, evidence=proof, **given)
        assessments.submit(approved, by=self.ada)
        approved = assessments.approve(approved, by=self.ben)
        bare = assessments.draft(claim, truth, evidence=proof, **given)
        assessments.submit(bare, by=self.ada)
        submitted = assessments.draft(claim, rating, evidence=proof, **given)
        assessments.submit(submitted, by=self.ada)
        draft = assessments.draft(claim, rating, evidence=proof, **given)
        scale = RatingScale.objects.create(name="Colours", slug="colours")
        unused = Rating.objects.create(
            scale=scale, slug="red", label="Red", definition="Red.", standing="mixed"
        )
        self.keep(
            assessed=claim, first=first, current=current, approved=approved, submitted=submitted,
            assessment=draft, evidence=draft.evidence.get(), shown_evidence=current.evidence.get(),
            bare=bare, scale=scale, rating=unused, used_scale=rating.scale, used_rating=rating,
            open_claim=factories.claim(self.ada, text="The ferry was late"),
        )  # fmt: skip
        given = {"claim": claim, "author": "The Checkers", "reviewed": "It was", "label": "True"}
        review = OutsideReview.objects.create(url="https://checkers.example/1", digest="1", **given)
        shown = OutsideReview.objects.create(url="https://checkers.example/2", digest="2", **given)
        self.keep(review=review, shown_review=outside_reviews.publish(shown, by=self.ben))
        claim.topics.add(self.ids["topic"])
        self.keep(claimtopic=claim.topics.through.objects.get())
        twin = factories.claim(self.ada, text="The quay was rebuilt at last")
        merge = merging_claims.merge_claims(twin, claim, by=self.ben)
        self.keep(twin_claim=twin, claim_merge=merge)
        void = factories.claim(self.ada, text="Nobody came")
        self.keep(void_claim=void)
        self.keep(correction=corrections.correct(claim, by=self.ben, notice=NOTICE))

    def desk(self):
        taken = factories.take_in(self.ada)
        quote = {"quote_id": self.ids["quote"]}
        self.keep(
            candidate=taken.candidates[0],
            report=ReaderReport.objects.create(text="It was Tuesday.", **quote),
            assignment=Assignment.objects.create(to=self.ada, assigned_by=self.ben, **quote),
            comment=Comment.objects.create(author=self.ada, text="Look again.", **quote),
            edit=WaitingEdit.objects.create(
                model="quote", row_id=self.ids["quote"], values={}, kind="typo",
                proposed_by=self.ada, **quote,
            ),
            handover=Handover.objects.create(
                kind="handover", source=1, target=2, moved={}, moved_by=self.ben
            ),
            redirect=p.Redirect.objects.create(
                kind="quote", old="0123456789ab", target="ba9876543210", reason="merged"
            ),
        )  # fmt: skip

    def sources(self):
        article = Article.objects.get(pk=self.ids["article"])
        Outlet.objects.filter(pk=article.outlet_id).update(wikidata_id="Q9")
        self.keep(livecheck=LiveCheck.objects.create(article=article, status="live"))
        self.keep(
            domain=OutletDomain.objects.create(outlet=article.outlet, domain="courier.example"),
            url=ArticleUrl.objects.create(article=article, url="https://courier.example/amp/1"),
        )
        taken = intake.take_in(
            by=self.ada, raw="“We will pay,” Ruth Sample said.".encode(), raw_type="text/plain"
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO sources_erasure (snapshot_id, legal_basis, requested_by_id,"
                " approved_by_id) VALUES (%s, 'Order 7', %s, %s)",
                [taken.snapshot.pk, self.ada.pk, self.ben.pk],
            )
        self.keep(erasurerequest=ErasureRequest.objects.create(
            snapshot=taken.snapshot, legal_basis="Order 9", asked_by=self.ben
        ))  # fmt: skip
        self.keep(kept_bytes=taken.snapshot, erasure=Erasure.objects.get())
        assert Snapshot.objects.get(pk=taken.snapshot.pk).raw

    def public(self):
        """Rows of the published read model."""
        models = {
            "public_link": p.PublishedClaimLink, "public_scale": p.PublishedScale,
            "public_version": p.PublishedVersion, "tombstone": p.Tombstone, "change": p.Change,
            "mention": p.Mention, "public_speaker": p.PublishedSpeaker,
            "public_outlet": p.PublishedOutlet, "public_topic": p.PublishedTopic,
            "public_claim": p.PublishedClaim, "public_correction": p.PublishedCorrection,
        }  # fmt: skip
        self.keep(**{name: model.objects.all()[0] for name, model in models.items()})

    def receivers(self):
        """A webhook with a call, and a site that may show cards."""
        by = person("max", "administrator")
        hook = Webhook(name="Archive", url="https://archive.example/")
        acts.create(hook, by=by)
        site = EmbedSite.objects.create(origin="https://courier.example")
        self.keep(hook=hook, call=acts.test(hook, by=by), site=site)
