"""The quote's page: what it shows, and the acts beside publishing."""

import pytest
from django.urls import reverse

from quotes.models import Claim
from tests import factories


def page(client, quote):
    """The page as text."""
    return client.get(reverse("admin:quotes_quote_change", args=[quote.pk])).content.decode()


@pytest.fixture
def press(logged_in):
    """Press a button of the page as a person."""

    def pressed(person, quote, act, **fields):
        quote.refresh_from_db()
        url = reverse("admin:desk_quote_act", args=[quote.public_id, act])
        answer = logged_in(person).post(url, {"edit_version": quote.edit_version} | fields)
        assert answer.status_code == 302
        quote.refresh_from_db()
        return quote

    return pressed


def test_it_shows_words_speaker_place_and_card(logged_in, ada, ben):
    quote = factories.publish(factories.draft(ada), ben)

    html = page(logged_in(ben), quote)

    assert f"<mark>{factories.WORDS}</mark>" in html
    assert "Ruth Sample" in html and "Report" in html
    assert f'src="/embed/q/{quote.public_id}?desk={quote.edit_version}"' in html


def test_replies_stand_beside_the_words(logged_in, ada, ben):
    quote = factories.publish(factories.draft(ada), ben)

    html = page(logged_in(ada), quote)

    assert html.index("h-wordings") < html.index("h-responses") < html.index("h-circumstances")
    assert f"/admin/desk/quotes/{quote.public_id}/respond/" in html


def test_a_quote_on_hold_says_so_to_readers(press, ada, ben):
    quote = factories.publish(factories.draft(ada), ben)

    press(ben, quote, "hold", note="The office called.")

    assert (quote.status, quote.withdrawal_reason) == ("withdrawn", "pending_review")


def test_a_drafts_speaker_and_topics_are_set_by_name(press, ada):
    quote = factories.draft(ada)
    factories.speaker("Tom Reed")
    factories.topic("Harbour")

    press(ada, quote, "speaker", speaker_name="tom reed")
    press(ada, quote, "topics", topics="Harbour")

    assert quote.attributions.get().speaker.name == "Tom Reed"
    assert [link.topic.name for link in quote.quote_topics.all()] == ["Harbour"]


def test_a_published_speaker_is_not_changed_without_a_notice(press, ada, ben):
    quote = factories.publish(factories.draft(ada), ben)
    factories.speaker("Tom Reed")

    press(ben, quote, "speaker", speaker_name="Tom Reed")

    assert quote.attributions.get().speaker.name == "Ruth Sample"


def test_a_claim_is_tied_and_untied_while_it_is_not_public(press, ada, ben):
    quote = factories.draft(ada)

    press(ada, quote, "link-claim", claim="Both bridges stand.", relation="asserts")
    link = quote.claim_quotes.get()
    press(ada, quote, "unlink-claim", link=str(link.pk))
    assert not quote.claim_quotes.exists()
    press(ada, quote, "link-claim", claim="both bridges stand.", relation="denies")
    press(ben, quote, "publish")
    press(ada, quote, "unlink-claim", link=str(quote.claim_quotes.get().pk))

    assert quote.claim_quotes.get().relation == "denies"
    assert Claim.objects.count() == 1


def test_a_reply_waits_to_be_published(press, logged_in, ada, ben):
    quote = factories.publish(factories.draft(ada), ben)

    press(
        ada, quote, "respond", speaker_name="Ruth Sample", kind="denies_saying", date="2026-03-04"
    )
    assert "Changes to publish" in page(logged_in(ben), quote)
    press(ben, quote, "publish-changes")

    assert quote.responses.get().published_at


@pytest.mark.parametrize(
    "act, fields",
    [
        ("speaker", {"speaker_name": "Nobody Known"}),
        ("topics", {"topics": "Unheard of"}),
        ("link-claim", {"claim": "", "relation": "asserts"}),
        ("link-claim", {"claim": "A claim.", "relation": "loves"}),
        ("unlink-claim", {"link": "77777"}),
        ("unlink-claim", {"link": "x"}),
        ("respond", {"kind": "shouts", "speaker_name": "Ruth Sample"}),
        ("respond", {"kind": "retracts", "speaker_name": "Ruth Sample", "date": "2026-02-31"}),
        ("wording", {"wording": "000000000000"}),
        ("withdraw", {"reason": "boredom"}),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(logged_in, ada, ben, act, fields):
    quote = factories.draft(ada)
    client = logged_in(ben)
    url = reverse("admin:desk_quote_act", args=[quote.public_id, act])

    answer = client.post(url, {"edit_version": quote.edit_version} | fields, follow=True)

    said = [str(message) for message in answer.context["messages"]]
    assert answer.status_code == 200
    assert said and said[0].endswith(".")


PAGES = {
    "admin:index": 30,
    "admin:quotes_quote_changelist": 14,
    "admin:quotes_speaker_changelist": 12,
    "admin:quotes_claim_changelist": 14,
    "admin:sources_article_changelist": 16,
    "admin:quotes_candidate_changelist": 12,
    "admin:quotes_assessment_changelist": 14,
    "admin:quotes_correction_changelist": 12,
    "admin:quotes_readerreport_changelist": 12,
}


@pytest.mark.parametrize("name, most", PAGES.items())
def test_lists_ask_no_more_for_more_rows(
    logged_in, ada, ben, django_assert_max_num_queries, name, most
):
    for number in range(4):
        quote = factories.draft(ada, words=f"Bridge {number} stands in the year {number}")
        factories.claim(ada, f"Bridge {number} stands.", quote=quote)
        factories.publish(quote, ben)
    client = logged_in(ben)
    client.get(reverse(name))

    with django_assert_max_num_queries(most):
        assert client.get(reverse(name)).status_code == 200


def test_the_quotes_own_page_asks_little(logged_in, ada, ben, django_assert_max_num_queries):
    quote = factories.draft(ada)
    for number in range(4):
        factories.print_again(quote, ada)
        factories.claim(ada, f"Bridge {number} stands.", quote=quote)
    factories.publish(quote, ben)
    client = logged_in(ben)

    with django_assert_max_num_queries(36):
        page(client, quote)
