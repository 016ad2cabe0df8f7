"""Answers of the demo as examples in the schema: asked from the site itself, never written by hand.

`manage.py freeze_api_schema --examples` asks them from a database that holds the demo.
"""

import json
from functools import lru_cache
from pathlib import Path

KEPT = Path(__file__).with_name("examples.json")
QUERIES = {
    "/api/v1/search/": {"q": "inalienable"},
    "/api/v1/quotes/{name}/cite/": {"style": "csl"},
}


@lru_cache(maxsize=1)
def kept() -> dict:
    """By address, the answer that the demo gives."""
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}


def asked(client, paths) -> dict:
    """The answer of each address that reads JSON; lists with one row."""
    found = {}
    for path in paths:
        address = path
        if "{name}" in path:
            rows = client.get(f"{path.split('{name}')[0]}?page_size=1").json().get("results")
            if not rows:
                continue
            address = path.replace("{name}", rows[0].get("slug") or rows[0]["id"])
        query = QUERIES.get(path, {"page_size": "1"})
        answer = client.get(address, query)
        if answer.status_code == 400:  # it is no list
            answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("application/json"):
            found[path] = shortened(answer.json())
    return found


def shortened(value):
    """The same with at most two of each list: an example, not a data set."""
    if isinstance(value, dict):
        return {name: shortened(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shortened(inner) for inner in value[:2]]
    return value
