"""The readers' role, on a real connection: it sees what is published and nothing else."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connections

PUBLISHED = [model._meta.db_table for model in apps.get_app_config("published").get_models()]
# Open data that anyone may fetch, and the sites that each card's header names.
SHOWN = ("api_release", "embeds_embedsite")
DESK = sorted(
    model._meta.db_table
    for model in apps.get_models(include_auto_created=True)
    if model._meta.managed
    and not model._meta.proxy
    and model._meta.app_label != "published"
    and model._meta.db_table not in SHOWN
)


@pytest.fixture
def reader(committed):
    """The readers' own connection, to the database of the tests."""
    made = connections["reader"]
    assert made.settings_dict["NAME"] == connections["default"].settings_dict["NAME"]
    yield made
    made.close()
    made.close_pool()  # what a test set for its session is gone with it


def ask(reader, sql):
    """The rows that the readers' role gets."""
    with reader.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_the_role_is_the_readers(reader):
    assert ask(reader, "SELECT current_user") == [("quotetrack_reader",)]


@pytest.mark.parametrize("table", [*PUBLISHED, *SHOWN])
def test_readers_may_read_what_is_published(reader, table):
    assert ask(reader, f"SELECT count(*) FROM {table}") == [(0,)]


@pytest.mark.parametrize("table", DESK)
def test_readers_may_not_read_the_desk(reader, table):
    with pytest.raises(DatabaseError, match="permission denied"):
        ask(reader, f"SELECT 1 FROM {table}")


@pytest.mark.parametrize("table", [*PUBLISHED, *SHOWN])
@pytest.mark.parametrize("sql", ["DELETE FROM {}", "INSERT INTO {} DEFAULT VALUES", "TRUNCATE {}"])
def test_readers_write_nothing(reader, table, sql):
    with pytest.raises(DatabaseError, match="read-only|permission denied"):
        ask(reader, sql.format(table))


@pytest.mark.parametrize("table", PUBLISHED)
def test_readers_write_nothing_even_where_writing_is_on(reader, table):
    with reader.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = off")

    with pytest.raises(DatabaseError, match="permission denied"):
        ask(reader, f"DELETE FROM {table}")


def test_a_function_of_ours_shows_readers_no_more(reader):
    with pytest.raises(DatabaseError, match="permission denied"):
        ask(reader, "SELECT quotes_need_correction(1, 'x')")


def test_readers_make_nothing(reader):
    with pytest.raises(DatabaseError, match="read-only|permission denied"):
        ask(reader, "CREATE TABLE mine (x int)")


def test_a_question_of_readers_ends_after_two_seconds(reader):
    assert ask(reader, "SHOW statement_timeout") == [("2s",)]
