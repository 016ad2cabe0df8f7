"""Two speakers or two quotes that turn out to be one: merged with a redirect, and parted again."""

import pytest

from quotes.actions import attributions, merging
from quotes.errors import MoveNotAllowed, NotAllowed, NotReady
from quotes.models import Attribution, Quote, Speaker
from quotes.published.models import (
    Change,
    PublishedQuote,
    PublishedSpeaker,
    Redirect,
    Sketch,
    Tombstone,
)
from tests import factories

pytestmark = pytest.mark.usefixtures("same_for_readers")
OTHER = "Nobody leaves the harbour before the tide has turned"


@pytest.fixture
def namesakes(ada, ben):
    """Two speakers with a published quote each: R. Sample and Ruth Sample."""
    one = factories.publish(factories.draft(ada, OTHER, who="R. Sample"), ben)
    other = factories.publish(factories.draft(ada), ben)
    return one, other


def speaker(name):
    return Speaker.objects.get(name=name)


def test_a_merged_speaker_leads_to_the_other_and_its_quotes_follow(namesakes, ben):
    loser, winner = speaker("R. Sample"), speaker("Ruth Sample")

    merging.merge_speakers(loser, winner, by=ben, reason="The same commissioner.")

    row = PublishedQuote.objects.get(pk=namesakes[0].public_id)
    assert row.speaker == winner.public_id
    assert row.version == 2
    assert PublishedSpeaker.objects.get(pk=winner.public_id).quotes == 2
    assert not PublishedSpeaker.objects.filter(pk=loser.public_id).exists()
    led = Redirect.objects.filter(target=winner.public_id).values_list("old", flat=True)
    assert set(led) == {loser.public_id, loser.slug}
    assert Change.objects.filter(public_id=loser.public_id).last().action == "merged"
    assert winner.names.filter(text="R. Sample", kind="alias").exists()


def test_a_merge_of_speakers_is_undone_to_the_last_row(namesakes, ben):
    loser, winner = speaker("R. Sample"), speaker("Ruth Sample")
    merge = merging.merge_speakers(loser, winner, by=ben)

    merging.undo(merge, by=ben)

    assert PublishedQuote.objects.get(pk=namesakes[0].public_id).speaker == loser.public_id
    assert PublishedSpeaker.objects.get(pk=loser.public_id).quotes == 1
    assert not Redirect.objects.exists()
    assert loser.names.get().kind == "full"
    with pytest.raises(MoveNotAllowed, match="already"):
        merging.undo(merge, by=ben)


def test_two_speakers_of_one_quote_are_not_merged_unseen(published, ada, ben):
    other = factories.speaker("R. Sample")
    Attribution.objects.create(quote=published, speaker=other)

    with pytest.raises(NotReady, match=published.public_id):
        merging.merge_speakers(other, speaker("Ruth Sample"), by=ben)


def test_an_unnamed_source_is_never_merged(published, ben):
    source = factories.speaker("An official", kind="unnamed_source")

    with pytest.raises(NotReady, match="unnamed"):
        merging.merge_speakers(source, speaker("Ruth Sample"), by=ben)


def test_an_editor_does_not_merge_speakers(namesakes, ada):
    with pytest.raises(NotAllowed):
        merging.merge_speakers(speaker("R. Sample"), speaker("Ruth Sample"), by=ada)


def test_merged_quotes_are_one_with_all_places_and_claims(ada, ben):
    kept = factories.publish(factories.draft(ada), ben)
    again = factories.draft(ada, "We will repair both of the bridges before the first frost")
    factories.claim(ada, quote=again)
    again = factories.publish(again, ben)

    merge = merging.merge_quotes(again, kept, by=ben)

    row = PublishedQuote.objects.get(pk=kept.public_id)
    assert (row.reach_articles, kept.wordings.count(), kept.claim_quotes.count()) == (2, 2, 1)
    assert not PublishedQuote.objects.filter(pk=again.public_id).exists()
    assert Tombstone.objects.get(public_id=again.public_id).reason == "duplicate"
    assert Redirect.objects.get(old=again.public_id).target == kept.public_id
    assert Sketch.objects.filter(quote=kept.public_id).exists()

    merging.undo(merge, by=ben)

    assert PublishedQuote.objects.get(pk=again.public_id).reach_articles == 1
    assert PublishedQuote.objects.get(pk=kept.public_id).reach_articles == 1
    assert not Redirect.objects.exists()


def test_the_same_wording_is_not_kept_twice(ada, ben):
    kept = factories.publish(factories.draft(ada), ben)
    again = factories.publish(factories.draft(ada), ben)

    merge = merging.merge_quotes(again, kept, by=ben)

    assert kept.wordings.count() == 1
    assert kept.wordings.get().occurrences.count() == 2
    merging.undo(merge, by=ben)
    assert again.wordings.get().occurrences.count() == 1


def test_a_draft_merged_into_a_published_quote_waits_to_be_published(published, ada, ben):
    draft = factories.draft(ada, "We will repair both of the bridges before the first frost")

    merging.merge_quotes(draft, published, by=ada)

    assert PublishedQuote.objects.get(pk=published.public_id).reach_articles == 1
    assert Quote.objects.with_changes_waiting().get() == published


def test_a_published_quote_is_not_merged_into_a_draft(published, ada, ben):
    with pytest.raises(NotReady, match="other way round"):
        merging.merge_quotes(published, factories.draft(ada, OTHER), by=ben)


def test_published_replies_go_along_and_come_back(ada, ben):
    kept = factories.publish(factories.draft(ada), ben)
    again = factories.draft(ada, "We will repair both of the bridges before the first frost")
    attributions.respond(again, factories.speaker("Tom Reed"), "clarifies", by=ada)
    again = factories.publish(again, ben)

    merge = merging.merge_quotes(again, kept, by=ben)
    assert kept.responses.count() == 1
    merging.undo(merge, by=ben)
    assert (kept.responses.count(), again.responses.count()) == (0, 1)


def test_a_speakers_published_replies_go_along_and_come_back(namesakes, ada, ben):
    loser, winner = speaker("R. Sample"), speaker("Ruth Sample")
    quote = factories.draft(ada, "Nobody closes my harbour this year", who="Tom Reed")
    attributions.respond(quote, loser, "clarifies", by=ada)
    factories.publish(quote, ben)

    merge = merging.merge_speakers(loser, winner, by=ben)
    assert winner.responses.count() == 1
    merging.undo(merge, by=ben)
    assert loser.responses.count() == 1
