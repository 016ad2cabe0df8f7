"""Readers say that something is wrong: kept for the editors, never shown."""

import json

import pytest

from quotes.models import ReaderReport, Speaker
from quotetrack.api import throttling

from . import rows


@pytest.fixture
def report(readers_connection, client):
    """POST a report about a public speaker."""
    speaker = Speaker.objects.create(name="Ada Lovelace", slug="ada-lovelace")
    row = rows.speaker()
    rows.PublishedSpeaker.objects.filter(pk=row.pk).update(public_id=speaker.public_id)

    def post(**body):
        body = {"target_type": "speaker", "target": "ada-lovelace", "text": "The year is 1815.",
                **body}  # fmt: skip
        return client.post("/api/v1/reports/", json.dumps(body), content_type="application/json")

    return post


def test_a_report_is_kept_beside_what_it_is_about(report):
    answer = report(kind="error", contact="reader@example.org")

    assert (answer.status_code, answer.json()) == (202, {"received": True})
    row = ReaderReport.objects.get()
    assert row.speaker.slug == "ada-lovelace"
    assert (row.text, row.contact) == ("The year is 1815.", "reader@example.org")


def test_machines_that_fill_in_every_field_are_thanked_and_forgotten(report):
    assert report(website="https://spam.example").status_code == 202
    assert not ReaderReport.objects.exists()


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"target": "nobody"}, 422, "target"), ({"target_type": "user"}, 400, "target_type"),
        ({"text": " "}, 422, "text"), ({"text": "a" * 10_001}, 400, "text"),
        ({"outcome": "x"}, 400, "outcome"), ({"kind": "praise"}, 400, "kind"),
    ],
)  # fmt: skip
def test_what_will_not_do_is_named(report, body, status, field):
    answer = report(**body)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status, field)


def test_reports_are_few(report, monkeypatch):
    monkeypatch.setattr(throttling.Rate, "named", classmethod(lambda cls, name: cls(name, 2, 3600)))

    answers = [report() for _ in range(3)]

    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 3600
