"""The check finds every difference that is planted; a check that cannot fail proves nothing."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from quotes.published import models as p
from quotes.published.models import Document
from quotes.publishing import checks
from tests.quotes.publishing.acts import ACTS
from tests.quotes.publishing.stage import staff

DOCUMENTS = [model for model in apps.get_app_config("published").get_models()
             if issubclass(model, Document)]  # fmt: skip
COLUMNS = [
    (model, field)
    for model in DOCUMENTS
    for field in model._meta.concrete_fields
    if not field.primary_key
]
# Rows of the other tables: SQL that plants a difference, on a stage with a withdrawn quote.
PLANTED = {
    "a link to a claim is gone": "DELETE FROM published_publishedclaimlink",
    "a link says something else": "UPDATE published_publishedclaimlink SET relation = 'asks'",
    "a link has another rating": "UPDATE published_publishedclaimlink SET rating = 'false'",
    "a link has another standing": "UPDATE published_publishedclaimlink SET standing = 'false'",
    "a link has another scale": "UPDATE published_publishedclaimlink SET scale = 'truth-scale'",
    "a link is of no house scale": "UPDATE published_publishedclaimlink SET is_house = false",
    "a link of a stranger": "INSERT INTO published_publishedclaimlink (quote, claim, relation,"
    " scale, rating, standing, is_house) VALUES ('nobody', 'no', 'asks', '', '', '', false)",
    "a mention is gone": "DELETE FROM published_mention WHERE id = (SELECT min(id) FROM"
    " published_mention WHERE kind = 'quote')",
    "a mention of a stranger": "INSERT INTO published_mention (kind, public_id, target_kind,"
    " target) VALUES ('quote', 'nobody', 'speaker', 'no')",
    "a mention too many": "INSERT INTO published_mention (kind, public_id, target_kind, target)"
    " SELECT 'quote', public_id, 'speaker', 'no' FROM published_publishedquote LIMIT 1",
    "a hash is gone": "DELETE FROM published_sketch WHERE id = (SELECT max(s.id) FROM"
    " published_sketch s JOIN published_publishedquote q ON q.public_id = s.quote)",
    "a hash differs": "UPDATE published_sketch SET hash = hash + 1 WHERE id = (SELECT max(s.id)"
    " FROM published_sketch s JOIN published_publishedquote q ON q.public_id = s.quote)",
    "a hash of a stranger": "INSERT INTO published_sketch (hash, quote) VALUES (1, 'nobody')",
    "a line of the table differs": "UPDATE published_quoteline SET line = line || '!'",
    "a line of a stranger": "INSERT INTO published_quoteline VALUES ('nobody', '', '')",
    "a tombstone is gone": "DELETE FROM published_tombstone WHERE kind = 'quote'",
    "a tombstone gives another reason": "UPDATE published_tombstone SET reason = 'privacy'"
    " WHERE kind = 'quote'",
    "a tombstone on what is public": "INSERT INTO published_tombstone (kind, public_id, slug,"
    " reason, withdrawn_at) SELECT 'speaker', public_id, slug, 'error', now()"
    " FROM published_publishedspeaker LIMIT 1",
    "a tombstone of a stranger": "INSERT INTO published_tombstone (kind, public_id, slug, reason,"
    " withdrawn_at) VALUES ('quote', 'nobody', '', 'error', now())",
    "a version is gone": "DELETE FROM published_publishedversion WHERE kind = 'claim'",
    "a version has other words": "UPDATE published_publishedversion SET"
    " detail_json = replace(detail_json, 'bridge', 'tunnel') WHERE until IS NULL",
    "a version has another list form": "UPDATE published_publishedversion SET"
    " list_json = replace(list_json, 'bridge', 'tunnel') WHERE until IS NULL",
    "a version has another number": "UPDATE published_publishedversion SET number = 9"
    " WHERE kind = 'claim'",
    "a version is of another day": "UPDATE published_publishedversion SET at = now()",
    "the last version has ended": "UPDATE published_publishedversion SET until = now()",
    "withdrawn words are still there": "UPDATE published_publishedversion SET detail_json = 'x'"
    " WHERE kind = 'quote' AND detail_json = ''",
    "a change is gone": "DELETE FROM published_change WHERE id = (SELECT min(id) FROM"
    " published_change)",
    "a change is of another version": "UPDATE published_change SET version = 9",
    "a change says something else": "UPDATE published_change SET action = 'withdrawn'",
    "a change twice": "INSERT INTO published_change (kind, public_id, version, action, at)"
    " SELECT kind, public_id, version, action, at FROM published_change LIMIT 1",
}


@pytest.fixture(scope="module")
def rows(committed):
    """A stage with a correction, a second version, a tombstone and topics above topics."""
    stage = staff()
    ACTS["clarify an article"](stage)
    ACTS["add a topic"](stage)
    ACTS["withdraw"](stage)
    quote = stage.publish("The south bridge needs a roof", claim=stage.claim)
    stage.explain(quote)
    assert checks.differences() == []
    return stage


def plant(sql):
    """Run SQL with the triggers off that would refuse it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in (p.PublishedVersion, p.Change):
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
        cursor.execute(sql)


def other(field):
    """SQL for another value of a column."""
    column = f'"{field.column}"'
    if field.get_internal_type() == "ArrayField":
        return f"array_append({column}, 'zzzz')"
    if field.get_internal_type() == "SearchVectorField":
        return "'another:1'::tsvector"
    if isinstance(field, models.BooleanField):
        return f"NOT {column}"
    if isinstance(field, models.IntegerField):
        return f"{column} + 97"
    if isinstance(field, models.DateTimeField):
        return f"{column} + interval '1 day'"
    if isinstance(field, models.DateField):
        return f"coalesce({column}, '2020-01-01') + 1"
    return f"left('~' || {column}, {field.max_length or 10**9})"


@pytest.mark.parametrize(
    "model, field", COLUMNS, ids=lambda value: getattr(value, "name", None) or value.__name__
)
def test_a_difference_in_a_column_is_found(stage, model, field):
    table = model._meta.db_table

    plant(f'UPDATE {table} SET "{field.column}" = {other(field)}'
          f" WHERE public_id = (SELECT min(public_id) FROM {table})")  # fmt: skip

    assert checks.differences() != []


@pytest.mark.parametrize("model", DOCUMENTS, ids=lambda model: model.__name__)
def test_a_missing_row_is_found(stage, model):
    model.objects.filter(pk=model.objects.first().pk).delete()

    assert any("is missing" in sentence for sentence in checks.differences())


@pytest.mark.parametrize("model", DOCUMENTS, ids=lambda model: model.__name__)
def test_a_row_that_should_not_be_there_is_found(stage, model):
    row = model.objects.first()
    row.pk = "nobody000000"
    for name in ("slug", "number"):
        if hasattr(row, name):
            setattr(row, name, "nobody" if name == "slug" else 999)
    row.save(force_insert=True)

    assert any("should not be" in sentence for sentence in checks.differences())


@pytest.mark.parametrize("name", PLANTED)
def test_a_difference_in_another_table_is_found(stage, name):
    plant(PLANTED[name])

    assert checks.differences() != []


def test_words_on_the_desk_that_readers_do_not_see_yet_are_a_difference(stage):
    stage.ruth.description = "Head of the harbour"
    stage.ruth.save(update_fields=["description"])

    assert any("speaker" in sentence for sentence in checks.differences())


def test_the_command_complains_and_mends(stage, capsys):
    plant("UPDATE published_publishedquote SET detail_json = '{}', list_json = '{}', form = 'x'")
    plant("UPDATE published_publishedspeaker SET updated_at = now(), quotes = 99")
    plant("DELETE FROM published_publishedarticle")
    plant("DELETE FROM published_mention")
    plant("DELETE FROM published_sketch")

    with pytest.raises(CommandError, match="Run it without --check"):
        call_command("rebuild_published", check=True)
    call_command("rebuild_published")

    assert "0 differences left" in capsys.readouterr().out
    assert checks.differences() == []


def test_the_command_finds_nothing_where_all_is_well(stage, capsys):
    before = p.PublishedVersion.objects.count()

    call_command("rebuild_published", check=True)
    call_command("rebuild_published")

    assert "0 differences" in capsys.readouterr().out
    assert p.PublishedVersion.objects.count() == before


def test_a_legal_removal_leaves_no_hashes(stage):
    stage.withdraw(stage.second, reason="legal")
    assert checks.differences() == []

    p.Sketch.objects.create(hash=1, quote=stage.second.public_id)

    assert any("sketch" in sentence for sentence in checks.differences())
