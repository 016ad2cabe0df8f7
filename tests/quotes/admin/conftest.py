"""What the desk's tests share: people who are logged in, and a text with everything in it."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from quotes import intake
from quotes.models import Assessment, Correction, OutsideReview, Quote
from quotes.published.models import (
    Change,
    Mention,
    PublishedClaim,
    PublishedQuote,
    PublishedVersion,
    Tombstone,
)
from quotes.publishing import checks
from tests.quotes.admin.browser import desk, driver, stocked  # noqa: F401

TEXT = (
    "“We will repair both bridges before the first frost,” Ruth Sample told reporters on Monday."
    " “We have the money and we have the stone.”\n\n"
    "The mayor, Ola Brand, said the harbour would stay open. “Nobody closes my harbour,” she"
    " said.\n\n"
    "According to reports, Tom Reed asked, “Who pays for it?”\n\n"
    "They call it a “ghost bridge”.\n"
)


@pytest.fixture
def logged_in():
    """A function that gives a client for a person."""

    def client_of(person):
        client = Client()
        client.force_login(person)
        return client

    return client_of


@pytest.fixture
def taken(db, ada):
    """An article of several quotes, taken in and waiting."""
    return intake.take_in(by=ada, text=TEXT, title="Bridges before the frost", language="en")


@pytest.fixture(autouse=True)
def desk_and_readers_agree(db):
    """After every test the read model is what the desk says."""
    yield
    if anything_public():
        assert checks.differences() == []


def anything_public() -> bool:
    """Something is or was public; comparing nothing with nothing takes longer than many a test."""
    said = [Quote.objects.filter(status="published"), Quote.objects.exclude(published_at=None)]
    said += [
        rows.exclude(published_at=None) for rows in (Assessment.objects, OutsideReview.objects)
    ]
    told = [
        PublishedQuote,
        PublishedClaim,
        PublishedVersion,
        Mention,
        Tombstone,
        Change,
        Correction,
    ]
    return any(rows.exists() for rows in [*said, *(model.objects for model in told)])


def versions_of(candidate) -> dict:
    """What the page says of a suggestion and of the quote that it became."""
    seen = {"edit_version": candidate.edit_version}
    if candidate.occurrence:
        seen["other_version"] = candidate.occurrence.wording.quote.edit_version
    return seen


def act(client, candidate, name, **fields):
    """Post an act about a suggestion as the page's own form does."""
    candidate.refresh_from_db()
    url = reverse("admin:desk_candidate_act", args=[candidate.public_id, name])
    answer = client.post(url, versions_of(candidate) | fields)
    connection.check_constraints()  # as at the end of a request
    return answer


def by_script(client, candidate, name, **fields):
    """The same, as the script does."""
    candidate.refresh_from_db()
    url = reverse("admin:desk_candidate_act", args=[candidate.public_id, name])
    data = versions_of(candidate) | {"then": candidate.public_id} | fields
    answer = client.post(url, data, headers={"accept": "application/json"})
    connection.check_constraints()
    return answer
