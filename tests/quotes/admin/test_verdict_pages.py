"""Assessments and claims on the desk: scales by name, two people, replies, corrections."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localdate

from quotes import doubts
from quotes.actions import assessments
from quotes.errors import MoveNotAllowed, NotAllowed, NothingToDo, NotReady
from quotes.models import Assessment, Correction, Rating, RatingScale
from quotes.published.models import PublishedClaim
from quotes.publishing.store import parsed
from tests import factories


@pytest.fixture
def verdict(ada, ben):
    """A published assessment by Ada."""
    return factories.assess(factories.claim(ada), ada, ben, ben)


@pytest.fixture
def press(logged_in):
    def pressed(person, row, act, **fields):
        row.refresh_from_db()
        url = reverse("admin:desk_assessment_act", args=[row.public_id, act])
        answer = logged_in(person).post(
            url, {"edit_version": row.edit_version} | fields, follow=True
        )
        connection.check_constraints()
        return [str(message) for message in answer.context["messages"]]

    return pressed


def shown(claim):
    return parsed(PublishedClaim.objects.get(pk=claim.public_id).detail_json)


def test_the_form_names_the_scale_of_each_rating_and_the_day(logged_in, ada):
    claim = factories.claim(ada)
    newer = RatingScale.objects.create(
        name="QuoteTrack status", slug="quotetrack-status", version=2
    )
    Rating.objects.create(
        scale=newer, slug="so", label="Quite so", definition="It is.", standing="true"
    )

    html = (
        logged_in(ada)
        .get(reverse("admin:quotes_assessment_add") + f"?claim={claim.pk}")
        .content.decode()
    )

    assert '<optgroup label="QuoteTrack status, version 2">' in html
    assert "version 1" in html and '<optgroup label="QuoteTrack status, version 1">' not in html
    assert f'value="{localdate():%Y-%m-%d}"' in html
    assert "frozen once an approved assessment uses it" in html


def test_drafted_submitted_approved_by_another_and_published(press, ada, ben):
    step = Rating.objects.get(scale__slug="quotetrack-status", slug="confirmed")
    proof = [{"url": "https://register.example/1", "stance": "supports"}]
    row = assessments.draft(factories.claim(ada), step, by=ada, summary="It is.",
                            as_of=localdate(), evidence=proof)  # fmt: skip

    assert press(ada, row, "submit") == ["Submitted: somebody else must approve it."]
    assert "somebody else must approve it" in press(ada, row, "approve")[0]
    press(ben, row, "send-back", reason="Which register?")
    press(ada, row, "submit")
    press(ben, row, "approve")
    press(ben, row, "publish")

    row.refresh_from_db()
    assert (row.state, row.approved_by) == ("published", ben)
    assert press(ben, row, "send-back") == ["Only a submitted assessment can be sent back."]
    assert press(ada, row, "submit") == ["Only a draft can be submitted."]


def test_a_reply_to_a_verdict_waits_and_stands_beside_it(press, verdict, ada, ben):
    factories.speaker("Tom Reed")

    article = factories.take_in(ada).article
    given = {"speaker_name": "Tom Reed", "kind": "right_of_reply", "date": "2026-03-12"}
    assert "No article" in press(ada, verdict, "reply", **given, article="x")[0]
    assert "No quote" in press(ada, verdict, "reply", **given, own_quote="x")[0]
    press(
        ada, verdict, "reply", **given, text="He says the register is old.",
        article=article.public_id,
    )  # fmt: skip
    assert [one.row for one in doubts.waiting_replies()] == [verdict]
    assert shown(verdict.claim)["assessments"][0]["responses"] == []
    assert press(ben, verdict, "publish-replies") == ["1 published."]

    reply = shown(verdict.claim)["assessments"][0]["responses"][0]
    assert (reply["kind"], reply["text"]) == ("right_of_reply", "He says the register is old.")
    assert reply["article"]["id"] == article.public_id


def test_who_may_note_and_publish_replies(verdict, ada, ben, cleo):
    tom = factories.speaker("Tom Reed")
    with pytest.raises(NotAllowed):
        assessments.respond(verdict, tom, "clarifies", by=cleo)
    with pytest.raises(NotAllowed):
        assessments.publish_replies(verdict, by=ada)
    with pytest.raises(NothingToDo):
        assessments.publish_replies(verdict, by=ben)
    draft = Assessment(claim=verdict.claim)
    with pytest.raises(MoveNotAllowed, match="not public"):
        assessments.respond(draft, tom, "clarifies", by=ada)


def test_a_public_claim_is_corrected_on_its_page(logged_in, verdict, ada, ben):
    claim = verdict.claim
    claim.refresh_from_db()
    url = reverse("admin:desk_correct_claim", args=[claim.public_id])
    fields = {
        "text": "Both bridges were repaired before the first frost", "language": "en",
        "kind": "factual", "about": "", "tier": "clarification",
        "what_was_wrong": "It did not say which frost.", "what_changed": "It says so.",
        "edit_version": claim.edit_version,
    }  # fmt: skip

    change = reverse("admin:quotes_claim_change", args=[claim.pk])
    assert url in logged_in(ben).get(change).content.decode()
    assert 'name="what_changed"' not in logged_in(ada).get(url).content.decode()
    assert logged_in(ada).post(url, fields).status_code == 400
    assert logged_in(ben).post(url, fields | {"what_changed": ""}).status_code == 400
    assert logged_in(ben).post(url, fields).status_code == 302
    late = logged_in(ben).post(url, fields | {"text": "Mine"})

    assert late.status_code == 409 and "Mine" in late.content.decode()
    assert shown(claim)["text"] == fields["text"]
    assert Correction.objects.get().tier == "clarification"


def test_the_page_asks_for_the_notice_and_then_offers_nothing(logged_in, verdict, ben):
    rated = verdict.claim
    rated.refresh_from_db()
    client = logged_in(ben)
    page = reverse("admin:quotes_claim_change", args=[rated.pk])
    act = reverse("admin:desk_void_claim", args=[rated.public_id])
    assert act in client.get(page).content.decode()
    form = {"edit_version": rated.edit_version, "what_was_wrong": "No.", "what_changed": "Gone."}

    refused = client.post(act, form, follow=True)
    done = client.post(act, form | {"reason": "error"}, follow=True)

    assert "Give a reason" in str(list(refused.context["messages"])[0])
    assert "Void: nobody can assess it" in str(list(done.context["messages"])[0])
    html = done.content.decode()
    assert act not in html and "Assess it" not in html and 'name="_save"' not in html
    assert client.post(act, form | {"reason": "error"}).status_code == 409


def test_an_editor_proposes_a_scale_and_a_publisher_agrees(logged_in, ada, ben, verdict):
    add = reverse("admin:quotes_ratingscale_add")
    data = {"name": "Promises", "slug": "promises", "version": 1, "description": "Kept or not.",
            "is_house": "on", "ratings-TOTAL_FORMS": 1, "ratings-INITIAL_FORMS": 0,
            "ratings-0-slug": "kept", "ratings-0-label": "Kept", "ratings-0-position": 1,
            "ratings-0-definition": "It was done.", "ratings-0-standing": "true"}  # fmt: skip
    logged_in(ada).post(add, data)

    scale = RatingScale.objects.get(slug="promises")
    assert scale.is_proposed and not scale.is_house
    kept = scale.ratings.get()
    with pytest.raises(NotReady, match="a publisher must agree"):
        factories.drafted(verdict.claim, ada, "kept", scale="promises")
    form = logged_in(ada).get(reverse("admin:quotes_assessment_add")).content.decode()
    assert "Kept: It was done." not in form
    assert (
        "Rating scales to agree to" in logged_in(ben).get(reverse("admin:index")).content.decode()
    )

    page = reverse("admin:quotes_ratingscale_change", args=[scale.pk])
    agreed = data | {"edit_version": scale.edit_version, "ratings-INITIAL_FORMS": 1,
                     "ratings-0-id": kept.pk, "ratings-0-scale": scale.pk}  # fmt: skip
    assert logged_in(ada).post(page, agreed).status_code == 403
    del agreed["is_house"]
    logged_in(ben).post(page, agreed)

    scale.refresh_from_db()
    assert not scale.is_proposed
    assert factories.drafted(verdict.claim, ada, "kept", scale="promises").rating == kept
