"""Near-duplicates: a suggestion that repeats a known quote is offered as another occurrence."""

import pytest

from quotes import candidates, look_alikes
from quotes.actions import attributions
from quotes.admin import merging_pages
from quotes.models import Candidate, Quote
from tests import factories

NEAR = [
    "We will repair both bridges before the first frost",
    "We will repair both bridges before the first frost!",
    "we will REPAIR both bridges — before the first frost",
    "We'll repair both bridges before the first frost",
    "We will repair both of the bridges before the first frost comes",
    "We will repair both bridges",
    "repair both bridges before the first frost",
]
FAR = [
    "The council votes on the budget next week",
    "Nobody was hurt, and the road is open again",
    "Yes",
]


def suggestion(ada, words):
    """A suggestion with these words."""
    taken = factories.take_in(ada, words, who="Olga Other")
    return factories.candidate(taken, words, ada)


@pytest.mark.parametrize("words", NEAR)
def test_nearly_the_same_words_are_found(quote, ada, words):
    found = look_alikes.of_candidate(suggestion(ada, words))

    assert [one.quote for one in found] == [quote]
    assert found[0].likeness >= look_alikes.NEAR


@pytest.mark.parametrize("words", FAR)
def test_other_words_are_not(quote, ada, words):
    assert look_alikes.of_candidate(suggestion(ada, words)) == []


def test_the_very_same_words_come_first(quote, ada):
    factories.draft(ada, words="We will repair both bridges before the end of autumn")

    found = look_alikes.of_candidate(suggestion(ada, factories.WORDS))

    assert found[0].quote == quote
    assert found[0].likeness == 1
    assert found[0].likeness > found[1].likeness


def test_short_words_are_found_by_all_of_them(ada):
    quote = factories.draft(ada, words="Never again")

    assert [one.quote for one in look_alikes.of_text("never again!")] == [quote]


def test_what_it_became_itself_is_no_look_alike(quote):
    own = Candidate.objects.get(occurrence__wording__quote=quote)

    assert look_alikes.of_candidate(own) == []


def test_a_merged_quote_is_not_offered(quote, ada):
    other = factories.draft(ada, words="Nothing else was said that day")
    Quote.objects.filter(pk=quote.pk).update(merged_into=other)

    assert look_alikes.of_candidate(suggestion(ada, factories.WORDS)) == []


def test_what_was_told_apart_is_not_proposed_again(quote, ada):
    chosen = suggestion(ada, factories.WORDS)

    told = candidates.tell_apart(chosen, quote, by=ada)

    assert look_alikes.of_candidate(told) == []
    assert candidates.tell_apart(told, quote, by=ada).details["unrelated"] == [quote.public_id]


@pytest.mark.parametrize("turned", [False, True])
def test_quotes_that_were_called_unrelated_are_not_proposed_to_each_other(quote, ada, turned):
    other = factories.draft(ada, words="We will repair both bridges before the summer")
    chosen = Candidate.objects.get(occurrence__wording__quote=other)
    assert look_alikes.of_candidate(chosen)

    pair = (other, quote) if turned else (quote, other)
    attributions.link(*pair, "unrelated", by=ada)

    assert look_alikes.of_candidate(chosen) == []


def test_what_a_suggestion_was_told_apart_from_is_not_proposed_to_its_quote(quote, ada):
    taken = factories.take_in(ada, factories.WORDS)
    one = candidates.tell_apart(taken.candidates[0], quote, by=ada)
    made = candidates.accept(one, by=ada).quote

    assert look_alikes.told_apart(made.pk) == {quote.pk}
    assert look_alikes.told_apart(quote.pk) == {made.pk}
    assert merging_pages.proposals("quote", made) == []


def test_the_difference_is_told_word_by_word():
    ops = look_alikes.difference("We will repair the bridges", "We shall repair bridges")

    assert [(one["op"], one["ours"], one["theirs"]) for one in ops] == [
        ("equal", "We", "We"), ("replace", "will", "shall"), ("equal", "repair", "repair"),
        ("delete", "the", ""), ("equal", "bridges", "bridges"),
    ]  # fmt: skip


def test_marks_and_case_are_no_difference():
    assert [one["op"] for one in look_alikes.difference("“WE will”", "we 'will'")] == ["equal"]


def test_another_occurrence_of_the_same_words_is_the_same_wording(quote, ada):
    chosen = suggestion(ada, "WE WILL repair both bridges, before the first frost")

    made = candidates.accept(chosen, by=ada, quote=quote)

    assert made.candidate.decision == "merged"
    assert made.occurrence.wording == quote.preferred_wording
    assert not made.is_new_quote


def test_other_words_of_the_same_quote_are_another_wording(quote, ada):
    chosen = suggestion(ada, "We will repair both bridges")

    made = candidates.accept(chosen, by=ada, quote=quote, fidelity="shortened")

    assert quote.wordings.count() == 2
    assert made.occurrence.wording.fidelity == "shortened"
    quote.refresh_from_db()
    assert quote.preferred_wording.text == factories.WORDS
