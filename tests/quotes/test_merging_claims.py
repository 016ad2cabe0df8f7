"""Two claims that turn out to be one: merged, told to readers, and parted again to the last row."""

import copy

import pytest
from django.db import connection
from django.utils import timezone

from quotes import talk
from quotes.actions import assessments, corrections, merging, merging_claims
from quotes.actions.corrections import Notice
from quotes.actions.merging_preview import preview_claims
from quotes.errors import EditConflict, MoveNotAllowed, NotAllowed, NotReady
from quotes.models import Assessment, Claim, OutsideReview, ReaderReport
from quotes.published.models import (
    Change,
    PublishedClaim,
    PublishedClaimLink,
    PublishedCorrection,
    PublishedQuote,
    PublishedVersion,
    Redirect,
    Tombstone,
)
from quotes.publishing import checks
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from tests import factories
from tests.conftest import person
from tests.quotes.claim_pairs import BACK, SAME, TOLD, Pair
from tests.quotes.taken_back import taken_back

TABLES = ("claim", "claimquote", "claim_topics", "assessment", "evidence", "response",
          "outsidereview", "readerreport", "comment", "assignment")  # fmt: skip


@pytest.fixture(scope="module")
def rows(committed):
    """Two pairs, committed once: what follows on them happens in later transactions."""
    ada, ben = person("ada", "editor"), person("ben", "publisher")
    return Pair(ada, ben, ("confirmed", "false")), Pair(ada, ben, ("confirmed", None))


@pytest.fixture
def pairs(rows):
    """What a test does to them meets the rules of a commit, is what readers see, and is gone."""
    with taken_back():
        yield copy.deepcopy(rows)
        found = checks.differences()
    assert found == []


@pytest.fixture
def both(pairs):
    """Two verdicts on one scale that say different things."""
    return pairs[0]


@pytest.fixture
def unrated(pairs):
    """A duplicate that nobody rated."""
    return pairs[1]


def dump():
    """Every row that hangs on claims, without the counters of edits."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT to_jsonb(r) - 'edit_version' FROM quotes_{table} AS r")
            found[table] = sorted(str(row) for (row,) in cursor.fetchall())
        cursor.execute("SELECT kind, old, target, reason FROM published_redirect")
        found["redirect"] = sorted(cursor.fetchall())
    return found


def furnish(pair):
    """One of everything that can hang on the duplicate."""
    ada, loser = pair.ada, pair.loser
    loser.topics.add(factories.topic("Frost"), factories.topic("Bridges"))
    pair.winner.topics.add(factories.topic("Bridges"))
    assessments.link(loser, pair.first, "implies", by=ada)
    corrections.publish_changes(pair.first, by=pair.ben)
    assessments.link(loser, factories.draft(ada, "It froze in May"), "denies", by=ada)
    step = pair.verdicts[0].rating
    proof = [{"url": "https://register.example/1", "stance": "supports"}]
    given = {"by": ada, "summary": "So.", "as_of": "2026-04-01", "evidence": proof}
    assessments.draft(loser, step, **given)
    assessments.submit(assessments.draft(loser, step, **given), by=ada)
    waiting = assessments.draft(loser, step, **given)
    assessments.submit(waiting, by=ada)
    assessments.approve(waiting, by=pair.ben)
    reply = factories.speaker("Tom Reed")
    assessments.respond(pair.verdicts[1], reply, "clarifies", by=ada)
    assessments.publish_replies(pair.verdicts[1], by=pair.ben)
    OutsideReview.objects.create(
        claim=loser, url="https://checkers.example/1", author="The Checkers", reviewed="It was",
        label="True", digest="1",
    )  # fmt: skip
    ReaderReport.objects.create(text="It was Tuesday.", claim=loser)
    talk.say(loser, "Look again.", by=ada)
    for claim in (loser, pair.winner):
        talk.assign(claim, ada, by=ada)
    talk.assign(loser, pair.ben, by=ada)
    corrections.correct(loser, by=pair.ben, notice=Notice("clarification", "This.", "That."))


def test_an_unrated_duplicate_gives_its_quotes_to_the_rated_claim(unrated):
    merge = unrated.merge(reason="One sentence.")

    quote = PublishedQuote.objects.get(pk=unrated.second.public_id)
    link = PublishedClaimLink.objects.get(quote=quote.pk)
    assert (link.claim, link.relation, link.rating) == (
        unrated.winner.public_id, "asserts", "confirmed",
    )  # fmt: skip
    assert PublishedClaim.objects.get(pk=unrated.winner.public_id).quotes == 2
    assert merge.moved["notice"] is None
    assert set(Redirect.objects.values_list("old", flat=True)) == {unrated.loser.public_id}


def test_a_public_duplicate_redirects_and_the_feed_says_merged(both):
    both.choose()

    loser, winner = both.loser, both.winner
    assert not PublishedClaim.objects.filter(pk=loser.public_id).exists()
    led = Redirect.objects.filter(target=winner.public_id, kind="claim")
    assert set(led.values_list("old", flat=True)) == {loser.public_id, loser.slug}
    assert Change.objects.filter(public_id=loser.public_id).last().action == "merged"
    assert Tombstone.objects.get(public_id=loser.public_id).reason == "merged"
    for quote in (both.first, both.second):
        row = PublishedQuote.objects.get(pk=quote.public_id)
        assert f'"{winner.public_id}"' in row.detail_json
        assert PublishedVersion.objects.of("quote", row.pk).count() == row.version


def test_two_verdicts_on_one_scale_need_a_choice_and_a_notice(both):
    with pytest.raises(NotReady, match="Say which verdict stands on the scale"):
        both.merge(notice=TOLD)
    with pytest.raises(NotReady, match="Write the notice"):
        both.merge(stands=[both.verdicts[0].public_id])
    with pytest.raises(NotReady, match="Say which"):
        both.merge(stands=[row.public_id for row in both.verdicts], notice=TOLD)


@pytest.mark.parametrize("at, rating", [(0, "confirmed"), (1, "false")])
def test_the_chosen_verdict_stands_and_readers_are_told(both, at, rating):
    both.choose(at)

    current = Assessment.objects.current().get(claim=both.winner)
    assert (current, current.rating.slug) == (both.verdicts[at], rating)
    both.verdicts[1 - at].refresh_from_db()
    assert (both.verdicts[1 - at].state, both.verdicts[1 - at].claim) == (
        "superseded", both.winner,
    )  # fmt: skip
    assert PublishedCorrection.objects.count() == 1
    row = PublishedClaim.objects.get(pk=both.winner.public_id)
    assert TOLD.what_changed in row.detail_json
    assert PublishedVersion.objects.of("claim", row.pk).last().correction == 1
    rated = PublishedClaimLink.objects.values_list("rating", flat=True)
    assert sorted(rated.filter(claim=both.winner.public_id)) == [rating, rating]


@pytest.mark.slow
def test_verdicts_on_two_scales_both_stand_and_what_is_shown_is_told(both):
    pair = Pair(
        both.ada, both.ben, ("confirmed", "half-true"), ["quotetrack-status", "truth-scale"]
    )

    with pytest.raises(NotReady, match="another verdict than before"):
        pair.merge()
    pair.merge(notice=TOLD)

    assert Assessment.objects.current().filter(claim=pair.winner).count() == 2


def test_the_undo_restores_every_row(both):
    furnish(both)
    before = dump()
    merge = both.choose(1)
    assert preview_claims(Claim.objects.get(pk=both.loser.pk), both.winner).obstacles
    assert not both.loser.assessments.exists() and both.winner.assessments.count() == 5
    assert dump() != before

    with pytest.raises(NotReady, match="both verdicts again"):
        merging_claims.undo(merge, by=both.ben)
    merging_claims.undo(merge, by=both.ben, notice=BACK)

    assert dump() == before
    assert PublishedClaim.objects.filter(pk=both.loser.public_id).exists()
    assert not Tombstone.objects.exists()
    with pytest.raises(MoveNotAllowed, match="already"):
        merging_claims.undo(merge, by=both.ben, notice=BACK)


@pytest.mark.slow
def test_what_both_have_stays_behind_and_is_not_doubled(both):
    ada, ben = both.ada, both.ben
    assessments.link(both.loser, both.first, "asserts", by=ada)
    corrections.publish_changes(both.first, by=ben)
    furnish(both)

    both.choose()

    ties = set(both.winner.claim_quotes.values_list("quote__public_id", "relation"))
    assert (both.first.public_id, "implies") in ties and (both.first.public_id, "asserts") in ties
    assert both.loser.claim_quotes.count() == 1
    assert both.winner.assignments.count() == 2
    assert both.winner.comments.count() == both.winner.readerreports.count() == 1
    assert {topic.name for topic in both.winner.topics.all()} == {"Bridges", "Frost"}


def test_one_quote_for_and_against_is_settled_first(both):
    assessments.link(both.loser, both.first, "denies", by=both.ada)

    with pytest.raises(NotReady, match=f"{both.first.public_id} speaks for one"):
        both.choose()


def test_a_tie_that_readers_see_is_not_lost_behind_one_that_waits(both):
    ada = both.ada
    assessments.link(both.winner, both.second, "asserts", by=ada)

    with pytest.raises(NotReady, match="Readers see the tie"):
        both.choose()


@pytest.mark.slow
def test_notices_of_the_duplicate_are_told_with_the_claim_that_stands(both):
    corrections.correct(both.loser, by=both.ben, notice=Notice("clarification", "This.", "That."))

    both.choose()

    detail = PublishedClaim.objects.get(pk=both.winner.public_id).detail_json
    assert '"number":1' in detail and '"number":2' in detail
    assert both.loser.corrections.count() == 1


def test_what_was_published_of_the_duplicate_is_still_told_of_then(both):
    was = PublishedVersion.objects.of("claim", both.loser.public_id).get()

    merge = both.choose()

    ended = PublishedVersion.objects.get(pk=was.pk)
    assert ended.until and ended.until_xid and ended.detail_json == was.detail_json
    merging_claims.undo(merge, by=both.ben, notice=BACK)
    numbers = PublishedVersion.objects.of("claim", both.loser.public_id)
    assert list(numbers.values_list("number", flat=True)) == [1, 2]


@pytest.mark.slow
def test_words_that_retract_reopen_a_verdict_that_did_not_know_them(unrated):
    unrated.said(unrated.loser, "I was wrong about the bridges", "retracts")

    merge = unrated.merge()

    unrated.winner.refresh_from_db()
    assert unrated.winner.status == "needs_reassessment"
    merging_claims.undo(merge, by=unrated.ben)
    unrated.winner.refresh_from_db()
    assert unrated.winner.status == "assessed"


@pytest.mark.slow
def test_an_open_claim_gets_the_verdict_of_its_duplicate_only_where_readers_see_it(both):
    pair = Pair(both.ada, both.ben, (None, "false"))

    with pytest.raises(NotReady, match="not the other way"):
        pair.merge()


def test_an_editor_merges_claims_that_readers_do_not_see(both):
    ada = both.ada
    one, other = factories.claim(ada), factories.claim(ada, text=SAME)

    merge = merging_claims.merge_claims(other, one, by=ada)

    assert Claim.objects.get(pk=other.pk).merged_into == one
    with pytest.raises(NotAllowed):
        merging_claims.undo(merge, by=ada)


def test_an_editor_merges_nothing_public(unrated):
    with pytest.raises(NotAllowed):
        merging_claims.merge_claims(unrated.loser, unrated.winner, by=unrated.ada)


@pytest.mark.slow
def test_neither_chains_nor_circles(both):
    ada = both.ada
    third = factories.claim(ada, text="The bridges were mended")
    merge = both.choose()
    with pytest.raises(NotReady, match="merged already"):
        merging_claims.merge_claims(third, both.loser, by=both.ben)
    with pytest.raises(NotReady, match="merged already"):
        merging_claims.merge_claims(both.winner, both.loser, by=both.ben)
    with pytest.raises(NotReady, match="into itself"):
        merging_claims.merge_claims(third, third, by=both.ben)

    last = merging_claims.merge_claims(third, both.winner, by=both.ben)

    with pytest.raises(MoveNotAllowed, match="Another claim was merged"):
        merging_claims.undo(merge, by=both.ben, notice=BACK)
    merging_claims.undo(last, by=both.ben)
    merging_claims.undo(merge, by=both.ben, notice=BACK)


@pytest.mark.slow
def test_a_claim_into_which_others_were_merged_is_merged_on(both):
    ada, ben = both.ada, both.ben
    final = factories.claim(ada, text="The two bridges were repaired in time")
    factories.assess(final, ada, ben, ben)
    before = dump()
    first = both.choose()
    stands = [Assessment.objects.current().get(claim=final).public_id]
    last = merging_claims.merge_claims(both.winner, final, by=ben, stands=stands, notice=TOLD)

    led = Redirect.objects.filter(target=final.public_id).count()
    assert (led, Claim.objects.filter(merged_into=final).count()) == (4, 2)
    with pytest.raises(MoveNotAllowed, match="merged away since"):
        merging_claims.undo(first, by=ben, notice=BACK)
    merging_claims.undo(last, by=ben, notice=BACK)
    merging_claims.undo(first, by=ben, notice=BACK)
    assert dump() == before


@pytest.mark.slow
def test_a_verdict_that_moved_on_is_not_taken_back_unseen(both):
    ada, ben = both.ada, both.ben
    merge = both.choose(1)
    factories.assess(both.winner, ada, ben, ben, "misleading", notice=TOLD)

    with pytest.raises(MoveNotAllowed, match="superseded or made void since"):
        merging_claims.undo(merge, by=ben, notice=BACK)


def test_whoever_looked_before_a_verdict_changed_is_told(both):
    ada, ben = both.ada, both.ben
    seen = preview_claims(both.loser, both.winner).seen
    factories.assess(both.loser, ada, ben, ben, "misleading", notice=TOLD)

    with pytest.raises(EditConflict, match="has changed since you looked"):
        both.choose(seen=seen)


def test_nothing_new_hangs_on_a_claim_that_was_merged(both):
    ada = both.ada
    both.choose()

    with pytest.raises(NotReady, match="was merged into another one"):
        assessments.link(both.loser, both.first, "asks", by=ada)
    with pytest.raises(NotReady, match="was merged into another one"):
        assessments.draft(
            both.loser, both.verdicts[0].rating, by=ada, summary="So.", as_of="2026-04-01"
        )


@pytest.mark.slow
def test_a_claim_that_is_void_takes_the_words_of_its_duplicates_along(both):
    both.choose()
    Claim.objects.filter(pk=both.winner.pk).update(status="void")
    refresh(Act(timezone.now(), "withdrawn", reason="void"), claims=[both.winner.pk])

    gone = [both.winner.public_id, both.loser.public_id]
    left = PublishedVersion.objects.filter(kind="claim", public_id__in=gone)
    assert left.count() > 2 and not left.exclude(detail_json="", list_json="").exists()


def test_the_languages_of_the_two_are_told(both):
    both.loser.language = "es"

    assert "different languages" in preview_claims(both.loser, both.winner).remarks[0]


@pytest.mark.slow
def test_a_speaker_or_quote_is_parted_only_after_what_came_later(both):
    rows = [factories.speaker(name) for name in ("R. Sample", "Ruth Sample", "Ruth A. Sample")]
    ben = both.ben
    first = merging.merge_speakers(rows[0], rows[1], by=ben)
    merging.merge_speakers(rows[1], rows[2], by=ben)

    with pytest.raises(MoveNotAllowed, match="merged away since"):
        merging.undo(first, by=ben)


def test_the_words_of_a_merged_claim_mean_the_one_that_stands(both):
    both.choose()

    rows = Claim.objects.exclude(pk__in=Claim.objects.filter(text=SAME).exclude(pk=both.loser.pk))
    assert rows.worded(SAME.upper()) == rows.worded(both.loser.public_id) == both.winner
    assert Claim.objects.worded("Nobody ever claimed this") is None
