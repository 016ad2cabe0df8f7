"""Two people at the same moment: one wins, the other is told, and nothing is made twice."""

import threading

import pytest
from django.db import connection

from quotes import candidates, intake, workflow
from quotes.errors import AlreadyDecided, EditConflict
from quotes.models import Candidate, Quote, Speaker
from quotes.publishing import checks
from sources.models import Article, Outlet, Snapshot
from tests import committed as rows
from tests import factories
from tests.conftest import person

TOGETHER = 4


@pytest.fixture
def ada(committed):
    """An editor, committed; gone with all that she made."""
    yield person("ada", "editor", "publisher")
    rows.wipe()


def at_once(*works):
    """Run each in a thread with a connection of its own; their answers or errors, in order."""
    start, answers = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        start.wait(20)
        try:
            answers[place] = work()
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    return answers


def split(answers, kind):
    """How many went well, and how many failed in this one way."""
    unexpected = [one for one in answers if isinstance(one, Exception) and type(one) is not kind]
    assert unexpected == []
    failed = [one for one in answers if isinstance(one, kind)]
    return len(answers) - len(failed), len(failed)


def test_of_several_who_accept_one_wins_and_the_others_are_told(ada):
    waiting = factories.take_in(ada).candidates[0]

    answers = at_once(*[lambda: candidates.accept(waiting, by=ada)] * TOGETHER)

    assert split(answers, AlreadyDecided) == (1, TOGETHER - 1)
    assert Quote.objects.count() == 1


def test_of_several_who_saw_the_same_version_one_wins(ada):
    quote = factories.draft(ada)
    works = [lambda: workflow.submit(quote, by=ada, expect=quote.edit_version)] * TOGETHER

    assert split(at_once(*works), EditConflict) == (1, TOGETHER - 1)


def test_words_of_one_new_speaker_make_one_speaker(ada):
    taken = [factories.take_in(ada, f"Sentence number {number} of the day") for number in range(4)]
    works = [lambda one=one: candidates.accept(one.candidates[0], by=ada) for one in taken]

    assert split(at_once(*works), AlreadyDecided) == (4, 0)
    assert Speaker.objects.count() == 1


def test_the_same_article_from_several_hands_is_one_article(ada):
    given = {
        "text": "“We will pay,” Ruth Sample said on Monday.",
        "url": "https://herald.example/one",
        "outlet": "The Example Herald",
    }

    answers = at_once(*[lambda: intake.take_in(by=ada, **given)] * TOGETHER)

    assert split(answers, AlreadyDecided) == (TOGETHER, 0)
    assert sum(one.created for one in answers) == 1
    counts = [model.objects.count() for model in (Article, Snapshot, Outlet, Candidate)]
    assert counts == [1, 1, 1, len(answers[0].candidates)]


def test_the_same_text_without_an_address_is_one_article(ada):
    text = "“We will pay,” Ruth Sample said on Monday."

    answers = at_once(*[lambda: intake.take_in(by=ada, text=text)] * TOGETHER)

    assert [type(one).__name__ for one in answers] == ["Intake"] * TOGETHER
    assert Snapshot.objects.count() == 1


def test_several_acts_of_publishing_wait_for_each_other(ada):
    quotes = [factories.draft(ada, words=f"Sentence number {n} of the day") for n in range(3)]

    answers = at_once(*[lambda one=one: workflow.publish(one, by=ada) for one in quotes])

    assert [getattr(one, "status", one) for one in answers] == ["published"] * 3
    assert checks.differences() == []
