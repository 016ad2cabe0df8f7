"""Every rule that a model declares is held by the database: raw SQL is refused, by name."""

import pytest
from django.db import transaction
from psycopg.errors import UniqueViolation

from quotes.models import Correction, CorrectionHead, Quote
from tests.quotes.database.refusals import Refusal, attempt, copy, declared, unique_columns
from tests.quotes.database.rules import REFUSALS, ROWS
from tests.quotes.test_published_changes import CHANGES

# Rules that do not refuse but set a value: each has a test of its own below.
ALONE = {("quotes.Correction", "number"), ("quotes.Assessment", "supersedes_id")}
SETTING = {
    ("quotes.Correction", "draws_number"),
    ("quotes.Quote", "published_xid"),
    ("quotes.Merge", "xid_of_the_act"),
    ("quotes.Handover", "xid_of_the_act"),
}


@pytest.mark.parametrize("refusal", REFUSALS, ids=str)
def test_the_database_refuses(world, refusal):
    error = attempt(refusal, world)

    assert error is not None, f"{refusal.sql} went through"
    assert error.diag.constraint_name == refusal.name, error


def test_no_declared_rule_is_without_a_row():
    shown = {(one.model, one.rule) for one in [*REFUSALS, *CHANGES]}

    assert declared() - SETTING - shown == set()
    assert shown - declared() == set()


@pytest.mark.parametrize(
    "model, column, sql",
    unique_columns(ROWS, ALONE),
    ids=lambda value: value if len(value) < 40 else "",
)
def test_what_is_unique_is_not_given_twice(world, model, column, sql):
    error = attempt(Refusal(model, column, sql), world)

    assert isinstance(error, UniqueViolation), f"{sql} went through"
    assert error.diag.message_detail.startswith(f"Key ({column})=")


def test_an_assessment_is_superseded_once(world):
    sql = "UPDATE quotes_assessment SET supersedes_id = {first} WHERE id = {assessment}"

    error = attempt(Refusal("quotes.Assessment", "supersedes", sql), world)

    assert error.diag.message_detail.startswith("Key (supersedes_id)=")


def test_two_corrections_have_two_numbers(world):
    sql = copy(Correction, "correction")

    error = attempt(Refusal("quotes.Correction", "number", sql, without_triggers=True), world)

    assert error.diag.message_detail.startswith("Key (number)=")


def test_a_correction_draws_the_next_number_whatever_it_was_given(world):
    with transaction.atomic():
        last = CorrectionHead.objects.get().number
        made = [
            Correction.objects.create(
                number=700, claim_id=world["assessed"], approved_by_id=world["ben"],
                what_was_wrong="This.", what_changed="That.",
            )
            for _ in range(2)
        ]  # fmt: skip
        numbers = [Correction.objects.get(pk=row.pk).number for row in made]
        transaction.set_rollback(True)

    assert numbers == [last + 1, last + 2]


def test_the_transaction_of_the_first_publication_cannot_be_set_by_hand(world):
    with transaction.atomic():
        before = Quote.objects.get(pk=world["shown"]).published_xid
        Quote.objects.filter(pk=world["shown"]).update(published_xid=1, note="Changed.")
        quote = Quote.objects.get(pk=world["shown"])
        transaction.set_rollback(True)

    assert (quote.note, quote.published_xid) == ("Changed.", before)
    assert before is not None
