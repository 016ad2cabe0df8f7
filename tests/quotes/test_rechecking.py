"""Live pages are looked at again: as captured, changed, retracted, gone; real answers over HTTP."""

import functools
import io
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from quotes import candidates, intake, rechecking
from quotes.errors import EditConflict, NotAllowed, NotReady
from quotes.published.models import PublishedQuote
from quotes.publishing.store import parsed
from sources import fetching
from sources.models import Article, LiveCheck
from tests import factories
from tests.sources.fetching.conftest import LOOPBACK, answer, serving

pytestmark = pytest.mark.usefixtures("same_for_readers")
LINES = [
    "The council met on Monday to speak of the two bridges over the river and of their state.",
    f"“{factories.WORDS},” Ruth Sample told reporters on Monday, and the council nodded at it.",
    "The council votes on the sum next week, after the harbour office has given its report.",
]


def page(lines=LINES, title="Bridges before the frost"):
    text = "".join(f"<p>{line}</p>" for line in lines)
    html = f"<!doctype html><title>{title}</title><article><h1>{title}</h1>{text}</article>"
    return answer(html.encode())


@pytest.fixture
def site():
    with serving({"/a": page()}) as site:
        yield site


@pytest.fixture
def fetch():
    """A fetcher that may reach loopback."""
    limits = fetching.Limits(allow_networks=LOOPBACK, seconds=5)
    return functools.partial(fetching.fetch, resolve=lambda host: ["127.0.0.1"], limits=limits)


@pytest.fixture
def source(site, ada, ben):
    """A published quote from a page of that site."""
    html = page().partition(b"\r\n\r\n")[2].decode()
    taken = intake.take_in(by=ada, html=html, url=site.url("/a", "news.example"), language="en")
    suggestion = factories.candidate(taken, factories.WORDS, ada)
    speaker = factories.speaker()
    accepted = candidates.accept(suggestion, by=ada, speaker=speaker, form="direct")
    factories.publish(accepted.quote, ben)
    return taken.article


def shown():
    return parsed(PublishedQuote.objects.get().detail_json)


def test_a_page_that_says_the_same_is_live(source, fetch, ada):
    row = rechecking.recheck(source, by=ada, fetch=fetch)

    source.refresh_from_db()
    assert (row.status, row.answer, row.likeness, source.live_status) == ("live", 200, 1.0, "live")
    assert row.places[0]["anchor"] == "anchored" and row.checked_by == ada
    assert shown()["article"]["live_status"] == "live"


def test_words_that_moved_are_found_elsewhere(source, site, fetch, ada):
    site.pages["/a"] = page(["An editor’s note stands above the report from today on.", *LINES])

    row = rechecking.recheck(source, by=ada, fetch=fetch)

    assert (row.status, row.places[0]["anchor"]) == ("live", "relocated")
    assert shown()["occurrences"][0]["anchor"] == "relocated"


def test_changed_words_are_kept_beside_the_captured_ones(source, site, fetch, ada):
    changed = LINES[1].replace("both bridges", "one bridge")
    site.pages["/a"] = page([LINES[0], changed, LINES[2]])

    row = rechecking.recheck(source, by=ada, fetch=fetch)

    assert row.status == "changed"
    assert row.places[0]["same"] is False and "one bridge" in row.places[0]["words"]


def test_words_that_are_gone_are_orphaned_and_the_snapshot_stays(source, site, fetch, ada):
    site.pages["/a"] = page([LINES[0], "The harbour office said nothing at all.", LINES[2]])

    row = rechecking.recheck(source, by=ada, fetch=fetch)

    assert (row.status, row.places[0]["anchor"]) == ("changed", "orphaned")
    assert shown()["occurrences"][0]["anchor"] == "orphaned"
    assert factories.WORDS in source.snapshots.get().text


@pytest.mark.parametrize(
    "given, status",
    [
        (answer(b"", "404 Not Found"), "gone"),
        (answer(b"", "410 Gone"), "gone"),
        (answer(b"", "403 Forbidden"), "blocked"),
        (page(title="Retracted: Bridges before the frost"), "retracted"),
    ],
)
def test_a_page_that_is_no_longer_there(source, site, fetch, ada, given, status):
    site.pages["/a"] = given

    rechecking.recheck(source, by=ada, fetch=fetch)

    assert shown()["article"]["live_status"] == status


def test_a_fault_of_the_site_says_nothing_of_the_page(source, site, fetch, ada):
    rechecking.recheck(source, by=ada, fetch=fetch)
    site.pages["/a"] = answer(b"", "500 Internal Server Error")

    row = rechecking.recheck(source, by=ada, fetch=fetch)

    source.refresh_from_db()
    assert (row.status, row.answer, source.live_status) == ("unchecked", 500, "live")


def test_a_page_is_due_once_a_week_the_longest_unseen_first(source, fetch, ada):
    other = factories.take_in(ada).article

    assert list(rechecking.due(timezone.now())) == [source, other]
    rechecking.recheck(source, by=ada, fetch=fetch)
    assert list(rechecking.due(timezone.now())) == [other]
    assert list(rechecking.due(timezone.now() + rechecking.EVERY)) == [other, source]


def test_an_editor_says_that_a_source_was_retracted(source, ada, carla, cleo):
    with pytest.raises(NotAllowed):
        rechecking.mark(source, "retracted", by=carla)
    with pytest.raises(NotAllowed):
        rechecking.recheck(source, by=cleo)
    with pytest.raises(EditConflict):
        rechecking.mark(source, "retracted", by=ada, expect=99)
    with pytest.raises(NotReady):
        rechecking.mark(source, "burnt", by=ada)

    rechecking.mark(source, "retracted", by=ada, note="The outlet says so.")

    assert shown()["article"]["live_status"] == "retracted"


def test_a_pasted_text_has_no_live_page(ada):
    article = factories.take_in(ada, url=None).article

    with pytest.raises(NotReady, match="no live page"):
        rechecking.recheck(article, by=ada)


def test_the_desk_shows_it_and_the_list_of_sources_that_changed(source, site, fetch, ada, client):
    site.pages["/a"] = page([LINES[0], LINES[1].replace("both bridges", "one bridge"), LINES[2]])
    rechecking.recheck(source, by=ada, fetch=fetch)
    client.force_login(ada)

    url = reverse("admin:desk_live", args=[source.public_id])
    html = client.get(url).content.decode()
    listed = client.get(reverse("admin:sources_article_changelist") + "?live=moved")

    assert "<del>both bridges</del>" in html and "<ins>one bridge</ins>" in html
    assert url in listed.content.decode()
    seen = re.search(r'name="edit_version" value="(\d+)"', html)[1]
    mark = {"mark": "1", "status": "live", "note": "Put right again.", "edit_version": seen}
    client.post(url, mark)
    assert Article.objects.get(pk=source.pk).live_status == "live"
    assert LiveCheck.objects.first().note == "Put right again."


def test_the_command_looks_at_what_is_due_and_can_rehearse(source, settings):
    said = io.StringIO()

    call_command("recheck_sources", dry_run=True, stdout=said)
    assert source.public_id in said.getvalue() and not LiveCheck.objects.exists()
    call_command("recheck_sources", source.public_id, stdout=said)

    assert LiveCheck.objects.get().checked_by is None
