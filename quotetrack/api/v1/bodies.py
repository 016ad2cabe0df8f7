"""What a request's body may hold: JSON, not too large, not too deep, only text that is text.

Looked at before any serializer, so that no field has to be suspicious by itself.
"""

import math
import re
from functools import cache

import orjson
from rest_framework import serializers
from rest_framework.parsers import BaseParser

from quotetrack.api.errors import Problem

MEGABYTE = 1024 * 1024
DEEPEST = 20
MOST_KEYS = 200
MOST_VALUES = 10_000
LARGEST_NUMBER = 10**15
NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


class StrictJSON(BaseParser):
    """JSON within our limits, as plain Python values."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        """The body's value, or a problem that says what is wrong with it."""
        return loaded(limited(stream, getattr(parser_context["view"], "most_bytes", MEGABYTE)))


def limited(stream, most: int) -> bytes:
    """The body, or a 413."""
    body = stream.read(most + 1)
    if len(body) > most:
        size = f"{most // 1024:,} kB" if most < MEGABYTE else f"{most // MEGABYTE} MB"
        raise Problem(413, "too_large", f"The body is larger than {size}. Send less.")
    return body


def body_of(request, most: int):
    """The JSON object in a request that no parser has looked at."""
    kind = request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind != StrictJSON.media_type:
        raise Problem(415, "unsupported_media_type", "Send JSON: Content-Type: application/json.")
    return loaded(limited(request, most))


def loaded(body: bytes):
    """The JSON object that the body holds, or a 400."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        words = str(error).split(": line")[0][:100]
        raise Problem(
            400, "invalid_json", f"The body is not JSON that we can read: {words}."
        ) from None
    if not isinstance(value, dict):
        raise Problem(400, "invalid_json", "The body must be a JSON object: {…}.")
    check(value)
    return value


def check(value):
    """Raise a 400 where the value goes beyond the limits."""
    waiting, seen = [(value, "", 1)], 0
    while waiting:
        part, path, depth = waiting.pop()
        seen += 1
        if seen > MOST_VALUES:
            raise refused(path, f"More than {MOST_VALUES:,} values.")
        if depth > DEEPEST:
            raise refused(path, f"Nested more than {DEEPEST} levels deep.")
        if isinstance(part, dict):
            if len(part) > MOST_KEYS:
                raise refused(path, f"More than {MOST_KEYS} names in one object.")
            for name, inner in part.items():
                check_scalar(name, path or "a name")
                waiting.append((inner, f"{path}.{name}" if path else name, depth + 1))
        elif isinstance(part, list):
            waiting += [(inner, f"{path}[{at}]", depth + 1) for at, inner in enumerate(part)]
        else:
            check_scalar(part, path)


def check_scalar(value, path):
    """Raise a 400 for a text that is not text and for a number that is none of ours."""
    if isinstance(value, str) and NOT_TEXT.search(value):
        raise refused(path, "The text holds a NUL character or half a character. Remove it.")
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not math.isfinite(value) or abs(value) >= LARGEST_NUMBER:
            raise refused(path, "The number has more than 15 digits.")


def refused(path, detail) -> Problem:
    """A 400 that names a place in the body."""
    name = NOT_TEXT.sub("\ufffd", path)[:100] or "body"
    return Problem(400, "invalid_body", detail, errors=[{"field": name, "detail": detail}])


class Body(serializers.Serializer):
    """The shape of a body. A name that is not in it is an error, not noise."""

    def to_internal_value(self, data):
        """The values read; every unknown or read-only name is named."""
        writable = {name for name, field in self.fields.items() if not field.read_only}
        unknown = [name for name in data if name not in writable]
        if unknown:
            allowed = ", ".join(sorted(writable)) or "none"
            raise serializers.ValidationError(
                {
                    name[:80]: f"There is no such field here. There are: {allowed}."
                    for name in unknown
                }
            )
        wrong = {
            name: "Give a text in quotation marks."
            for name, value in data.items()
            if isinstance(self.fields[name], serializers.CharField)
            and not isinstance(value, str | None)
        }
        if wrong:
            raise serializers.ValidationError(wrong)
        return super().to_internal_value(data)


def read(shape, data) -> dict:
    """The body's values as the shape says, or a 400 that names each field."""
    return made(shape).run_validation(data)


@cache
def made(shape) -> Body:
    """The shape with its fields, which keep nothing of what they read: made once."""
    return shape()
