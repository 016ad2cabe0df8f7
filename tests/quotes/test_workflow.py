"""Moves of a quote: every status, every target, every role, against a table written by hand."""

import pytest

from quotes import workflow
from quotes.errors import EditConflict, MoveNotAllowed, NotAllowed, NotReady
from quotes.models import Quote
from quotes.models.words import QuoteStatus as S
from quotes.published.models import PublishedQuote, PublishedVersion, Tombstone
from tests import factories
from tests.conftest import person

# from, to: the roles that may
TABLE = {
    (S.DRAFT, S.IN_REVIEW): {"contributor", "editor", "publisher", "administrator"},
    (S.IN_REVIEW, S.DRAFT): {"editor", "publisher", "administrator"},
    (S.IN_REVIEW, S.PUBLISHED): {"publisher"},
    (S.PUBLISHED, S.WITHDRAWN): {"publisher", "administrator"},
    (S.WITHDRAWN, S.PUBLISHED): {"publisher"},
}
ROLES = ("", "contributor", "editor", "publisher", "administrator")


@pytest.fixture
def standing(ada, ben):
    """Gives a quote in any status."""

    def make(status):
        quote = factories.draft(ada)
        if status != S.DRAFT:
            quote = workflow.submit(quote, by=ada)
        if status in (S.PUBLISHED, S.WITHDRAWN):
            quote = workflow.publish(quote, by=ben)
        if status == S.WITHDRAWN:
            quote = workflow.withdraw(quote, by=ben, reason="error")
        return quote

    return make


@pytest.mark.parametrize("before", list(S))
def test_each_role_can_make_exactly_the_moves_of_the_table(standing, before, same_for_readers):
    quote = standing(before)
    people = {role: person(f"p-{role or 'none'}", *filter(None, [role])) for role in ROLES}

    for after in S:
        for role, user in people.items():
            allowed = role in TABLE.get((before, after), set())
            assert workflow.can_move(quote, after, by=user) == allowed, (before, after, role)


def test_publishing_puts_the_quote_before_readers(quote, ben, same_for_readers):
    workflow.publish(quote, by=ben)

    row = PublishedQuote.objects.get(pk=quote.public_id)
    assert row.version == 1
    assert factories.WORDS in row.list_json


def test_withdrawing_takes_the_words_away_and_leaves_a_tombstone(published, ben, same_for_readers):
    workflow.withdraw(published, by=ben, reason="privacy", note="The family asked.")

    assert not PublishedQuote.objects.filter(pk=published.public_id).exists()
    assert Tombstone.objects.get(public_id=published.public_id).reason == "privacy"
    versions = PublishedVersion.objects.of("quote", published.public_id)
    assert [version.detail_json for version in versions] == [""]


def test_whoever_withdrew_a_quote_does_not_restore_it(published, ben, eva, same_for_readers):
    workflow.withdraw(published, by=ben, reason="error")

    with pytest.raises(NotAllowed, match="somebody else"):
        workflow.restore(published, by=ben)
    restored = workflow.restore(published, by=eva)

    assert restored.status == S.PUBLISHED
    assert PublishedQuote.objects.get(pk=published.public_id).version == 2


def test_a_withdrawal_needs_one_of_the_public_reasons(published, ben):
    with pytest.raises(NotReady, match="wrong_person"):
        workflow.withdraw(published, by=ben, reason="because")


def test_an_editor_cannot_publish_a_draft(quote, ada):
    with pytest.raises(NotAllowed):
        workflow.publish(quote, by=ada)

    assert Quote.objects.get(pk=quote.pk).status == S.DRAFT


def test_a_quote_that_nobody_printed_cannot_be_published(ben, db):
    quote = Quote.objects.create()

    with pytest.raises(NotReady, match="wording"):
        workflow.publish(quote, by=ben)


def test_there_is_no_way_back_from_published_to_draft(published, ben):
    with pytest.raises(MoveNotAllowed):
        workflow.send_back(published, by=ben)


def test_the_second_of_two_editors_is_told(quote, ada, carla):
    seen = quote.edit_version
    workflow.submit(quote, by=ada, expect=seen)

    with pytest.raises(EditConflict) as conflict:
        workflow.submit(quote, by=carla, expect=seen)

    assert conflict.value.changed["status"] == ("draft", "in_review")
