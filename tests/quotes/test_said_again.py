"""A suggestion that says again what was rated tells so: the rating, how often, by how many."""

from datetime import date

import pytest
from django.urls import reverse

from quotes import said_again
from quotes.models import Candidate
from tests import factories

RATED = "The harbour was never closed for a single day last winter"
AGAIN = "The harbour was never closed for one single day last winter"


@pytest.fixture
def rated(ada, ben):
    """A published quote that asserts a claim rated False, and a draft of somebody else's."""
    quote = factories.draft(ada, RATED)
    claim = factories.claim(ada, "The harbour stayed open all winter", quote=quote)
    quote = factories.publish(quote, ben)
    against = [{"url": "https://register.example/1", "stance": "refutes"}]
    day = date(2025, 5, 10)
    factories.assess(claim, ada, ben, ben, rating="false", as_of=day, evidence=against)
    other = factories.draft(ada, "Nobody closed our harbour, not once", who="Tom Reed")
    factories.assessments.link(claim, other, "asserts", by=ada)
    return quote


def test_it_is_told_at_intake_with_rating_times_and_speakers(rated, ada):
    taken = factories.take_in(ada, AGAIN)

    sentence = "said again: rated False on 10 May 2025; the 3rd time, by 2 speakers"
    assert any(sentence in notice for notice in taken.notices)
    kept = Candidate.objects.get(pk=taken.candidates[0].pk).details["said_again"]
    assert kept["sentence"] == sentence


def test_the_article_desk_says_so_in_the_list_and_beside_the_known_quote(client, rated, ada):
    taken = factories.take_in(ada, AGAIN)

    client.force_login(ada)
    html = client.get(
        reverse("admin:desk_article", args=[taken.article.public_id])
    ).content.decode()

    assert html.count("rated False on 10 May 2025; the 3rd time, by 2 speakers") >= 2

    client.cookies["django_language"] = "es"
    html = client.get(reverse("admin:desk_article", args=[taken.article.public_id]))
    spanish = "el 10 de mayo de 2025; por 3.ª vez, de 2 hablantes"
    assert html.content.decode().count(spanish) >= 2


def test_somebody_new_counts_as_another_speaker(rated, ada):
    taken = factories.take_in(ada, text=f"“{AGAIN},” Nina Fresh said on Monday.")

    said = [one.details["said_again"]["sentence"] for one in taken.candidates]
    assert "the 3rd time, by 3 speakers" in said[0]


@pytest.mark.parametrize("relation", ["asks", "implies"])
def test_what_carries_no_verdict_says_nothing(ada, ben, relation):
    quote = factories.draft(ada, RATED)
    claim = factories.claim(ada, quote=quote, relation=relation)
    factories.assess(claim, ada, ben, ben)

    assert factories.take_in(ada, AGAIN).notices == []


def test_other_words_and_claims_without_a_verdict_say_nothing(rated, ada):
    factories.claim(ada, "Something open", quote=factories.draft(ada, "It rained for a week"))

    assert not any("said again" in one for one in factories.take_in(ada).notices)
    taken = factories.take_in(ada, "It rained for a week")
    assert not any("said again" in one for one in taken.notices)


def test_many_suggestions_ask_no_more(rated, ada, django_assert_max_num_queries):
    text = "\n".join(f"“{AGAIN} in {year},” Ruth Sample said." for year in range(1950, 1980))
    taken = factories.take_in(ada, text=text)

    with django_assert_max_num_queries(9):
        assert len(said_again.of_candidates(taken.candidates)) == len(taken.candidates)


@pytest.mark.parametrize(
    "number, word", [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd")]
)
def test_numbers_are_said_in_order(number, word):
    assert said_again.ordinal(number) == word
