"""One person's acts of a day, reviewed and undone together."""

import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localdate

from quotes import candidates, workflow
from quotes.actions import assessments, merging
from quotes.desk import days
from quotes.models import Candidate, ClaimQuote, Quote, Speaker
from sources.models import Outlet
from tests import factories
from tests.quotes.admin.conftest import act


@pytest.fixture
def busy(logged_in, ada, carla, taken, eva):
    """What Carla did today: decisions, a speaker, an edit, a submitted quote, a tie."""
    client = logged_in(carla)
    first, second, third = taken.candidates[:3]
    act(client, first, "accept")
    act(client, second, "reject")
    act(client, third, "speaker", speaker_name="Vera Ohm", create="1")
    first.refresh_from_db()
    quote = first.occurrence.wording.quote
    outlet = factories.outlet()
    url = reverse("admin:sources_outlet_change", args=[outlet.pk])
    client.post(url, {
        "name": "The Example Herald", "kind": "newspaper", "edit_version": outlet.edit_version,
        "homepage": "", "country": "", "language": "", "wikidata_id": "",
        "domains-TOTAL_FORMS": "1", "domains-INITIAL_FORMS": "0", "domains-0-domain": "",
    })  # fmt: skip
    assert Outlet.objects.get().name == "The Example Herald"
    claim = factories.claim(ada)
    assessments.link(claim, quote, "asserts", by=carla)
    workflow.submit(quote, by=carla)
    return quote


def page(person):
    """The address of today's page."""
    return reverse("admin:desk_day", args=[person.get_username(), localdate().isoformat()])


def choose(html, words=""):
    """The keys of the acts whose lines hold these words."""
    lines = html.split("<tr>")[2:]
    return [re.search(r'value="([0-9a-f-]{36})"', line)[1] for line in lines if words in line]


def undo(client, url, words=""):
    """Rehearse and undo; the rehearsal's page."""
    keys = choose(client.get(url).content.decode(), words)
    shown = client.post(url, {"act": keys, "do": "show"}).content.decode()
    expect = re.search(r'name="expect" value="(\w+)"', shown)[1]
    connection.check_constraints()
    answer = client.post(url, {"act": keys, "do": "undo", "expect": expect})
    connection.check_constraints()
    return shown, answer


def test_the_day_is_listed_latest_first(logged_in, busy, carla, ada):
    html = logged_in(ada).get(page(carla)).content.decode()

    said = [part.split(":")[0] for part in re.findall(r'id="what-\d+">([^<]+)', html)]
    assert sorted(said) == [
        "accept suggestion", "correct speaker", "edit outlet", "link claim", "quote in review",
        "reject suggestion",
    ]  # fmt: skip


def test_a_rehearsal_changes_nothing(logged_in, busy, carla, ada):
    client = logged_in(ada)
    keys = choose(client.get(page(carla)).content.decode())

    html = client.post(page(carla), {"act": keys, "do": "show"}).content.decode()

    assert "It is a draft again." in html
    assert Quote.objects.get(pk=busy.pk).status == "in_review"
    assert Outlet.objects.get().name == "The Example Herald"
    assert Candidate.objects.exclude(decision="new").count() == 2


def test_the_whole_day_is_undone_at_once(logged_in, busy, carla, ada):
    shown, answer = undo(logged_in(ada), page(carla))

    assert answer.status_code == 302
    assert not Candidate.objects.exclude(decision="new").exists()
    assert not Quote.objects.exists() and not ClaimQuote.objects.exists()
    assert Outlet.objects.get().name == "The Example Courier"
    assert shown.count("Cannot be undone here") == 0


def test_what_readers_have_seen_stays_and_says_why(logged_in, ada, ben, taken):
    made = candidates.accept(taken.candidates[0], by=ben)
    workflow.publish(made.quote, by=ben)

    shown, answer = undo(logged_in(ada), page(ben))

    assert "Readers have seen it." in shown
    assert "What it became is published." in shown
    assert Quote.objects.get().status == "published"


def test_what_somebody_changed_since_stays(logged_in, busy, carla, ada):
    Outlet.objects.update(name="The Example Globe")

    shown, _ = undo(logged_in(ada), page(carla), "edit outlet")

    assert "It was changed again since." in shown
    assert Outlet.objects.get().name == "The Example Globe"


def test_a_merge_is_parted(logged_in, ada, ben):
    one, other = factories.speaker("Vera Ohm"), factories.speaker("Wera Ohm")
    merging.merge_speakers(other, one, by=ben)

    undo(logged_in(ben), page(ben), "merge speakers")

    assert Speaker.objects.get(pk=other.pk).merged_into is None


def test_nothing_is_undone_where_something_changed_since_the_rehearsal(logged_in, busy, carla, ada):
    client = logged_in(ada)
    keys = choose(client.get(page(carla)).content.decode())
    shown = client.post(page(carla), {"act": keys, "do": "show"}).content.decode()
    expect = re.search(r'name="expect" value="(\w+)"', shown)[1]
    Outlet.objects.update(name="The Example Globe")

    answer = client.post(page(carla), {"act": keys, "do": "undo", "expect": expect})

    assert "Something changed meanwhile" in answer.content.decode()
    assert Quote.objects.get(pk=busy.pk).status == "in_review"


def test_contributors_see_their_own_day_only(logged_in, busy, carla, ada, cleo):
    client = logged_in(carla)

    assert client.get(page(carla)).status_code == 200
    assert client.get(page(ada)).status_code == 403
    assert logged_in(cleo).get(page(carla)).status_code == 302


def test_every_act_that_stays_says_what_to_do_instead():
    from quotes.desk import ways_back

    assert not set(ways_back.STAY) & set(ways_back.WAYS)
    assert all(said.endswith(".") and len(said) > 15 for said in ways_back.STAY.values())


def test_the_list_costs_little(logged_in, busy, carla, ada, django_assert_max_num_queries):
    client = logged_in(ada)

    with django_assert_max_num_queries(75):
        client.get(page(carla))
    assert len(days.acts_of(carla, localdate())) == 6
