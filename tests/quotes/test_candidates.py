"""Suggestions become quotes, or do not, and every decision can be taken back."""

import pytest

from quotes import candidates, workflow
from quotes.actions import attributions
from quotes.errors import (
    AlreadyDecided,
    EditConflict,
    MoveNotAllowed,
    NotAllowed,
    NotReady,
    SpeakerNotClear,
    TextNotInSnapshot,
)
from quotes.models import Candidate, Comment, Quote, QuoteLink, Speaker, WordingSketch
from quotes.publishing import checks
from sources.errors import DateNotUsable
from tests import factories
from tests.conftest import person


@pytest.fixture
def waiting(article):
    """A suggestion to decide."""
    return article.candidates[0]


def counts():
    """Rows of everything that accepting makes."""
    return {model: model.objects.count() for model in (Quote, Speaker, WordingSketch)}


def test_accepting_makes_everything_at_once(waiting, ada):
    made = candidates.accept(waiting, by=ada)

    segment = made.occurrence.segments.get(role="content")
    text = waiting.snapshot.text
    assert text[segment.start : segment.end] == segment.exact == f"{factories.WORDS},"
    assert made.quote.preferred_wording.text == segment.exact
    assert made.quote.attributions.get().speaker.name == factories.SPEAKER
    assert (made.quote.status, made.quote.attribution_status) == ("draft", "attributed")
    assert (made.candidate.decision, made.candidate.decided_by) == ("accepted", ada)
    assert made.candidate.occurrence == made.occurrence
    assert made.is_new_quote


def test_accepting_what_is_decided_is_refused(waiting, ada):
    candidates.accept(waiting, by=ada)

    with pytest.raises(AlreadyDecided, match="Undo that first"):
        candidates.accept(waiting, by=ada)
    with pytest.raises(AlreadyDecided):
        candidates.reject(waiting, by=ada)


def test_a_reader_decides_nothing(waiting, cleo):
    for act in (candidates.accept, candidates.reject, candidates.undo, candidates.set_speaker):
        with pytest.raises(NotAllowed):
            act(waiting, by=cleo)

    assert Candidate.objects.get(pk=waiting.pk).decision == "new"


def test_a_contributor_may_decide(waiting, carla):
    assert candidates.accept(waiting, by=carla).quote.status == "draft"


def test_a_rejected_stretch_is_not_suggested_again(waiting, ada):
    candidates.reject(waiting, by=ada, reason="A headline.")

    known = candidates.add(waiting.snapshot, waiting.spans, by=ada)

    assert known.pk == waiting.pk
    assert known.decision == "rejected"


def test_undoing_takes_back_the_draft_and_all_of_it(waiting, ada):
    before = counts() | {Speaker: 1}
    made = candidates.accept(waiting, by=ada)

    undone = candidates.undo(made.candidate, by=ada)

    assert (undone.decision, undone.decided_by, undone.occurrence) == ("new", None, None)
    assert counts() == before  # the new speaker stays: others may name them by now
    candidates.accept(undone, by=ada)


def test_undoing_what_was_not_decided_is_refused(waiting, ada):
    with pytest.raises(MoveNotAllowed, match="no decision"):
        candidates.undo(waiting, by=ada)


def test_what_is_published_is_not_undone(published, ada):
    chosen = Candidate.objects.get(occurrence__wording__quote=published)

    with pytest.raises(MoveNotAllowed, match="Withdraw the quote"):
        candidates.undo(chosen, by=ada)


def test_a_draft_that_others_have_worked_with_is_not_undone(quote, ada):
    Comment.objects.create(quote=quote, author=ada, text="Which bridge?")
    chosen = Candidate.objects.get(occurrence__wording__quote=quote)

    with pytest.raises(MoveNotAllowed, match="there is a comment"):
        candidates.undo(chosen, by=ada)

    assert Candidate.objects.get(pk=chosen.pk).decision == "accepted"
    assert Quote.objects.filter(pk=quote.pk).exists()


def test_the_first_of_two_occurrences_undone_leaves_the_other(quote, ada):
    factories.print_again(quote, ada, words="Both bridges will be repaired before frost")
    chosen = Candidate.objects.get(decision="accepted")

    candidates.undo(chosen, by=ada)

    quote.refresh_from_db()
    assert quote.preferred_wording.text == "Both bridges will be repaired before frost"
    assert quote.wordings.count() == 1


def test_undoing_another_occurrence_takes_back_the_speaker_that_it_printed(quote, ada):
    factories.print_again(quote, ada, who="Olga Other")
    quote.refresh_from_db()
    assert quote.attribution_status == "disputed"

    candidates.undo(Candidate.objects.get(decision="merged"), by=ada)

    quote.refresh_from_db()
    assert quote.attribution_status == "attributed"
    assert quote.attributions.get().speaker.name == factories.SPEAKER
    assert quote.preferred_wording.occurrences.count() == 1


def test_undoing_beside_published_words_leaves_nothing_to_publish(published, ada):
    factories.print_again(published, ada, who="Olga Other")

    candidates.undo(Candidate.objects.get(decision="merged"), by=ada)

    assert not Quote.objects.with_changes_waiting().exists()
    assert checks.differences() == []


def test_the_second_of_two_editors_is_told_what_changed(waiting, ada, carla):
    seen = waiting.edit_version
    candidates.set_speaker(waiting, by=ada, speaker_name="Olga Other", expect=seen)

    with pytest.raises(EditConflict) as conflict:
        candidates.accept(waiting, by=carla, expect=seen)

    assert conflict.value.changed["speaker_name"] == (factories.SPEAKER, "Olga Other")


# Whom the words go to


def test_a_speaker_of_the_full_name_is_found_not_made_again(waiting, ada):
    known = factories.speaker()

    assert candidates.accept(waiting, by=ada).speaker == known


def test_of_two_of_the_same_name_the_editor_is_asked(waiting, ada):
    factories.speaker(description="Harbour commissioner")
    factories.make(factories.SPEAKER)

    with pytest.raises(SpeakerNotClear, match="Harbour commissioner") as question:
        candidates.accept(waiting, by=ada, speaker_name=factories.SPEAKER)

    assert len(question.value.choices) == 2
    assert Quote.objects.count() == 0
    assert Candidate.objects.get(pk=waiting.pk).decision == "new"


def test_a_surname_alone_tells_nobody(waiting, ada):
    factories.speaker("Ruth Mills")

    with pytest.raises(SpeakerNotClear, match="Ruth Mills"):
        candidates.accept(waiting, by=ada, speaker_name="Mills")

    assert Speaker.objects.count() == 1


def test_a_surname_that_nobody_has_makes_a_speaker(waiting, ada):
    assert candidates.accept(waiting, by=ada, speaker_name="Mills").speaker.name == "Mills"


def test_an_unnamed_source_belongs_to_its_article_and_is_never_matched(ada):
    sources = []
    for _ in range(2):
        taken = factories.take_in(ada, who="A senior official")
        chosen = candidates.add(taken.snapshot, taken.candidates[0].spans, by=ada)
        Candidate.objects.filter(pk=chosen.pk).update(
            speaker_kind="unnamed_source", speaker_text="A senior official", speaker_name="",
            suggested_speaker=None,
        )  # fmt: skip
        sources.append(candidates.accept(chosen, by=ada).speaker)

    assert sources[0] != sources[1]
    assert [one.kind for one in sources] == ["unnamed_source"] * 2
    assert sources[1].only_in == taken.article
    assert not Speaker.objects.called("A senior official").exists()


def test_words_may_be_left_to_nobody(waiting, ada):
    made = candidates.accept(waiting, by=ada, nobody=True)

    assert made.speaker is None
    assert made.quote.attribution_status == "unattributed"


def test_a_second_printed_speaker_is_recorded_and_does_not_become_preferred(quote, ada):
    factories.print_again(quote, ada, who="Olga Other")

    ranks = {row.speaker.name: row.rank for row in quote.attributions.all()}
    quote.refresh_from_db()
    assert ranks == {factories.SPEAKER: "preferred", "Olga Other": "normal"}
    assert quote.attribution_status == "disputed"


def test_correcting_the_speaker_of_an_accepted_draft_corrects_the_draft(quote, ada):
    chosen = Candidate.objects.get(occurrence__wording__quote=quote)

    candidates.set_speaker(chosen, by=ada, speaker_name="Olga Other")

    assert quote.attributions.get().speaker.name == "Olga Other"


def test_in_review_an_editor_corrects_the_speaker_and_a_contributor_does_not(quote, ada, carla):
    workflow.submit(quote, by=ada)
    chosen = Candidate.objects.get(occurrence__wording__quote=quote)

    with pytest.raises(NotAllowed):
        candidates.set_speaker(chosen, by=carla, speaker_name="Olga Other")
    candidates.set_speaker(chosen, by=ada, speaker_name="Olga Other")

    assert quote.attributions.get().speaker.name == "Olga Other"


def test_the_speaker_of_published_words_needs_a_notice(published, ada):
    chosen = Candidate.objects.get(occurrence__wording__quote=published)

    with pytest.raises(MoveNotAllowed, match="notice"):
        candidates.set_speaker(chosen, by=ada, speaker_name="Olga Other")


@pytest.mark.parametrize("name", ["", "   ", "\u200b".strip("\u200b")])
def test_a_speaker_needs_a_name(waiting, ada, name):
    with pytest.raises(NotReady, match="name"):
        candidates.set_speaker(waiting, by=ada, speaker_name=name)


def test_a_name_typed_with_combining_accents_is_the_same_name(waiting, ada):
    known = factories.speaker("José Pérez")

    made = candidates.accept(waiting, by=ada, speaker_name="Jose\u0301 Pe\u0301rez")

    assert made.speaker == known


def test_a_name_with_a_nul_is_kept_readable(waiting, ada):
    made = candidates.accept(waiting, by=ada, speaker_name="Ruth\x00 Mills")

    assert made.speaker.name == "Ruth\ufffd Mills"


# Marking by hand


@pytest.mark.parametrize(
    "spans",
    [[], [[5, 5]], [[9, 4]], [[-3, 4]], [[0, 10**6]], [[0, 9], [5, 12]], [["a", "b"]], [[1]]],
)
def test_what_is_no_stretch_of_the_text_is_not_marked(article, ada, spans):
    before = Candidate.objects.count()

    with pytest.raises(TextNotInSnapshot):
        candidates.add(article.snapshot, spans, by=ada)

    assert Candidate.objects.count() == before


def test_a_stretch_of_blanks_is_no_quote(ada):
    taken = factories.take_in(ada, text="“One,” she said.    “Two,” he said.")
    chosen = candidates.add(taken.snapshot, [[16, 20]], by=ada)

    with pytest.raises(NotReady, match="no words"):
        candidates.accept(chosen, by=ada, nobody=True)

    assert Quote.objects.count() == 0


def test_an_impossible_day_stores_nothing(waiting, ada):
    with pytest.raises(DateNotUsable, match="2026-02-31"):
        candidates.accept(waiting, by=ada, said="2026-02-31")

    assert Quote.objects.count() == 0


# Beside known quotes


def test_a_marked_term_is_accepted_only_with_a_form(waiting, ada):
    Candidate.objects.filter(pk=waiting.pk).update(form="scare")

    with pytest.raises(NotReady, match="marked term"):
        candidates.accept(waiting, by=ada)
    assert candidates.accept(waiting, by=ada, form="partial").occurrence.form == "partial"


def test_said_again_makes_a_quote_of_its_own_and_a_link(quote, ada):
    taken = factories.take_in(ada, "I say it again: both bridges will be repaired")

    made = candidates.said_again(taken.candidates[0], quote, by=ada)

    assert made.quote != quote
    assert QuoteLink.objects.get(quote=made.quote).other == quote


def test_all_that_is_ready_is_accepted_and_marked_as_unseen(ada):
    taken = factories.take_in(ada)
    Candidate.objects.filter(pk=taken.candidates[0].pk).update(ready=True)

    done, refused = candidates.accept_ready(taken.snapshot, by=ada)

    assert [one.decision for one in done] == ["accepted"]
    assert refused == []
    assert done[0].details["unseen"]
    noted = candidates.looked_at(done, by=ada)
    assert "unseen" not in Candidate.objects.get(pk=noted[0].pk).details


def test_what_needs_a_person_is_not_accepted_at_once(ada):
    factories.make("Ruth Sample"), factories.make("Ruth Sample")
    taken = factories.take_in(ada)
    Candidate.objects.filter(pk=taken.candidates[0].pk).update(ready=True)

    done, refused = candidates.accept_ready(taken.snapshot, by=ada)

    assert done == []
    assert isinstance(refused[0][1], SpeakerNotClear)


def test_a_quote_that_was_merged_gets_no_more_occurrences(quote, ada, ben):
    other = factories.draft(ada, words="Nothing else was said")
    Quote.objects.filter(pk=quote.pk).update(merged_into=other)

    with pytest.raises(MoveNotAllowed, match="Choose that one"):
        factories.print_again(Quote.objects.get(pk=quote.pk), ada)


def test_another_occurrence_of_published_words_waits_for_a_publisher(published, ada):
    factories.print_again(published, ada)

    assert Quote.objects.with_changes_waiting().get() == published
    assert checks.differences() == []


def test_a_link_between_a_quote_and_itself_is_refused(quote, ada):
    with pytest.raises(NotReady, match="itself"):
        attributions.link(quote, quote, "said_again", by=ada)


def test_every_role_of_the_desk_can_decide(article, db):
    for role in ("contributor", "editor", "publisher"):
        rejected = candidates.reject(article.candidates[0], by=person(f"one-{role}", role))
        candidates.undo(rejected, by=person(f"two-{role}", role))
