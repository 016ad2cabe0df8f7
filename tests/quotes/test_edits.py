"""Whoever saves over somebody else's change is told, and nothing is lost."""

import pytest

from quotes.edits import differences, locked, save_fields
from quotes.errors import EditConflict
from quotes.models import Occasion, Quote
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def occasion():
    row = Occasion(kind="speech", title="At the quay")
    row.date = "2026-03"
    row.save()
    return Occasion.objects.get(pk=row.pk)


def test_without_an_expectation_the_row_is_locked_as_it_stands(occasion):
    assert locked(occasion) == occasion


def test_what_was_seen_last_is_what_stands(occasion):
    assert locked(occasion, occasion.edit_version) == occasion
    assert locked(occasion, str(occasion.edit_version)) == occasion


def test_an_older_version_is_a_conflict_with_the_difference(occasion):
    seen = Occasion.objects.get(pk=occasion.pk)
    save_fields(occasion, {"title": "At the harbour", "place": "Veld"})

    with pytest.raises(EditConflict, match="compare") as conflict:
        locked(seen, seen.edit_version)

    assert conflict.value.changed == {
        "title": ("At the quay", "At the harbour"), "place": ("", "Veld"),
    }  # fmt: skip
    assert conflict.value.current.title == "At the harbour"


def test_only_what_really_changed_is_saved(occasion):
    other = Occasion.objects.get(pk=occasion.pk)
    save_fields(other, {"place": "Veld"})

    changed = save_fields(
        locked(occasion), {"title": "At the harbour", "kind": "speech", "place": "Veld"}
    )

    assert changed == ["title"]
    after = Occasion.objects.get(pk=occasion.pk)
    assert (after.title, after.place, after.edit_version) == ("At the harbour", "Veld", 3)


def test_a_partial_date_is_one_change(occasion):
    assert save_fields(occasion, {"date": "2026-03-04"}) == ["date"]
    assert Occasion.objects.get(pk=occasion.pk).date.edtf == "2026-03-04"


def test_what_changes_nothing_saves_nothing(occasion):
    before = occasion.edit_version

    assert save_fields(occasion, {"title": "At the quay"}) == []
    assert Occasion.objects.get(pk=occasion.pk).edit_version == before


def test_two_editors_of_different_fields_lose_nothing(ada):
    quote = factories.draft(ada)
    one, other = Quote.objects.get(pk=quote.pk), Quote.objects.get(pk=quote.pk)

    save_fields(locked(one), {"note": "Ask the council."})
    save_fields(locked(other), {"original_language": "es"})

    after = Quote.objects.get(pk=quote.pk)
    assert (after.note, after.original_language) == ("Ask the council.", "es")
    assert set(differences(quote, after)) == {"note", "original_language"}
