"""Several people at one merge, in transactions of their own: one is done, the others are told."""

import pytest
from django.test import Client
from django.urls import reverse

from quotes.actions.merging_preview import preview_claims
from quotes.models import Claim, Merge
from quotes.publishing import checks
from tests.conftest import person
from tests.quotes.claim_pairs import Pair
from tests.quotes.test_many_at_once import at_once

pytestmark = pytest.mark.slow


def form(loser, winner, verdict):
    """What the page of a merge would send."""
    return {
        "into": winner.public_id, "edit_version": loser.edit_version,
        "other_version": winner.edit_version, "seen": preview_claims(loser, winner).seen,
        f"stands-{verdict.scale_id}": verdict.public_id, "tier": "verdict_change",
        "what_was_wrong": "Rated twice.", "what_changed": "Rated once.", "reason": "One sentence.",
    }  # fmt: skip


def test_of_merges_this_way_and_that_way_one_is_done_and_the_rest_are_told(committed):
    ada, ben = person("ada", "editor"), person("ben", "publisher")
    pair = Pair(ada, ben, ("confirmed", "false"))
    claims = [Claim.objects.get(pk=row.pk) for row in (pair.loser, pair.winner)]
    ways = [claims, claims[::-1]] * 3
    posts = [(way[0], form(*way, pair.verdicts[0])) for way in ways]
    clients = [Client() for _ in posts]
    for client in clients:
        client.force_login(ben)

    answers = at_once(
        *[
            lambda client=client, loser=loser, sent=sent: client.post(
                reverse("admin:desk_merge", args=["claim", loser.public_id]), sent
            )
            for client, (loser, sent) in zip(clients, posts, strict=True)
        ]
    )

    assert [one for one in answers if isinstance(one, Exception)] == []
    told = [one for one in answers if one.status_code != 302]
    assert len(told) == len(posts) - 1 and {one.status_code for one in told} <= {200, 400, 409}
    assert all(b"One sentence." in one.content for one in told if one.status_code != 200)
    assert Merge.objects.count() == 1
    assert checks.differences() == []
