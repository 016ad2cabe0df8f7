"""ClaimReview as publishers write it: many forms, and a sentence for what cannot be used."""

import json
from datetime import date

import pytest

from quotes import claim_reviews

REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://checkers.example/bridges",
    "author": {"@type": "Organization", "name": "The Checkers", "url": "https://checkers.example/"},
    "claimReviewed": "Both bridges were repaired before the frost",
    "datePublished": "2026-03-12T08:00:00Z",
    "inLanguage": "en-GB",
    "reviewRating": {"@type": "Rating", "alternateName": "Mostly true", "ratingValue": "4",
                     "bestRating": 5, "worstRating": 1},
}  # fmt: skip


def as_json(*nodes):
    return json.dumps(list(nodes)).encode()


def without(*names, **more):
    return {key: value for key, value in REVIEW.items() if key not in names} | more


def test_a_review_is_read_with_its_author_address_and_scale():
    (review,) = claim_reviews.read(json.dumps(REVIEW).encode()).reviews

    assert review.author == "The Checkers" and review.author_url == "https://checkers.example/"
    assert review.url == "https://checkers.example/bridges"
    assert (review.label, review.value, review.worst, review.best) == ("Mostly true", 4, 1, 5)
    assert review.reviewed == REVIEW["claimReviewed"]
    assert (review.language, review.reviewed_on) == ("en-GB", date(2026, 3, 12))


@pytest.mark.parametrize(
    "body",
    [
        as_json(REVIEW),
        json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, REVIEW]}),
        json.dumps({"@type": "DataFeed", "dataFeedElement": [{"item": [REVIEW]}]}),
        json.dumps(without("@type") | {"@type": ["https://schema.org/ClaimReview"]}),
        '<html><script type="application/ld+json">{"@type": "WebSite"}</script><script '
        "TYPE='application/ld+json' id=x>\n" + json.dumps(REVIEW) + ";</script ></html>",
        '<script type="application/ld+json">{broken</script>'
        '<script type="application/ld+json">' + json.dumps(REVIEW) + "</script>",
    ],
    ids=["list", "graph", "feed", "type as address", "page", "page with a broken script"],
)
def test_it_is_found_wherever_it_lies(body):
    body = body if isinstance(body, bytes) else body.encode()

    found = claim_reviews.read(body)

    assert [review.author for review in found.reviews] == ["The Checkers"]


def test_the_same_review_twice_is_one():
    assert len(claim_reviews.read(as_json(REVIEW, REVIEW)).reviews) == 1


@pytest.mark.parametrize(
    ("node", "sentence"),
    [
        (without("author"), "It does not say who judged (author)."),
        (without("claimReviewed"), "It does not say what was judged (claimReviewed)."),
        (without("url"), "It does not say where it was published (url)."),
        (without("url", url="javascript:x"), "It does not say where it was published (url)."),
        (without("reviewRating"), "It has no verdict (reviewRating.alternateName)."),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(node, sentence):
    found = claim_reviews.read(as_json(REVIEW, node))

    assert len(found.reviews) == 1 and found.troubles == [f"Review 2: {sentence}"]


@pytest.mark.parametrize(
    "body", [b"", b"<p>Nothing</p>", b"[]", b"{]", b"[" * 200_000, b"\xff\xfe{"]
)
def test_what_holds_no_review_is_refused_with_a_sentence(body):
    with pytest.raises(claim_reviews.NoReviews, match="ClaimReview|no JSON"):
        claim_reviews.read(body)


def test_markup_and_control_characters_become_plain_words():
    hostile = without("claimReviewed", claimReviewed="A\x00 <b>bold</b> <img src=x>claim\ud800\n")

    (review,) = claim_reviews.read(as_json(hostile)).reviews

    assert review.reviewed == "A bold claim"


def test_a_verdict_that_is_only_a_number_is_a_number():
    rated = without("reviewRating", reviewRating={"ratingValue": 2, "bestRating": "6,0"})

    (review,) = claim_reviews.read(as_json(rated)).reviews

    assert (review.label, review.value, review.best) == ("2", 2, 6)
