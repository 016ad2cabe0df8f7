"""History: whatever changes a table, raw SQL too, leaves who did it, as what act, and why."""

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, connection, transaction

from quotes import candidates
from quotes import models as m
from quotes.models import Candidate, Quote
from quotetrack.embeds.models import EmbedSite
from quotetrack.webhooks.models import Webhook
from sources import models as s
from sources.history import acting
from tests import factories
from tests.quotes.database.refusals import Key, copy, filled, our_models, update
from tests.quotes.database.rules import ROWS

# Tables without a history of their own, and why.
WITHOUT = {
    "Snapshot": "never changes",
    "Erasure": "is added to and never changes",
    "LiveCheck": "is added to and never changes",
    "Correction": "is added to and never changes",
    "CorrectionHead": "is a counter",
    "Merge": "is added to, and undone once with who and when",
    "Handover": "is added to, and undone once with who and when",
    "WordingSketch": "follows from the wording",
    "Progress": "moves with every call",
    "Delivery": "moves with every call",
}
# What makes a second row of each table, and what then changes in it.
CHANGES = {
    s.Outlet: ({}, {"country": "XX"}),
    s.OutletDomain: ({"domain": "second.example"}, {"domain": "third.example"}),
    s.Article: ({}, {"byline": "By Nobody"}),
    s.ArticleUrl: ({"url": "https://a.example/"}, {"url": "https://b.example/"}),
    m.Topic: ({}, {"name": "Ferries"}),
    m.Occasion: ({}, {"place": "The quay"}),
    m.Quote: ({}, {"note": "Look again."}),
    m.QuoteTopic: ({"topic_id": Key("other_topic")}, {"quote_id": Key("shown")}),
    m.QuoteLink: ({"other_id": Key("shown")}, {"kind": "said_again"}),
    m.Wording: ({"norm_hash": "9" * 16}, {"fidelity": "cleaned"}),
    m.Claim: ({}, {"language": "es"}),
    m.ClaimQuote: (
        {"relation": "implies", "published_at": None, "published_by_id": None},
        {"relation": "asks"},
    ),
    m.ClaimTopic: ({"topic_id": Key("other_topic")}, {"claim_id": Key("open_claim")}),
    m.RatingScale: ({"version": 2}, {"name": "More colours"}),
    m.Rating: ({"slug": "blue"}, {"label": "Blue"}),
    m.Assessment: ({}, {"summary": "It may be."}),
    m.Evidence: ({}, {"quoted_text": "The register says so."}),
    m.Speaker: ({}, {"description": "Harbour master"}),
    m.SpeakerName: ({"text": "R. Sample"}, {"kind": "short"}),
    m.Position: ({}, {"title": "Warden"}),
    m.Role: ({}, {"end_precision": "unknown", "end_earliest": None, "end_latest": None}),
    m.Attribution: ({"speaker_id": Key("merged"), "rank": "normal"}, {"note": "As printed."}),
    m.Response: ({}, {"text": "She says more."}),
    m.ReaderReport: ({}, {"outcome": "We looked."}),
    m.Occurrence: ({}, {"cue": "says"}),
    m.Segment: ({"role": "verbatim"}, {"prefix": ""}),
    m.ChainStep: ({"position": 5}, {"party": "somebody else"}),
    m.Candidate: ({"start": 1}, {"score": 0.5}),
    m.WaitingEdit: ({}, {"reason": "A slip."}),
    m.OutsideReview: ({"digest": "9" * 64}, {"public_id": "r" * 12}),
    m.Assignment: ({}, {"due_at": "2026-05-01"}),
    m.Comment: ({}, {"text": "Looked again."}),
    Webhook: ({}, {"name": "Library"}),
    EmbedSite: ({"origin": "https://second.example"}, {"note": "Ours."}),
    m.ErasureRequest: (
        {"public_id": "e" * 12, "decided_at": "2026-05-01", "decided_by_id": Key("ada")},
        {"answer": "Not that law."},
    ),
}


def test_every_table_that_people_edit_has_a_history():
    edited = {model for model in our_models() if model._meta.app_label != "published"}

    assert {model.__name__ for model in edited - set(CHANGES)} == set(WITHOUT)
    assert all(hasattr(model, "events") for model in CHANGES)


@pytest.mark.parametrize("model", CHANGES, ids=lambda model: model.__name__)
def test_raw_sql_leaves_who_and_why(world, model):
    table, key = model._meta.db_table, model._meta.pk.column
    made, changed = CHANGES[model]
    ada = User.objects.get(pk=world["ada"])
    events = model.events.rel.related_model.objects

    with transaction.atomic(), connection.cursor() as cursor:
        with acting(ada, "raw act", "to see it"):
            cursor.execute(filled(copy(model, ROWS[model.__name__], **made), world))
            cursor.execute(f"SELECT max({key}) FROM {table}")
            here = world | {"new": cursor.fetchone()[0]}
            cursor.execute(filled(update(model, "new", **changed), here))
            cursor.execute(filled(f"DELETE FROM {table} WHERE {key} = {{new}}", here))
        left = events.filter(pgh_obj_id=here["new"]).order_by("pgh_id")
        said = [(event.pgh_label, event.pgh_context.metadata) for event in left]
        transaction.set_rollback(True)

    assert [label for label, _ in said] == ["insert", "update", "delete"]
    wanted = {"user": ada.pk, "act": "raw act", "reason": "to see it"}
    assert [metadata for _, metadata in said] == [wanted] * 3


@pytest.mark.parametrize("model", CHANGES, ids=lambda model: model.__name__)
@pytest.mark.parametrize("sql", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"])
def test_what_was_written_is_never_changed(world, model, sql):
    table = model.events.rel.related_model._meta.db_table

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(filled(copy(model, ROWS[model.__name__], **CHANGES[model][0]), world))
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            cursor.execute(sql.format(table))
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE pghistory_context SET metadata = '{{\"user\": 1}}' WHERE id = '{}'",
        "UPDATE pghistory_context SET created_at = now() WHERE id = '{}'",
        "DELETE FROM pghistory_context WHERE id = '{}'",
    ],
)
def test_who_acted_and_why_is_never_changed_after_the_act(world, sql):
    event = Quote.events.rel.related_model.objects.exclude(pgh_context=None)[0]

    refused = pytest.raises(IntegrityError, match="on record for ever")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(event.pgh_context_id))


def test_raw_sql_outside_an_act_leaves_a_trace_too(world):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE quotes_quote SET note = 'By hand.' WHERE id = %s", [world["quote"]])

    event = Quote.objects.get(pk=world["quote"]).events.order_by("-pgh_id")[0]
    assert (event.note, event.pgh_context) == ("By hand.", None)


def test_two_acts_of_one_request_keep_their_own_reasons(article, ada):
    with acting(ada, "a request"):
        rejected = candidates.reject(article.candidates[0], by=ada, reason="A title.")
        candidates.undo(rejected, by=ada)

    acts = [act_of(event) for event in rejected.events.order_by("pgh_id")]
    assert acts[-2:] == ["reject suggestion", "undo decision"]


def test_after_an_act_within_an_act_the_outer_one_goes_on(quote, ada, ben):
    with acting(ada, "outer"):
        with acting(ben, "inner"):
            Quote.objects.filter(pk=quote.pk).update(note="One.")
        Quote.objects.filter(pk=quote.pk).update(note="Two.")

    acts = [act_of(event) for event in quote.events.order_by("pgh_id")]
    assert acts[-2:] == ["inner", "outer"]


def test_history_outlives_its_subject(quote, ada):
    chosen = Candidate.objects.get(occurrence__wording__quote=quote)

    candidates.undo(chosen, by=ada)

    events = apps.get_model("quotes.QuoteEvent").objects.filter(pgh_obj_id=quote.pk)
    last = events.order_by("-pgh_id")[0]
    assert not Quote.objects.filter(pk=quote.pk).exists()
    assert (last.pgh_label, last.public_id) == ("delete", quote.public_id)
    assert last.pgh_context.metadata["user"] == ada.pk


def test_a_person_sees_the_act_of_every_change_of_a_published_quote(ada, ben):
    quote = factories.publish(factories.draft(ada), ben)

    acts = [act_of(event) for event in quote.events.order_by("pgh_id")]

    assert {"accept suggestion", "quote in_review", "quote published"} <= set(acts)
    assert None not in acts


def act_of(event):
    """The act that an event was written in."""
    return event.pgh_context.metadata["act"] if event.pgh_context else None
