"""Whatever is sent: a clean 4xx that says what is wrong, and never a 5xx."""

import itertools
from urllib.parse import quote

import orjson
import pytest
from django.db import OperationalError
from django.urls import resolve

from quotetrack.api import throttling
from quotetrack.api.models import ApiToken
from quotetrack.readers import limits

from . import naughty, rows
from .test_schema import addresses

NAUGHTY = [
    "%00", "%ff%fe", "%F0%9F%92%A9", "%ED%A0%80", "\\", "'", '"', "';DROP TABLE x;--", "{}", "[]",
    "-1", "0", "1e9", "99999999999999999999", "NaN", "null", "undefined", "%25s", "%(x)s", "../..",
    "<script>", "%0d%0aX-Header:1", "%E2%80%AE", "a" * 600, "(((((", "%26 | !", "a %26 b", "\u0130",
    "2025-02-31", "2025-13", "0000", "9999", "9999-99-99T99:99:99Z", "2025-05-03T10:00:00%2B99:99",
    "c1.1", "c99999999999999999999.1", "WyItc2FpZF9vbiIsMF0", "W10", "bnVsbA", "=", "a:b:c",
]  # fmt: skip
LISTS = [
    "quotes/", "speakers/", "outlets/", "articles/", "claims/", "topics/", "rating-scales/",
    "corrections/", "changes/",
]  # fmt: skip


def parameters_of(path):
    """The names that the address understands."""
    return resolve(f"/api/v1/{path}").func.view_class.parameters


@pytest.mark.parametrize("path", LISTS)
def test_no_value_of_any_parameter_is_ever_a_5xx(api, path):
    for name in parameters_of(path):
        for value in NAUGHTY:
            answer = api(f"{path}?{name}={value}")
            assert answer.status_code in (200, 400), (name, value, answer.content)
            if answer.status_code == 400:
                assert answer.json()["code"] in ("invalid_parameter", "query_too_long")
                assert answer.json()["errors"][0]["parameter"] == name


@pytest.mark.parametrize("value", NAUGHTY)
def test_no_name_is_ever_a_5xx(api, value):
    for path in ("quotes", "speakers", "claims", "outlets", "articles", "topics", "corrections"):
        assert api(f"{path}/{value.replace('/', '')}/").status_code in (404, 400, 301)
    assert api(f"quotes/{value.replace('/', '')}/history/").status_code in (404, 400, 301)


def asked_everywhere(api, strings):
    """Every string as the value of parameters of every address, and as a name in its path.

    `strings` are handed out in turn where they are few, so that each is used and each place too.
    """

    def whole(answer):
        assert not answer.streaming or list(answer.streaming_content) is not None
        return answer

    for address in addresses():
        path = address.removeprefix("/api/v1/")
        view = resolve(address.replace("{name}", "x")).func.view_class
        if not hasattr(view, "get") or getattr(view, "scope", None):
            continue
        if "{name}" in path:
            for string in strings(40):
                yield path, whole(api(path.replace("{name}", quote(string, safe=""))))
        path = path.replace("{name}", "0123456789ab")
        for name in view.parameters:
            for string in strings(3):
                required = {"format": "csv"} if path.endswith("export/") else {}
                yield (path, name), whole(api(path, data=required | {name: string}))


@pytest.fixture
def unlimited(monkeypatch):
    """Nobody is asked to wait."""
    rate = throttling.Rate("read", 10**9, 60)
    monkeypatch.setattr(throttling.Rate, "named", classmethod(lambda cls, name: rate))


def test_naughty_strings_go_through_every_parameter_and_path(api, unlimited):
    rows.quote()
    turn, seen = itertools.cycle(naughty.strings()), set()

    for place, answer in asked_everywhere(api, lambda number: itertools.islice(turn, number)):
        assert answer.status_code < 500, (place, answer.content)
        seen.add(answer.status_code)

    assert {200, 400, 404} <= seen <= {200, 301, 400, 404}


@pytest.mark.slow
def test_every_naughty_string_goes_through_every_parameter_and_path(api, unlimited):
    rows.quote()
    number = 0

    for place, answer in asked_everywhere(api, lambda _: naughty.strings()):
        assert answer.status_code in (200, 301, 400, 404), (place, answer.content)
        number += 1

    print(f"{number} requests")
    assert number > 20_000


def bodies_with(strings):
    """Bodies that are broken, and bodies with such strings in their fields."""
    yield from naughty.BODIES
    for string in strings:
        yield orjson.dumps({"text": string, "speaker": string[:200]})
        yield orjson.dumps({"text": "The river rose again.", "title": string})
        yield orjson.dumps({"target_type": "quote", "target": string[:80], "text": string})


@pytest.fixture
def post(api, client, ada, monkeypatch):
    """POST with a token, as often as one likes."""
    rate = throttling.Rate("write", 10**9, 60)
    monkeypatch.setattr(throttling.Rate, "named", classmethod(lambda cls, name: rate))
    _, secret = ApiToken.objects.issue(owner=ada, by=ada, name="t", scopes=["ingest"])

    def send(path, body):
        return client.post(
            f"/api/v1/{path}", body, content_type="application/json",
            HTTP_AUTHORIZATION=f"Bearer {secret}",
        )  # fmt: skip

    return send


WRITTEN = ["quote-check/", "reports/", "articles/"]


@pytest.mark.parametrize("path", WRITTEN)
def test_no_body_is_ever_a_5xx(post, path):
    for body in bodies_with(naughty.strings()[::12]):
        answer = post(path, body)
        assert answer.status_code < 500, (body[:200], answer.content)


@pytest.mark.slow
@pytest.mark.parametrize("path", WRITTEN)
def test_no_naughty_string_in_a_body_is_ever_a_5xx(post, path):
    for body in bodies_with(naughty.strings()):
        answer = post(path, body)
        assert answer.status_code < 500, (body[:200], answer.content)


def test_an_unknown_parameter_is_named_and_the_known_ones_are_listed(api):
    answer = api("quotes/?order=asc&speakr=x")

    assert answer.status_code == 400
    errors = answer.json()["errors"]
    assert [error["parameter"] for error in errors] == ["order", "speakr"]
    assert "ordering" in errors[0]["detail"]


def test_a_parameter_that_is_given_once_is_refused_twice(api):
    assert api("quotes/?page_size=2&page_size=3").status_code == 400


def test_long_and_wide_questions_are_refused(api):
    assert api("quotes/?q=" + "a" * 5000).json()["code"] == "query_too_long"
    assert api("quotes/?" + "&".join(f"a{n}=1" for n in range(500))).status_code == 400
    assert api("quotes/?" + "a&" * 2040).status_code == 400
    assert api("quotes/?" + "&".join(["language=en"] * 101)).status_code == 400


def test_a_cursor_of_another_order_says_so(api):
    rows.many(3)
    cursor = api("quotes/?page_size=1").json()["next"].split("cursor=")[1]

    answer = api(f"quotes/?ordering=published_at&cursor={cursor}")

    assert answer.status_code == 400
    assert "ordering=-said_on" in answer.json()["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_405_with_the_possible_ones(api, client, method):
    answer = getattr(client, method)("/api/v1/quotes/")

    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.json()["code"] == "method_not_allowed"


def test_cors_stands_on_answers_and_on_errors(api):
    for path in ("quotes/", "quotes/?nonsense=1", "quotes/0123456789ab/", "nothing/"):
        answer = api(path, HTTP_ORIGIN="https://elsewhere.example")
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer


def test_limits_are_told_and_held(api, settings, monkeypatch):
    rate = throttling.Rate("read", 3, 60)
    monkeypatch.setattr(throttling.Rate, "named", classmethod(lambda cls, name: rate))

    answers = [api("quotes/") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"read";q=3;w=60'
    assert answers[0]["RateLimit"].startswith('"read";r=2;t=')
    assert 0 < int(answers[3]["Retry-After"]) <= 60
    assert answers[3].json()["code"] == "too_many_requests"
    api("quotes/", HTTP_X_FORWARDED_FOR="8.8.8.8")
    assert api("quotes/", HTTP_X_FORWARDED_FOR="9.9.9.9").status_code == 429


def test_windows_end_and_clients_are_apart():
    common = {}

    def take(rate, client, window, number):
        common[client, window] = common.get((client, window), 0) + number
        return common[client, window]

    counter, rate = throttling.Reads(take), throttling.Rate("read", 1, 60)

    first = counter.hit(rate, "a", now=0)
    second = counter.hit(rate, "a", now=59)
    other = counter.hit(rate, "b", now=59)
    later = counter.hit(rate, "a", now=60)

    assert [row.is_over for row in (first, second, other, later)] == [False, True, False, False]
    assert second.reset == 1


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("nonsense", "unknown"),
    ],
)
def test_a_client_is_an_address_or_a_64(rf, address, client):
    assert throttling.address_of(rf.get("/", REMOTE_ADDR=address)) == client


@pytest.mark.parametrize("processes", [1, 2, 5])
def test_processes_hold_one_limit_together(db, processes):
    rate = throttling.Rate("read", 300, 60)
    each = [throttling.Reads() for _ in range(processes)]

    standings = [counter.hit(rate, "x", now=5) for _ in range(200) for counter in each]

    passed = sum(not standing.is_over for standing in standings)
    assert min(300, 200 * processes) * 0.9 <= passed <= 300 * 1.05
    assert all(standing.reset == 55 for standing in standings)
    assert each[0].hit(rate, "y", now=5).used == 1
    assert not each[0].hit(rate, "x", now=65).is_over


def test_counting_costs_few_queries(db, django_assert_max_num_queries):
    rate, counter = throttling.Rate("read", 300, 60), throttling.Reads()
    with django_assert_max_num_queries(0):
        counter.hit(rate, "x", now=5)
    with django_assert_max_num_queries(40):
        for _ in range(200):
            counter.hit(rate, "x", now=5)


def test_reads_go_on_where_the_writers_database_is_away(db, monkeypatch):
    def away(*given):
        raise OperationalError("gone")

    monkeypatch.setattr(limits, "counted_together", away)
    rate, counter = throttling.Rate("read", 10, 60), throttling.Reads()

    assert sum(not counter.hit(rate, "x", now=5).is_over for _ in range(20)) == 10


def test_together_counts_go_up_in_postgres(db):
    rate = throttling.Rate("write", 2, 60)

    used = [throttling.hit_together(rate, "x", now=5).used for _ in range(3)]

    assert used == [1, 2, 3]
    assert throttling.hit_together(rate, "x", now=65).used == 1
