"""Addresses change, and the old ones lead to the same thing for ever."""

import pytest
from django.test import Client

from quotes.actions import renaming
from quotes.errors import EditConflict, NotAllowed, NothingToDo, NotReady
from quotes.models import Speaker, Topic
from quotes.published.models import PublishedSpeaker, Redirect
from sources.models import Outlet
from sources.slugs import new_slug
from tests import factories

pytestmark = pytest.mark.usefixtures("same_for_readers")


@pytest.fixture
def rows(published, ada, ben):
    claim = factories.claim(ada)
    factories.assess(claim, ada, ben, ben)
    return {
        "speaker": Speaker.objects.get(), "outlet": Outlet.objects.get(),
        "topic": Topic.objects.get(), "claim": claim,
    }  # fmt: skip


@pytest.mark.django_db(databases=["default", "reader"], transaction=True)
def test_the_old_address_leads_to_the_renamed_page(rows, ben):
    client = Client()

    for kind, row in rows.items():
        old = row.slug
        renaming.rename(row, "quite-another", by=ben, reason="Married.")

        answer = client.get(f"/{kind}s/{old}/")
        assert (answer.status_code, answer["location"]) == (301, f"/{kind}s/quite-another/")
        assert client.get(f"/{kind}s/quite-another/").status_code == 200
        told = client.get(f"/api/v1/{kind}s/{old}/", headers={"accept": "application/json"})
        assert told.status_code == 301


def test_a_row_may_get_its_old_address_back(rows, ben):
    row, old = rows["speaker"], rows["speaker"].slug
    renaming.rename(row, "quite-another", by=ben)

    renaming.rename(row, old, by=ben)

    assert list(Redirect.objects.values_list("old", flat=True)) == ["quite-another"]
    assert PublishedSpeaker.objects.get(pk=row.public_id).slug == old


def test_an_old_address_is_never_given_to_something_else(rows, ben):
    row, old = rows["speaker"], rows["speaker"].slug
    renaming.rename(row, "quite-another", by=ben)
    other = factories.speaker("Tom Reed")

    with pytest.raises(NotReady, match="never given away"):
        renaming.rename(other, old, by=ben)
    assert new_slug(Speaker, row.name) == f"{old}-2"


@pytest.mark.parametrize("slug", ["", "Two Words", "a--b", "-a", "ä", "a/b", "x" * 61])
def test_an_address_is_plain(rows, ben, slug):
    with pytest.raises(NotReady, match="small letters"):
        renaming.rename(rows["topic"], slug, by=ben)


def test_what_is_taken_or_the_same_is_refused(rows, ben):
    other = factories.speaker("Tom Reed")

    with pytest.raises(NotReady, match="Another speaker"):
        renaming.rename(rows["speaker"], other.slug, by=ben)
    with pytest.raises(NothingToDo):
        renaming.rename(rows["speaker"], rows["speaker"].slug, by=ben)
    with pytest.raises(EditConflict):
        renaming.rename(rows["speaker"], "quite-another", by=ben, expect=99)


def test_who_may_change_addresses(rows, ada, carla, max_):
    unseen = factories.speaker("Tom Reed")
    for person in (ada, carla, max_):
        with pytest.raises(NotAllowed):
            renaming.rename(rows["speaker"], "quite-another", by=person)
    with pytest.raises(NotAllowed):
        renaming.rename(unseen, "quite-another", by=carla)
    renaming.rename(unseen, "quite-another", by=ada)
    assert not Redirect.objects.exists()
