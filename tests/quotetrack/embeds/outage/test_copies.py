"""Copies of answers on disk: what is kept, what is given again, and what never is."""

from datetime import UTC, datetime

import pytest
from django.db import OperationalError

from quotes.published.models import Tombstone
from quotetrack.db import pulse
from quotetrack.embeds.outage import copies, folder, withdrawals
from quotetrack.readers import finding

from ... import published_rows as rows

pytestmark = pytest.mark.usefixtures("readers")


@pytest.fixture(autouse=True)
def disk(readers, settings, tmp_path):
    """A folder of its own, nothing known of it, and the look-out asleep."""
    settings.KEPT_DIR = str(tmp_path)
    copies.known.clear()
    withdrawals.state.update(looked=0.0, broken=False)
    yield tmp_path
    pulse.state["down"] = False
    withdrawals.state.update(looked=0.0, broken=False)


@pytest.fixture
def away(monkeypatch):
    """From here on the database does not answer."""

    def gone(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    def begin():
        monkeypatch.setattr(finding, "followed", gone)
        monkeypatch.setattr(finding, "standing_now", gone)
        monkeypatch.setattr(pulse, "missed", lambda: pulse.state.update(down=True))

    return begin


def test_a_card_comes_from_disk_and_says_how_old_it_is(client, away):
    row = rows.quote()
    live = client.get(f"/embed/q/{row.pk}?theme=dark&utm_source=x")
    away()

    first = client.get(f"/embed/q/{row.pk}?theme=dark")
    second = client.get(f"/embed/q/{row.pk}?theme=dark")

    for stale in (first, second):
        assert (stale.status_code, stale.content) == (200, live.content)
        assert stale["Age"] == "0" and stale["Warning"].startswith("110 ")
        for name in ("Content-Security-Policy", "Cross-Origin-Embedder-Policy", "ETag", "Link"):
            assert stale[name] == live[name]
        assert "X-Frame-Options" not in stale


def test_what_was_never_asked_for_is_a_503(client, away):
    row = rows.quote()
    client.get(f"/embed/q/{row.pk}")
    away()

    answer = client.get(f"/embed/q/{row.pk}?theme=dark")

    assert answer.status_code == 503 and answer["Retry-After"] == "60"


@pytest.mark.parametrize(
    "path", ["/embed/q/{}", "/og/q/{}.png", "/oembed?url=https://quotes.example/quotes/{}/"]
)
def test_a_withdrawn_record_is_never_given_again(client, away, path):
    row = rows.quote()
    assert client.get(path.format(row.pk)).status_code == 200
    withdrawals.note("quote", row.pk, "legal", datetime(2026, 6, 14, tzinfo=UTC))
    away()

    answer = client.get(path.format(row.pk))

    assert answer.status_code == (404 if "oembed" in path else 410)
    assert b"We will repair" not in answer.content


def test_a_card_that_speaks_of_a_withdrawn_record_is_held_back(client, away):
    link = rows.claim_link()
    row = rows.quote(claims=[link])
    client.get(f"/embed/q/{row.pk}")
    withdrawals.note("claim", link["id"], "error", datetime(2026, 6, 14, tzinfo=UTC))
    away()

    assert client.get(f"/embed/q/{row.pk}").status_code == 503


def test_a_merged_record_is_no_tombstone(client, away):
    row = rows.quote()
    client.get(f"/embed/q/{row.pk}")
    withdrawals.note("quote", row.pk, "merged", datetime(2026, 6, 14, tzinfo=UTC))
    away()

    assert client.get(f"/embed/q/{row.pk}").status_code == 503


def test_where_the_list_cannot_be_written_nothing_is_given(client, away, monkeypatch):
    row = rows.quote()
    client.get(f"/embed/q/{row.pk}")
    away()
    monkeypatch.setattr(folder.os, "replace", _read_only)

    assert client.get(f"/embed/q/{row.pk}").status_code == 503
    monkeypatch.undo()
    assert withdrawals.state["broken"]  # and stays so until the table was read again


def test_a_withdrawal_that_could_not_be_listed_is_listed_as_soon_as_possible(client, monkeypatch):
    row = rows.quote()
    Tombstone.objects.create(kind="quote", public_id="1c5r9h4v2e6w", reason="legal",
                             withdrawn_at=datetime(2026, 6, 14, tzinfo=UTC))  # fmt: skip
    monkeypatch.setattr(folder.os, "replace", _read_only)
    withdrawals.note("quote", "1c5r9h4v2e6w")
    assert not withdrawals.is_whole()
    monkeypatch.undo()

    client.get(f"/embed/q/{row.pk}")

    assert withdrawals.is_whole() and withdrawals.found(["q-1c5r9h4v2e6w"])["reason"] == "legal"


def test_withdrawing_tells_the_list_within_the_act(published, ben):
    from quotes import workflow

    workflow.withdraw(published, by=ben, reason="legal")

    entry = withdrawals.found([f"q-{published.public_id}"])
    assert entry["reason"] == "legal" and entry["kind"] == "quote"


def test_nothing_is_kept_where_there_is_no_folder(client, away, settings):
    settings.KEPT_DIR = ""
    row = rows.quote()
    assert client.get(f"/embed/q/{row.pk}").status_code == 200
    away()

    assert client.get(f"/embed/q/{row.pk}").status_code == 503


def test_a_full_disk_does_not_stop_a_card(client, monkeypatch):
    monkeypatch.setattr(folder.os, "replace", _read_only)

    assert client.get(f"/embed/q/{rows.quote().pk}").status_code == 200


def _read_only(*args):
    raise OSError(30, "Read-only file system")
