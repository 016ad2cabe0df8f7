"""What cards weigh: every card of the demo, and the heaviest that are likely."""

import gzip

import pytest
from django.core.management import call_command

from quotes.published.models import PublishedClaim, PublishedQuote, PublishedSpeaker

from .. import published_rows as rows

PLAIN, PACKED, LONGEST_PACKED = 6 * 1024, 2560, 4 * 1024
LONG = 320  # characters of words, beyond which a card may be as heavy as a long quote is
ASKED = ("", "?theme=dark", "?lang=es", "?theme=light&lang=es", "?size=compact")


def weighed(client, path):
    """Bytes of a card, plain and gzipped."""
    answer = client.get(path)
    assert answer.status_code == 200
    return len(answer.content), len(gzip.compress(answer.content, 9))


@pytest.mark.slow
@pytest.mark.django_db
def test_every_card_of_the_demo_is_light(readers, client):
    call_command("load_demo", verbosity=0)
    cards = [(f"/embed/q/{row.pk}", row) for row in PublishedQuote.objects.all()]
    cards += [(f"/embed/c/{row.slug}", row) for row in PublishedClaim.objects.all()]
    cards += [(f"/embed/s/{row.slug}", row) for row in PublishedSpeaker.objects.all()]
    assert len(cards) > 100

    heavy, packed = [], []
    for path, row in cards:
        is_long = "/q/" in path and len(row.detail_json.partition('"text":"')[2].partition('"')[0])
        for asked in ASKED:
            size, small = weighed(client, path + asked)
            packed.append(small)
            if size > PLAIN or small > (LONGEST_PACKED if is_long > LONG else PACKED):
                heavy.append((path + asked, size, small))
    packed.sort()

    assert heavy == []
    assert packed[int(len(packed) * 0.99)] <= LONGEST_PACKED
    print(f"\n{len(packed)} cards: median {packed[len(packed) // 2]} bytes gzipped,"
          f" 99th percentile {packed[int(len(packed) * 0.99)]}, most {packed[-1]}")  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
def test_a_speaker_of_many_words_and_claims_is_light(readers, client, asked):
    speaker = rows.speaker()
    for day in range(1, 5):
        text = f"On day {day} we counted every bridge between the harbour and the hills; " * 4
        links = [
            rows.claim_link(f"Claim {number} of day {day} about the bridges and what they cost")
            for number in range(3)
        ]
        rows.quote(
            text, seed=day, claims=links, responses=[rows.response("clarifies")],
            sort_day=rows.START.date().replace(day=day),
        )  # fmt: skip

    size, packed = weighed(client, f"/embed/s/{speaker.slug}{asked}")

    assert size <= PLAIN and packed <= PACKED


@pytest.mark.parametrize("asked", ASKED)
def test_a_long_quote_with_everything_is_below_what_long_ones_may_weigh(readers, client, asked):
    row = rows.quote(
        "Madam Speaker, a free lunch is an old joke, but tonight it is a bill; " * 12,
        claims=[rows.claim_link(), rows.claim_link("It rained all night", relation="denies")],
        responses=[rows.response(), rows.response("retracts")],
        corrections=[rows.correction_ref()],
    )

    assert weighed(client, f"/embed/q/{row.pk}{asked}")[1] <= LONGEST_PACKED
