"""What machines read of a page: canonical address, discovery, cards of other sites, JSON-LD."""

import json
import re

import pytest

from quotes.published.models import PublishedClaimLink

from .. import published_rows as rows

pytestmark = pytest.mark.usefixtures("readers")


def test_discovery_stands_before_anything_long_and_in_the_link_header(client):
    row = rows.quote()

    answer = client.get(f"/quotes/{row.pk}/")
    head = answer.content.decode().split("</head>")[0]
    xml, found = head.index("text/xml+oembed"), head.index("application/json+oembed")

    assert found < xml < 1500
    link = answer["Link"]
    assert link.index("text/xml+oembed") < link.index("application/json+oembed")
    assert f'<https://quotes.example/quotes/{row.pk}/>; rel="canonical"' in link
    assert 'rel="cite-as"' in link and 'rel="author"' in link


def test_titles_and_descriptions_fit_what_others_show(client):
    row = rows.quote("We will repair the bridges. " * 30)

    head = client.get(f"/quotes/{row.pk}/").content.decode().split("</head>")[0]
    title = re.search(r'property="og:title" content="([^"]*)"', head)[1]
    description = re.search(r'property="og:description" content="([^"]*)"', head)[1]

    assert len(title) <= 80 and len(description) <= 250
    assert 'name="twitter:title"' in head and 'name="twitter:description"' in head


def test_a_retracted_quote_says_so_in_its_title(client):
    row = rows.quote(responses=[rows.response("retracts")])

    body = client.get(f"/quotes/{row.pk}/").content.decode()

    assert 'property="og:title" content="[Retracted] ' in body
    assert '"creativeWorkStatus": "Retracted"' in body


@pytest.mark.parametrize(("standing", "count"), [("true", 1), ("mixed", 1), ("false", 1),
                                                 ("unproven", 0), ("not_rateable", 0)])  # fmt: skip
def test_only_decided_claims_have_a_review_and_only_on_their_page(client, standing, count):
    claim = rows.claim(assessments=[rows.assessment(standing=standing)], standing=standing)

    entities = json_ld(client, f"/claims/{claim.slug}/")

    assert [each["@type"] for each in entities] == ["ClaimReview"] * count


def test_a_quotation_has_its_author_and_dates_of_its_own(client):
    row = rows.quote(claims=[rows.claim_link()], corrections=[rows.correction_ref()])

    entity, correction = json_ld(client, f"/quotes/{row.pk}/")

    assert entity["@type"] == "Quotation"
    assert entity["author"]["name"] == "Ada Moor"
    assert entity["author"]["jobTitle"] == "harbour commissioner"
    assert entity["dateCreated"] == "2025-05-03" and entity["datePublished"]
    assert entity["creator"]["roleName"] == "harbour commissioner"
    assert correction["@type"] == "CorrectionComment"
    assert entity["correction"] == [{"@id": correction["@id"]}]


def test_the_data_of_a_page_can_be_asked_for_at_its_address(client):
    row = rows.quote()

    page = client.get(f"/quotes/{row.pk}/", headers={"accept": "text/html,*/*;q=0.8"})
    data = client.get(f"/quotes/{row.pk}/", headers={"accept": "application/ld+json"})

    assert page["Content-Type"].startswith("text/html") and "Accept" in page["Vary"]
    assert data["Content-Type"] == "application/ld+json" and "Accept" in data["Vary"]
    assert data.json()["@type"] == "Quotation" and data["ETag"] != page["ETag"]


def test_an_earlier_version_says_when_it_was_and_what_is_today(client):
    row = rows.quote()
    rows.version(row, rows.quote_document(), number=7)

    answer = client.get(f"/quotes/{row.pk}/?version=7")

    assert answer["Memento-Datetime"] == "Mon, 05 May 2025 09:30:00 GMT"
    assert (
        f'<https://quotes.example/quotes/{row.pk}/>; rel="original latest-version"'
        in (answer["Link"])
    )


def test_a_reviewed_claim_names_who_made_it(client):
    claim = rows.claim()
    row = rows.quote(claims=[rows.claim_link()])
    PublishedClaimLink.objects.create(quote=row.pk, claim=claim.pk, relation="asserts")

    (review,) = json_ld(client, f"/claims/{claim.slug}/")

    assert review["itemReviewed"]["author"]["name"] == "Ada Moor"
    assert (
        review["itemReviewed"]["appearance"][0]["@id"] == f"https://quotes.example/quotes/{row.pk}/"
    )


def json_ld(client, path):
    body = client.get(path).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', body, re.S)
    return [json.loads(each) for each in found]


def test_the_feed_of_reviews_holds_decided_claims_only(client):
    claim = rows.claim()
    rows.claim("Nobody knows", standing="unproven", assessments=[])

    feed = client.get("/claim-reviews.json")

    assert feed["Content-Type"] == "application/ld+json"
    (item,) = feed.json()["dataFeedElement"]
    assert item["item"]["@type"] == "ClaimReview"
    assert item["item"]["url"] == f"https://quotes.example/claims/{claim.slug}/"


def test_pages_that_list_quotes_name_their_feed(client):
    speaker, claim = rows.speaker(), rows.claim()
    feeds = {
        "/speakers/ada-moor/": f"quotes/feed/?speaker={speaker.pk}",
        f"/claims/{claim.slug}/": f"quotes/feed/?claim={claim.pk}",
        "/quotes/": "quotes/feed/",
        "/corrections/": "corrections/feed/",
    }

    for path, feed in feeds.items():
        body = client.get(path).content.decode()
        address = f'type="application/atom+xml" href="https://quotes.example/api/v1/{feed}"'
        assert address in body


def test_the_old_place_of_the_mark_leads_to_it(client):
    assert client.get("/favicon.ico")["Location"].endswith("quotetrack/mark.svg")
