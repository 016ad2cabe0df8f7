"""Which sessions count: not too old, with the rights of its beginning, and with its second factor.

A session that does not count any longer is emptied where somebody first asks who it is: the desk,
the API, the history of a change. Readers' pages never ask.
"""

import time
from functools import partial

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from quotes import roles
from quotetrack.accounts.models import Preference
from quotetrack.languages import LANGUAGE, ZONE

BEGAN, RIGHTS, FACTOR = "began", "rights", "factor"


def rights_of(user) -> str:
    """What the person may do, in one word: another one ends the session."""
    held = [right for right in roles.HOLDERS if roles.can(user, right)]
    return ",".join(held + ["superuser"] * user.is_superuser)


def begin(request, user, *, with_factor: bool):
    """Log the person in: a session with a new id, with what it must still have later."""
    auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session[BEGAN] = int(time.time())
    request.session[RIGHTS] = rights_of(user)
    request.session[FACTOR] = with_factor
    likes = Preference.objects.filter(owner=user).first()
    keep(request.session, likes.language if likes else "", likes.time_zone if likes else "")


def keep(session, language, zone):
    """What the person likes, where the desk looks for it."""
    session[LANGUAGE], session[ZONE] = language, zone


def counts(session, user) -> bool:
    """The session is still one of this person."""
    began = session.get(BEGAN)
    if began is not None and time.time() - began > settings.SESSION_COOKIE_AGE:
        return False
    if session.get(RIGHTS, rights_of(user)) != rights_of(user):
        return False
    return bool(session.get(FACTOR)) or not needs_factor(user)


def needs_factor(user) -> bool:
    """The setting requires a second factor of this role."""
    return settings.REQUIRE_SECOND_FACTOR and (
        roles.can(user, roles.PUBLISH) or roles.can(user, roles.ADMINISTER)
    )


def end_all(user):
    """End every session of a person."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get(auth.SESSION_KEY) == str(user.pk):
            session.delete()


def person_of(request, known):
    """Who asks; nobody, where the session does not count any longer."""
    user = known()
    if user.is_authenticated and not counts(request.session, user):
        request.session.flush()
        return AnonymousUser()
    return user


class OnlyGoodSessions:
    """Middleware after Django's own: `request.user` is whom a good session names."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """As lazily as Django's."""
        known = partial(auth.get_user, request)
        request.user = SimpleLazyObject(partial(person_of, request, known))
        return self.get_response(request)
