"""The demo: loaded once through the real doors, it holds what a newcomer is promised."""

import time

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import Count

from quotes.demo.cast import LOG_INS
from quotes.models import (
    Assessment,
    Attribution,
    Candidate,
    ChainStep,
    Correction,
    Occurrence,
    Quote,
    Response,
    Wording,
)
from quotes.published.models import (
    PublishedArticle,
    PublishedClaim,
    PublishedClaimLink,
    PublishedOutlet,
    PublishedQuote,
    PublishedSpeaker,
    Redirect,
)
from quotes.publishing import checks
from quotes.roles import can


@pytest.fixture(scope="module", autouse=True)
def demo(committed, request):
    """The demo, loaded by its command; how long that took is printed, not judged."""
    began = time.perf_counter()
    call_command("load_demo", verbosity=0)
    seconds = time.perf_counter() - began
    request.config.get_terminal_writer().line(f"\nthe demo loaded in {seconds:.1f} s")


def test_readers_see_exactly_what_the_desk_says():
    assert checks.differences() == []


def test_enough_is_published_to_look_around():
    speakers = set(PublishedQuote.objects.exclude(speaker="").values_list("speaker", flat=True))

    assert PublishedQuote.objects.count() >= 60
    assert len(speakers) >= 20
    assert PublishedSpeaker.objects.filter(quotes__gt=0).count() == len(speakers)
    assert PublishedArticle.objects.filter(quotes__gt=0).count() >= 14
    assert PublishedOutlet.objects.filter(quotes__gt=0).count() >= 5
    assert PublishedClaim.objects.count() >= 6


def test_it_speaks_four_languages():
    articles = dict(PublishedArticle.objects.values_list("language").annotate(n=Count("pk")))

    assert {"en", "es", "ar", "zh"} <= set(articles)
    assert articles["en"] + articles["es"] >= 14


def test_claims_were_assessed_on_both_scales_more_than_once():
    scales = set(Assessment.objects.public().values_list("scale__slug", flat=True))

    assert scales == {"quotetrack-status", "truth-scale"}
    assert Assessment.objects.filter(state="superseded").exists()
    assert not Assessment.objects.public().filter(evidence=None).exclude(
        rating__standing="unproven"
    ).exists()  # fmt: skip


def test_the_same_words_differ_in_print():
    several = PublishedQuote.objects.filter(reach_outlets__gte=2)
    kinds = set(Wording.objects.values_list("fidelity", flat=True))

    assert several.count() >= 5
    assert {"verbatim", "shortened"} <= kinds
    assert Wording.objects.filter(translation_of__isnull=False).exists()
    assert Occurrence.objects.filter(snapshot__article__syndicated_from__isnull=False).exists()


def test_some_words_went_astray():
    statuses = set(PublishedQuote.objects.values_list("attribution", flat=True))
    responses = set(Response.objects.values_list("kind", flat=True))

    assert {"attributed", "verified", "disputed"} <= statuses
    assert statuses & {"misattributed", "fabricated"}
    assert Attribution.objects.filter(rank="deprecated").exists()
    assert {"denies_saying", "retracts"} <= responses
    assert Quote.objects.filter(status="withdrawn").exists()
    assert Correction.objects.count() >= 3
    assert list(Correction.objects.order_by("number").values_list("number", flat=True)) == list(
        range(1, Correction.objects.count() + 1)
    )


def test_the_real_event_is_walked_through():
    links = PublishedClaimLink.objects.filter(relation__in=["asserts", "confirms"])
    claims = [set(links.filter(claim=c).values_list("relation", flat=True))
              for c in links.values_list("claim", flat=True).distinct()]  # fmt: skip
    occasions = set(PublishedQuote.objects.values_list("occasion", flat=True))

    assert {"asserts", "confirms"} in claims
    assert {"letter", "email", "press_conference", "report"} <= occasions
    assert PublishedQuote.objects.filter(evidentiality="hearsay").exists()
    assert ChainStep.objects.values("kind").distinct().count() >= 3
    assert any('"not_located"' in text for text in
               PublishedQuote.objects.values_list("detail_json", flat=True))  # fmt: skip


def test_the_rest_waits_on_the_desk():
    assert Candidate.objects.waiting().count() >= 10
    assert Quote.objects.exclude(status__in=["published", "withdrawn"]).exists()


def test_everybody_can_log_in(client):
    for name, (password, *_) in LOG_INS.items():
        assert client.login(username=name, password=password), name
    people = {name: role for name, (_, role, _) in LOG_INS.items()}
    assert sorted(people.values()) == [
        "administrator", "contributor", "editor", "publisher", "publisher",
    ]  # fmt: skip


def test_the_administrator_does_not_publish():
    administrator = User.objects.get(username="administrator")

    assert can(administrator, "administer")
    assert not can(administrator, "publish")


def test_a_second_time_it_changes_nothing(capsys):
    before = (PublishedQuote.objects.count(), Candidate.objects.count(), Redirect.objects.count())

    call_command("load_demo")

    assert "not loaded again" in capsys.readouterr().out
    after = (PublishedQuote.objects.count(), Candidate.objects.count(), Redirect.objects.count())
    assert after == before


def test_production_refuses_it(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="passwords are known"):
        call_command("load_demo")
