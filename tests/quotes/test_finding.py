"""What an editor looks for in long lists: several ways, the newest first, in a bounded time."""

import pytest
from django.db import connection

from quotes import candidates, finding
from quotes.actions import attributions, corrections, waiting
from quotes.models import Candidate, Claim, Quote, Speaker
from sources.models import Article
from tests import factories


def changed():
    """Published quotes that the database notes as changed."""
    return set(Quote.objects.with_changes_waiting().values_list("pk", flat=True))


def test_a_quote_is_found_by_id_speaker_and_words_in_any_order(ada, ben):
    draft = factories.draft(ada)
    public = factories.publish(
        factories.draft(ada, words="The harbours stay open all winter long", who="Tom Reed"), ben
    )

    assert finding.quotes(draft.public_id) == {draft.pk}
    assert finding.quotes("ruth sample") == {draft.pk}
    assert finding.quotes("FROST bridges") == {draft.pk}
    assert finding.quotes("harbour") == {public.pk}  # another form of the word
    assert finding.quotes("bridges harbours") == set()
    assert finding.quotes("bridges", Quote.objects.published()) == set()


def test_other_rows_are_found_in_their_own_ways(ada, article):
    first, speaker = article.candidates[0], factories.speaker()
    claim = factories.claim(ada, text="Both bridges were repaired before the frost")
    everything = Article.objects.all()

    assert finding.articles(article.article.title, everything) == {article.article.pk}
    assert finding.articles("courier", everything) == {article.article.pk}
    assert finding.articles("courier.example", everything) == {article.article.pk}
    assert first.pk in finding.suggestions("sample ruth", Candidate.objects.all())
    assert first.pk in finding.suggestions(article.article.title, Candidate.objects.all())
    assert finding.claims("frost both", Claim.objects.all()) == {claim.pk}
    assert finding.speakers("sampl", Speaker.objects.all()) == {speaker.pk}


@pytest.mark.parametrize("patience", [1])
def test_a_question_that_takes_too_long_is_asked_of_the_newest_rows(ada, monkeypatch, patience):
    quote = factories.draft(ada)
    monkeypatch.setattr(finding, "PATIENCE", patience)
    slow = Quote.objects.extra(where=["pg_sleep(0.05) IS NOT NULL"])

    assert finding.in_time(slow.values_list("pk", flat=True)) is None
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
    assert Quote.objects.get() == quote


def test_the_database_notes_which_public_quotes_wait_to_be_published(ada, ben):
    quote = factories.draft(ada)
    assert changed() == set()
    factories.publish(quote, ben)
    assert changed() == set()

    place = factories.print_again(quote, ada, words=f"{factories.WORDS} at last")
    assert changed() == {quote.pk}
    candidates.undo(place.candidates.get(), by=ada)
    assert changed() == set()


def test_what_waits_is_noted_for_every_kind_of_row(ada, ben):

    quote = factories.publish(factories.draft(ada), ben)
    claim = factories.claim(ada, quote=quote)
    assert changed() == {quote.pk}
    corrections.publish_changes(quote, by=ben)
    assert claim.claim_quotes.get().published_at and changed() == set()

    attributions.tag(quote, [factories.topic("Harbours")], by=ada)
    assert changed() == {quote.pk}
    corrections.publish_changes(quote, by=ben)
    assert changed() == set()

    edit = waiting.change(
        "wording", quote.preferred_wording, {"text": f"{factories.WORDS} soon"}, by=ada
    )
    assert changed() == {quote.pk}
    waiting.send_back(edit, by=ben)
    assert changed() == set()
