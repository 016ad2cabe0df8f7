"""Erasure by law: one asks, another decides; the words go from the text and from suggestions."""

import pytest
from django.db import connection
from django.urls import reverse

from quotes import candidates, workflow
from quotes.actions import erasing
from quotes.errors import EditConflict, MoveNotAllowed, NotAllowed, NotReady
from quotes.models import Candidate, ErasureRequest
from quotes.publishing import checks
from sources.models import Erasure, Snapshot
from tests import factories
from tests.conftest import person

CANARY = "Zxqvora"
TEXT = f"“We will repair both bridges before the first frost,” Ruth {CANARY} told reporters.\n"


@pytest.fixture
def snapshot(db, ada):
    return factories.take_in(ada, text=TEXT).snapshot


def holds(word) -> list[str]:
    """The tables that are not history and hold a word."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT LIKE '%event' ORDER BY 1"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s',
                           [f"%{word}%"])  # fmt: skip
            found += [table] if cursor.fetchone()[0] else []
    return found


def test_the_words_go_and_the_record_stays(snapshot, ben, max_):
    before = snapshot.sha256
    assert {"sources_snapshot", "quotes_candidate"} <= set(holds(CANARY))
    request = erasing.ask(snapshot, "Order 7", by=ben)

    erasing.agree(request, by=max_, expect=request.edit_version)

    after = Snapshot.objects.get(pk=snapshot.pk)
    made = Erasure.objects.get()
    assert (after.text, after.raw, after.sha256) == ("", None, before)
    assert (made.requested_by, made.approved_by, made.legal_basis) == (ben, max_, "Order 7")
    assert holds(CANARY) == []
    assert checks.differences() == []


def test_whoever_asked_does_not_decide(snapshot, max_):
    request = erasing.ask(snapshot, "Order 7", by=max_)

    with pytest.raises(NotAllowed, match="yourself"):
        erasing.agree(request, by=max_)
    erasing.agree(request, by=person("moritz", "administrator"))

    assert Erasure.objects.exists()


def test_quotes_in_force_stand_in_the_way(snapshot, ada, ben, max_):
    quote = candidates.accept(snapshot.candidates.get(), by=ada).quote
    workflow.publish(quote, by=ben)
    request = erasing.ask(snapshot, "Order 7", by=ben)

    with pytest.raises(NotReady, match=quote.public_id):
        erasing.agree(request, by=max_)
    workflow.withdraw(quote, by=ben, reason="legal")
    erasing.agree(request, by=max_)

    assert checks.differences() == []


@pytest.mark.parametrize("name", ["ada", "cleo", "carla"])
def test_others_neither_ask_nor_decide(request, snapshot, ben, name):
    other = request.getfixturevalue(name)
    asked = erasing.ask(snapshot, "Order 7", by=ben)

    for act in (erasing.agree, lambda row, by: erasing.refuse(row, by=by, reason="No.")):
        with pytest.raises(NotAllowed):
            act(asked, by=other)
    with pytest.raises(NotAllowed):
        erasing.ask(snapshot, "Order 8", by=other)


def test_a_text_has_one_request_at_a_time_and_a_refusal_says_why(snapshot, ben, max_):
    asked = erasing.ask(snapshot, "Order 7", by=ben)
    with pytest.raises(MoveNotAllowed, match="already"):
        erasing.ask(snapshot, "Order 8", by=ben)
    with pytest.raises(NotReady):
        erasing.refuse(asked, by=max_, reason=" ")
    with pytest.raises(EditConflict):
        erasing.refuse(asked, by=max_, reason="No.", expect=asked.edit_version + 1)

    erasing.refuse(asked, by=max_, reason="The press exemption holds.")

    assert not Erasure.objects.exists() and Snapshot.objects.get(pk=snapshot.pk).text
    assert ErasureRequest.objects.get().answer == "The press exemption holds."


def test_the_desk_asks_decides_and_shows_what_is_left(client, snapshot, ben, max_):
    client.force_login(ben)
    here = reverse("admin:desk_erase", args=[snapshot.article.public_id])
    assert "Ask for the erasure" in client.get(here).content.decode()
    client.post(here, {"snapshot": snapshot.public_id, "legal_basis": "Order 7"})
    row = ErasureRequest.objects.get()
    client.force_login(max_)
    assert "Erase for good" in client.get(reverse("admin:desk_erasures")).content.decode()

    act = reverse("admin:desk_erasure_act", args=[row.public_id, "agree"])
    client.post(act, {"edit_version": row.edit_version})

    assert Erasure.objects.exists()
    page = client.get(reverse("admin:desk_article", args=[snapshot.article.public_id]))
    assert page.status_code == 200 and CANARY not in page.content.decode()
    assert Candidate.objects.filter(snapshot=snapshot).exists()
