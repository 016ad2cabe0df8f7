"""The whole demo through every address: nothing fails, and all forms of a thing agree."""

import orjson
import pytest
from django.core.management import call_command
from django.db import connections

KINDS = (
    "quotes", "speakers", "outlets", "articles", "claims", "topics", "rating-scales", "corrections",
)  # fmt: skip
pytestmark = pytest.mark.slow


@pytest.fixture
def get(api, capsys):
    """GET that must succeed; its JSON."""
    call_command("load_demo")

    def ask(path, **headers):
        answer = api(path, **headers)
        assert answer.status_code == 200, (path, answer.content[:300])
        if answer.streaming:
            return b"".join(answer.streaming_content)
        return answer.json() if "json" in answer["Content-Type"] else answer.content

    return ask


def walk(get, path):
    """Every row of a list."""
    while path:
        page = get(path)
        yield from page["results"]
        path = page["next"] and page["next"].split("/api/v1/")[1]


def test_every_address_answers_for_everything_in_the_demo(get, api):
    for kind in KINDS:
        walked = list(walk(get, f"{kind}/?page_size=7"))
        lines = get(f"{kind}/export/?format=jsonl").splitlines()
        assert [orjson.loads(line) for line in lines] == walked
        assert get(f"{kind}/export/?format=csv")
        for row in walked:
            detail = get(f"{kind}/{row['id']}/")
            assert {
                name for name in row if name != "occasion" and detail[name] != row[name]
            } == set()
            assert get(f"{kind}/{row['id']}/", HTTP_ACCEPT="application/ld+json")["@type"]
            for number in range(1, row["version"] + 1):
                assert get(f"{kind}/{row['id']}/?version={number}")["version"] == number
    for row in walk(get, "quotes/?page_size=100"):
        parts_of_a_quote(get, row)
    for row in walk(get, "speakers/"):
        bounds = get(f"speakers/{row['slug']}/stats/")["total"]
        assert bounds == sorted(bounds)
        counted = get(f"quotes/?speaker={row['id']}&count=exact")["count"]
        assert counted == row["quotes"] >= bounds[-1]
    for row in walk(get, "claims/"):
        history = get(f"claims/{row['slug']}/assessments/")["results"]
        assert any(each["rating"] == row["rating"] for each in history)


def parts_of_a_quote(get, row):
    """What stands below a quote's address agrees with the quote."""
    history = get(f"quotes/{row['id']}/history/")["results"]
    assert history[-1]["version"] == row["version"]
    wordings = get(f"quotes/{row['id']}/wordings/")["results"]
    assert row["text"] in [each["text"] for each in wordings]
    for style in ("csl", "bibtex", "ris", "text"):
        assert get(f"quotes/{row['id']}/cite/?style={style}")


@pytest.mark.django_db(transaction=True, databases=["default", "reader"])
def test_the_changes_lead_from_nothing_to_what_is_public_now(client):
    call_command("load_demo")

    def get(path):
        return client.get(f"/api/v1/{path}").json()

    standing = {}
    for change in walk(get, "changes/?page_size=100"):
        if change["action"] in ("withdrawn", "merged"):
            standing.pop((change["type"], change["id"]))
        else:
            standing[change["type"], change["id"]] = change["version"]

    for kind in KINDS:
        name = kind.removesuffix("s").replace("-", "_")
        listed = {row["id"]: row["version"] for row in walk(get, f"{kind}/?page_size=100")}
        assert listed == {key: version for (of, key), version in standing.items() if of == name}
    connections["reader"].close()
