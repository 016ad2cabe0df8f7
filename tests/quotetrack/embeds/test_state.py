"""Cards that stay open ask now and then whether they are still current."""

from datetime import UTC, datetime

import pytest

from quotes.published.models import Tombstone

from .. import published_rows as rows

pytestmark = pytest.mark.usefixtures("readers")


def test_the_state_is_small_and_names_what_may_change(client):
    row = rows.quote(claims=[rows.claim_link(f"Claim {number}") for number in range(9)])

    answer = client.get(f"/embed/q/{row.pk}.json")

    assert len(answer.content) <= 1024
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["attribution"] == "attributed"
    assert answer.json()["claims"][0]["standing"] == "true"
    again = client.get(f"/embed/q/{row.pk}.json", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("suffix", ["", "@1"])
def test_the_card_carries_the_tag_of_its_state(client, suffix):
    row = rows.quote()

    tag = client.get(f"/embed/q/{row.pk}{suffix}.json").json()["tag"]

    assert f'data-v="{tag}"' in client.get(f"/embed/q/{row.pk}{suffix}").content.decode()


def test_a_changed_record_has_another_tag(client):
    row = rows.quote()
    before = client.get(f"/embed/q/{row.pk}.json").json()["tag"]
    changed = rows.columns(rows.quote_document(attribution="verified"))
    type(row).objects.filter(pk=row.pk).update(**changed)

    assert client.get(f"/embed/q/{row.pk}.json").json()["tag"] != before


def test_a_claim_has_a_state_too(client):
    claim = rows.claim()

    held = client.get(f"/embed/c/{claim.slug}.json").json()

    assert (held["state"], held["standing"]) == ("published", "true")


def test_what_is_gone_says_so_and_has_no_tag(client):
    Tombstone.objects.create(kind="quote", public_id="1c5r9h4v2e6w", reason="legal",
                             withdrawn_at=datetime(2026, 6, 14, tzinfo=UTC))  # fmt: skip

    gone, unknown = (client.get(f"/embed/q/{name}.json") for name in ("1c5r9h4v2e6w", "nothing"))

    assert (gone.status_code, gone.json()) == (410, {"state": "withdrawn", "reason": "legal"})
    assert unknown.status_code == 404
