"""Drafts do not exist for readers: with and without them every answer is the same, byte by byte."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission, User

from quotes import candidates, intake, roles
from quotes.models import Claim, Quote
from quotetrack.api.throttling import reads

from . import rows

CHANGING = {"date", "ratelimit", "ratelimit-policy"}
TEXT = """Nobody knew the river when it came.

“The river is rising faster than we can count,” said Ada Lovelace, the minister.

“I never said that the dykes would hold,” Cleo Park told The Courier.
"""


def requests(public):
    """Every address of the readers' with what it understands, and ids that are not public."""
    lists = ["quotes", "speakers", "outlets", "articles", "claims", "topics", "corrections"]
    for kind in lists:
        yield f"{kind}/"
        yield f"{kind}/?count=exact&page_size=1"
        yield f"{kind}/export/?format=jsonl"
        yield f"{kind}/export/?format=csv"
    for words in ("river", "rising faster", "dykes", "Ada Lovelace", "Cleo"):
        for path in ("quotes/", "quotes/facets/", "search/", "speakers/", "claims/", "outlets/"):
            yield f"{path}?q={words}"
    for name in ("speaker=ada-lovelace", "speaker=cleo-park", "outlet=courier", "topic=floods"):
        yield f"quotes/?{name}"
    yield from ("quotes/facets/", "quotes/feed/", "corrections/feed/", "changes/", "positions/")
    yield from ("rating-scales/", "schema/", "speakers/ada-lovelace/stats/")
    for key in public:
        for part in ("", "history/", "wordings/", "cite/?style=text", "?version=1", "?at=2030"):
            yield f"quotes/{key}/{part}"


@pytest.fixture
def published(readers_connection):
    """Something public."""
    who, where, what = rows.speaker(), rows.outlet(), rows.topic()
    rows.claim(), rows.article(), rows.scale()
    return rows.quote(
        "The river is rising.", speaker=who.pk, outlets=[where.pk], topics=[what.pk],
        said=date(2025, 5, 3),
    )  # fmt: skip


def draft_things():
    """An article on the desk, a suggestion, a draft quote of it and a claim nobody assessed."""
    ben = User.objects.create_user("ben")
    group, _ = Group.objects.get_or_create(name="editor")
    group.permissions.set(Permission.objects.filter(codename__in=roles.RIGHTS["editor"]))
    ben.groups.add(group)
    taken = intake.take_in(by=ben, text=TEXT, outlet="The Courier", title="The flood")
    accepted = candidates.accept(taken.candidates[0], by=ben)
    Claim.objects.create(text="The river rose in May.", slug="the-river-rose-in-may")
    return [taken.article.public_id, accepted.quote.public_id, accepted.speaker.public_id,
            taken.candidates[1].public_id, accepted.speaker.slug]  # fmt: skip


def answers(api, paths):
    """Status, headers and body of each."""
    found = {}
    for path in paths:
        reads.windows.clear()
        answer = api(path)
        headers = {k: v for k, v in answer.headers.items() if k.lower() not in CHANGING}
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[path] = (answer.status_code, headers, body)
    return found


def test_with_and_without_drafts_every_answer_is_the_same(api, published):
    paths = list(requests([published.pk]))
    before = answers(api, paths)

    hidden = draft_things()

    assert Quote.objects.filter(status="draft").exists()
    after = answers(api, paths)
    assert {path for path in paths if before[path] != after[path]} == set()
    absent = api("quotes/0123456789ab/").content
    for key in hidden[:4]:
        for kind in ("quotes", "speakers", "outlets", "articles", "claims", "topics"):
            answer = api(f"{kind}/{key}/")
            assert (answer.status_code, answer.content) == (404, absent)
    for key in hidden:
        for name in ("speaker", "article", "outlet", "claim", "topic", "attributed_to"):
            if key != published.speaker and key != "ada-lovelace":
                assert api(f"quotes/?{name}={key}").status_code == 400
