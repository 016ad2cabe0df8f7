"""Pages show who else has them open."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from quotes.desk.models import Presence
from tests import factories

KINDS = ["article", "quote", "claim", "speaker"]


@pytest.fixture
def target(request, ada, quote):
    """A row of each kind, its id and its page."""
    kind = request.param
    row = {
        "article": lambda: quote.preferred_wording.occurrences.get().snapshot.article,
        "quote": lambda: quote,
        "claim": lambda: factories.claim(ada),
        "speaker": lambda: quote.attributions.get().speaker,
    }[kind]()
    if kind == "article":
        page = reverse("admin:desk_article", args=[row.public_id])
    else:
        page = reverse(f"admin:quotes_{kind}_change", args=[row.pk])
    return reverse("admin:desk_here", args=[kind, row.public_id]), page


@pytest.mark.parametrize("target", KINDS, indirect=True)
def test_two_people_see_each_other(logged_in, ada, ben, target):
    url, page = target
    one, other = logged_in(ada), logged_in(ben)

    assert url in one.get(page).content.decode()
    assert one.post(url).json() == {"say": ""}
    assert other.post(url).json() == {"say": "ada has this open too."}
    assert one.post(url).json() == {"say": "ben has this open too."}


@pytest.mark.parametrize("target", ["quote"], indirect=True)
def test_whoever_left_or_is_silent_for_a_minute_is_not_shown(logged_in, ada, ben, eva, target):
    url, _ = target
    clients = {person: logged_in(person) for person in (ada, ben, eva)}
    for client in clients.values():
        client.post(url)
    assert clients[ada].post(url).json()["say"] == "ben, eva have this open too."

    clients[eva].post(url, {"gone": "1"})
    Presence.objects.filter(person=ben).update(last_used_at=timezone.now() - timedelta(seconds=61))

    assert clients[ada].post(url).json()["say"] == ""


@pytest.mark.parametrize("target", ["quote"], indirect=True)
def test_a_reader_is_not_told(logged_in, ada, cleo, target):
    logged_in(ada).post(target[0])

    assert logged_in(cleo).post(target[0]).status_code == 302


@pytest.mark.parametrize("target", ["quote"], indirect=True)
def test_a_beat_costs_little(logged_in, ada, target, django_assert_max_num_queries):
    client = logged_in(ada)
    client.post(target[0])

    with django_assert_max_num_queries(7):
        client.post(target[0])
