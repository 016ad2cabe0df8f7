"""Merging on the desk: what would move, the merge, and its undoing."""

from django.urls import reverse

from quotes.models import Merge
from tests import factories


def address(kind, row):
    """The page on which a row is merged away."""
    return reverse("admin:desk_merge", args=[kind, row.public_id])


def seen(loser, winner):
    """What the page's form sends: the one that stays, and the versions of both."""
    loser.refresh_from_db(), winner.refresh_from_db()
    return {
        "into": winner.public_id,
        "edit_version": loser.edit_version,
        "other_version": winner.edit_version,
    }


def test_speakers_are_previewed_merged_and_parted(logged_in, ada, ben):
    quote = factories.publish(factories.draft(ada, who="R. Sample"), ben)
    loser = quote.attributions.get().speaker
    winner = factories.speaker("Ruth Amalia Sample")
    client = logged_in(ben)

    page = client.get(address("speaker", loser), {"into": winner.public_id}).content.decode()
    assert "Attributions" in page
    client.post(address("speaker", loser), seen(loser, winner) | {"reason": "One person."})
    assert quote.attributions.get().speaker == winner
    merge = Merge.objects.get()
    winner.refresh_from_db()
    undo = reverse("admin:desk_merge_undo", args=[merge.public_id])
    client.post(undo, {"edit_version": winner.edit_version})

    assert quote.attributions.get().speaker == loser


def test_an_editor_sees_what_would_move_and_merges_no_speakers(logged_in, ada):
    loser, winner = factories.speaker("R. Sample"), factories.speaker("Ruth Sample")
    client = logged_in(ada)

    page = client.get(address("speaker", loser), {"into": winner.public_id}).content.decode()
    client.post(address("speaker", loser), seen(loser, winner))

    assert "A publisher merges speakers" in page
    assert not Merge.objects.exists()


def test_quotes_are_merged_into_the_one_that_looks_alike(logged_in, ada, ben):
    winner = factories.publish(factories.draft(ada), ben)
    words = "We will mend both bridges before the first frost"
    loser = factories.publish(factories.draft(ada, words=words), ben)
    client = logged_in(ben)

    page = client.get(address("quote", loser)).content.decode()
    assert winner.public_id in page and "<ins>repair</ins>" in page
    client.post(address("quote", loser), seen(loser, winner))

    loser.refresh_from_db()
    assert loser.merged_into == winner
    assert winner.wordings.count() == 2


def test_words_that_mean_nothing_are_asked_about_again(logged_in, ben):
    loser = factories.speaker("R. Sample")

    page = logged_in(ben).post(address("speaker", loser), {"into": "Nobody Known"})

    assert "does not tell which one" in page.content.decode()


def test_another_kind_is_not_found(logged_in, ben):
    speaker = factories.speaker("R. Sample")

    assert logged_in(ben).get(address("outlet", speaker)).status_code == 404
