"""An unsafe deployment is stopped."""

from django.contrib.auth.models import User

from quotetrack import checks


def test_a_network_of_our_own_is_refused(settings):
    settings.FETCH_ALLOW_NETWORKS = ["10.0.0.0/8"]

    assert [error.id for error in checks.only_public_networks(None)] == ["quotetrack.E001"]


def test_the_site_must_be_https(settings):
    settings.SITE_URL = "http://quotes.example"
    assert [error.id for error in checks.site_is_secure(None)] == ["quotetrack.E002"]

    settings.SITE_URL = "https://quotes.example"
    assert checks.site_is_secure(None) == []


def test_production_names_its_database(settings):
    settings.DATABASE_URL = ""
    assert [error.id for error in checks.database_is_named(None)] == ["quotetrack.E004"]

    settings.DATABASE_URL = "postgres://quotetrack@db/quotetrack"
    assert checks.database_is_named(None) == []


def test_production_knows_no_superuser(settings, db):
    User.objects.create_superuser("root", password="a-long-password-1")
    assert checks.no_superusers(None, databases=["default"]) == []

    settings.PRODUCTION = True

    assert [error.id for error in checks.no_superusers(None, databases=["default"])] == [
        "quotetrack.E003"
    ]
