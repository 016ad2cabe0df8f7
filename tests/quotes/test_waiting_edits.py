"""Edits of a published quote wait: proposed with their kind, published with a notice, sent back."""

import pytest

from quotes.actions import corrections, parting, waiting
from quotes.actions.corrections import Notice
from quotes.errors import EditConflict, MoveNotAllowed, NotAllowed, NothingToDo, NotReady
from quotes.models import Correction, WaitingEdit
from quotes.published.models import PublishedQuote, PublishedVersion, Sketch
from quotes.publishing.store import parsed
from tests import factories

pytestmark = pytest.mark.usefixtures("same_for_readers")
NOTICE = Notice("correction", "We left out a word.", "The word is there now.")
MORE = "We will repair both old bridges before the first frost"


def shown(quote):
    return parsed(PublishedQuote.objects.get(pk=quote.public_id).detail_json)


def last(quote):
    return PublishedVersion.objects.of("quote", quote.public_id).last()


def propose(quote, by, **values):
    return waiting.change("wording", quote.preferred_wording, values, by=by)


def test_what_is_said_changes_with_a_notice_and_not_before(published, ada, ben):
    edit = propose(published, ada, text=MORE)

    assert (edit.kind, edit.seen) == ("substantive", {"text": factories.WORDS})
    assert shown(published)["text"] == factories.WORDS
    with pytest.raises(NotReady, match="Write the notice"):
        waiting.publish([edit], by=ben)

    waiting.publish([edit], by=ben, notice=NOTICE)

    row = PublishedQuote.objects.get(pk=published.public_id)
    assert (shown(published)["text"], row.version) == (MORE, 2)
    assert (last(published).change, last(published).correction) == ("substantive", 1)
    assert Sketch.objects.filter(quote=published.public_id).exists()
    edit.refresh_from_db()
    assert (edit.taken, edit.decided_by) == (True, ben)


def test_a_typing_error_is_a_new_version_without_a_notice(published, ada, ben):
    edit = propose(published, ada, text=factories.WORDS.replace("before", "– before"))

    waiting.publish([edit], by=ben)

    assert edit.kind == "typo" and not Correction.objects.exists()
    assert last(published).change == "typo" and last(published).correction is None


def test_what_fills_a_gap_is_an_addition(published, ada, ben):
    occurrence = published.preferred_wording.occurrences.get()
    occurrence.cue = ""
    occurrence.save(update_fields=["cue"])

    edit = waiting.change("occurrence", occurrence, {"cue": "said"}, by=ada)
    waiting.publish([edit], by=ben)

    assert (edit.kind, last(published).change) == ("additive", "additive")
    assert shown(published)["occurrences"][0]["cue"] == "said"


@pytest.mark.parametrize(
    "sort, values",
    [
        ("quote", {"said": "2026-03-01"}),
        ("occurrence", {"evidentiality": "hearsay"}),
        ("chain", {"steps": [{"kind": "told_to", "party": "The Example Herald"}]}),
    ],
)
def test_circumstances_places_and_chains_are_corrected_alike(published, ada, ben, sort, values):
    occurrence = published.preferred_wording.occurrences.get()
    row = published if sort == "quote" else occurrence

    edit = waiting.change(sort, row, values, by=ada, reason="The tape says so.")
    waiting.publish([edit], by=ben, notice=NOTICE)

    assert edit.kind == "substantive"
    told = shown(published)
    assert (
        told["said"] == "2026-03-01"
        or told["occurrences"][0]["evidentiality"] == "hearsay"
        or told["occurrences"][0]["chain"][0]["party"] == "The Example Herald"
    )


def test_a_corrected_relation_follows_on_the_claim(ada, ben):
    quote = factories.draft(ada)
    claim = factories.claim(ada, quote=quote)
    quote = factories.publish(quote, ben)
    factories.assess(claim, ada, ben, ben)

    edit = waiting.change("relation", quote.claim_quotes.get(), {"relation": "denies"}, by=ada)
    waiting.publish([edit], by=ben, notice=NOTICE)

    assert shown(quote)["claims"][0]["relation"] == "denies"


def test_a_proposal_made_from_what_has_moved_on_is_told(published, ada, ben):
    first = propose(published, ada, text=MORE)
    second = propose(published, ada, text=f"{factories.WORDS} of the year")
    waiting.publish([first], by=ben, notice=NOTICE)

    with pytest.raises(EditConflict) as told:
        waiting.publish([second], by=ben, notice=NOTICE)

    assert told.value.changed == {"text": (factories.WORDS, MORE)}
    assert shown(published)["text"] == MORE


def test_whoever_edits_from_an_old_copy_is_told(quote, ada):
    wording = quote.preferred_wording
    seen = {"text": wording.text}
    waiting.change("wording", wording, {"text": MORE}, by=ada, seen=seen)

    with pytest.raises(EditConflict):
        waiting.change("wording", wording, {"text": "Other words"}, by=ada, seen=seen)


def test_a_draft_is_edited_at_once_and_counts_as_an_edit_of_the_quote(quote, carla):
    before = quote.edit_version

    waiting.change("wording", quote.preferred_wording, {"text": MORE}, by=carla)

    quote.refresh_from_db()
    assert quote.preferred_wording.text == MORE and quote.edit_version > before
    assert not WaitingEdit.objects.exists()


def test_a_change_is_sent_back_with_a_reason_and_only_once(published, ada, ben):
    edit = propose(published, ada, text=MORE)

    waiting.send_back(edit, by=ben, reason="The tape has no “old”.")

    edit.refresh_from_db()
    assert (edit.taken, edit.answer) == (False, "The tape has no “old”.")
    with pytest.raises(MoveNotAllowed, match="already"):
        waiting.publish([edit], by=ben, notice=NOTICE)
    assert shown(published)["text"] == factories.WORDS


def test_who_may_propose_and_who_may_decide(published, ada, carla, max_, cleo):
    for person in (carla, max_, cleo):
        with pytest.raises(NotAllowed):
            propose(published, person, text=MORE)
    edit = propose(published, ada, text=MORE)
    for person in (ada, carla, max_, cleo):
        with pytest.raises(NotAllowed):
            waiting.publish([edit], by=person, notice=NOTICE)
    for person in (carla, max_, cleo):
        with pytest.raises(NotAllowed):
            waiting.send_back(edit, by=person)
    waiting.send_back(edit, by=ada)


def test_the_kind_may_be_called_graver_and_never_lighter(published, ada):
    typo = factories.WORDS.replace("before", "– before")
    graver = waiting.change(
        "wording", published.preferred_wording, {"text": typo}, by=ada, kind="substantive"
    )
    lighter = waiting.change(
        "wording", published.preferred_wording, {"text": MORE}, by=ada, kind="typo"
    )

    assert (graver.kind, lighter.kind) == ("substantive", "substantive")


def test_nothing_to_change_and_words_that_are_there_already_are_refused(published, ada, ben):
    with pytest.raises(NothingToDo):
        propose(published, ada, text=factories.WORDS)
    with pytest.raises(NotReady, match="nothing called"):
        propose(published, ada, status="draft")
    factories.print_again(published, ada, MORE)
    edit = propose(published, ada, text=MORE)
    with pytest.raises(NotReady, match="has these words already"):
        waiting.publish([edit], by=ben, notice=NOTICE)


def test_an_edit_of_words_that_went_to_another_quote_is_not_published(published, ada, ben):
    place = factories.print_again(published, ada, MORE)
    corrections.publish_changes(published, by=ben)
    place.wording.refresh_from_db()
    edit = waiting.change("wording", place.wording, {"text": f"{MORE} comes"}, by=ada)
    parts = parting.Parts.of(published, wordings=[place.wording_id])
    parting.split(published, parts, by=ben)

    with pytest.raises(MoveNotAllowed, match="another quote"):
        waiting.publish([edit], by=ben, notice=NOTICE)
    waiting.send_back(edit, by=ben)


def test_what_waits_itself_is_edited_at_once(published, ada):
    place = factories.print_again(published, ada, MORE)

    waiting.change("wording", place.wording, {"text": f"{MORE} comes"}, by=ada)

    place.wording.refresh_from_db()
    assert place.wording.text == f"{MORE} comes" and not WaitingEdit.objects.exists()
