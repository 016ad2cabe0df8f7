"""Finished answers in this process, each good for exactly what it was made from.

None is given because it lies here: the database is asked first what the record says now
(`quotes.published.current`), and an answer that was made from anything else is made anew. So a
withdrawn record has no answer, however often it was asked for, and neither has an older one.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.http import HttpResponse

MOST_BYTES = 6 * 1024 * 1024
OVERHEAD = 1500  # bytes that an answer takes besides its body
lock = Lock()
answers: OrderedDict[tuple, "Answer"] = OrderedDict()
size = {"bytes": 0}


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer and the stamp of what it was made from."""

    stamp: str
    body: bytes
    headers: dict

    @property
    def weight(self) -> int:
        """How many bytes it takes, about."""
        return len(self.body) + OVERHEAD

    def response(self) -> HttpResponse:
        """The answer, to be given once."""
        return HttpResponse(self.body, headers=self.headers)


def known(key: tuple) -> Answer | None:
    """What was answered last to this question."""
    with lock:
        answer = answers.get(key)
        if answer is not None:
            answers.move_to_end(key)
    return answer


def keep(key: tuple, answer: Answer) -> None:
    """Remember an answer; those that were not asked for longest are forgotten."""
    with lock:
        forget(key)
        answers[key] = answer
        size["bytes"] += answer.weight
        while size["bytes"] > MOST_BYTES:
            forget(next(iter(answers)))


def forget(key: tuple) -> None:
    """Remember this answer no longer."""
    if (answer := answers.pop(key, None)) is not None:
        size["bytes"] -= answer.weight


def forget_all() -> None:
    """Remember nothing."""
    with lock:
        answers.clear()
        size["bytes"] = 0
