"""How many questions each page asks of the database; a longer list asks no more of them."""

import pytest

from quotes.published.models import PublishedClaimLink

from .. import published_rows as rows

pytestmark = pytest.mark.usefixtures("readers")

MOST = {
    "/": 2,
    "/quotes/": 1,
    "/speakers/": 1,
    "/claims/": 1,
    "/corrections/": 1,
    "/methodology/": 1,
    "/about/": 0,
    "/quotes/{quote}/": 4,
    "/quotes/{quote}/source": 1,
    "/speakers/ada-moor/": 8,
    "/claims/{claim}/": 4,
    "/sitemap-quote.xml": 1,
}


@pytest.mark.parametrize("path", MOST)
def test_a_page_asks_no_more_than_it_must(client, path, django_assert_max_num_queries):
    claim = rows.claim()
    rows.speaker()
    for number in range(12):
        row = rows.quote(f"Words number {number}.", claims=[rows.claim_link()])
        PublishedClaimLink.objects.create(quote=row.pk, claim=claim.pk, relation="asserts")

    with django_assert_max_num_queries(MOST[path]):
        answer = client.get(path.format(quote=row.pk, claim=claim.slug))

    assert answer.status_code in (200, 303)
