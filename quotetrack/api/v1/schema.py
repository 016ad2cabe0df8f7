"""The OpenAPI 3.1 document, drawn from the views: parameters, shapes and problems.

Views of the API say what they understand in plain tables (``parameters``, ``shape``,
``body_shape``); here they become a schema. Nothing is written down twice.
"""

import json
from functools import lru_cache

from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

from quotes.published.shapes.parts import Text
from quotetrack.api.v1 import examples
from quotetrack.api.v1 import parameters as given

VERSION = "1"


class ErrorDetail(serializers.Serializer):
    """One fault of the input."""

    parameter = Text(required=False)
    field = Text(required=False)
    detail = Text()


class ProblemShape(serializers.Serializer):
    """What is wrong, as RFC 9457 has it; `code` is for programs, `detail` for people."""

    type = Text()
    title = Text()
    status = serializers.IntegerField()
    detail = Text()
    code = Text()
    errors = ErrorDetail(many=True, required=False)

    class Meta:
        ref_name = "Problem"


READ_PROBLEMS = {
    "400": "An unknown or unusable parameter; it is named.",
    "404": "Nothing public is there.",
    "410": "It was withdrawn; the reason class and the day are told.",
    "429": "Too many requests; Retry-After says when.",
    "503": "The answer takes too long, or the database does not answer.",
}
WRITE_PROBLEMS = {
    "400": "The body or a parameter is not usable; it is named.",
    "401": "No token, or one that does not work.",
    "403": "The token lacks the scope, or its owner the role.",
    "409": "It was done already, or the same request is being worked on.",
    "413": "The body is larger than we accept.",
    "415": "The body is no JSON.",
    "422": "What is asked for cannot be done; the sentence says why.",
    "429": "Too many requests; Retry-After says when.",
    "503": "The database does not answer, or somebody else is at work on this.",
}


class Drawing(AutoSchema):
    """Draws one operation from what its view declares."""

    @property
    def drawn(self):
        """The view that answers this method: one address may have a reading and a writing one."""
        writing = getattr(self.view, "writing", None)
        return writing() if writing and self.method == "POST" else self.view

    def get_operation_id(self):
        """quotes_list, quotes_get, candidates_accept."""
        words = [part for part in self.path.strip("/").split("/")[2:] if "{" not in part]
        verb = {"POST": "send"}.get(self.method, "list" if self.drawn.is_list else "get")
        return "_".join([*(word.replace("-", "_") for word in words), verb])

    def get_tags(self):
        """The first word of the address."""
        return [self.path.strip("/").split("/")[2]]

    def get_description(self):
        """The view's docstring."""
        return (self.drawn.__doc__ or "").strip().replace("\n    ", "\n")

    def get_summary(self):
        """Its first line."""
        return self.get_description().split("\n")[0].rstrip(".")

    def get_override_parameters(self):
        """Nothing else is declared."""
        return []

    def _get_parameters(self):
        drawn = [
            {
                "name": name,
                "in": "path",
                "required": True,
                "schema": {"type": "string", "pattern": given.drawn(given.NAME)},
                "description": "Id or slug." if name == "name" else "",
            }
            for name in self._path_names()
        ]
        for parameter in self.drawn.parameters.values():
            drawn.append(query_parameter(parameter))
        if getattr(self.drawn, "needs_match", False) and self.method == "POST":
            drawn.append(header("If-Match", "The `etag` of the version that you read.", True))
        if self.method == "POST" and self.drawn.body_shape is not None and self.auth_needed():
            drawn.append(header("Idempotency-Key", "Makes trying again safe; kept 48 hours."))
        return drawn

    def _path_names(self):
        return [part[1:-1] for part in self.path.split("/") if part.startswith("{")]

    def auth_needed(self):
        """The operation wants a token."""
        return getattr(self.drawn, "scope", None) is not None

    def get_auth(self):
        """A bearer token where a scope is needed, nothing where not."""
        return [{"bearer": [str(self.drawn.scope)]}] if self.auth_needed() else []

    def get_request_serializer(self):
        """The shape of the body."""
        shape = getattr(self.drawn, "body_shape", None)
        return shape() if shape else None

    def get_response_serializers(self):
        """The shape of the answer."""
        return self.drawn.shape() if self.drawn.shape else None

    def _get_request_body(self, direction="request"):
        shape = getattr(self.drawn, "body_shape", None)
        if self.method == "GET" or shape is None:
            return None
        reference = self.resolve_serializer(shape(), "request").ref
        return {"required": True, "content": {"application/json": {"schema": reference}}}

    def _get_response_bodies(self, direction="response"):
        drawn = self.drawn
        schema = self.resolve_serializer(drawn.shape(), "response").ref if drawn.shape else {}
        if drawn.is_list:
            schema = page_of(schema)
        kinds = getattr(drawn, "content_types", None) or (
            getattr(drawn, "content_type", "application/json"),
        )
        good = getattr(drawn, "statuses", {"200": "As asked."})
        content = {kind: {"schema": schema if "json" in kind else {}} for kind in kinds}
        bodies = {
            status: {"description": words, "content": dict(content)}
            for status, words in good.items()
        }
        if self.method == "GET" and self.path in examples.kept():
            bodies["200"]["content"]["application/json"]["example"] = examples.kept()[self.path]
        if getattr(drawn, "has_linked_data", False):
            bodies["200"]["content"]["application/ld+json"] = {"schema": {"type": "object"}}
        reading = self.method == "GET" and not self.auth_needed()
        if reading:
            bodies["304"] = {"description": "You have it already (If-None-Match)."}
            if self._path_names():
                bodies["301"] = {"description": "It was merged or renamed; Location leads on."}
        problem = self.resolve_serializer(ProblemShape(), "response").ref
        content = {"application/problem+json": {"schema": problem}}
        problems = dict(READ_PROBLEMS if reading else WRITE_PROBLEMS)
        if not self._path_names():
            problems.pop("404", None), problems.pop("410", None)
        if getattr(drawn, "needs_match", False):
            problems |= {
                "404": "There is no such suggestion.",
                "412": "Somebody changed it meanwhile.",
                "428": "If-Match is missing.",
            }
        for status, words in problems.items():
            bodies[status] = {"description": words, "content": content}
        return dict(sorted(bodies.items()))


def query_parameter(parameter) -> dict:
    """One parameter of the query string."""
    schema = parameter.schema()
    if parameter.many:
        schema = {"type": "array", "items": schema, "maxItems": 100}
    drawn = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "schema": schema,
        "description": parameter.help,
    }
    if parameter.many:
        drawn |= {"style": "form", "explode": True}
    if parameter.example:
        drawn["example"] = [parameter.example] if parameter.many else parameter.example
    return drawn


def header(name, words, required=False) -> dict:
    """One header of a request."""
    return {
        "name": name,
        "in": "header",
        "required": required,
        "schema": {"type": "string"},
        "description": words,
    }


def page_of(schema) -> dict:
    """A list of this schema."""
    address = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "required": ["next", "previous", "results"],
        "properties": {
            "count": {"type": "integer", "description": "Only with `count`."},
            "next": address,
            "previous": address,
            "results": {"type": "array", "items": schema},
        },
    }


class Generator(SchemaGenerator):
    """Draws v1 alone, whatever else the site serves."""

    def __init__(self, *args, **options):
        super().__init__(*args, patterns=patterns(), **options)


def patterns():
    """The addresses of v1, where they stand."""
    return [path("api/v1/", include("quotetrack.api.v1.urls"))]


@lru_cache(maxsize=1)
def document() -> dict:
    """The OpenAPI document, made once."""
    drawn = Generator().get_schema(request=None, public=True)
    drawn["info"]["license"] = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    drawn["security"] = []
    drawn.setdefault("components", {})["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "description": "A token of the desk."}
    }
    drawn["paths"] = dict(sorted(drawn["paths"].items()))
    for name, shape in drawn["components"]["schemas"].items():
        if name.endswith("Body"):
            shape["additionalProperties"] = False
    return json.loads(json.dumps(drawn))


def text() -> str:
    """The document as it is frozen in docs/openapi.json."""
    return json.dumps(document(), indent=1, ensure_ascii=False, sort_keys=False) + "\n"
