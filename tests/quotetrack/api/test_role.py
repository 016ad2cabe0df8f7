"""Readers ask as the role that sees the published read model and nothing else."""

import pytest
from django.db import ProgrammingError, connections

from quotes.published.selections import ask

from . import rows

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "reader"])


@pytest.fixture(autouse=True)
def closed():
    """No connection of the readers' stays behind."""
    yield
    connections["reader"].close()


def test_a_reader_sees_what_is_published_and_cannot_see_the_desk():
    rows.quote()

    assert ask("SELECT current_user, count(*) FROM published_publishedquote") == [
        ("quotetrack_reader", 1)
    ]
    for table in ("quotes_quote", "quotes_candidate", "sources_snapshot", "auth_user"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            ask(f"SELECT 1 FROM {table}")
    with pytest.raises(Exception, match="read-only"):
        ask("CREATE TABLE x (y int)")


@pytest.mark.parametrize(
    "path",
    [
        "quotes/", "quotes/?q=river&count=exact", "quotes/?speaker=ada-lovelace", "speakers/?q=ada",
        "outlets/", "articles/", "claims/?q=river&topic=floods", "topics/", "rating-scales/",
        "corrections/", "changes/", "quotes/?count=estimate", "quotes/?q=river&count=estimate",
        "quotes/facets/", "search/?q=river", "positions/", "quotes/export/?format=jsonl",
        "speakers/ada-lovelace/stats/",
    ],
)  # fmt: skip
def test_the_role_may_all_that_the_api_asks(client, path):
    who = rows.speaker()
    rows.quote(speaker=who.pk), rows.topic(), rows.scale(), rows.claim()

    answer = client.get(f"/api/v1/{path}")

    assert answer.status_code == 200, getattr(answer, "content", b"")
    if answer.streaming:
        assert b"".join(answer.streaming_content)


def test_a_question_that_takes_too_long_is_a_503_with_a_code(client, monkeypatch):
    from quotetrack.api.v1.reading import quotes

    def slow(self, said):
        ask("SELECT set_config('statement_timeout', '50ms', false)")
        ask("SELECT pg_sleep(1)")

    monkeypatch.setattr(quotes.Quotes, "selection", slow)

    answer = client.get("/api/v1/quotes/")

    assert (answer.status_code, answer.json()["code"]) == (503, "query_timeout")
    assert int(answer["Retry-After"]) > 0
