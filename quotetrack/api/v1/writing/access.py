"""Who may write: a token with the right scope, or an editor who is signed in.

A token comes as `Authorization: Bearer …` and in no other way. A session is an editor's browser:
it needs the CSRF token too. What a person may do is decided behind this, by role.
"""

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.views import APIView

from quotetrack.api.errors import Problem, not_found
from quotetrack.api.models import ApiToken
from quotetrack.api.throttling import Rate, address_of, check, hit_together
from quotetrack.api.v1 import parameters as given
from quotetrack.api.v1.bodies import MEGABYTE, StrictJSON
from quotetrack.api.v1.reading.answers import query_of


class Bearer(BaseAuthentication):
    """A token in the header."""

    def authenticate(self, request):
        """The token's owner and the token; None where there is no such header."""
        kind, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if not kind:
            return None
        if kind.lower() != "bearer":
            raise AuthenticationFailed("Send the token as: Authorization: Bearer qt_…")
        token = ApiToken.objects.of(secret.strip())
        if token is None:
            raise AuthenticationFailed(
                "This token is not known, has expired or was revoked. Ask an administrator."
            )
        token.note_use()
        return token.owner, token

    def authenticate_header(self, request):
        """So that a missing token is a 401."""
        return "Bearer"


class HasScope(BasePermission):
    """The token has the view's scope; somebody signed in needs none."""

    def has_permission(self, request, view):
        """True, or a problem that says what is missing."""
        if view.scope is None:
            return True
        if not request.user or not request.user.is_authenticated:
            raise NotAuthenticated(
                "Send a token as Authorization: Bearer qt_…, or sign in at the desk."
            )
        if request.auth is not None and view.scope not in request.auth.scopes:
            raise Problem(
                403,
                "scope_missing",
                f"This token has the scopes {', '.join(request.auth.scopes)}; this needs"
                f" “{view.scope}”.",
            )
        return True


class Writing(APIView):
    """An address where something is done. Each says which scope, rate and shapes it has."""

    authentication_classes = [Bearer, SessionAuthentication]
    permission_classes = [HasScope]
    parser_classes = [StrictJSON]
    scope = None
    rate = "write"
    most_bytes = MEGABYTE
    parameters = {}
    is_list = False
    kind = ""
    shape = None  # of the answer
    body_shape = None

    def initial(self, request, *args, **kwargs):
        """Check who asks, how often, and the query string, before anything is read."""
        super().initial(request, *args, **kwargs)
        self.said = given.read(query_of(request), self.parameters)
        standing = hit_together(Rate.named(self.rate), client_of(request))
        self.standing = standing.headers()
        check(standing)

    def finalize_response(self, request, response, *args, **kwargs):
        """Nothing here is for caches."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        for name, value in getattr(self, "standing", {}).items():
            response.headers.setdefault(name, value)
        return response


def client_of(request) -> str:
    """Whose requests are counted and replayed together."""
    if request.auth is not None:
        return f"token:{request.auth.pk}"
    if request.user and request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return address_of(request)


def expected_version(request, public_id: str) -> int:
    """The version that `If-Match` names; 428 without one, 412 where it is another thing's."""
    value = request.META.get("HTTP_IF_MATCH", "").strip()
    if not value:
        raise Problem(
            428,
            "precondition_required",
            "Send If-Match with the `etag` that you last read, so that nobody's work is undone.",
        )
    for tag in value.split(","):
        name, _, version = tag.strip().strip('"').rpartition("-")
        if name == public_id and version.isdecimal() and len(version) < 10:
            return int(version)
    raise Problem(412, "edit_conflict", "If-Match names another version. Read it again.")


def required(rows, **named):
    """The one row, or 404."""
    row = rows.filter(**named).first()
    if row is None:
        raise not_found()
    return row
