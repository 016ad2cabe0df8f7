"""Everything that our schema allows, and more, asked by a program that we did not write.

Schemathesis draws requests from the schema, good ones and bad ones, and looks at every answer with
all its checks. One check needs to know more than a schema can say: a request that keeps to the
schema may still name what is not public, or ask for nothing.
"""

import json

import pytest
import schemathesis
from django.db import connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as drawing
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    positive_data_acceptance,
    response_schema_conformance,
)

from quotetrack.api import throttling

FEW, MANY = 2, 150
# Parameters and fields that may be well formed and still name what is not there.
KNOWN_BY_US = {
    "speaker", "attributed_to", "outlet", "article", "topic", "claim", "parent",
    "claim_rating", "organisation", "country", "cursor", "after", "at", "q", "target", "ordering",
    "said_after", "said_before", "published_after", "published_before", "updated_after",
}  # fmt: skip
pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.django_db(transaction=True, databases=["default", "reader"]),
]


@pytest.fixture
def unlimited(monkeypatch):
    """Nobody is asked to wait."""
    rate = throttling.Rate("read", 10**9, 60)
    monkeypatch.setattr(throttling.Rate, "named", classmethod(lambda cls, name: rate))


@pytest.fixture
def operations(transactional_db, published, live_server, settings, unlimited):
    """Every operation of the schema as it is served, with something public behind it."""
    settings.SITE_URL = live_server.url
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/v1/schema/")
    yield [found.ok() for found in schema.get_all_operations()]
    connections["reader"].close()


def is_known_only_to_us(answer) -> bool:
    """Every fault is one that the schema cannot tell."""
    if answer.status_code not in (400, 422):
        return False
    body = json.loads(answer.content)
    faults = body.get("errors") or [{"parameter": "version"}]
    names = {fault.get("parameter") or fault.get("field") for fault in faults}
    blank = body["code"] == "invalid_field" and "blank" in body["detail"]
    both = "not both" in body["detail"]
    wide = body["code"] in ("query_too_long", "invalid_body", "text_not_usable")
    many = "At most 20 filters" in body["detail"] or "At most 100 values" in body["detail"]
    return names <= KNOWN_BY_US or blank or both or wide or many


def ask(operation, mode, number):
    """So many requests of one kind, every answer checked."""

    @drawing(
        max_examples=number, deadline=None, database=None, derandomize=number == FEW,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def every(case):
        answer = case.call()
        assert answer.status_code < 500, (case.as_curl_command(), answer.content)
        but = [positive_data_acceptance] if is_known_only_to_us(answer) else []
        if {"fields", "omit"} & set(case.query or ()):  # members may be missing
            but.append(response_schema_conformance)
        case.validate_response(answer, excluded_checks=but)

    every()


def ask_all(operations, number):
    """Good and bad requests to every operation."""
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                ask(operation, mode, number)
            except schemathesis.errors.InvalidSchema:
                raise
            except Exception as error:
                if "Unsatisfiable" not in type(error).__name__:
                    raise


def test_a_few_requests_of_every_kind_keep_to_the_schema(operations):
    assert len(operations) > 40

    ask_all(operations, FEW)


@pytest.mark.slow
def test_many_requests_of_every_kind_keep_to_the_schema(operations):
    ask_all(operations, MANY)
