"""Drafts do not exist for readers, withdrawn words are gone everywhere, versions stay on record."""

import orjson
import pytest
from django.core.management import call_command

from quotes import workflow
from quotes.actions import assessments, attributions
from quotes.models import Claim
from quotes.published.models import (
    Change,
    Kind,
    Mention,
    PublishedClaim,
    PublishedQuote,
    PublishedSpeaker,
    PublishedVersion,
    Sketch,
    Tombstone,
)
from quotes.publishing import checks
from tests import factories
from tests.quotes.publishing.acts import ACTS, draft_more
from tests.quotes.publishing.dump import dump, tables_with

CANARY = "Zanzibarquux"


def test_what_is_not_published_leaves_every_published_table_as_it_was(stage):
    before = dump()

    draft_more(stage)
    call_command("rebuild_published", verbosity=0)

    assert dump() == before


def test_the_comparison_of_dumps_can_fail(stage):
    before = dump()

    stage.publish("One more sentence about the bridge")

    assert dump() != before


def test_words_that_wait_are_in_no_published_table(stage):
    factories.draft(stage.ada, words=f"The {CANARY} is a draft")
    stage.print_again(words=f"Both bridges and the {CANARY} will be repaired")
    attributions.tag(stage.first, [factories.topic(CANARY)], by=stage.ada)
    stage.respond(text=f"She never said {CANARY}.")
    factories.claim(stage.ada, text=f"The {CANARY} exists", quote=stage.second)

    assert tables_with(CANARY) == []

    stage.add()

    assert "published_publishedquote" in tables_with(CANARY)


@pytest.mark.parametrize("reason", ["error", "legal", "privacy"])
def test_withdrawn_words_are_in_no_published_table(stage, reason):
    quote = stage.publish(f"The {CANARY} was sold", who=f"{CANARY} Smith", topics=[CANARY])
    stage.print_again(quote, words=f"The old {CANARY} was sold")
    stage.add(quote)
    assert len(tables_with(CANARY)) == 5

    stage.withdraw(quote, reason=reason)

    # the slug keeps an address from being given away; it is no word of the quote
    assert set(tables_with(CANARY)) <= {"published_tombstone"}
    assert Sketch.objects.filter(quote=quote.public_id).exists() == (reason != "legal")
    assert checks.differences() == []


def test_a_withdrawal_takes_the_quote_off_its_claim_and_the_verdict_stands(stage):
    before = PublishedClaim.objects.get(pk=stage.claim.public_id)

    stage.withdraw()

    after = PublishedClaim.objects.get(pk=stage.claim.public_id)
    assert (before.quotes, after.quotes) == (2, 1)
    assert (after.standing, after.status, after.version) == ("true", "assessed", before.version)


def test_a_speaker_whom_nothing_names_any_more_is_gone_with_a_tombstone(stage):
    stage.withdraw(stage.second, reason="privacy")

    assert not PublishedSpeaker.objects.filter(pk=stage.olga.public_id).exists()
    stone = Tombstone.objects.get(kind=Kind.SPEAKER, public_id=stage.olga.public_id)
    assert stone.slug == "olga-other"
    assert not Mention.objects.filter(target=stage.olga.public_id).exists()


def test_a_restored_quote_goes_on_counting_its_versions(stage):
    quote = factories.publish(stage.draft, stage.ben)
    stage.withdraw(quote)
    stage.restore(quote)

    row = PublishedQuote.objects.get(pk=quote.public_id)
    versions = PublishedVersion.objects.of("quote", quote.public_id)
    assert row.version == 2
    assert [(one.number, one.change, bool(one.detail_json)) for one in versions] == [
        (1, "first", False), (2, "restored", True),
    ]  # fmt: skip
    assert row.published_at == versions[0].at
    assert not Tombstone.objects.filter(public_id=quote.public_id).exists()


def test_each_version_says_what_kind_of_change_it_was(stage):
    ACTS["add an occurrence"](stage)
    correction = stage.change(said="2026-02")

    versions = list(PublishedVersion.objects.of("quote", stage.first.public_id))
    assert [(one.change, one.correction) for one in versions] == [
        ("first", None), ("additive", None), ("additive", None),
        ("substantive", correction.number),
    ]  # fmt: skip
    assert (correction.before_version, correction.after_version) == (3, 4)
    assert [one.until for one in versions] == [*(one.at for one in versions[1:]), None]
    said = [orjson.loads(one.detail_json)["said"] for one in versions]
    assert said == ["2026-03-02", "2026-03-02", "2026-03-02", "2026-02"]


def test_the_count_of_a_speakers_quotes_moves_without_a_new_version(stage):
    before = PublishedSpeaker.objects.get(pk=stage.ruth.public_id)

    stage.publish("The ferry will be free of charge")

    after = PublishedSpeaker.objects.get(pk=stage.ruth.public_id)
    assert (after.quotes, after.version) == (before.quotes + 1, before.version)
    assert orjson.loads(after.list_json)["quotes"] == after.quotes


def test_an_act_that_changes_nothing_for_readers_makes_no_version(stage):
    before = dump()

    stage.edit(stage.ruth, description=stage.ruth.description)

    assert dump() == before


def test_the_change_feed_tells_each_act_once(stage):
    last = Change.objects.latest("pk").pk

    factories.publish(stage.draft, stage.ben)
    stage.change(said="2026-02")
    stage.withdraw()

    fresh = Change.objects.filter(pk__gt=last, kind="quote").order_by("pk")
    assert [(one.public_id, one.action, one.version) for one in fresh] == [
        (stage.draft.public_id, "created", 1),
        (stage.first.public_id, "updated", 3),
        (stage.first.public_id, "withdrawn", 3),
    ]


def test_a_claim_that_is_only_linked_is_not_public(stage):
    claim = factories.claim(stage.ada, text="The roof leaks", quote=stage.draft)

    factories.publish(stage.draft, stage.ben)

    assert not PublishedClaim.objects.filter(pk=claim.public_id).exists()
    assert orjson.loads(
        PublishedQuote.objects.get(pk=stage.draft.public_id).detail_json
    )["claims"] == []  # fmt: skip


def test_a_published_confirmation_calls_for_a_new_assessment(stage):
    ACTS["publish what confirms a claim"](stage)

    assert Claim.objects.get(pk=stage.claim.pk).status == "needs_reassessment"
    assert PublishedClaim.objects.get(pk=stage.claim.public_id).status == "needs_reassessment"
    stage.verdict("confirmed")
    assert Claim.objects.get(pk=stage.claim.pk).status == "assessed"


def test_a_withdrawn_confirmation_published_again_does_not_reopen(stage):
    assessments.link(stage.claim, stage.draft, "confirms", by=stage.ada)
    quote = factories.publish(stage.draft, stage.ben)
    stage.verdict("confirmed")
    stage.withdraw(quote)

    workflow.restore(quote, by=stage.eva)

    assert Claim.objects.get(pk=stage.claim.pk).status == "assessed"
