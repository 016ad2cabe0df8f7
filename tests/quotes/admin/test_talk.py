"""Remarks, assignments, doubts, and searches that find what is not public yet."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from quotes import talk
from quotes.admin.talking import Talk
from quotes.errors import NotAllowed
from quotes.models import Assignment, Comment
from tests import factories


def test_a_remark_reaches_whom_it_names(logged_in, ada, ben):
    quote = factories.draft(ada)
    url = reverse("admin:desk_say", args=["quote", quote.public_id])

    logged_in(ada).post(url, {"text": "@ben is this the same speech?"})

    assert "is this the same speech?" in logged_in(ben).get("/admin/").content.decode()
    assert Comment.objects.get().quote == quote


def test_a_name_within_a_longer_name_is_not_meant(logged_in, ada, ben, quote):
    User.objects.create_user("benny")
    talk.say(quote, "@benny knows the harbour.", by=ada)
    assert not talk.to(ben).exists()

    talk.say(quote, "Ask @ben.", by=ada)
    assert talk.to(ben).count() == 1


def test_a_remark_to_nobody_is_refused(logged_in, ada):
    quote = factories.draft(ada)
    url = reverse("admin:desk_say", args=["quote", quote.public_id])

    page = logged_in(ada).post(url, {"text": "@nobody look"}, follow=True).content.decode()

    assert "Nobody here is called @nobody" in page
    assert not Comment.objects.exists()


def test_a_reader_says_nothing(logged_in, ada, cleo):
    quote = factories.draft(ada)

    logged_in(cleo).post(reverse("admin:desk_say", args=["quote", quote.public_id]), {"text": "Hi"})

    assert not Comment.objects.exists()


def test_work_is_assigned_shown_and_done(logged_in, ada, carla, taken):
    url = reverse("admin:desk_assign", args=["article", taken.article.public_id])

    seen = Talk(taken.article).seen
    logged_in(ada).post(url, {"to": "carla", "due": "2026-12-24", "seen": seen})
    assert taken.article.title in logged_in(carla).get("/admin/").content.decode()
    row = Assignment.objects.get()
    done = reverse("admin:desk_assignment_done", args=[row.public_id])
    logged_in(carla).post(done, {"seen": Talk(taken.article).seen})

    row.refresh_from_db()
    assert row.done_by == carla


def test_whoever_assigns_second_hears_who_looks_after_it_now(logged_in, ada, ben, taken):
    url = reverse("admin:desk_assign", args=["article", taken.article.public_id])
    seen = Talk(taken.article).seen
    logged_in(ada).post(url, {"to": "ben", "due": "2026-12-24", "seen": seen})

    answer = logged_in(ben).post(url, {"to": "ben", "due": "2026-12-31", "seen": seen})

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "2026-12-24" in html and 'value="2026-12-31"' in html
    assert Assignment.objects.get().due_at.day == 24


def test_a_contributor_assigns_work_to_nobody_else(logged_in, ada, carla, taken):
    url = reverse("admin:desk_assign", args=["article", taken.article.public_id])

    seen = Talk(taken.article).seen
    logged_in(carla).post(url, {"to": "ada", "seen": seen})
    assert not Assignment.objects.exists()
    logged_in(carla).post(url, {"to": "", "seen": seen})

    assert Assignment.objects.get().to == carla


def test_what_does_not_fit_together_is_listed(logged_in, ada, ben, eva):
    claim = factories.claim(ada)
    factories.assess(claim, ada, ben, eva, as_of="2020-01-01")

    page = logged_in(ada).get(reverse("admin:desk_doubts")).content.decode()

    assert "As of 1 January 2020." in page


def test_a_search_finds_drafts_public_words_and_speakers(logged_in, ada, ben):
    public = factories.publish(factories.draft(ada), ben)
    draft = factories.draft(ada, words="Nobody closes my harbour", who="Tom Reed")
    client, url = logged_in(ada), reverse("admin:quotes_quote_changelist")

    def found(words):
        return {row.pk for row in client.get(url, {"q": words}).context["cl"].result_list}

    assert found("bridges frost") == {public.pk}
    assert found("closes my") == {draft.pk}
    assert found("Tom Reed") == {draft.pk}
    assert found(draft.public_id) == {draft.pk}
    assert found("nothing like it") == set()


def test_a_remark_needs_a_right_of_its_own(quote, cleo, max_):
    cleo.user_permissions.add(Permission.objects.get(codename="contribute"))
    contributes = User.objects.get(pk=cleo.pk)

    with pytest.raises(NotAllowed, match="leave remarks"):
        talk.say(quote, "Look again.", by=contributes)
    assert talk.say(quote, "Look again.", by=max_).author == max_
