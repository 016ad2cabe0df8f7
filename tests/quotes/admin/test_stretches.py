"""Where the words of a suggestion begin and end is set before it is accepted."""

import json

import pytest

from quotes import candidates
from quotes.errors import AlreadyDecided, EditConflict, NotAllowed, NothingToDo, NotReady
from quotes.models import Candidate, Wording
from tests.quotes.admin.conftest import act, by_script


def words(candidate):
    """What the suggestion's stretches hold."""
    candidate.refresh_from_db()
    return " … ".join(candidate.snapshot.text[a:b] for a, b in candidate.spans)


@pytest.mark.parametrize(
    "edge, step, first, last",
    [
        ("start", "in", "will", "stone"),
        ("end", "in", "We", "stone"),  # without the point
        ("end", "out", "We", "The"),
    ],
)
def test_an_edge_moves_by_a_word(logged_in, ada, taken, edge, step, first, last):
    one = taken.candidates[0]

    act(logged_in(ada), one, "stretch", edge=edge, by=step)

    found = words(one).split()
    assert (found[0], found[-1].strip("“”.,")) == (first, last)


def test_what_was_set_is_what_is_accepted(logged_in, ada, taken):
    one = taken.candidates[1]
    start = taken.snapshot.text.index("closes my harbour")
    client = logged_in(ada)

    told = by_script(client, one, "stretch", spans=json.dumps([[start, start + 17]]))
    act(client, one, "accept")

    assert "closes my harbour" in told.json()["say"]
    assert f'data-candidate="{one.public_id}"' in told.json()["main"]
    assert Wording.objects.get().text == "closes my harbour"


def test_who_comes_second_is_told(ada, ben, taken):
    one = taken.candidates[0]
    seen = one.edit_version
    candidates.set_stretch(one, [[1, 20]], by=ben, expect=seen)

    with pytest.raises(EditConflict):
        candidates.set_stretch(one, [[1, 30]], by=ada, expect=seen)


def test_what_cannot_be_is_refused(ada, cleo, taken):
    one, other = taken.candidates[:2]

    with pytest.raises(NotAllowed):
        candidates.set_stretch(one, [[1, 20]], by=cleo)
    with pytest.raises(NothingToDo):
        candidates.set_stretch(one, one.spans, by=ada)
    with pytest.raises(NotReady, match="Another suggestion"):
        candidates.set_stretch(one, [[other.start, other.end]], by=ada)
    candidates.reject(one, by=ada)
    with pytest.raises(AlreadyDecided):
        candidates.set_stretch(one, [[1, 20]], by=ada)
    assert Candidate.objects.get(pk=one.pk).spans == one.spans
