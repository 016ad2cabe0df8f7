"""Forms of the desk: two people on one row, refusals of the database, what history shows."""

import re

import pytest
from django.urls import reverse

from quotes.models import Assessment, Quote, Speaker
from tests import factories


def form_of(client, row):
    """The values that the row's form would send, as the browser has them."""
    url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    answer = client.get(url)
    html = answer.content.decode()
    data = {"edit_version": re.search(r'name="edit_version" value="(\d+)"', html)[1]}
    form = answer.context["adminform"].form
    for name in form.fields:
        value = form[name].value()
        data[name] = "" if value is None or value is False else value
    for inline in answer.context["inline_admin_formsets"]:
        formset = inline.formset
        for bound in [formset.management_form, *formset.forms]:
            for name in bound.fields:
                value = bound[name].value()
                if value is not None and value is not False:
                    data[bound.add_prefix(name)] = value
    return url, data


def test_a_speaker_is_edited_and_history_says_by_whom(logged_in, ada):
    speaker, client = factories.speaker("Ruth Sample"), logged_in(ada)
    url, data = form_of(client, speaker)

    answer = client.post(url, data | {"description": "Engineer"})

    speaker.refresh_from_db()
    assert (answer.status_code, speaker.description) == (302, "Engineer")
    history = client.get(reverse("admin:quotes_speaker_history", args=[speaker.pk]))
    html = history.content.decode()
    assert "ada" in html and "Engineer" in html and "edit speaker" in html


def test_the_second_of_two_sees_both_and_keeps_what_was_typed(logged_in, ada, ben):
    speaker = factories.speaker("Ruth Sample")
    first, second = logged_in(ada), logged_in(ben)
    url, mine = form_of(second, speaker)
    _, theirs = form_of(first, speaker)
    first.post(url, theirs | {"description": "Engineer", "sort_name": "Sample, Ruth A."})

    answer = second.post(url, mine | {"description": "Mayor"})

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Engineer" in html and "Mayor" in html and "ada" in html
    speaker.refresh_from_db()
    assert speaker.description == "Engineer"


def test_saving_after_a_conflict_keeps_what_only_the_other_one_changed(logged_in, ada, ben):
    speaker = factories.speaker("Ruth Sample")
    first, second = logged_in(ada), logged_in(ben)
    url, mine = form_of(second, speaker)
    _, theirs = form_of(first, speaker)
    first.post(url, theirs | {"sort_name": "Sample, Ruth A."})
    page = second.post(url, mine | {"description": "Mayor"}).content.decode()
    kept = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)

    answer = second.post(url, {k: v for k, v in kept if k != "csrfmiddlewaretoken"})

    speaker.refresh_from_db()
    assert answer.status_code == 302
    assert (speaker.description, speaker.sort_name) == ("Mayor", "Sample, Ruth A.")


def test_a_form_without_a_version_saves_nothing(logged_in, ada):
    speaker, client = factories.speaker("Ruth Sample"), logged_in(ada)
    url, data = form_of(client, speaker)
    del data["edit_version"]

    answer = client.post(url, data | {"description": "Mayor"})

    speaker.refresh_from_db()
    assert (answer.status_code, speaker.description) == (409, "")


def test_a_change_below_a_row_counts_as_a_change_of_it(logged_in, ada, ben):
    speaker = factories.speaker("Ruth Sample")
    first, second = logged_in(ada), logged_in(ben)
    url, mine = form_of(second, speaker)
    _, theirs = form_of(first, speaker)
    assert first.post(url, theirs | {"names-0-text": "Ruth A. Sample"}).status_code == 302

    answer = second.post(url, mine | {"names-0-text": "Ruth B. Sample"})

    assert answer.status_code == 409
    assert speaker.names.get().text == "Ruth A. Sample"


def test_a_public_name_changes_only_with_a_notice_and_the_form_says_so(logged_in, ada, ben):
    quote = factories.publish(factories.draft(ada), ben)
    speaker, client = quote.attributions.get().speaker, logged_in(ada)
    url, data = form_of(client, speaker)

    answer = client.post(url, data | {"name": "Rita Sample"})

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "add a correction" in html and 'value="Rita Sample"' in html
    assert "was changed successfully" not in html
    speaker.refresh_from_db()
    assert speaker.name == "Ruth Sample"


def test_a_public_description_changes_at_once_for_readers(logged_in, ada, ben):
    quote = factories.publish(factories.draft(ada), ben)
    speaker, client = quote.attributions.get().speaker, logged_in(ada)
    url, data = form_of(client, speaker)

    assert client.post(url, data | {"description": "Engineer"}).status_code == 302


@pytest.mark.parametrize("said", ["31 February", "2025-02-31", "soon"])
def test_a_day_that_is_none_is_refused_beside_its_box(logged_in, ada, said):
    quote, client = factories.draft(ada), logged_in(ada)
    url, data = form_of(client, quote)

    answer = client.post(url, data | {"said": said})

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["said"]


def test_two_publishers_on_one_quote(logged_in, ada, ben, eva):
    quote = factories.draft(ada)
    version = quote.edit_version
    url = reverse("admin:desk_quote_act", args=[quote.public_id, "publish"])
    assert logged_in(ben).post(url, {"edit_version": version}).status_code == 302

    answer = logged_in(eva).post(url, {"edit_version": version})

    assert answer.status_code == 409


def test_a_quote_is_published_withdrawn_and_restored_from_its_page(logged_in, ada, ben, eva):
    quote = factories.draft(ada)

    def press(person, act, **fields):
        quote.refresh_from_db()
        url = reverse("admin:desk_quote_act", args=[quote.public_id, act])
        logged_in(person).post(url, {"edit_version": quote.edit_version} | fields)
        quote.refresh_from_db()
        return quote.status

    assert press(ada, "submit") == "in_review"
    assert press(ada, "publish") == "in_review"
    assert press(ada, "send-back", reason="Which day?") == "draft"
    assert press(ben, "publish") == "published"
    assert press(ben, "withdraw") == "published"
    assert press(ben, "withdraw", reason="error", note="Wrong day") == "withdrawn"
    assert press(ben, "restore") == "withdrawn"
    assert press(eva, "restore") == "published"


def test_a_published_quote_is_corrected_with_a_notice(logged_in, ada, ben):
    quote = factories.publish(factories.draft(ada), ben)
    other = factories.speaker("Tom Reed")
    url = reverse("admin:desk_quote_act", args=[quote.public_id, "correct"])

    logged_in(ben).post(
        url,
        {
            "edit_version": quote.edit_version,
            "tier": "attribution_change",
            "what_was_wrong": "We named the wrong person.",
            "what_changed": "Tom Reed said it.",
            "speaker_name": "Tom Reed",
            "reason": "wrong_person",
        },
    )

    assert quote.attributions.get(rank="preferred").speaker == other
    assert quote.corrections.get().number == 1


def test_an_assessment_goes_through_two_people(logged_in, ada, ben, eva):
    claim = factories.claim(ada)
    rating = factories.Rating.objects.get(scale__is_house=True, slug="false")
    add = reverse("admin:quotes_assessment_add")
    logged_in(ada).post(
        add,
        {
            "claim": claim.pk, "rating": rating.pk, "summary": "One bridge was not.",
            "language": "en", "as_of": "2026-03-05", "evidence-TOTAL_FORMS": "1",
            "evidence-INITIAL_FORMS": "0", "evidence-0-url": "https://courier.example/9",
            "evidence-0-stance": "refutes",
        },
    )  # fmt: skip
    row = Assessment.objects.get()

    def press(person, act):
        row.refresh_from_db()
        url = reverse("admin:desk_assessment_act", args=[row.public_id, act])
        logged_in(person).post(url, {"edit_version": row.edit_version})
        row.refresh_from_db()
        return row.state

    assert (row.author, row.state) == (ada, "draft")
    assert press(ada, "submit") == "submitted"
    assert press(ada, "approve") == "submitted"
    assert press(ben, "approve") == "approved"
    assert press(ada, "publish") == "approved"
    assert press(ben, "publish") == "published"


def test_a_note_of_a_published_quote_is_the_desks_own(logged_in, ada, ben):
    quote = factories.publish(factories.draft(ada), ben)
    client = logged_in(ada)
    url, data = form_of(client, quote)

    answer = client.post(url, data | {"note": "Ask for the recording."})

    assert answer.status_code == 302
    assert Quote.objects.get(pk=quote.pk).note == "Ask for the recording."


def test_a_new_speaker_is_found_by_the_name(logged_in, ada):
    logged_in(ada).post(
        reverse("admin:quotes_speaker_add"),
        {
            "kind": "person", "name": "Vera Ohm", "names-TOTAL_FORMS": "0",
            "names-INITIAL_FORMS": "0", "roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0",
        },
    )  # fmt: skip

    assert Speaker.objects.called("vera ohm").get().slug == "vera-ohm"


def test_a_public_name_is_changed_with_a_notice_on_the_speakers_page(logged_in, ada, ben):
    speaker = factories.publish(factories.draft(ada), ben).attributions.get().speaker
    url = reverse("admin:desk_rename", args=[speaker.public_id])
    notice = {"tier": "correction", "what_was_wrong": "A letter.", "what_changed": "The name."}
    notice["edit_version"] = speaker.edit_version

    logged_in(ada).post(url, notice | {"name": "Rita Sample"})
    speaker.refresh_from_db()
    assert speaker.name == "Ruth Sample"
    logged_in(ben).post(url, notice | {"name": "Rita Sample"})

    speaker.refresh_from_db()
    assert speaker.name == "Rita Sample"


def test_namesakes_are_shown_to_whoever_sees_the_desk(logged_in, ada, cleo):
    factories.speaker("Ruth Sample"), factories.speaker("R. Sample")
    url = reverse("admin:desk_namesakes")

    assert "given names that fit" in logged_in(ada).get(url).content.decode()
    assert logged_in(cleo).get(url).status_code == 302


def test_a_wikidata_item_that_is_taken_says_whose_it_is(logged_in, ada):
    factories.speaker("Tom Reed", wikidata_id="Q42")
    speaker, client = factories.speaker("Ruth Sample"), logged_in(ada)
    url, data = form_of(client, speaker)

    answer = client.post(url, data | {"wikidata_id": "Q42"})

    assert "Q42 is Tom Reed already" in answer.content.decode()
