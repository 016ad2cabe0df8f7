"""Rows that are really committed, for what one transaction cannot show; and how they go again.

Tests that need several transactions, several connections or a real role take the fixture
`committed` instead of a flushed database: a flush would take the rows of the migrations with it
(groups, scales, the head of the corrections), and with them every later test.
"""

from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection, transaction

from quotes.models import CorrectionHead, RatingScale

KEPT = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "quotes_correctionhead",
    "quotes_rating",
    "quotes_ratingscale",
}


def tables() -> list[str]:
    """Every table that tests write to."""
    found = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return sorted(found - KEPT)


def filled() -> list[str]:
    """Those of them that hold rows: few after most tests."""
    asked = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables()]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [table for (table,) in cursor.fetchall()]


def wipe():
    """Empty every table that tests write to, and leave what the migrations put there.

    Only filled tables are truncated, and what refers to them: a hundred files that are made anew
    for nothing take a second.
    """
    name = connection.settings_dict["NAME"]
    assert name.startswith(settings.DATABASES["default"]["TEST"]["NAME"]), f"{name} is no test's"
    with transaction.atomic(), connection.cursor() as cursor:
        rows_of = filled()
        if rows_of:
            cursor.execute(f"TRUNCATE {', '.join(rows_of)} CASCADE")
        cursor.execute("UPDATE quotes_correctionhead SET number = 0 WHERE number <> 0")
        cursor.execute(
            "DELETE FROM quotes_rating WHERE scale_id IN"
            " (SELECT id FROM quotes_ratingscale WHERE slug NOT IN"
            " ('quotetrack-status', 'truth-scale'))"
        )
        cursor.execute(
            "DELETE FROM quotes_ratingscale WHERE slug NOT IN ('quotetrack-status', 'truth-scale')"
        )


def restore_first_rows():
    """Put the rows of the migrations back where a flushed database has lost them."""
    if not Group.objects.filter(name="publisher").exists():
        import_module("quotes.migrations.0003_groups").make_groups(apps, None)
    if not RatingScale.objects.exists():
        import_module("quotes.migrations.0004_scales").make_scales(apps, None)
    CorrectionHead.objects.get_or_create(pk=1)
