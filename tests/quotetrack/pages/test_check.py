"""A pasted draft: what the record knows of its words, in neutral sentences, kept nowhere."""

import pytest

from quotes.extraction.text import sketch
from quotes.published.models import Sketch
from quotetrack.readers import limits

from .. import published_rows as rows

pytestmark = pytest.mark.usefixtures("readers")

WORDS = "We will repair two of our three bridges before the winter."


def quote(text=WORDS, **parts):
    """A public quote that the check can find."""
    row = rows.quote(text, wordings=[rows.wording(text)], **parts)
    Sketch.objects.bulk_create(Sketch(hash=value, quote=row.pk) for value in sketch(text, "en"))
    return row


def ask(client, text, **fields):
    answer = client.post("/check/", {"text": text, **fields})
    return answer, answer.content.decode()


def test_the_form_says_that_nothing_is_kept(client):
    body = client.get("/check/").content.decode()

    assert "neither stored nor logged" in body and 'method="post"' in body


def test_exact_words_come_back_with_their_standing(client):
    rows.speaker()
    row = quote()

    answer, body = ask(client, WORDS, speaker="Ada Moor")

    assert answer["Cache-Control"] == "no-store" and not answer.cookies
    assert "Exact; same speaker." in body
    assert "These words stand in this database, as said by Ada Moor." in body
    assert f"/quotes/{row.pk}/" in body and '<b class="to">attributed</b>' in body


def test_other_words_show_their_difference(client):
    rows.speaker()
    quote()

    _answer, body = ask(client, WORDS.replace("winter", "summer"))

    assert "<del>summer." in body and "<ins>winter." in body


def test_words_that_are_not_here_are_not_called_false(client):
    _answer, body = ask(client, "Nobody ever wrote down this sentence of ours.")

    assert "These words are not in this database." in body
    assert "That says nothing about whether they were spoken." in body
    assert "fake" not in body and "false" not in body.split("<main")[1].split("</main")[0].lower()


def test_made_up_words_are_not_given_to_anybody(client):
    quote(speaker=None, attribution="fabricated", misattributed_to=rows.speaker_ref())

    _answer, body = ask(client, WORDS, speaker="Ada Moor")

    assert "as made up: nobody is known to have said them." in body
    assert "same speaker" not in body


@pytest.mark.parametrize(("text", "status"), [("", 400), (" \n", 400), ("x" * 20_001, 413)])
def test_what_cannot_be_checked_is_refused_in_a_sentence(client, text, status):
    answer, body = ask(client, text)

    assert answer.status_code == status
    assert 'role="alert"' in body


def test_a_draft_is_text_and_nothing_else(client):
    draft = (
        "“</textarea><script>alert(1)</script> is what she said” and \x00 "
        "“\u202e right to left words here”"
    )

    answer, body = ask(client, draft)

    assert answer.status_code == 200
    assert "<script>alert" not in body


def test_whoever_checks_too_often_is_asked_to_wait_and_loses_nothing(client, monkeypatch):
    monkeypatch.setattr(limits.Rate, "named", classmethod(lambda cls, name: cls(name, 2, 60)))
    quote()

    answers = [ask(client, WORDS)[0] for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert WORDS in answers[2].content.decode()
    assert client.get("/check/").status_code == 200


@pytest.mark.parametrize("who", ["she", "Moor"])
def test_a_pronoun_in_the_draft_names_no_other_speaker(client, who):
    rows.speaker()
    quote()

    _answer, body = ask(client, f"“{WORDS[:-1]},” {who} said on Friday.")

    assert "Exact" in body and "other speaker" not in body
