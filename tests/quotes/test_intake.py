"""One door for articles: what comes in, what is known already, and what is refused with a sentence.

Whatever is refused, and whatever is only rehearsed, leaves every table as it was.
"""

import hashlib
from types import SimpleNamespace

import pytest
from django.apps import apps

from quotes import intake
from quotes.errors import NotAllowed, NothingToDo, NotReady
from quotes.models import Candidate
from sources.errors import (
    AddressNotAllowed,
    AddressNotUsable,
    DateNotUsable,
    NotAnArticle,
    NoTextFound,
    OutletNotKnown,
    QuoteTrackError,
    TextEmpty,
    TextNotUsable,
    TextTooLong,
    TooLarge,
)
from sources.models import Article, ArticleUrl, Outlet, OutletDomain, Snapshot
from tests import factories
from tests.sources.pdfs import pdf

TEXT = "The council met on Monday.\n“We will pay for both bridges,” Ruth Sample said.\n"
PAGE = f"""<!doctype html><html lang="en"><head><title>Council pays</title>
<link rel="canonical" href="https://herald.example/council-pays"></head>
<body><article><h1>Council pays</h1>
<p>The council met on Monday to talk about the bridges, and it took its time.</p>
<p>“We will pay for both bridges,” Ruth Sample said. {"It was a long evening. " * 20}</p>
</article></body></html>"""


def counts() -> dict:
    """How many rows each table has."""
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


# What comes in


def test_a_contributor_takes_in_so_many_articles_a_day(carla, ada, monkeypatch):
    monkeypatch.setattr(intake, "A_DAY", 2)
    factories.take_in(carla)
    factories.take_in(carla)

    with pytest.raises(NotReady, match="ask an editor"):
        factories.take_in(carla)

    assert factories.take_in(ada).created


def test_a_text_becomes_an_article_a_snapshot_and_suggestions(ada):
    taken = intake.take_in(by=ada, text=TEXT, language="en")

    assert taken.created
    assert taken.snapshot.sha256 == hashlib.sha256(taken.snapshot.text.encode()).hexdigest()
    assert (taken.snapshot.method, taken.snapshot.raw) == ("pasted", None)
    assert taken.article.title == (
        "The council met on Monday. “We will pay for both bridges,” Ruth …"
    )
    (found,) = Candidate.objects.filter(snapshot=taken.snapshot)
    assert found.speaker_name == "Ruth Sample"
    assert taken.snapshot.text[found.start : found.end].startswith("We will pay")


def test_the_language_is_told_from_the_words_where_nothing_else_says_it(ada):
    assert intake.take_in(by=ada, text=TEXT).article.language == "en"
    assert intake.take_in(by=ada, text=f"{TEXT} So.", language="cy").article.language == "cy"
    assert intake.take_in(by=ada, text="“Sì”, disse lui.").article.language == ""


def test_a_page_says_of_itself_what_it_is(ada):
    taken = intake.take_in(by=ada, html=PAGE)

    assert (taken.article.title, taken.article.language) == ("Council pays", "en")
    assert [one.speaker_name for one in taken.candidates] == ["Ruth Sample"]


def test_what_is_given_wins_over_what_the_page_says(ada):
    taken = intake.take_in(
        by=ada, html=PAGE, title="Another title", language="en-GB", byline="By Nobody",
        published="2026-03", kind="press_release",
    )  # fmt: skip

    article = Article.objects.get(pk=taken.article.pk)
    assert (article.title, article.language) == ("Another title", "en-GB")
    assert (article.byline, article.kind) == ("By Nobody", "press_release")
    assert (article.published.edtf, article.published_precision) == ("2026-03", "month")


def test_a_files_bytes_are_kept_with_their_hash(ada):
    raw = pdf(["The council met on Monday.", '"We will pay for both bridges," Ruth Sample said.'])

    taken = intake.take_in(by=ada, raw=raw, raw_type="application/pdf")

    snapshot = Snapshot.objects.get(pk=taken.snapshot.pk)
    assert bytes(snapshot.raw) == raw
    assert snapshot.raw_sha256 == hashlib.sha256(raw).hexdigest()
    assert [one.speaker_name for one in taken.candidates] == ["Ruth Sample"]


def test_a_text_without_quotes_is_kept_and_says_so(ada):
    taken = intake.take_in(by=ada, text="The council met on Monday. It rained.")

    assert taken.created and not taken.candidates
    assert taken.notices == ["No quotes were found. Mark them in the text by hand."]


def test_unclosed_marks_are_no_trouble(ada):
    taken = intake.take_in(by=ada, text="He said “we will never\n\nstop. " + "“" * 2000)

    assert taken.created


@pytest.fixture
def web(monkeypatch):
    """Pages that the fetcher finds, by address; (final address, body)."""
    pages = {}

    def fetch(url):
        final, body = pages[url]
        return SimpleNamespace(body=body, content_type="text/html; charset=utf-8", final_url=final)

    monkeypatch.setattr(intake.fetching, "fetch", fetch)
    return pages


def test_a_fetched_page_keeps_its_bytes_and_all_its_addresses(ada, web):
    given = "https://herald.example/amp/council-pays"
    web[given] = ("https://herald.example/story/7", PAGE.encode())

    taken = intake.take_in(by=ada, url=given)

    article = Article.objects.get(pk=taken.article.pk)
    assert article.url == "https://herald.example/council-pays"
    assert set(article.urls.values_list("url", flat=True)) == {
        given, "https://herald.example/story/7",
    }  # fmt: skip
    assert taken.snapshot.method == "fetched"
    assert bytes(Snapshot.objects.get(pk=taken.snapshot.pk).raw) == PAGE.encode()


def test_a_page_that_names_a_foreign_original_keeps_its_own_address(ada, web):
    given = "https://courier.example/reprint"
    web[given] = (given, PAGE.encode())

    assert intake.take_in(by=ada, url=given).article.url == given


# What is known already


def test_the_same_text_without_an_address_is_the_same_article(ada):
    first = intake.take_in(by=ada, text=TEXT)
    before = counts()

    second = intake.take_in(by=ada, text=TEXT.replace("\n", "\r\n") + "  \n")

    assert (second.article, second.snapshot, second.created) == (
        first.article, first.snapshot, False,
    )  # fmt: skip
    assert "taken in before" in second.notices[0]
    assert len(second.candidates) == 1
    assert counts() == before


def test_a_known_text_learns_its_address(ada):
    first = intake.take_in(by=ada, text=TEXT)

    second = intake.take_in(by=ada, text=TEXT, url="https://herald.example/one")

    assert second.article == first.article
    assert Article.objects.get().url == "https://herald.example/one"


def test_the_same_text_at_two_addresses_is_two_articles(ada):
    first = intake.take_in(by=ada, text=TEXT, url="https://herald.example/one")

    second = intake.take_in(by=ada, text=TEXT, url="https://courier.example/one")

    assert second.created and second.article != first.article


def test_another_text_at_a_known_address_is_another_snapshot(ada):
    first = intake.take_in(by=ada, text=TEXT, url="https://herald.example/one")

    second = intake.take_in(
        by=ada, text=TEXT + "Updated.", url="https://herald.example/one?utm_source=x#top"
    )

    assert second.created and second.article == first.article
    assert "with another text" in second.notices[0]
    assert first.article.snapshots.count() == 2


def test_a_further_address_leads_to_the_article(ada):
    taken = intake.take_in(by=ada, text=TEXT, url="https://herald.example/one")
    ArticleUrl.objects.create(article=taken.article, url="https://herald.example/amp/one")

    again = intake.take_in(by=ada, text=TEXT, url="https://herald.example/amp/one")

    assert again.article == taken.article


# Whose it is


def test_an_outlet_is_found_by_id_name_or_slug(ada):
    outlet = factories.outlet("The Example Herald")

    for number, given in enumerate([outlet.public_id, outlet.slug, "THE example herald "]):
        taken = intake.take_in(by=ada, text=f"{TEXT} {number}", outlet=given)
        assert taken.article.outlet == outlet


def test_a_new_outlet_gets_the_domain_of_its_article(ada):
    taken = intake.take_in(
        by=ada, text=TEXT, url="https://www.herald.example/one", outlet="The Example Herald"
    )

    assert taken.article.outlet.domains.get().domain == "herald.example"
    other = intake.take_in(by=ada, text=TEXT + "More.", url="https://news.herald.example/two")
    assert other.article.outlet == taken.article.outlet


def test_the_nearest_domain_counts(ada):
    near, far = factories.outlet("Near"), factories.outlet("Far")
    OutletDomain.objects.create(outlet=far, domain="example.org")
    OutletDomain.objects.create(outlet=near, domain="news.example.org")

    taken = intake.take_in(by=ada, text=TEXT, url="https://a.news.example.org/one")

    assert taken.article.outlet == near


def test_without_name_and_address_nobody_is_known_to_have_printed_it(ada):
    assert intake.take_in(by=ada, text=TEXT).article.outlet is None


# What is refused, and leaves nothing behind

ZIP = b"PK\x03\x04" + b"\x00" * 60
LONG = "word " * 2_200_000
REFUSED = {
    "nothing": ({}, TextEmpty, "nothing to read"),
    "an empty text": ({"text": "  \n "}, TextEmpty, "nothing to read"),
    "blanks that cannot be seen": ({"text": "\u200b\u200d \u00a0"}, TextEmpty, "no text"),
    "a NUL": ({"text": "one\ntwo\x00"}, TextNotUsable, "line 2"),
    "half a character": ({"text": "one \ud800 two"}, TextNotUsable, "lone surrogate"),
    "ten megabytes on one line": ({"text": LONG}, TextTooLong, "one article may have"),
    "a page of ten megabytes": ({"html": LONG}, QuoteTrackError, "MB"),
    "a file of ten megabytes": ({"raw": LONG.encode()}, TooLarge, "MB"),
    "a text and a page": ({"text": TEXT, "html": PAGE}, TextEmpty, "one of them"),
    "a PDF without text": (
        {"raw": pdf([]), "raw_type": "application/pdf"}, NoTextFound, "text",
    ),
    "a broken PDF": (
        {"raw": b"%PDF-1.7 and no more", "raw_type": "application/pdf"}, QuoteTrackError, "damaged",
    ),
    "a ZIP called HTML": ({"raw": ZIP, "raw_type": "text/html"}, NotAnArticle, "ZIP"),
    "an address of this machine": ({"url": "http://127.0.0.1:8000/"}, AddressNotAllowed, ""),
    "an address of this machine in disguise": ({"url": "http://2130706433/"}, QuoteTrackError, ""),
    "a file": ({"url": "file:///etc/passwd"}, AddressNotUsable, ""),
    "no address at all": ({"url": "just words"}, AddressNotUsable, ""),
    "31 February": ({"text": TEXT, "published": "2026-02-31"}, DateNotUsable, "2026-02-31"),
    "a day in words": ({"text": TEXT, "published": "yesterday"}, DateNotUsable, "yesterday"),
    "an outlet without end": ({"text": TEXT, "outlet": "x" * 201}, OutletNotKnown, "200"),
    "accents without end": ({"text": "a" + "\u0301" * 99}, TextNotUsable, "accents"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_is_refused_with_a_sentence_and_nothing_is_stored(ada, name):
    given, kind, words = REFUSED[name]
    before = counts()

    with pytest.raises(kind) as refusal:
        intake.take_in(by=ada, **given)

    sentence = str(refusal.value)
    assert isinstance(refusal.value, QuoteTrackError) and words in sentence
    assert sentence[0].isupper() or sentence[0] in "“0123456789"
    assert sentence.endswith((".", "”"))
    assert refusal.value.code
    assert counts() == before


@pytest.mark.parametrize("field", ["title", "byline", "outlet", "language"])
def test_a_field_that_holds_what_cannot_be_stored_is_made_readable(ada, field):
    taken = intake.take_in(by=ada, text=TEXT, **{field: "One\x00 \ud800two\n three"})

    assert taken.created


def test_a_reader_takes_nothing_in(cleo):
    before = counts()

    with pytest.raises(NotAllowed, match="a contributor"):
        intake.take_in(by=cleo, text=TEXT)

    assert counts() == before


def test_a_rehearsal_shows_everything_and_stores_nothing(ada):
    before = counts()

    taken = intake.take_in(
        by=ada, text=TEXT, url="https://herald.example/one", outlet="The New Herald", dry_run=True
    )

    assert taken.created
    assert [one.speaker_name for one in taken.candidates] == ["Ruth Sample"]
    assert counts() == before


def test_what_cannot_be_stored_whole_is_not_stored_at_all(ada, monkeypatch):
    before = counts()

    def breaks(*given):
        raise RuntimeError("The power failed.")

    monkeypatch.setattr(intake.candidates, "store", breaks)
    with pytest.raises(RuntimeError):
        intake.take_in(by=ada, text=TEXT, outlet="The New Herald")

    assert counts() == before
    assert not Outlet.objects.filter(name="The New Herald").exists()


# Looking again


def test_looking_again_suggests_only_what_is_new(ada):
    taken = intake.take_in(by=ada, text=TEXT, language="en")
    with pytest.raises(NothingToDo):
        intake.look_again(taken.snapshot, by=ada)
    Candidate.objects.all().delete()

    assert len(intake.look_again(taken.snapshot, by=ada)) == 1


def test_a_flood_of_suggestions_is_cut_and_counted(ada, monkeypatch):
    monkeypatch.setattr(intake.candidates, "KEPT", 3)
    text = "\n".join(f"“We will pay {n} times,” Ruth Sample said." for n in range(5))

    taken = intake.take_in(by=ada, text=text, language="en")

    assert len(taken.candidates) == 3
    assert "5 suggestions were found; the first 3 are kept." in taken.notices
