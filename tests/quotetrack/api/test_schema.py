"""The schema: drawn from the code, complete, frozen."""

import copy
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import get_resolver

from quotetrack.api.v1 import promise, schema

FROZEN = Path(__file__).parents[3] / "docs" / "openapi.json"


def addresses():
    """Every address of v1 but those of the schema itself and the rest."""
    for pattern in get_resolver("quotetrack.api.v1.urls").url_patterns:
        path = str(pattern.pattern).replace("<str:", "{").replace(">", "}")
        if path not in ("schema/", "docs/", "^"):
            yield f"/api/v1/{path}"


def test_every_address_is_drawn():
    assert set(schema.document()["paths"]) == set(addresses())


def test_the_document_is_openapi_3_1_and_names_are_unique():
    drawn = schema.document()
    names = [
        operation["operationId"] for path in drawn["paths"].values() for operation in path.values()
    ]

    assert drawn["openapi"].startswith("3.1")
    assert len(names) == len(set(names))
    assert all(
        operation["description"] for path in drawn["paths"].values() for operation in path.values()
    )


def test_the_frozen_copy_is_current():
    """Write it anew with: python manage.py freeze_api_schema."""
    assert FROZEN.read_text(encoding="utf-8") == schema.text()


def test_parameters_say_what_is_allowed():
    operation = schema.document()["paths"]["/api/v1/quotes/"]["get"]
    by_name = {row["name"]: row for row in operation["parameters"]}

    assert by_name["form"]["schema"]["items"]["enum"] == ["direct", "mixed", "partial", "indirect"]
    assert by_name["page_size"]["schema"]["maximum"] == 100


def test_the_schema_and_its_page_are_served(api):
    assert json.loads(api("schema/").content)["info"]["title"] == "QuoteTrack"
    page = api("docs/")
    assert page.status_code == 200
    assert b"/api/v1/quotes/" in page.content
    assert b"<script" not in page.content
    assert b"style=" not in page.content


@pytest.mark.parametrize("path", ["schema/", "docs/"])
def test_both_are_kept_by_caches(api, path):
    etag = api(path)["ETag"]

    assert api(path, HTTP_IF_NONE_MATCH=etag).status_code == 304


def test_a_promise_that_is_broken_is_noticed():
    before, after = schema.document(), copy.deepcopy(schema.document())
    del after["paths"]["/api/v1/topics/"]
    quotes = after["paths"]["/api/v1/quotes/"]["get"]
    quotes["parameters"] = [row for row in quotes["parameters"] if row["name"] != "topic"]
    del after["components"]["schemas"]["QuoteItem"]["properties"]["reach"]
    after["components"]["schemas"]["QuoteItem"]["properties"]["new"] = {"type": "string"}

    assert promise.broken(before, before) == []
    assert promise.broken(before, after) == [
        "GET /api/v1/quotes/ lost the parameter topic.",
        "/api/v1/topics/ is gone.",
        "QuoteItem lost reach.",
    ]


def test_a_break_is_not_frozen_unless_it_is_meant(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "api.md").write_text("", encoding="utf-8")
    older = copy.deepcopy(schema.document())
    older["paths"]["/api/v1/gone/"] = {"get": {"responses": {}}}
    frozen = tmp_path / "docs" / "openapi.json"
    frozen.write_text(json.dumps(older), encoding="utf-8")

    with pytest.raises(CommandError, match="/api/v1/gone/ is gone"):
        call_command("freeze_api_schema")
    assert "gone" in frozen.read_text("utf-8")
    call_command("freeze_api_schema", "--break", stdout=io.StringIO())

    assert frozen.read_text("utf-8") == schema.text()


def test_examples_are_answers_of_the_demo_in_the_promised_shapes():
    drawn, seen = schema.document(), 0
    for path, methods in drawn["paths"].items():
        content = methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        body = content.get("application/json", {})
        if "example" not in body:
            continue
        shape, example = body["schema"], body["example"]
        if example.get("results") == []:
            continue
        if "results" in example:
            shape, example = shape["properties"]["results"]["items"], example["results"][0]
        shape = drawn["components"]["schemas"][shape["$ref"].split("/")[-1]]
        assert set(shape["required"]) <= set(example) <= set(shape["properties"]), path
        seen += 1

    assert seen >= 20
