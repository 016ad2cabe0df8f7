"""The article desk: what it shows, and every act by plain forms and by script."""

import re

import pytest
from django.urls import reverse

from quotes import candidates
from quotes.models import Candidate, Quote, Speaker
from quotes.models.desk import Decision
from tests import factories
from tests.quotes.admin.conftest import act, by_script


def page(client, article, **query):
    """The article desk."""
    return client.get(reverse("admin:desk_article", args=[article.public_id]), query)


def first(taken):
    """The suggestion of Ruth Sample's words."""
    return Candidate.objects.get(snapshot=taken.snapshot, start=1)


def versions_of_quotes(candidates):
    """What the page says of the quotes that these became."""
    rows = candidates.all().select_related("occurrence__wording__quote")
    return {f"version-{one.public_id}": one.occurrence.wording.quote.edit_version for one in rows}


def test_every_suggestion_stands_in_the_text_with_its_decision(logged_in, ada, taken):
    html = page(logged_in(ada), taken.article).content.decode()

    source = html[html.index('id="source"') : html.index('id="list-pane"')]
    found = dict(re.findall(r'data-candidate="(\w+)" data-decision="(\w+)"', source))
    assert found == {one.public_id: "new" for one in taken.candidates}


def test_the_text_is_whole_once_the_marks_are_taken_away(logged_in, ada, taken):
    html = page(logged_in(ada), taken.article).content.decode()

    lines = re.findall(r'<p data-start="(\d+)">(.*?)</p>', html)
    text = taken.snapshot.text
    for start, marked in lines:
        plain = re.sub(r"<[^>]+>", "", marked).replace("&#x27;", "'").replace("&quot;", '"')
        assert text[int(start) : int(start) + len(plain)] == plain


def test_a_plain_form_accepts_and_leads_to_the_next_one(logged_in, ada, taken):
    one = first(taken)

    answer = act(logged_in(ada), one, "accept", onward="1")

    one.refresh_from_db()
    assert (answer.status_code, one.decision) == (302, Decision.ACCEPTED)
    assert one.occurrence.wording.quote.attributions.get().speaker.name == "Ruth Sample"
    assert one.public_id not in answer["Location"]


def test_a_script_accepts_and_gets_the_row_as_it_is_now(logged_in, ada, taken):
    one = first(taken)

    answer = by_script(logged_in(ada), one, "accept")

    body = answer.json()
    assert body["rows"][one.public_id]["decision"] == "accepted"
    assert body["panel"]["id"] == one.public_id
    assert "Ruth Sample" in body["say"]


def test_rejecting_and_undoing(logged_in, ada, taken):
    one, client = first(taken), logged_in(ada)

    act(client, one, "reject")
    one.refresh_from_db()
    assert one.decision == Decision.REJECTED
    act(client, one, "undo")

    one.refresh_from_db()
    assert one.decision == Decision.NEW


def test_undo_in_the_head_takes_back_my_latest_decision(logged_in, ada, ben, taken):
    mine, theirs = taken.candidates[0], taken.candidates[1]
    act(logged_in(ada), mine, "accept", form="direct")
    candidates.reject(theirs, by=ben)

    mine.refresh_from_db()
    url = reverse("admin:desk_undo", args=[taken.article.public_id])
    logged_in(ada).post(url, {f"version-{mine.public_id}": mine.edit_version})

    mine.refresh_from_db(), theirs.refresh_from_db()
    assert (mine.decision, theirs.decision) == (Decision.NEW, Decision.REJECTED)
    assert not Quote.objects.exists()


def test_a_speaker_is_chosen_by_a_name_that_is_a_misspelling(logged_in, ada, taken):
    known = factories.speaker("Ruth Amalia Sample")
    known.names.create(text="Rut Sampel", kind="misspelling")

    act(logged_in(ada), first(taken), "speaker", speaker_name="Rut Sampel")

    assert first(taken).suggested_speaker == known


def test_speakers_are_found_by_what_is_nearly_their_name(logged_in, ada):
    factories.speaker("Claudia Sheinbaum")

    answer = logged_in(ada).get(reverse("admin:desk_speakers"), {"q": "shein"})

    assert "Claudia Sheinbaum" in answer.json()["html"]
    assert "New speaker “shein”" in answer.json()["html"]


def test_a_new_speaker_is_made_in_place(logged_in, ada, taken):
    act(logged_in(ada), first(taken), "speaker", speaker_name="Rutha Sample", create="1")

    assert first(taken).suggested_speaker.name == "Rutha Sample"


def test_a_name_that_is_nearly_known_is_asked_about_first(logged_in, ada, taken):
    factories.speaker("Ruth Sample")

    answer = by_script(logged_in(ada), first(taken), "speaker", speaker_name="Ruth Samples")

    assert answer.status_code == 422
    assert not Speaker.objects.filter(name="Ruth Samples").exists()


def test_missed_words_are_marked_by_copying_them(logged_in, ada, taken):
    url = reverse("admin:desk_mark", args=[taken.article.public_id])

    answer = logged_in(ada).post(url, {"words": "The mayor, Ola Brand"})

    made = Candidate.objects.get(snapshot=taken.snapshot, origin="editor")
    assert taken.snapshot.text[made.start : made.end] == "The mayor, Ola Brand"
    assert made.public_id in answer["Location"]


def test_missed_words_are_marked_in_two_parts(logged_in, ada, taken):
    url = reverse("admin:desk_mark", args=[taken.article.public_id])

    answer = logged_in(ada).post(
        url, {"spans": "[[200, 210], [190, 195]]"}, headers={"accept": "application/json"}
    )

    made = Candidate.objects.get(public_id=answer.json()["at"])
    assert made.spans == [[190, 195], [200, 210]]


@pytest.mark.parametrize("spans", ["[[5, 2]]", "[[0, 99999]]", "nonsense", "{}", '[["a", 1]]', "7"])
def test_stretches_that_are_none_are_refused_in_a_sentence(logged_in, ada, taken, spans):
    url = reverse("admin:desk_mark", args=[taken.article.public_id])

    answer = logged_in(ada).post(url, {"spans": spans}, headers={"accept": "application/json"})

    assert answer.status_code == 422
    assert answer.json()["say"].endswith(".")


def test_a_publisher_publishes_and_an_editor_submits(logged_in, ada, ben, taken):
    one = first(taken)
    act(logged_in(ada), one, "accept")
    one.refresh_from_db()
    quote = one.occurrence.wording.quote

    act(logged_in(ada), one, "publish")
    quote.refresh_from_db()
    assert quote.status == "in_review"
    act(logged_in(ben), one, "publish")

    quote.refresh_from_db()
    assert quote.status == "published"


def test_what_is_published_cannot_be_undone_here(logged_in, ben, taken):
    one = first(taken)
    act(logged_in(ben), one, "accept")
    act(logged_in(ben), one, "publish")

    answer = by_script(logged_in(ben), one, "undo")

    assert answer.status_code == 422
    assert "Withdraw" in answer.json()["say"]


def test_a_look_alike_is_offered_with_where_its_words_differ(logged_in, ada, taken):
    known = factories.draft(ada, words="We will mend both bridges before the first frost")

    html = page(logged_in(ada), taken.article, at=first(taken).public_id).content.decode()

    assert "Looks like a quote" in html
    assert re.search(r"<del>repair</del>\s*<ins>mend</ins>", html)
    assert known.public_id in html


def test_the_same_utterance_becomes_another_occurrence(logged_in, ada, taken):
    known = factories.draft(ada)
    one = first(taken)

    act(logged_in(ada), one, "same", quote=known.public_id)

    one.refresh_from_db()
    assert one.decision == Decision.MERGED
    assert one.occurrence.wording.quote == known


def test_said_again_becomes_a_linked_quote_of_its_own(logged_in, ada, taken):
    known = factories.draft(ada)
    one = first(taken)

    act(logged_in(ada), one, "again", quote=known.public_id)

    one.refresh_from_db()
    link = one.occurrence.wording.quote.links.get()
    assert (link.other, link.kind) == (known, "said_again")


def test_unrelated_is_not_asked_again(logged_in, ada, taken):
    known = factories.draft(ada)
    one, client = first(taken), logged_in(ada)

    act(client, one, "unrelated", quote=known.public_id)

    html = page(client, taken.article, at=one.public_id).content.decode()
    assert "Looks like" not in html


def test_accept_all_ready_marks_what_nobody_looked_at(logged_in, ben, taken):
    Candidate.objects.filter(snapshot=taken.snapshot, form="direct").update(ready=True)
    ready = Candidate.objects.filter(snapshot=taken.snapshot, ready=True)
    client, here = logged_in(ben), taken.article.public_id

    seen = {f"version-{one.public_id}": one.edit_version for one in ready}
    client.post(reverse("admin:desk_accept_ready", args=[here]), seen)
    client.post(reverse("admin:desk_publish_mine", args=[here]), versions_of_quotes(ready))
    assert not Quote.objects.published().exists()
    for one in ready:
        act(client, one, "look")
    client.post(reverse("admin:desk_publish_mine", args=[here]), versions_of_quotes(ready))

    assert Quote.objects.published().count() == ready.count() > 0


def test_a_marked_term_is_only_accepted_with_a_form(logged_in, ada, taken):
    at = taken.snapshot.text.index("ghost bridge")
    term = candidates.add(taken.snapshot, [[at, at + 12]], by=ada)
    Candidate.objects.filter(pk=term.pk).update(form="scare")

    refused = by_script(logged_in(ada), term, "accept", form="")

    assert refused.status_code == 422
    assert by_script(logged_in(ada), term, "accept", form="partial").status_code == 200


def test_the_second_of_two_editors_is_told_and_loses_nothing(logged_in, ada, ben, taken):
    one = first(taken)
    version = one.edit_version
    act(logged_in(ben), one, "reject")
    url = reverse("admin:desk_candidate_act", args=[one.public_id, "accept"])

    plain = logged_in(ada).post(url, {"edit_version": version, "printed_role": "the engineer"})
    script = logged_in(ada).post(
        url, {"edit_version": version}, headers={"accept": "application/json"}
    )

    assert (plain.status_code, script.status_code) == (409, 409)
    assert "the engineer" in plain.content.decode()
    assert "rejected" in plain.content.decode()
    assert script.json()["rows"][one.public_id]["decision"] == "rejected"
    assert first(taken).decision == Decision.REJECTED


def test_sixty_suggestions_take_at_most_twenty_queries(
    logged_in, ada, django_assert_max_num_queries
):
    text = "\n\n".join(
        f"“We will mend bridge number {n} before the frost of year {n},” Ruth Sample {n} said."
        for n in range(60)
    )
    taken = factories.take_in(ada, text=text)
    for one in taken.candidates[:20]:
        candidates.accept(one, by=ada)
    assert len(taken.candidates) >= 60
    client = logged_in(ada)

    with django_assert_max_num_queries(20):
        assert page(client, taken.article).status_code == 200


def test_a_reader_is_sent_to_the_log_in(logged_in, cleo, taken):
    answer = page(logged_in(cleo), taken.article)

    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_an_administrator_decides_and_does_not_publish(logged_in, max_, taken):
    client = logged_in(max_)

    assert page(client, taken.article).status_code == 200
    assert by_script(client, first(taken), "accept").status_code == 200
    by_script(client, first(taken), "publish")
    assert Quote.objects.get().status == "in_review"
