"""What the API answers when something is wrong: RFC 9457 problems, each with a code.

Domain errors carry a `code` and a sentence; the table below gives each code its status. Anything
that is not listed is bad input (422). No answer ever repeats a stack trace or a database message.
"""

import logging

import orjson
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, DataError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from rest_framework import exceptions

from sources.errors import QuoteTrackError

log = logging.getLogger("quotetrack.api")

PROBLEM_JSON = "application/problem+json"
TITLES = {
    400: "Bad request",
    401: "Not authenticated",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    409: "Conflict",
    410: "Withdrawn",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Unsupported media type",
    422: "Not usable",
    428: "Precondition required",
    429: "Too many requests",
    500: "Internal error",
    502: "The other site failed",
    503: "Try again later",
}

# The status of each code of the domain; every other code is 422.
STATUS = {
    "not_allowed": 403,
    "move_not_allowed": 409,
    "already_decided": 409,
    "speaker_not_clear": 409,
    "edit_conflict": 412,
    "too_large": 413,
    "text_too_long": 413,
}


class Problem(Exception):
    """An answer that is not the one asked for: status, code and a sentence that says what to do."""

    def __init__(self, status, code, detail, *, errors=None, headers=None, **members):
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers, self.members = errors, headers or {}, members

    def body(self) -> dict:
        """The members of the problem document."""
        body = {
            "type": f"{settings.SITE_URL}/api/v1/docs/#error-{self.code}",
            "title": TITLES.get(self.status, "Error"),
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        if self.errors:
            body["errors"] = self.errors
        return body | self.members

    def response(self) -> HttpResponse:
        """The problem as an answer that no cache keeps."""
        response = HttpResponse(
            orjson.dumps(self.body()), status=self.status, content_type=PROBLEM_JSON
        )
        response["Cache-Control"] = "no-store"
        for name, value in self.headers.items():
            response[name] = value
        return response


def bad_parameter(name, detail, *, code="invalid_parameter"):
    """A 400 that names one parameter of the query string."""
    return Problem(400, code, detail, errors=[{"parameter": name, "detail": detail}])


def bad_field(name, detail, *, status=400, code="invalid_field"):
    """A problem that names one field of the body."""
    return Problem(status, code, detail, errors=[{"field": name, "detail": detail}])


def not_found() -> Problem:
    """The same words for what never was and for what is not public."""
    return Problem(404, "not_found", "There is nothing public at this address.")


def as_problem(error) -> Problem:
    """The problem that an exception comes to; unknown ones are logged and become 500."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, QuoteTrackError):
        return of_the_domain(error)
    if isinstance(error, exceptions.APIException):
        return of_the_framework(error)
    if isinstance(error, Http404):
        return not_found()
    if isinstance(error, PermissionDenied):
        return Problem(403, "not_allowed", str(error) or "You may not do this.")
    if isinstance(error, RequestDataTooBig):
        return Problem(413, "too_large", "The request is larger than we accept.")
    if isinstance(error, SuspiciousOperation):
        return Problem(400, "bad_request", "The request is not well formed.")
    if isinstance(error, DatabaseError | InterfaceError):
        return of_the_database(error)
    log.error("api_error", exc_info=error)
    return Problem(500, "internal", "Something went wrong on our side. It has been logged.")


def of_the_domain(error: QuoteTrackError) -> Problem:
    """A domain error with the status that the table gives its code."""
    status = STATUS.get(error.code, 422)
    errors = [{"field": error.field, "detail": str(error)}] if error.field else None
    members = {}
    if hasattr(error, "changed"):  # an edit conflict: what differs from what was read
        members["changed"] = sorted(error.changed)
        members["current_version"] = getattr(error.current, "edit_version", None)
    if hasattr(error, "choices"):  # a name that several go by
        members["choices"] = [
            {"id": row.public_id, "slug": row.slug, "name": row.name} for row in error.choices
        ]
    return Problem(status, error.code, str(error), errors=errors, **members)


def of_the_framework(error: exceptions.APIException) -> Problem:
    """An error of the framework, its nested details made flat."""
    headers = {}
    if isinstance(error, exceptions.ValidationError):
        errors = list(flat(error.detail))
        first = errors[0]["detail"] if errors else "The input is not valid."
        return Problem(400, "invalid_field", first, errors=errors)
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        headers["WWW-Authenticate"] = "Bearer"
        return Problem(401, "not_authenticated", str(error.detail), headers=headers)
    if isinstance(error, exceptions.NotFound):
        return not_found()
    code = {403: "not_allowed", 405: "method_not_allowed", 415: "unsupported_media_type"}.get(
        error.status_code, error.default_code
    )
    return Problem(error.status_code, code, str(error.detail), headers=headers)


def of_the_database(error) -> Problem:
    """A query that took too long or cannot be asked; the database's own words stay inside."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    if state == "57014":
        return Problem(
            503,
            "query_timeout",
            "The question takes too long to answer. Narrow it down with a filter.",
            headers={"Retry-After": "5"},
        )
    if state[:2] == "23":
        return Problem(409, "conflict", "This does not fit what is stored. Read it again.")
    if isinstance(error, DataError) or state[:2] == "22":
        return Problem(400, "bad_request", "The request holds a value that cannot be looked up.")
    if state == "55P03":
        return Problem(
            503, "busy", "Somebody is changing this just now.", headers={"Retry-After": "2"}
        )
    if isinstance(error, OperationalError | InterfaceError):
        log.error("api_database_unavailable", exc_info=error)
        return Problem(
            503, "unavailable", "The database does not answer.", headers={"Retry-After": "5"}
        )
    log.error("api_database_error", exc_info=error)
    return Problem(500, "internal", "Something went wrong on our side. It has been logged.")


def flat(detail, path=""):
    """The framework's nested error details as a list of field and sentence."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from flat(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(detail, list):
        for inner in detail:
            yield from flat(inner, path)
    else:
        yield {"field": path or "non_field_errors", "detail": str(detail)}


def problem(error, context=None) -> HttpResponse:
    """DRF's exception handler: every exception as a problem document."""
    return as_problem(error).response()
