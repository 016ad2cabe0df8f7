"""The rules that the database holds, one line each: SQL that it must refuse."""

from quotes import models as m
from quotes.published import models as p
from quotetrack.embeds.models import EmbedSite
from quotetrack.webhooks.models import Delivery, Webhook
from sources import models as s
from tests.quotes.database.refusals import NOW, Key, Refusal, copy, repeated, update

# Which row of the world is copied, by model.
ROWS = {
    "Outlet": "outlet", "OutletDomain": "domain", "Article": "article", "ArticleUrl": "url",
    "Snapshot": "snapshot", "Erasure": "erasure", "LiveCheck": "livecheck",
    "Topic": "topic", "Occasion": "occasion",
    "Quote": "quote", "QuoteTopic": "quotetopic", "QuoteLink": "quotelink", "Wording": "wording",
    "Claim": "open_claim", "ClaimQuote": "shown_link", "RatingScale": "scale", "Rating": "rating",
    "Assessment": "assessment", "Evidence": "evidence", "Speaker": "other_speaker",
    "SpeakerName": "speakername", "Position": "position", "Role": "role",
    "Attribution": "attribution", "Response": "response", "Correction": "correction",
    "ReaderReport": "report", "Occurrence": "occurrence", "Segment": "segment",
    "ChainStep": "step", "Candidate": "candidate", "WaitingEdit": "edit",
    "Merge": "merge", "Handover": "handover", "ClaimTopic": "claimtopic",
    "Assignment": "assignment", "Comment": "comment", "OutsideReview": "review",
    "ErasureRequest": "erasurerequest",
    "Webhook": "hook", "Progress": "hook", "Delivery": "call", "EmbedSite": "site",
    "PublishedClaimLink": "public_link",
    "PublishedScale": "public_scale", "PublishedVersion": "public_version",
    "Tombstone": "tombstone", "Redirect": "redirect", "Change": "change", "Mention": "mention",
    "PublishedSpeaker": "public_speaker", "PublishedOutlet": "public_outlet",
    "PublishedTopic": "public_topic", "PublishedClaim": "public_claim",
    "PublishedCorrection": "public_correction",
}  # fmt: skip


def no(model, rule, sql, **more):
    """A refusal of one of our models."""
    return Refusal(model._meta.label, rule, sql, **more)


# Rules that stand behind a trigger, which would refuse first.
BEHIND_A_TRIGGER = {"claim_status_is_known", "wording_translation_of_not_itself"}


def unknown_state(model, rule, row, column, other):
    """A state that does not exist; the trigger and another rule, which say the same, are off."""
    table = model._meta.db_table
    sql = f"ALTER TABLE {table} DROP CONSTRAINT {other}; " + update(model, row, **{column: "x?"})
    return no(model, rule, sql, without_triggers=True)


SOURCES = [
    no(s.Article, "article_url_is_http", copy(s.Article, "article", url="ftp://courier.example/")),
    no(s.Snapshot, "snapshot_raw_and_its_hash", copy(s.Snapshot, "snapshot", raw="x", sha256="0"),
       without_triggers=True),
    no(s.Snapshot, "snapshot_text_is_nfc", copy(s.Snapshot, "snapshot", text="e\u0301", sha256="0"),
       without_triggers=True),
    no(s.Snapshot, "snapshot_hash", copy(s.Snapshot, "snapshot", text="Other words")),
    no(s.Snapshot, "snapshot_hash", copy(s.Snapshot, "kept_bytes", raw="other")),
    no(s.Snapshot, "never_changed", update(s.Snapshot, "snapshot", text="Other words")),
    no(s.Snapshot, "never_changed", update(s.Snapshot, "snapshot", taken_at=NOW)),
    no(s.Snapshot, "never_changed", "DELETE FROM sources_snapshot WHERE id = {kept_bytes}"),
    no(s.Snapshot, "never_changed",  # an erasure that is not on record
       update(s.Snapshot, "snapshot", text="", raw=None, erased_at=NOW)),
    no(s.Snapshot, "never_changed",  # an erasure that touches more than the words
       update(s.Snapshot, "kept_bytes", text="", raw=None, erased_at=NOW, taken_at=NOW)),
    no(s.Erasure, "erasure_needs_two_people",
       "INSERT INTO sources_erasure (snapshot_id, legal_basis, requested_by_id, approved_by_id)"
       " VALUES ({snapshot}, 'Order 8', {ada}, {ada})"),
    no(m.ErasureRequest, "erasurerequest_needs_two_people",
       update(m.ErasureRequest, "erasurerequest", agreed=True)),
    no(m.ErasureRequest, "erasurerequest_one_at_a_time",
       copy(m.ErasureRequest, "erasurerequest", public_id="e" * 12)),
    no(s.LiveCheck, "append_only", update(s.LiveCheck, "livecheck", note="Another")),
    no(s.LiveCheck, "append_only", "DELETE FROM sources_livecheck WHERE id = {livecheck}"),
    no(s.Erasure, "append_only", update(s.Erasure, "erasure", legal_basis="Another")),
    no(s.Erasure, "append_only", "DELETE FROM sources_erasure WHERE id = {erasure}"),
]  # fmt: skip

PEOPLE = [
    no(m.Speaker, "speaker_only_in_is_of_unnamed_sources",
       "UPDATE quotes_speaker SET only_in_id = {article} WHERE id = {speaker}"),
    no(m.Speaker, "no_merge_chains",
       "UPDATE quotes_speaker SET merged_into_id = {merged} WHERE id = {other_speaker}"),
    no(m.Speaker, "no_merge_chains",
       "UPDATE quotes_speaker SET merged_into_id = {other_speaker} WHERE id = {speaker}"),
    no(m.SpeakerName, "speakername_dates_in_order",
       update(m.SpeakerName, "speakername", valid_from="2026-01-02", valid_until="2026-01-01")),
]  # fmt: skip

MERGES = [
    no(m.Merge, "merge_of_two_rows", copy(m.Merge, "merge", winner=1, loser=1, undone_at=NOW,
       undone_by_id=Key("ada"))),
    no(m.Merge, "merge_once_in_force", copy(m.Merge, "merge")),
    no(m.Merge, "merge_needs_redirect", copy(m.Merge, "merge", loser=999,
       loser_id_public="zzzzzzzzzzzz")),
    no(m.Merge, "append_only", update(m.Merge, "merge", reason="Another")),
    no(m.Merge, "append_only", "DELETE FROM quotes_merge WHERE id = {merge}"),
    no(m.Handover, "handover_between_two_quotes", copy(m.Handover, "handover", source=1, target=1)),
    no(m.Handover, "append_only", update(m.Handover, "handover", reason="Another")),
    no(m.Handover, "append_only", "DELETE FROM quotes_handover WHERE id = {handover}"),
]  # fmt: skip

WORDS = [
    no(m.Quote, "quote_published_rows_have_a_date",
       "UPDATE quotes_quote SET status = 'in_review' WHERE id = {quote};"
       " UPDATE quotes_quote SET status = 'published' WHERE id = {quote}"),
    no(m.Quote, "quote_withdrawn_rows_have_a_reason",
       update(m.Quote, "shown", status="withdrawn")),
    no(m.Quote, "quote_publish_at_and_publish_by",
       "UPDATE quotes_quote SET status = 'in_review', publish_at = now() WHERE id = {quote}"),
    no(m.Quote, "quote_planned_while_in_review",
       "UPDATE quotes_quote SET publish_at = now(), publish_by_id = published_by_id"
       " WHERE id = {shown}"),
    no(m.Quote, "status_moves", update(m.Quote, "quote", status="published")),
    no(m.Quote, "status_moves", update(m.Quote, "quote", status="withdrawn")),
    no(m.Quote, "status_moves", update(m.Quote, "shown", status="draft")),
    no(m.Quote, "status_moves", copy(m.Quote, "quote", status="published"),
       reported="status_starts"),
    no(m.Quote, "no_merge_chains",
       "UPDATE quotes_quote SET merged_into_id = {quote} WHERE id = {gone};"
       " UPDATE quotes_quote SET merged_into_id = {shown} WHERE id = {quote}"),
    no(m.Quote, "published_rows_stay", "DELETE FROM quotes_quote WHERE id = {shown}"),
    no(m.Quote, "published_rows_stay", "DELETE FROM quotes_quote WHERE id = {gone}"),
    no(m.Quote, "published_rows_stay", update(m.Quote, "shown", published_at=NOW)),
    no(m.Quote, "preferred_wording_is_its_own",
       "UPDATE quotes_quote SET preferred_wording_id = {shown_wording} WHERE id = {quote}"),
    no(m.QuoteTopic, "published_rows_stay",
       "DELETE FROM quotes_quotetopic WHERE id = {shown_topic}"),
    no(m.QuoteTopic, "published_rows_stay",
       update(m.QuoteTopic, "shown_topic", published_at=None, published_by_id=None)),
    no(m.QuoteLink, "quotelink_of_two_quotes",
       "UPDATE quotes_quotelink SET other_id = quote_id WHERE id = {quotelink}"),
    no(m.Wording, "published_rows_stay", update(m.Wording, "shown_wording", published_at=NOW)),
    no(m.Wording, "published_rows_stay", "DELETE FROM quotes_wording WHERE id = {shown_wording}"),
    no(m.Wording, "preferred_wording_is_its_own",
       "DELETE FROM quotes_wording WHERE id = {translation};"
       " UPDATE quotes_wording SET quote_id = {gone} WHERE id = {wording}"),
    no(m.Wording, "translation_in_another_language",
       update(m.Wording, "translation", language="en")),
    no(m.Wording, "translation_in_another_language",
       "UPDATE quotes_wording SET translation_of_id = {shown_wording} WHERE id = {translation}"),
    no(m.Occurrence, "published_rows_stay",
       "DELETE FROM quotes_occurrence WHERE id = {shown_occurrence}"),
    no(m.Segment, "segment_is_not_empty", update(m.Segment, "segment", start=5, end=5, exact="",
       prefix="", suffix="")),
    no(m.Segment, "segment_no_overlap", copy(m.Segment, "segment")),
    no(m.Segment, "exact_is_the_text", update(m.Segment, "segment", exact="Words never printed")),
    no(m.Segment, "exact_is_the_text",
       'UPDATE quotes_segment SET start = start + 1, "end" = "end" + 1 WHERE id = {segment}'),
    no(m.Segment, "exact_is_the_text", update(m.Segment, "segment", prefix="another prefix")),
    no(m.Segment, "exact_is_the_text", update(m.Segment, "segment", suffix="another suffix")),
    no(m.Segment, "exact_is_the_text", update(m.Segment, "segment", end=100000)),
    no(m.ChainStep, "chainstep_names_somebody", update(m.ChainStep, "step", party="")),
    no(m.Attribution, "attribution_once", copy(m.Attribution, "attribution", rank="normal")),
    no(m.Attribution, "attribution_one_preferred",
       "INSERT INTO quotes_attribution (public_id, quote_id, speaker_id, rank, reason, note)"
       " VALUES ('0123456789xy', {quote}, {other_speaker}, 'preferred', 'supported', '')"),
    no(m.Attribution, "published_rows_stay",
       "DELETE FROM quotes_attribution WHERE id = {shown_attribution}"),
    no(m.Response, "response_answers_one_thing",
       "UPDATE quotes_response SET assessment_id = {assessment} WHERE id = {response}"),
    no(m.Response, "response_answers_one_thing", update(m.Response, "response", quote_id=None)),
    no(m.Response, "append_only", update(m.Response, "shown_response", text="Something else")),
    no(m.Response, "append_only", "DELETE FROM quotes_response WHERE id = {shown_response}"),
]  # fmt: skip

# Inside the undoing of a merge: what it allows, it allows the two claims that it is about.
PARTED = "UPDATE quotes_merge SET undone_at = now(), undone_by_id = {ben} WHERE id = {claim_merge}"

CLAIMS = [
    no(m.Claim, "status_moves", update(m.Claim, "open_claim", status="assessed")),
    no(m.Claim, "status_moves", update(m.Claim, "assessed", status="under_assessment")),
    no(m.Claim, "status_moves",
       "UPDATE quotes_claim SET status = 'void' WHERE id = {void_claim};"
       " UPDATE quotes_claim SET status = 'open' WHERE id = {void_claim}"),
    no(m.Claim, "status_moves", copy(m.Claim, "open_claim", status="assessed"),
       reported="status_starts"),
    no(m.Claim, "no_merge_chains",
       "UPDATE quotes_claim SET merged_into_id = {claim} WHERE id = {open_claim};"
       " UPDATE quotes_claim SET merged_into_id = {void_claim} WHERE id = {claim}"),
    no(m.Claim, "status_moves",  # the merge of other claims is none of its own
       f"{PARTED}; UPDATE quotes_claim SET status = 'assessed' WHERE id = {{open_claim}}"),
    no(m.ClaimQuote, "published_rows_stay",
       "DELETE FROM quotes_claimquote WHERE id = {shown_link}"),
    no(m.ClaimQuote, "claim_stands",
       copy(m.ClaimQuote, "shown_link", claim_id=Key("twin_claim"))),
    no(m.Assessment, "claim_stands", copy(m.Assessment, "assessment", claim_id=Key("twin_claim"))),
    no(m.Assessment, "append_only",
       update(m.Assessment, "current", claim_id=Key("open_claim"))),
    no(m.Assessment, "append_only",
       f"{PARTED}; " + update(m.Assessment, "current", claim_id=Key("open_claim"))),
    no(m.Assessment, "state_moves", update(m.Assessment, "first", state="published")),
    no(m.Assessment, "state_moves",  # that merge took nothing out of force
       f"{PARTED}; " + update(m.Assessment, "first", state="published")),
    no(m.RatingScale, "ratingscale_house_is_agreed",
       update(m.RatingScale, "scale", is_house=True, is_proposed=True)),
    no(m.RatingScale, "ratingscale_one_house", update(m.RatingScale, "scale", is_house=True)),
    no(m.RatingScale, "frozen_once_used", update(m.RatingScale, "used_scale", name="Another")),
    no(m.RatingScale, "frozen_once_used",
       "DELETE FROM quotes_ratingscale WHERE id = {used_scale}"),
    no(m.Rating, "frozen_once_used", update(m.Rating, "used_rating", definition="Another")),
    no(m.Rating, "frozen_once_used", copy(m.Rating, "used_rating", slug="brandnew")),
    no(m.Rating, "frozen_once_used", "DELETE FROM quotes_rating WHERE id = {used_rating}"),
    no(m.Rating, "frozen_once_used",
       "UPDATE quotes_rating SET scale_id = {used_scale} WHERE id = {rating}"),
    no(m.Assessment, "state_moves", update(m.Assessment, "assessment", state="published")),
    no(m.Assessment, "state_moves", update(m.Assessment, "current", state="draft")),
    no(m.Assessment, "state_moves", copy(m.Assessment, "assessment", state="submitted"),
       reported="state_starts"),
    no(m.Assessment, "assessment_approver_is_not_author",
       "UPDATE quotes_assessment SET state = 'approved', approved_at = now(),"
       " approved_by_id = author_id WHERE id = {submitted}"),
    no(m.Assessment, "assessment_publish_at_and_publish_by",
       update(m.Assessment, "approved", publish_at=NOW)),
    no(m.Assessment, "assessment_planned_while_approved",
       "UPDATE quotes_assessment SET publish_at = now(), publish_by_id = author_id"
       " WHERE id = {submitted}"),
    no(m.Assessment, "assessment_is_approved", update(m.Assessment, "submitted", state="approved")),
    no(m.Assessment, "assessment_published_rows_have_a_date",
       update(m.Assessment, "approved", state="published")),
    no(m.Assessment, "assessment_one_current_per_scale",
       "UPDATE quotes_assessment SET state = 'published', published_at = now(),"
       " published_by_id = {ben} WHERE id = {approved}"),
    no(m.Assessment, "scale_is_the_ratings",
       "UPDATE quotes_assessment SET rating_id = {rating} WHERE id = {assessment}"),
    no(m.Assessment, "append_only", update(m.Assessment, "current", summary="It is not.")),
    no(m.Assessment, "append_only", update(m.Assessment, "current", as_of="2020-01-01")),
    no(m.Assessment, "append_only", update(m.Assessment, "current", published_at=NOW)),
    no(m.Assessment, "append_only", update(m.Assessment, "approved", reasoning="Another")),
    no(m.Assessment, "append_only",
       update(m.Assessment, "current", author_id=Key("ben"), approved_by_id=Key("ada"))),
    no(m.Assessment, "append_only", "DELETE FROM quotes_assessment WHERE id = {current}"),
    no(m.Assessment, "published_needs_evidence",
       "DELETE FROM quotes_evidence WHERE assessment_id = {bare};"
       " UPDATE quotes_assessment SET state = 'approved', approved_at = now(),"
       " approved_by_id = {ben} WHERE id = {bare};"
       " UPDATE quotes_assessment SET state = 'published', published_at = now(),"
       " published_by_id = {ben} WHERE id = {bare}"),
    no(m.Evidence, "evidence_names_a_source", update(m.Evidence, "evidence", url="")),
    no(m.Evidence, "kept_with_its_assessment",
       update(m.Evidence, "shown_evidence", quoted_text="Other words")),
    no(m.Evidence, "kept_with_its_assessment",
       "DELETE FROM quotes_evidence WHERE id = {shown_evidence}"),
    no(m.Evidence, "kept_with_its_assessment", copy(m.Evidence, "shown_evidence")),
    no(m.Evidence, "kept_with_its_assessment",
       "UPDATE quotes_evidence SET assessment_id = {current} WHERE id = {evidence}"),
]  # fmt: skip

REVIEWS = [
    no(m.OutsideReview, "append_only", update(m.OutsideReview, "review", label="False")),
    no(m.OutsideReview, "append_only",
       update(m.OutsideReview, "shown_review", claim_id=Key("open_claim"))),
    no(m.OutsideReview, "append_only",
       update(m.OutsideReview, "shown_review", published_at=NOW)),
    no(m.OutsideReview, "append_only",
       "DELETE FROM quotes_outsidereview WHERE id = {shown_review}"),
    no(m.OutsideReview, "outsidereview_withdrawn_was_published",
       update(m.OutsideReview, "review", withdrawn_at=NOW, withdrawn_by_id=Key("ben"))),
]  # fmt: skip

RECORD = [
    no(m.CorrectionHead, "correctionhead_is_one_row",
       "INSERT INTO quotes_correctionhead (id, number) VALUES (2, 0)"),
    no(m.Correction, "correction_has_one_target", copy(m.Correction, "correction", claim_id=None)),
    no(m.Correction, "correction_has_one_target",
       copy(m.Correction, "correction", quote_id=Key("quote"))),
    no(m.Correction, "append_only", update(m.Correction, "correction", what_changed="Nothing")),
    no(m.Correction, "append_only", "DELETE FROM quotes_correction WHERE id = {correction}"),
    no(m.ReaderReport, "readerreport_has_one_target",
       "UPDATE quotes_readerreport SET claim_id = {claim} WHERE id = {report}"),
    no(p.PublishedVersion, "append_only",
       update(p.PublishedVersion, "public_version", detail_json="{}")),
    no(p.PublishedVersion, "append_only", update(p.PublishedVersion, "public_version", number=9)),
    no(p.PublishedVersion, "append_only",
       "DELETE FROM published_publishedversion WHERE id = {public_version}"),
    no(p.Change, "append_only", update(p.Change, "change", action="merged")),
    no(p.Change, "append_only", "DELETE FROM published_change WHERE id = {change}"),
    no(p.Redirect, "redirect_not_to_itself",
       "UPDATE published_redirect SET target = old WHERE id = {redirect}"),
]  # fmt: skip

DESK = [
    no(m.Candidate, "decision_moves",
       "UPDATE quotes_candidate SET decision = 'merged' WHERE id = {decided}"),
    no(m.Candidate, "decision_moves", copy(m.Candidate, "candidate", decision="accepted"),
       reported="decision_starts"),
    no(m.Candidate, "candidate_is_not_empty", copy(m.Candidate, "candidate", start=9, end=9)),
    no(m.Candidate, "candidate_score_is_a_share", copy(m.Candidate, "candidate", score=2)),
    no(m.Candidate, "candidate_decided_rows_say_by_whom",
       update(m.Candidate, "candidate", decision="rejected")),
    no(m.Candidate, "candidate_decided_rows_say_by_whom",
       "UPDATE quotes_candidate SET decision = 'accepted', decided_at = now(),"
       " decided_by_id = {ada} WHERE id = {candidate}"),
    no(m.Candidate, "published_decisions_stay",
       update(m.Candidate, "shown_decided", decision="new", decided_at=None, decided_by_id=None,
              occurrence_id=None)),
]  # fmt: skip

RECEIVERS = [
    no(Webhook, "webhook_url_is_http", update(Webhook, "hook", url="ftp://archive.example/")),
    no(Webhook, "webhook_kinds_are_known", update(Webhook, "hook", kinds="{quote,draft}")),
    no(Webhook, "webhook_former_secret_ends", update(Webhook, "hook", former_seed="1")),
    no(Webhook, "webhook_former_secret_ends", update(Webhook, "hook", former_until=NOW)),
    no(Webhook, "webhook_disabled_by_and_at",
       "UPDATE webhooks_webhook SET disabled_by_id = {ada} WHERE id = {hook}"),
    no(Delivery, "delivery_once", copy(Delivery, "call")),
    no(EmbedSite, "embedsite_origin_is_one", update(EmbedSite, "site", origin="https://a.b; x")),
    no(EmbedSite, "embedsite_origin_is_one", update(EmbedSite, "site", origin="*")),
]  # fmt: skip

VERSIONED = [
    no(model, "edit_version", update(model, ROWS[model.__name__], edit_version=7))
    for model in (
        s.Outlet, s.Article, m.Topic, m.Occasion, m.Quote, m.Claim, m.RatingScale, m.Assessment,
        m.Speaker, m.Position, m.Role, m.ReaderReport, m.Candidate, m.WaitingEdit,
        m.OutsideReview, m.ErasureRequest, Webhook, EmbedSite,
    )
] + [no(m.Topic, "edit_version", copy(m.Topic, "topic", edit_version=2))]  # fmt: skip

STATES = [
    unknown_state(m.Quote, "quote_status_is_known", "quote", "status",
                  "quote_published_rows_have_a_date"),
    unknown_state(m.Candidate, "candidate_decision_is_known", "candidate", "decision",
                  "candidate_decided_rows_say_by_whom"),
    unknown_state(m.Assessment, "assessment_state_is_known", "approved", "state",
                  "assessment_published_rows_have_a_date"),
]  # fmt: skip

BY_HAND = [
    *STATES,
    *SOURCES,
    *PEOPLE,
    *MERGES,
    *WORDS,
    *CLAIMS,
    *REVIEWS,
    *RECORD,
    *DESK,
    *RECEIVERS,
    *VERSIONED,
]
REFUSALS = BY_HAND + repeated(ROWS, {(one.model, one.rule) for one in BY_HAND}, BEHIND_A_TRIGGER)
