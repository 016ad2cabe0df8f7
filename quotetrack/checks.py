"""System checks that stop an unsafe deployment; `manage.py check --deploy` runs them."""

import sys

from django.conf import settings
from django.contrib.auth.models import User
from django.core.checks import Error, Info, Tags, register
from django.db import DatabaseError

from quotetrack.embeds.sharing import glyphs


@register(Tags.security, deploy=True)
def only_public_networks(app_configs, **options):
    """The fetcher reaches no network of our own."""
    if not settings.FETCH_ALLOW_NETWORKS:
        return []
    return [
        Error(
            "FETCH_ALLOW_NETWORKS admits networks that are not public.",
            hint="It is for tests only: unset it.",
            id="quotetrack.E001",
        )
    ]


@register(Tags.security, deploy=True)
def site_is_secure(app_configs, **options):
    """The site's address is https, and one that ALLOWED_HOSTS admits."""
    if settings.SITE_URL.startswith("https://"):
        return []
    return [
        Error(
            f"SITE_URL is {settings.SITE_URL}.",
            hint="Cards and feeds carry this address: set it to the public one, with https.",
            id="quotetrack.E002",
        )
    ]


@register(Tags.security, deploy=True)
def database_is_named(app_configs, **options):
    """Production names its database server; the private one is for trying things out."""
    if settings.DATABASE_URL:
        return []
    return [
        Error(
            "DATABASE_URL is not set, so the private Postgres would start.",
            hint="Set DATABASE_URL to a Postgres server of your own, 15 or newer.",
            id="quotetrack.E004",
        )
    ]


@register(Tags.database)
def no_superusers(app_configs, databases=None, **options):
    """In production nobody stands above the roles (checked with `check --database default`)."""
    if not settings.PRODUCTION or not databases:
        return []
    try:
        names = list(User.objects.filter(is_superuser=True).values_list("username", flat=True))
    except DatabaseError:
        return []  # before the first migration there are no accounts
    return [
        Error(
            f"{name} is a superuser, and so above the four roles.",
            hint="Give the account a role instead: manage.py create_user makes one.",
            id="quotetrack.E003",
        )
        for name in names
    ]


@register(Tags.files)
def fonts_for_share_images(app_configs, **options):
    """Share images can show the common scripts; without a font they leave the words out."""
    if sys.argv[1:2] != ["check"]:
        return []  # every command runs the checks, and reading all fonts takes a second
    return [
        Info(
            f"Share images cannot show {', '.join(scripts)} here; the words are left out.",
            hint=f"Install the fonts: apt install {package}",
            id="quotetrack.I001",
        )
        for package, scripts in glyphs.lacking().items()
    ]
