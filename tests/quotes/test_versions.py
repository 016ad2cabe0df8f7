"""Any version of a quote or a claim is put back as a new one; what readers see with a notice."""

import pytest
from django.db import connection
from django.utils import timezone

from quotes.actions import assessments, corrections, versions, waiting
from quotes.actions.corrections import Notice
from quotes.errors import NotAllowed, NothingToDo, NotReady
from quotes.models import Claim, Quote, WaitingEdit
from quotes.published.models import PublishedClaim, PublishedQuote, PublishedVersion
from quotes.publishing import checks
from quotes.publishing.store import parsed
from tests import factories
from tests.conftest import person

MORE = "We will repair both old bridges before the first frost"
NOTICE = Notice("correction", "We had changed it wrongly.", "It is as it was.")
pytestmark = pytest.mark.usefixtures("committed")


class Cast:
    """Who acts. Rows are really committed: the history tells transactions apart by their time."""

    def __init__(self):
        number = Quote.objects.count() + Claim.objects.count()
        self.ada = person(f"ada{number}", "editor")
        self.ben = person(f"ben{number}", "publisher")
        self.eva = person(f"eva{number}", "publisher")
        self.carla = person(f"carla{number}", "contributor")


@pytest.fixture
def cast(committed, django_db_blocker):
    with django_db_blocker.unblock():
        yield Cast()
        connection.check_constraints()
        assert checks.differences() == []


def test_a_drafts_words_and_chain_go_back(cast):
    quote = factories.draft(cast.ada, words="The quay was rebuilt before the first frost")
    place = quote.preferred_wording.occurrences.get()
    before = timezone.now()
    waiting.change("wording", quote.preferred_wording, {"text": MORE}, by=cast.ada)
    steps = [{"kind": "told_to", "party": "reporters"}]
    waiting.change("chain", place, {"steps": steps}, by=cast.ada)
    changed = timezone.now()

    versions.restore(quote, before, by=cast.carla)
    assert quote.wordings.get().text == "The quay was rebuilt before the first frost"
    assert not place.chain.exists()

    versions.restore(quote, changed, by=cast.carla)  # and the undo of that
    assert (quote.wordings.get().text, place.chain.get().party) == (MORE, "reporters")
    with pytest.raises(NothingToDo):
        versions.restore(quote, changed, by=cast.carla)


def test_a_corrected_speaker_goes_back_with_a_notice(cast):
    quote = factories.publish(factories.draft(cast.ada), cast.ben)
    before = timezone.now()
    tom = factories.speaker("Tom Reed")
    corrections.correct_speaker(quote, tom, by=cast.ben, notice=NOTICE)
    quote.refresh_from_db()

    with pytest.raises(NotReady, match="Write the notice"):
        versions.restore(quote, before, by=cast.ben)
    versions.restore(quote, before, by=cast.ben, notice=NOTICE)

    told = parsed(PublishedQuote.objects.get(pk=quote.public_id).detail_json)
    assert told["speaker"]["name"] == factories.SPEAKER
    ranks = {row["speaker"]["name"]: row["rank"] for row in told["attributions"]}
    assert ranks == {factories.SPEAKER: "preferred", "Tom Reed": "deprecated"}
    last = PublishedVersion.objects.of("quote", quote.public_id).last()
    assert (last.number, last.change) == (3, "substantive")


def test_an_editors_restoring_of_what_readers_see_waits(cast):
    quote = factories.publish(factories.draft(cast.ada, words="The ferry ran all night"), cast.ben)
    before = timezone.now()
    edit = waiting.change("wording", quote.preferred_wording, {"text": MORE}, by=cast.ada)
    waiting.publish([edit], by=cast.ben, notice=NOTICE)

    versions.restore(Quote.objects.get(pk=quote.pk), before, by=cast.ada)

    waits = WaitingEdit.objects.get(quote=quote, decided_at=None)
    assert waits.values == {"text": "The ferry ran all night"}
    assert quote.wordings.get().text == MORE
    with pytest.raises(NotAllowed):
        versions.restore(Quote.objects.get(pk=quote.pk), before, by=cast.carla)


def test_a_claims_text_and_topics_go_back(cast):
    claim = factories.claim(cast.ada, text="The lock gates were new")
    claim.topics.add(factories.topic("Locks"))
    factories.assess(claim, cast.ada, cast.ben, cast.ben)
    before = timezone.now()
    corrections.correct_claim(claim, by=cast.ben, notice=NOTICE, text="The lock gates were old")
    claim.topics.set([factories.topic("Ferries")])

    with pytest.raises(NotReady, match="notice"):
        versions.restore_claim(claim, before, by=cast.ben)
    versions.restore_claim(claim, before, by=cast.ben, notice=NOTICE)

    told = parsed(PublishedClaim.objects.get(pk=claim.public_id).detail_json)
    assert told["text"] == "The lock gates were new"
    assert [topic["name"] for topic in told["topics"]] == ["Locks"]


def test_a_version_of_a_claim_that_is_there_already_is_no_change(cast):
    claim = assessments.new_claim("The pier is long.", by=cast.ada)

    with pytest.raises(NothingToDo):
        versions.restore_claim(claim, timezone.now(), by=cast.ada)
