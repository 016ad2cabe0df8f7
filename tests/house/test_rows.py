"""What holds for every table and every migration."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

OURS = ("sources", "quotes", "api", "webhooks", "embeds")
# Moments without a person beside them, and why.
WITHOUT_A_PERSON = {
    "created_at": "the history says who made the row",
    "erased_at": "the Erasure says who asked and who agreed",
    "taken_at": "the history of the article says who took it in",
    "received_at": "readers report",
    "released_at": "a machine makes releases, at its hour",
    "due_at": "a deadline, not an act",
    "expires_at": "a deadline, not an act",
    "last_used_at": "the row is somebody's own",
    **dict.fromkeys(
        (
            "at",
            "delivered_at",
            "failing_since",
            "first_tried_at",
            "last_tried_at",
            "next_at",
            "not_before",
            "told_at",
        ),
        "the worker calls",
    ),
    "former_until": "a deadline, not an act",
}
# Where the person has a name of their own.
NAMED_OTHERWISE = {
    ("Comment", "written_at"): "author",
    ("Correction", "published_at"): "approved_by",
}


def tables():
    """Every table of the desk, without those of history."""
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            if not model.__name__.endswith("Event"):
                yield model


@pytest.mark.parametrize("model", list(tables()), ids=lambda model: model.__name__)
def test_who_stands_beside_when(model):
    names = {field.name for field in model._meta.concrete_fields}
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.DateTimeField) or field.name in WITHOUT_A_PERSON:
            continue
        person = NAMED_OTHERWISE.get(
            (model.__name__, field.name), field.name.removesuffix("_at") + "_by"
        )
        assert field.name.endswith("_at"), f"{field.name}: moments end in _at"
        assert person in names, f"{field.name}: nobody is named who did it"


@pytest.mark.parametrize("model", list(tables()), ids=lambda model: model.__name__)
def test_every_table_says_what_a_row_is(model):
    first = (model.__doc__ or "").strip().splitlines()[0]

    assert first.endswith(".") or "\n" in model.__doc__.strip(), first
    assert not first.startswith(f"{model.__name__}("), "Django wrote this docstring, nobody else"


def test_every_constraint_and_index_has_a_name_of_ours():
    for model in tables():
        for rule in [*model._meta.constraints, *model._meta.indexes]:
            assert rule.name and not rule.name.endswith(("_uniq", "_idx")), (model, rule)


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = io.StringIO()

    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(f"Run makemigrations:\n{said.getvalue()}")
