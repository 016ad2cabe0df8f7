"""Three named people do everything: Ada writes, Ben publishes, Cleo only reads."""

import pytest
from django.contrib.auth.models import Group, User

from tests import factories


def person(name, *roles):
    """An account with these roles."""
    user = User.objects.create_user(name, password=f"{name}-password-1", is_staff=bool(roles))
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


@pytest.fixture
def ada(db):
    """An editor: writes."""
    return person("ada", "editor")


@pytest.fixture
def ben(db):
    """A publisher: publishes."""
    return person("ben", "publisher")


@pytest.fixture
def eva(db):
    """A second publisher, for what needs two."""
    return person("eva", "publisher")


@pytest.fixture
def carla(db):
    """A contributor: adds and drafts."""
    return person("carla", "contributor")


@pytest.fixture
def max_(db):
    """An administrator: manages people, and does not publish."""
    return person("max", "administrator")


@pytest.fixture
def cleo(db):
    """A reader with an account and no role."""
    return person("cleo")


@pytest.fixture
def article(db, ada):
    """An article with two quotes by one speaker, taken in and waiting on the desk."""
    return factories.take_in(ada)


@pytest.fixture
def quote(db, ada):
    """A draft with a speaker, an article, an outlet and a topic."""
    return factories.draft(ada)


@pytest.fixture
def published(quote, ben):
    """A published quote."""
    return factories.publish(quote, ben)


@pytest.fixture
def same_for_readers(db):
    """Checks, when the test is over, that readers see exactly what the desk says."""
    yield
    from quotes.publishing import checks

    assert checks.differences() == []
