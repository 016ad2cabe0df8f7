"""Editing a quote's rows on the desk: at once in a draft, as a change to publish afterwards."""

import json
import re

import pytest
from django.db import connection
from django.urls import reverse

from quotes import editing
from quotes.models import Correction, WaitingEdit
from sources.models import Outlet
from tests import factories

MORE = "We will repair both old bridges before the first frost"


def page(sort, row):
    return reverse("admin:desk_edit", args=[sort, row.pk])


def post(client, sort, row, seen=None, **fields):
    """Post the row's form as it is shown, with some boxes filled in otherwise."""
    row = type(row).objects.get(pk=row.pk)
    values = {
        name: "" if value is None else value for name, value in editing.read(sort, row).items()
    }
    if not values.get("is_original", True):
        del values["is_original"]
    values.pop("steps", None)
    seen = json.dumps(editing.read(sort, row) if seen is None else seen)
    answer = client.post(page(sort, row), values | {"seen": seen} | fields)
    connection.check_constraints()
    return answer


def act(client, quote, name, **fields):
    """Press a button of the quote's page."""
    quote.refresh_from_db()
    url = reverse("admin:desk_quote_act", args=[quote.public_id, name])
    answer = client.post(url, {"edit_version": quote.edit_version} | fields, follow=True)
    connection.check_constraints()
    return answer


def test_the_form_of_every_sort_opens_for_whoever_may(logged_in, ada, ben):
    quote = factories.draft(ada, chain=[{"kind": "told_to", "party": "reporters"}])
    factories.claim(ada, quote=quote)
    place = quote.preferred_wording.occurrences.get()
    rows = {
        "quote": quote, "wording": quote.preferred_wording, "occurrence": place, "chain": place,
        "attribution": quote.attributions.get(), "relation": quote.claim_quotes.get(),
    }  # fmt: skip

    for sort, row in rows.items():
        html = logged_in(ada).get(page(sort, row)).content.decode()
        assert ">Save</button>" in html and 'id="row_form"' in html
    assert logged_in(ada).get(reverse("admin:desk_edit", args=["speaker", 1])).status_code == 404


def test_a_drafts_words_are_saved_at_once(logged_in, quote, ada):
    answer = post(logged_in(ada), "wording", quote.preferred_wording, text=MORE)

    assert answer.status_code == 302
    assert quote.wordings.get().text == MORE


def test_a_published_one_is_proposed_shown_as_a_difference_and_published(
    logged_in, published, ada, ben
):
    answer = post(logged_in(ada), "wording", published.preferred_wording, text=MORE, reason="Tape.")
    assert answer["location"].endswith("#h-waiting")
    edit = WaitingEdit.objects.get()

    html = (
        logged_in(ben)
        .get(reverse("admin:quotes_quote_change", args=[published.pk]))
        .content.decode()
    )
    assert "<ins>old</ins>" in html and "Tape." in html
    refused = act(logged_in(ben), published, "publish-edits", edit=edit.pk)
    assert "Write the notice" in refused.content.decode()
    act(
        logged_in(ben), published, "publish-edits", edit=edit.pk, tier="correction",
        what_was_wrong="A word was missing.", what_changed="It is there now.",
    )  # fmt: skip

    assert published.wordings.get().text == MORE
    assert Correction.objects.get().what_was_wrong == "A word was missing."


def test_an_edit_is_sent_back_with_a_reason_on_the_page(logged_in, published, ada, ben):
    post(logged_in(ada), "wording", published.preferred_wording, text=MORE)
    edit = WaitingEdit.objects.get()

    html = act(
        logged_in(ben), published, "send-edit-back", edit=edit.pk, reason="Not on the tape."
    ).content.decode()

    assert "Not on the tape." in html and published.wordings.get().text == factories.WORDS


def test_the_second_of_two_gets_a_page_with_both_and_keeps_the_text(logged_in, quote, ada, ben):
    wording, mine = quote.preferred_wording, f"{factories.WORDS} of the year"
    seen = editing.read("wording", wording)
    post(logged_in(ben), "wording", wording, text=MORE)

    answer = post(logged_in(ada), "wording", wording, seen=seen, text=mine)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert html.count(mine) >= 2 and MORE in html and factories.WORDS in html
    assert quote.wordings.get().text == MORE
    again = json.loads(re.search(r'name="seen" value="([^"]+)"', html)[1].replace("&quot;", '"'))
    assert post(logged_in(ada), "wording", wording, seen=again, text=mine).status_code == 302
    assert quote.wordings.get().text == mine


def test_a_chain_is_written_by_names(logged_in, quote, ada):
    place = quote.preferred_wording.occurrences.get()
    outlet = factories.outlet("Example Radio")

    answer = post(
        logged_in(ada), "chain", place, rows="3", step0_kind="told_to", step0_party="reporters",
        step2_kind="reported_by", step2_outlet="Example Radio",
    )  # fmt: skip

    assert answer.status_code == 302
    steps = [(step.position, step.kind, step.outlet, step.party) for step in place.chain.all()]
    assert steps == [(1, "told_to", None, "reporters"), (2, "reported_by", outlet, "")]


@pytest.mark.parametrize(
    "sort, fields, says",
    [
        ("chain", {"step0_party": "reporters"}, "Say what this step is"),
        ("chain", {"step0_kind": "told_to", "step0_outlet": "Nowhere"}, "No outlet"),
        ("chain", {"step0_kind": "told_to", "step0_article": "x"}, "No article"),
        ("occurrence", {"media_time": "soon"}, "hours, minutes"),
        ("quote", {"said": "2026-02-31"}, ""),
        ("wording", {"text": " "}, ""),
        ("wording", {}, "Nothing differs"),
    ],
)
def test_what_makes_no_sense_comes_back_with_a_sentence(logged_in, quote, ada, sort, fields, says):
    place = quote.preferred_wording.occurrences.get()
    row = {"quote": quote, "wording": quote.preferred_wording}.get(sort, place)

    answer = post(logged_in(ada), sort, row, **fields)

    assert answer.status_code == 400
    assert says in answer.content.decode() and 'role="alert"' in answer.content.decode()


def test_a_contributor_does_not_propose(logged_in, published, carla):
    client = logged_in(carla)

    html = client.get(page("wording", published.preferred_wording)).content.decode()
    answer = post(client, "wording", published.preferred_wording, text=MORE)

    assert "Propose the change" not in html
    assert answer.status_code == 400 and not WaitingEdit.objects.exists()
    assert Outlet.objects.count() == 1


def test_publishing_over_what_has_moved_on_shows_both_and_keeps_the_notice(
    logged_in, published, ada, ben
):
    for text in (MORE, f"{factories.WORDS} of the year"):
        post(logged_in(ada), "wording", published.preferred_wording, text=text)
    first, second = WaitingEdit.objects.order_by("pk")
    told = {"tier": "correction", "what_was_wrong": "A word was missing.", "what_changed": "Now."}
    act(logged_in(ben), published, "publish-edits", edit=first.pk, **told)

    answer = act(logged_in(ben), published, "publish-edits", edit=second.pk, **told)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert factories.WORDS in html and MORE in html and "A word was missing." in html
    assert published.wordings.get().text == MORE


def test_an_editor_asks_the_publishers_for_what_only_they_do(logged_in, published, ada, ben, carla):
    page_of = reverse("admin:quotes_quote_change", args=[published.pk])
    assert "/ask/" in logged_in(ada).get(page_of).content.decode()
    assert "/ask/" not in logged_in(ben).get(page_of).content.decode()

    act(logged_in(ada), published, "ask", what="split", why="Two speeches in one.")
    for fields in ({"what": "burn", "why": "x"}, {"what": "split", "why": " "}):
        act(logged_in(ada), published, "ask", **fields)
    refused = act(logged_in(carla), published, "ask", what="split", why="Two speeches.")

    assert "You may not" in refused.content.decode()
    report = published.readerreports.get()
    assert report.text == "Split it, or hand places over: Two speeches in one."
    queue = logged_in(ben).get(reverse("admin:quotes_readerreport_changelist") + "?open=yes")
    assert "Two speeches in one." in queue.content.decode()


def test_what_the_database_refuses_comes_back_as_its_sentence(logged_in, quote, ada):
    factories.print_again(quote, ada, "Repararemos los puentes", language="es")
    spanish = quote.wordings.get(language="es")
    fields = {"translation_of": quote.preferred_wording_id, "language": "en"}

    answer = logged_in(ada).post(
        page("wording", spanish),
        editing.read("wording", spanish)
        | {"translator": "outlet", "seen": json.dumps(editing.read("wording", spanish))}
        | fields,
    )

    assert answer.status_code == 400
    assert "A translation is in another language" in answer.content.decode()
