"""Who is meant by a printed name."""

import pytest

from quotes import speakers
from quotes.errors import NotReady, SpeakerNotClear
from quotes.models import Speaker, SpeakerName
from quotes.querysets import speakers_like
from sources.dates import PartialDate
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_person_is_found_by_the_full_name_whatever_its_case():
    known = factories.speaker("Ruth Sample")

    assert speakers.find("RUTH sample") == known
    assert speakers.find("  Ruth   Sample ") == known


def test_a_person_is_found_by_another_name_of_theirs():
    known = factories.speaker("Ruth Sample")
    SpeakerName.objects.create(speaker=known, text="Ruth Mills", kind="former")

    assert speakers.find("Ruth Mills") == known


def test_a_single_word_never_tells_a_person():
    factories.speaker("Sample")

    assert speakers.find("Sample") is None


def test_a_single_word_tells_an_organisation():
    known = factories.speaker("Portworks", kind="organisation")

    assert speakers.find("portworks") == known
    assert speakers.find_or_make("Portworks", kind="organisation") == known


@pytest.mark.parametrize("name", ["王小明", "김민수", "さくらももこ"])
def test_scripts_without_spaces_are_full_names(name):
    known = factories.speaker(name)

    assert speakers.find(name) == known


def test_of_several_nobody_is_chosen():
    factories.make("Ruth Sample"), factories.make("Ruth Sample")

    with pytest.raises(SpeakerNotClear) as question:
        speakers.find("Ruth Sample")

    assert len(question.value.choices) == 2
    assert speakers.suggest("Ruth Sample") is None


def test_a_merged_speaker_is_not_found():
    left, right = factories.make("Ruth Sample"), factories.make("Ruth Mills")
    Speaker.objects.filter(pk=left.pk).update(merged_into=right)

    assert speakers.find("Ruth Sample") is None


def test_an_unnamed_source_is_not_found():
    speakers.make("a senior official", kind="unnamed_source")

    assert speakers.find("a senior official") is None


@pytest.mark.parametrize("name", ["", " ", None])
def test_no_name_is_nobody(name):
    assert speakers.suggest(name) is None
    with pytest.raises(NotReady):
        speakers.make(name or "")


def test_two_of_the_same_name_have_two_addresses():
    assert [factories.make("Ruth Sample").slug for _ in range(3)] == [
        "ruth-sample", "ruth-sample-2", "ruth-sample-3",
    ]  # fmt: skip


def test_a_name_without_latin_letters_has_an_address():
    assert speakers.make("王小明").slug.startswith("speaker-")


def test_a_name_that_is_too_long_is_cut():
    assert len(speakers.make("Ruth " * 100).name) <= 200


@pytest.mark.parametrize(
    "name, kind, sorted_as",
    [
        ("Ruth Sample", "person", "Sample, Ruth"),
        ("Pelé", "person", "Pelé"),
        ("Harbour Council", "organisation", "Harbour Council"),
    ],
)
def test_people_are_sorted_by_their_last_word(name, kind, sorted_as):
    assert speakers.make(name, kind=kind).sort_name == sorted_as


def test_an_unknown_kind_is_a_person():
    assert speakers.make("Ruth Sample", kind="robot").kind == "person"


# The role held then


@pytest.fixture
def ruth():
    """Commissioner in 2020 to 2023, mayor since June 2023."""
    ruth = factories.speaker()
    factories.role(ruth, "Harbour commissioner", start="2020", end="2023-05")
    factories.role(ruth, "Mayor", start="2023-06")
    return ruth


@pytest.mark.parametrize(
    "day, printed, title",
    [
        ("2021-05-01", "", "Harbour commissioner"),
        ("2024-05-01", "", "Mayor"),
        ("2023-06-01", "", "Mayor"),
        ("2019-12-31", "", None),
        ("2023", "", None),  # both were held in that year
        ("2023", "the mayor of the town", "Mayor"),
        ("2024", "former harbour commissioner", "Harbour commissioner"),
        ("", "", None),
        ("", "Mayor", "Mayor"),
    ],
)
def test_the_role_held_then_is_chosen_where_it_is_clear(ruth, day, printed, title):
    role = speakers.role_at(ruth, PartialDate.parse(day), printed)

    assert (str(role) if role else None) == title


def test_a_role_without_any_date_is_not_counted_on(ruth):
    role = factories.role(factories.speaker("Olga Other"), start="", end="")

    assert not speakers.was_held(role, PartialDate.parse("2024"))


def test_many_names_are_looked_for_at_once(db, django_assert_num_queries):
    ruth, tom = factories.speaker(), factories.speaker("Tom Reed")

    with django_assert_num_queries(1):
        found = speakers_like(["Ruht Sample", "tom reed", "Nobody Atall"])

    assert set(found) == {ruth.pk, tom.pk}
    assert found[tom.pk] == 1 > found[ruth.pk] >= 0.4
