"""A published quote changes with a correction or not at all; the same for names and claims."""

import pytest
from django.db import IntegrityError, connection, transaction

from quotes import models as m
from quotes.models import Correction
from tests.quotes.database.refusals import Key, Refusal, attempt, copy, filled, update


def change(model, rule, sql, target="quote", reported="needs_correction"):
    """A change that needs a correction of `target`, which is the world's shown one."""
    return Refusal(model._meta.label, rule, sql, reported=reported, target=target)


NC = "needs_correction"
CHANGES = [
    change(m.Wording, NC, update(m.Wording, "shown_wording", text="The harbour was never shut",
                                 norm_hash="1" * 16)),
    change(m.Wording, NC, update(m.Wording, "shown_wording", text="The harbour was always closed")),
    change(m.Wording, NC, update(m.Wording, "shown_wording", language="es")),
    change(m.Wording, NC, update(m.Wording, "second_wording", quote_id=Key("quote"))),
    change(m.Attribution, NC,
           update(m.Attribution, "shown_attribution", speaker_id=Key("other_speaker"))),
    change(m.Attribution, NC, update(m.Attribution, "shown_attribution", rank="deprecated")),
    change(m.Attribution, NC, update(m.Attribution, "shown_attribution", reason="denied")),
    change(m.Attribution, NC, update(m.Attribution, "shown_attribution", role_id=Key("role"))),
    change(m.Attribution, NC, update(m.Attribution, "shown_attribution", quote_id=Key("quote"),
                                     rank="normal", speaker_id=Key("merged"))),
    change(m.Attribution, NC,  # another preferred speaker, published by hand
           update(m.Attribution, "shown_attribution", rank="deprecated", reason="denied") + ";"
           " INSERT INTO quotes_attribution (public_id, quote_id, speaker_id, rank, reason, note,"
           " published_at, published_by_id) VALUES ('0123456789xy', {shown}, {other_speaker},"
           " 'preferred', 'supported', '', now(), {ben})"),
    change(m.Quote, NC, update(m.Quote, "shown", said_earliest="2026-01-01",
                               said_latest="2026-01-31", said_precision="month")),
    change(m.Quote, NC, update(m.Quote, "shown", original_language="es")),
    change(m.Quote, NC, update(m.Quote, "shown", occasion_id=Key("occasion"))),
    change(m.Quote, NC, update(m.Quote, "shown", preferred_wording_id=Key("second_wording"))),
    change(m.ClaimQuote, NC, update(m.ClaimQuote, "shown_link", relation="denies")),
    change(m.ClaimQuote, NC, update(m.ClaimQuote, "shown_link", claim_id=Key("assessed"))),
    change(m.ClaimQuote, NC, update(m.ClaimQuote, "shown_link", quote_id=Key("quote"))),
    change(m.QuoteTopic, NC, update(m.QuoteTopic, "shown_topic", topic_id=Key("other_topic"))),
    change(m.Occurrence, NC, update(m.Occurrence, "shown_occurrence", form="indirect")),
    change(m.Occurrence, NC, update(m.Occurrence, "shown_occurrence", evidentiality="hearsay")),
    change(m.Occurrence, NC, update(m.Occurrence, "shown_occurrence", printed_speaker="Nobody")),
    change(m.Occurrence, NC,
           update(m.Occurrence, "shown_occurrence", wording_id=Key("second_wording"))),
    change(m.Occurrence, NC, update(m.Occurrence, "shown_occurrence", wording_id=Key("wording"))),
    change(m.Segment, "published_words_stay",
           'UPDATE quotes_segment SET start = start + 1, exact = substr(exact, 2), prefix = \'\''
           " WHERE id = {shown_segment}"),
    change(m.Segment, "published_words_stay",
           "DELETE FROM quotes_segment WHERE id = {shown_segment}"),
    change(m.Segment, "no_late_parts", copy(m.Segment, "shown_segment", role="verbatim")),
    change(m.ChainStep, "published_steps_stay", update(m.ChainStep, "shown_step", kind="told_to")),
    change(m.ChainStep, "published_steps_stay",
           "DELETE FROM quotes_chainstep WHERE id = {shown_step}"),
    change(m.ChainStep, "published_steps_stay",  # a step that comes from a draft
           update(m.ChainStep, "step", occurrence_id=Key("shown_occurrence"), position=9)),
    change(m.ChainStep, "no_late_parts", copy(m.ChainStep, "shown_step", position=9)),
    change(m.Speaker, "name_needs_correction", update(m.Speaker, "speaker", name="Ruth Simple"),
           target="speaker", reported="name_needs_correction"),
    change(m.Claim, "text_needs_correction", update(m.Claim, "assessed", text="It was not."),
           target="claim", reported="text_needs_correction"),
]  # fmt: skip

TARGETS = {"quote": "shown", "speaker": "speaker", "claim": "assessed"}
# What changes nothing of what is said, and needs no notice.
FREE = {
    "a typing error": update(m.Wording, "shown_wording", text="The harbour was never closed."),
    "a note for the desk": update(m.Quote, "shown", note="Asked the harbour master."),
    "words of a draft": update(m.Wording, "wording", text="Other words", norm_hash="2" * 16),
    "a speaker nobody sees": update(m.Speaker, "merged", name="Ruth T. Sample"),
    "a claim nobody sees": update(m.Claim, "open_claim", text="The ferry was on time"),
    "a step of a draft": "DELETE FROM quotes_chainstep WHERE id = {step}",
}


def names(row):
    return str(row)


@pytest.mark.parametrize("row", CHANGES, ids=names)
def test_what_is_published_is_not_changed_without_a_correction(world, row):
    error = attempt(row, world)

    assert error is not None, f"{row.sql} went through"
    assert error.diag.constraint_name == row.name, error


@pytest.mark.parametrize("row", CHANGES, ids=names)
def test_the_same_change_goes_through_with_a_correction(world, row):
    with transaction.atomic(), connection.cursor() as cursor:
        correct(row.target, world[TARGETS[row.target]], world)
        cursor.execute(filled(row.sql, world))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


@pytest.mark.parametrize("sql", FREE.values(), ids=list(FREE))
def test_what_says_nothing_else_needs_no_correction(world, sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(filled(sql, world))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_the_correction_of_another_quote_does_not_count(world):
    with pytest.raises(IntegrityError, match="is published"), transaction.atomic():
        correct("quote", world["gone"], world)
        m.Quote.objects.filter(pk=world["shown"]).update(original_language="es")


def test_a_correction_of_an_earlier_transaction_does_not_count(world):
    with transaction.atomic():
        correct("quote", world["shown"], world)
    with pytest.raises(IntegrityError, match="is published"), transaction.atomic():
        m.Quote.objects.filter(pk=world["shown"]).update(original_language="es")


def test_a_merge_needs_its_redirect_and_no_correction(world):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO published_redirect (kind, old, target, reason)"
            " SELECT 'quote', 'mergedquote1', public_id, 'merged' FROM quotes_quote WHERE id = %s",
            [world["shown"]],
        )
        cursor.execute(
            "INSERT INTO quotes_merge (public_id, kind, loser, winner, loser_id_public, moved,"
            " reason, merged_by_id) VALUES ('mergemerge12', 'quote', 0, %s, 'mergedquote1', '{}',"
            " '', %s)",
            [world["shown"], world["ben"]],
        )
        m.Quote.objects.filter(pk=world["shown"]).update(original_language="es")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def correct(target, key, world):
    """A correction of this row, by raw means."""
    return Correction.objects.create(
        **{f"{target}_id": key}, what_was_wrong="This was wrong.", what_changed="Now it is right.",
        approved_by_id=world["ben"],
    )  # fmt: skip
