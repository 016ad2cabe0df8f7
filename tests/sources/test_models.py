"""Public ids, slugs, outlets by domain and name, and the one sanctioned erasure."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from quotes.models import Speaker, Topic
from sources.models import Article, Erasure, Outlet, OutletDomain, Snapshot
from sources.records import CROCKFORD, new_public_id
from sources.slugs import new_slug
from tests import factories

pytestmark = pytest.mark.django_db


def test_public_ids_are_twelve_characters_that_say_nothing():
    ids = {new_public_id() for _ in range(2000)}

    assert len(ids) == 2000
    assert all(re.fullmatch(rf"[{CROCKFORD}]{{12}}", one) for one in ids)
    assert not set("ilou") & set(CROCKFORD)
    assert {one[0] for one in ids} == set(CROCKFORD)


def test_a_copy_that_was_read_before_a_change_cannot_overwrite_it():
    topic = factories.topic("Frost")
    stale = Topic.objects.get(pk=topic.pk)
    topic.name = "Hard frost"
    topic.save()

    stale.name = "Soft frost"
    with pytest.raises(IntegrityError, match="read it again"), transaction.atomic():
        stale.save()

    assert Topic.objects.get(pk=topic.pk).name == "Hard frost"


def test_each_change_raises_the_edit_version():
    topic = factories.topic("Frost")

    for number in (2, 3):
        Topic.objects.filter(pk=topic.pk).update(name=f"Frost {number}")
        assert Topic.objects.get(pk=topic.pk).edit_version == number


@pytest.mark.parametrize(
    "name, slug",
    [
        ("Ruth Sample", "ruth-sample"),
        ("José Ñandú", "jose-nandu"),
        ("  -- A & B -- ", "a-b"),
        ("x" * 200, "x" * 60),
    ],
)
def test_a_slug_is_made_of_the_name(name, slug):
    assert new_slug(Speaker, name) == slug


@pytest.mark.parametrize("name", ["王小明", "Ωμέγα", "…", ""])
def test_a_name_without_latin_letters_gets_a_slug_all_the_same(name):
    assert re.fullmatch(r"speaker-[0-9a-z]{8}", new_slug(Speaker, name))


def test_a_taken_slug_gets_a_number():
    for number in ("", "-2", "-3"):
        topic = Topic.objects.create(name="Frost", slug=new_slug(Topic, "Frost"))
        assert topic.slug == f"frost{number}"


@pytest.fixture
def houses():
    """An outlet, and one of a domain below the first one's."""
    near, far = factories.outlet("Near"), factories.outlet("Far")
    OutletDomain.objects.create(outlet=far, domain="example.org")
    OutletDomain.objects.create(outlet=near, domain="news.example.org")
    return near, far


@pytest.mark.parametrize(
    "host, place",
    [
        ("news.example.org", 0), ("a.b.news.example.org", 0), ("NEWS.example.org", 0),
        ("example.org", 1), ("www.example.org", 1), ("badexample.org", None), ("org", None),
        ("example.com", None), ("", None),
    ],
)  # fmt: skip
def test_a_host_is_the_nearest_outlets(houses, host, place):
    assert Outlet.objects.of_domain(host) == (None if place is None else houses[place])


def test_an_article_is_found_at_each_of_its_addresses(ada):
    taken = factories.take_in(ada, url="https://courier.example/one")
    taken.article.urls.create(url="https://courier.example/amp/one")

    for url in ("https://courier.example/one", "https://courier.example/amp/one"):
        assert Article.objects.at(url) == taken.article
    assert Article.objects.at("https://courier.example/two") is None


def erase(snapshot, ada, ben):
    """Put the erasure on record, and blank the words."""
    Erasure.objects.create(
        snapshot=snapshot, legal_basis="Order 7", requested_by=ada, approved_by=ben
    )
    Snapshot.objects.filter(pk=snapshot.pk).update(text="", raw=None, erased_at=timezone.now())


def test_an_erasure_on_record_blanks_the_text_and_keeps_the_stub(article, ada, ben):
    before = article.snapshot

    erase(before, ada, ben)

    after = Snapshot.objects.get(pk=before.pk)
    assert (after.text, after.sha256, after.public_id) == ("", before.sha256, before.public_id)
    assert after.erasure.legal_basis == "Order 7"


def test_what_was_erased_stays_so(article, ada, ben):
    erase(article.snapshot, ada, ben)

    with pytest.raises(IntegrityError, match="evidence"), transaction.atomic():
        Snapshot.objects.filter(pk=article.snapshot.pk).update(text=article.snapshot.text)


def test_offsets_count_code_points(ada):
    words = "Ja 👍🏽 नमस्ते — עברית e\u0301nd"
    taken = factories.take_in(ada, text=f"🙂🙂 «x» “{words},” Ruth Sample said.")
    text = Snapshot.objects.get(pk=taken.snapshot.pk).text
    start = text.index("Ja ")

    quote = factories.draft(ada, words="Ja 👍🏽 नमस्ते — עברית \u00e9nd", text=text + "\n", url=None)

    segment = quote.preferred_wording.occurrences.get().segments.get(role="content")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT substr(text, %s, %s) FROM sources_snapshot WHERE id = %s",
            [segment.start + 1, segment.end - segment.start, taken.snapshot.pk],
        )
        assert cursor.fetchone()[0] == text[segment.start : segment.end] == segment.exact
    assert segment.start == start
