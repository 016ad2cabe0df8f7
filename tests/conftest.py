"""Three named people do everything: Ada writes, Ben publishes, Cleo only reads."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases

from tests import factories, migrated


def pytest_configure():
    """Passwords are not what is tested here: hash them quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


# Files that take longest come first: two workers would end far apart with one of them last.
LONGEST = (
    "tests/test_demo.py",
    "tests/test_end_to_end.py",
    "tests/quotes/admin/test_roles.py",
    "tests/quotes/admin/test_in_bulk.py",
    "tests/quotes/admin/test_in_a_browser.py",
    "tests/quotetrack/api/test_drafts_everywhere.py",
    "tests/quotetrack/api/test_by_schema.py",
    "tests/quotetrack/db/test_backend.py",
    "tests/quotetrack/ark/test_export.py",
)


def pytest_collection_modifyitems(items):
    """The longest files first; a module's and a package's tests stay together."""
    places = {name: number for number, name in enumerate(LONGEST)}
    root = Path(__file__).parents[1]
    items.sort(key=lambda item: places.get(item.path.relative_to(root).as_posix(), len(places)))


@pytest.fixture(scope="session")
def django_db_setup(
    request,
    django_test_environment,
    django_db_blocker,
    django_db_modify_db_settings,
    django_db_keepdb,
    django_db_createdb,
):
    """A database as the migrations leave it, whatever an earlier run left behind.

    pytest-django's own looks for tests that are marked; those that take `committed` are not.
    """
    from tests import committed

    with django_db_blocker.unblock():
        ours = request.config.pluginmanager.get_plugin("tests.own_server")
        if ours and ours.worker:
            migrated.start_hastily(settings.PGDATA)
            settings.DATABASES["default"]["TEST"]["TEMPLATE"] = migrated.MIGRATED
        made = setup_databases(
            verbosity=request.config.option.verbose,
            interactive=False,
            keepdb=django_db_keepdb and not django_db_createdb,
            serialized_aliases=[],
        )
        committed.restore_first_rows()
        if User.objects.exists():
            committed.wipe()
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=request.config.option.verbose)


@pytest.fixture(autouse=True, scope="session")
def rows_of_the_migrations_stay():
    """After a test of several transactions only what it wrote goes.

    Django would empty every table, those that the migrations filled too, and make all permissions
    anew: half a second each time.
    """

    def tidy(self):
        from tests import committed

        committed.wipe()
        committed.restore_first_rows()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", tidy)
        yield


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    """Rows are really committed, and gone when the module is done."""
    from tests import committed

    with django_db_blocker.unblock():
        committed.restore_first_rows()
        yield
        committed.wipe()


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
