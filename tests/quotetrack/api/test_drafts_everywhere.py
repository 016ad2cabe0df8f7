"""What waits on the desk changes no byte that a reader gets: every address, every way of asking."""

from datetime import date
from urllib.parse import urlencode

import orjson
import pytest
from django.urls import resolve

from quotes.actions import assessments
from quotes.models import Assessment, Candidate, Quote, Rating
from quotes.published.models import PublishedClaim, PublishedQuote
from quotetrack.api.throttling import reads
from tests import factories

from .test_schema import addresses

CHANGING = {"date", "ratelimit", "ratelimit-policy"}
HIDDEN = "The harbour chain broke in the night"
VALUES = {  # what to ask of each parameter, beside what its schema has as an example or a choice
    "q": ["bridges", "harbour chain broke", '"broke in the night"', "council -bridge"],
    "at": ["2030", "2026-03-02"],
    "said_after": ["2026"], "said_before": ["2026"], "published_after": ["2020"],
    "published_before": ["2030"], "updated_after": ["2020"], "min_outlets": ["1"],
    "speaker": ["mara-ilves"], "page_size": ["1"], "lang": ["en"], "style": ["text"],
    "fields": ["id"], "omit": ["id"], "version": ["1"],
}  # fmt: skip


@pytest.fixture
def record(api, published, ada, ben, eva):
    """A published quote and a claim that was assessed in public."""
    claim = factories.claim(ada, quote=published)
    factories.assess(claim, ada, eva, ben)
    return published, claim


def wait_on_the_desk(record, ada):
    """Everything that can wait: articles, suggestions, drafts, occurrences, claims, assessments."""
    published, claim = record
    factories.take_in(ada, HIDDEN, text=f"“{HIDDEN},” said Nina Ostrow, the harbour master.")
    draft = factories.draft(ada, HIDDEN)
    factories.draft(ada, "The bridges will not hold another winter", outlet="Harbour Post",
                    topics=["Bridges", "Harbours"])  # fmt: skip
    factories.print_again(draft, ada, words=HIDDEN)
    other = factories.claim(ada, text="The harbour chain broke", quote=draft)
    for row in (claim, other):
        step = Rating.objects.get(scale__slug="quotetrack-status", slug="false")
        written = assessments.draft(
            row, step, by=ada, summary="It is false.", as_of=date(2026, 4, 1),
            evidence=[{"url": "https://register.example/2", "stance": "refutes"}],
        )  # fmt: skip
        assessments.submit(written, by=ada)
    return draft


def queries(view):
    """Query strings that use every parameter of a view."""
    yield ""
    required = {"format": "jsonl"} if "format" in view.parameters else {}
    required |= {"style": "bibtex"} if "style" in view.parameters else {}
    required |= {"q": "bridges"} if getattr(view.parameters.get("q"), "required", False) else {}
    if required:
        yield urlencode(required)
    for name, parameter in view.parameters.items():
        choices = list(getattr(parameter, "allowed", ()))[:12]
        for value in VALUES.get(name, []) + choices + [parameter.example or "true"]:
            if value == "estimate":  # the planner's guess moves whenever statistics are taken
                continue
            yield urlencode(required | {name: value})


def requests(public):
    """Every address with every parameter; paths with the ids and slugs of public things."""
    for address in addresses():
        view = resolve(address.replace("{name}", "x")).func.view_class
        if not hasattr(view, "get") or getattr(view, "scope", None):
            continue
        paths = [address]
        if "{name}" in address:
            names = public.get(address.split("/")[3], [])
            paths = [address.replace("{name}", name) for name in names]
        for path in paths:
            for query in queries(view):
                yield f"{path}?{query}" if query else path


def answers(client, paths):
    """Status, headers and body of each request, as JSON and as linked data, and of checks."""
    found = {}
    for path in paths:
        for kind in ("application/json", "application/ld+json"):
            reads.windows.clear()
            found[path, kind] = kept(client.get(path, HTTP_ACCEPT=kind))
        found[path, "HEAD"] = kept(client.head(path))
    for text in (HIDDEN, "Both bridges were repaired", f"“{HIDDEN},” said Nina Ostrow."):
        body = orjson.dumps({"text": text})
        answer = client.post("/api/v1/quote-check/", body, content_type="application/json")
        found[text, "check"] = kept(answer)
    return found


def kept(answer):
    """What a reader gets, but for what counts and tells the time."""
    headers = {k: v for k, v in answer.headers.items() if k.lower() not in CHANGING}
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, headers, body


@pytest.mark.parametrize("one_of", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_nothing_that_waits_on_the_desk_changes_a_byte(client, record, ada, one_of):
    """Every address, and with it one of so many ways of asking; all of them where there is time."""
    public = {}
    for kind in ("quotes", "speakers", "outlets", "articles", "claims", "topics", "rating-scales",
                 "corrections"):  # fmt: skip
        rows = client.get(f"/api/v1/{kind}/?page_size=3").json()["results"]
        public[kind] = [name for row in rows for name in (row["id"], row.get("slug")) if name]
    every = dict.fromkeys(requests(public))
    paths = [path for n, path in enumerate(every) if "?" not in path or n % one_of == 0]
    before = answers(client, paths)

    draft = wait_on_the_desk(record, ada)

    assert Candidate.objects.count() > 2
    assert Quote.objects.filter(status="draft").count() == 2
    assert Assessment.objects.filter(published_at=None).count() == 2
    after = answers(client, paths)
    assert len(before) > 1500 / one_of
    assert {status for status, _, _ in before.values()} >= ({200, 400} if one_of == 1 else {200})
    assert [key for key in before if before[key] != after[key]] == []
    for kind in ("quotes", "speakers", "articles", "claims"):
        assert client.get(f"/api/v1/{kind}/{draft.public_id}/").status_code == 404
    assert PublishedQuote.objects.count() == PublishedClaim.objects.count() == 1
