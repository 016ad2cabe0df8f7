"""The schema laid out for a page: operations by tag, their parameters, shapes and problems."""

from functools import lru_cache

from quotetrack.api.v1 import schema

ERRORS = {
    "invalid_parameter": "A parameter is unknown, or its value will not do. `errors` names it.",
    "query_too_long": "The query string is longer than 4,096 bytes.",
    "invalid_body": "The body goes beyond a limit: depth, size of a number, characters.",
    "invalid_field": "A field of the body is unknown, or its value will not do.",
    "invalid_json": "The body is not a JSON object.",
    "not_authenticated": "There is no token, or it does not work.",
    "scope_missing": "The token has another scope.",
    "not_allowed": "The role of the token's owner does not cover this.",
    "not_found": "Nothing public is there.",
    "withdrawn": "It is no longer public: `reason` and `withdrawn_at` say why and since when.",
    "edit_conflict": "Somebody changed it since you read it. Read it again.",
    "precondition_required": "If-Match is missing.",
    "request_in_flight": "The same request is being worked on.",
    "idempotency_key_reused": "This key was used for another request.",
    "too_many_requests": "Wait as long as Retry-After says.",
    "query_timeout": "The question takes longer than two seconds. Narrow it down.",
    "unavailable": "The database does not answer. Try again.",
}


@lru_cache(maxsize=1)
def manual() -> dict:
    """What the page shows."""
    drawn = schema.document()
    groups = {}
    for path, methods in drawn["paths"].items():
        for method, operation in methods.items():
            group = groups.setdefault(operation["tags"][0], [])
            group.append(operation_of(path, method, operation))
    shapes = [shape_of(name, shape) for name, shape in drawn["components"]["schemas"].items()]
    return {"groups": sorted(groups.items()), "shapes": shapes, "errors": ERRORS}


def operation_of(path, method, operation) -> dict:
    """One operation, flat."""
    good = next(value for key, value in operation["responses"].items() if key.startswith("2"))
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "words": operation.get("description", ""),
        "scope": next((row["bearer"][0] for row in operation.get("security", []) if row), None),
        "parameters": [parameter_of(row) for row in operation.get("parameters", [])],
        "body": type_of(body.get("schema")) if body else None,
        "answer": type_of(next(iter(good.get("content", {}).values()), {}).get("schema")),
        "problems": [key for key in operation["responses"] if key >= "4"],
    }


def parameter_of(row) -> dict:
    """One parameter, flat."""
    inner = row["schema"].get("items", row["schema"])
    return {
        "name": row["name"],
        "place": row["in"],
        "required": row["required"],
        "words": row["description"],
        "many": row["schema"].get("type") == "array",
        "type": inner.get("type", "string"),
        "allowed": inner.get("enum", []),
        "range": (inner.get("minimum"), inner.get("maximum")) if "maximum" in inner else None,
    }


def shape_of(name, shape) -> dict:
    """One shape with its members."""
    required = shape.get("required", [])
    return {
        "name": name,
        "words": shape.get("description", ""),
        "members": [
            {
                "name": member,
                "type": type_of(value),
                "words": value.get("description", ""),
                "optional": member not in required,
            }
            for member, value in shape.get("properties", {}).items()
        ],
    }


def type_of(value) -> dict:
    """What a schema says of a value: a word, and the shape that it leads to."""
    if not value:
        return {"word": "any", "shape": None}
    for wrapper in ("allOf", "oneOf", "anyOf"):
        if wrapper in value:
            inner = next((row for row in value[wrapper] if row.get("type") != "null"), {})
            return type_of(inner) | {"null": len(value[wrapper]) > 1}
    if "$ref" in value:
        name = value["$ref"].rsplit("/", 1)[1]
        return {"word": name, "shape": name}
    if "results" in value.get("properties", {}):
        inner = type_of(value["properties"]["results"]["items"])
        return {"word": "page of", "shape": inner["shape"]}
    if value.get("type") == "array":
        inner = type_of(value["items"])
        return {"word": "list of", "shape": inner["shape"], "plain": inner["word"]}
    kind = value.get("type", "any")
    return {"word": kind if isinstance(kind, str) else " or ".join(kind), "shape": None}
