"""A quote is split in two, or hands places over: what moves, what readers see, and the undo."""

import pytest
from django.db import connection

from quotes.actions import attributions, corrections, parting
from quotes.actions.parting import Parts
from quotes.errors import MoveNotAllowed, NotAllowed, NotReady
from quotes.models import Handover, Quote
from quotes.published.models import PublishedQuote, PublishedVersion, Redirect, Tombstone
from quotes.publishing.store import parsed
from tests import factories

pytestmark = pytest.mark.usefixtures("same_for_readers")
AGAIN = "We will repair both of the bridges before the first frost comes"


@pytest.fixture
def two_places(ada, ben):
    """A published quote with two wordings, a claim and a reply."""
    quote = factories.draft(ada)
    factories.claim(ada, quote=quote)
    quote = factories.publish(quote, ben)
    factories.print_again(quote, ada, AGAIN)
    attributions.respond(quote, factories.speaker("Tom Reed"), "clarifies", by=ada)
    corrections.publish_changes(quote, by=ben)
    return Quote.objects.get(pk=quote.pk)


def wording(quote, text=AGAIN):
    return quote.wordings.get(text=text)


def shown(quote):
    return parsed(PublishedQuote.objects.get(pk=quote.public_id).detail_json)


def settle():
    """As at the end of a request: the deferred rules are looked at."""
    connection.check_constraints()


def test_a_published_quote_is_split_in_two_public_ones(two_places, ben):
    parts = Parts.of(
        two_places,
        wordings=[wording(two_places).pk],
        claim_quotes=[two_places.claim_quotes.get().pk],
        responses=[two_places.responses.get().pk],
    )
    seen = parting.preview_split(two_places, parts)
    assert (seen.counts["occurrences"], seen.obstacles) == (1, [])

    act = parting.split(two_places, parts, by=ben, reason="Said a week later.")
    settle()

    made = Quote.objects.get(pk=act.target)
    assert (made.status, shown(made)["text"]) == ("published", AGAIN)
    assert shown(made)["speaker"]["name"] == factories.SPEAKER
    assert [row["kind"] for row in shown(made)["responses"]] == ["clarifies"]
    assert [row["text"] for row in shown(two_places)["wordings"]] == [factories.WORDS]
    assert shown(two_places)["responses"] == []
    last = PublishedVersion.objects.of("quote", two_places.public_id).last()
    assert last.change == "parted"


def test_undoing_a_split_leads_the_second_quote_back(two_places, ben):
    before = shown(two_places)
    parts = Parts.of(two_places, wordings=[wording(two_places).pk])
    act = parting.split(two_places, parts, by=ben)
    made = Quote.objects.get(pk=act.target)

    parting.undo(act, by=ben)
    settle()

    told = ("text", "wordings", "occurrences", "claims", "responses", "speaker", "reach")
    assert {name: shown(two_places)[name] for name in told} == {name: before[name] for name in told}
    assert Redirect.objects.get(old=made.public_id).target == two_places.public_id
    assert Tombstone.objects.get(public_id=made.public_id).reason == "duplicate"
    with pytest.raises(MoveNotAllowed, match="already"):
        parting.undo(act, by=ben)


def test_the_wording_that_is_shown_first_may_go(two_places, ben):
    act = parting.split(
        two_places, Parts.of(two_places, wordings=[two_places.preferred_wording_id]), by=ben
    )
    settle()

    assert shown(two_places)["text"] == AGAIN
    assert shown(Quote.objects.get(pk=act.target))["text"] == factories.WORDS
    parting.undo(act, by=ben)
    settle()
    assert shown(two_places)["text"] == factories.WORDS


def test_one_place_of_a_wording_goes_with_a_copy_of_the_words(ada, ben):
    quote = factories.draft(ada)
    place = factories.print_again(quote, ada)

    act = parting.split(quote, Parts.of(quote, occurrences=[place.pk]), by=ada)

    made = Quote.objects.get(pk=act.target)
    assert made.preferred_wording.text == factories.WORDS
    assert (made.status, quote.wordings.get().occurrences.count()) == ("draft", 1)
    assert [row.topic.name for row in made.quote_topics.all()] == ["Bridges"]
    parting.undo(act, by=ada)
    assert quote.wordings.get().occurrences.count() == 2
    assert not Quote.objects.filter(pk=act.target).exists()


def test_translations_are_cut_loose_and_tied_again(ada):
    quote = factories.draft(ada)
    original = quote.preferred_wording
    factories.print_again(quote, ada, "Repararemos los puentes antes de la primera helada",
                          language="es")  # fmt: skip
    translated = quote.wordings.get(language="es")
    translated.translation_of = original
    translated.save(update_fields=["translation_of"])

    act = parting.split(quote, Parts.of(quote, wordings=[original.pk]), by=ada)
    settle()
    translated.refresh_from_db()
    assert translated.translation_of is None
    parting.undo(act, by=ada)
    settle()
    translated.refresh_from_db()
    assert translated.translation_of == original


def test_places_are_handed_to_another_quote_and_back(two_places, ada, ben):
    other = factories.publish(factories.draft(ada, "Nobody closes my harbour this year"), ben)
    place = wording(two_places).occurrences.get()

    act = parting.hand_over(two_places, other, Parts.of(two_places, occurrences=[place.pk]), by=ben)
    settle()

    assert shown(two_places)["reach"]["articles"] == 1
    assert {row["text"] for row in shown(other)["wordings"]} == {
        "Nobody closes my harbour this year", AGAIN,
    }  # fmt: skip
    parting.undo(act, by=ben)
    settle()
    assert shown(two_places)["reach"]["articles"] == 2
    assert len(shown(other)["wordings"]) == 1


def test_the_same_words_there_are_one_wording(two_places, ada, ben):
    other = factories.publish(factories.draft(ada, AGAIN), ben)
    place = wording(two_places).occurrences.get()

    act = parting.hand_over(two_places, other, Parts.of(two_places, occurrences=[place.pk]), by=ben)
    settle()

    assert [row["text"] for row in shown(two_places)["wordings"]] == [factories.WORDS]
    assert other.wordings.get().occurrences.count() == 2
    assert shown(other)["reach"]["articles"] == 2
    parting.undo(act, by=ben)
    settle()
    assert other.wordings.get().occurrences.count() == 1
    assert len(shown(two_places)["wordings"]) == 2


def test_what_readers_see_does_not_go_to_a_draft(two_places, ada, ben):
    other = factories.draft(ada, "Nobody closes my harbour this year")
    parts = Parts.of(two_places, wordings=[wording(two_places).pk])

    with pytest.raises(NotReady, match="publish the other quote first"):
        parting.hand_over(two_places, other, parts, by=ben)


@pytest.mark.parametrize("chosen, says", [([], "at least one place"), ("all", "must stay")])
def test_both_sides_keep_words(two_places, ben, chosen, says):
    keys = two_places.wordings.values_list("pk", flat=True) if chosen == "all" else []

    with pytest.raises(NotReady, match=says):
        parting.split(two_places, Parts.of(two_places, wordings=keys), by=ben)


def test_rows_of_other_quotes_are_not_taken(two_places, ada, ben):
    foreign = factories.draft(ada, "Nobody closes my harbour this year")
    place = foreign.preferred_wording.occurrences.get()

    with pytest.raises(NotReady, match="at least one place"):
        parting.split(two_places, Parts.of(two_places, occurrences=[place.pk]), by=ben)


def test_who_may_split_hand_over_and_undo(two_places, ada, ben, carla, max_):
    parts = Parts.of(two_places, wordings=[wording(two_places).pk])
    for person in (ada, carla, max_):
        with pytest.raises(NotAllowed):
            parting.split(two_places, parts, by=person)
    other = factories.publish(factories.draft(ada, "Nobody closes my harbour this year"), ben)
    for person in (ada, carla, max_):
        with pytest.raises(NotAllowed):
            parting.hand_over(two_places, other, parts, by=person)
    act = parting.hand_over(two_places, other, parts, by=ben)
    for person in (ada, carla, max_):
        with pytest.raises(NotAllowed):
            parting.undo(act, by=person)
    assert Handover.objects.get().undone_at is None


def test_a_split_is_not_undone_over_somebodys_work(two_places, ada, ben):
    parts = Parts.of(two_places, wordings=[wording(two_places).pk])
    act = parting.split(two_places, parts, by=ben)
    factories.print_again(Quote.objects.get(pk=act.target), ada, AGAIN)

    parting.undo(act, by=ben)  # the same words in another place come along
    assert wording(two_places).occurrences.count() == 2


def test_a_new_quote_with_words_of_its_own_is_not_undone(two_places, ada, ben):
    parts = Parts.of(two_places, wordings=[wording(two_places).pk])
    act = parting.split(two_places, parts, by=ben)
    factories.print_again(Quote.objects.get(pk=act.target), ada, "Something else was said there")

    with pytest.raises(NotReady, match="places of its own"):
        parting.undo(act, by=ben)
