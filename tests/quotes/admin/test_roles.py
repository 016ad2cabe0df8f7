"""Who sees and does what on the desk: each role against each list and each act."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.urls import reverse

from quotes.models import (
    Assessment,
    Candidate,
    Claim,
    Correction,
    Occasion,
    Position,
    Quote,
    RatingScale,
    ReaderReport,
    Speaker,
    Topic,
)
from sources.models import Article, Outlet
from tests import factories

ROLES = ["carla", "ada", "ben", "max_", "cleo"]
# May add, by role: contributor, editor, publisher, administrator, reader.
ADDS = {
    Speaker: "yyyy-", Position: "yyyy-", Topic: "yyyy-", Occasion: "yyyy-", Quote: "-----",
    Claim: "yyyy-", Assessment: "yyyy-", RatingScale: "-yy--", Correction: "-----",
    ReaderReport: "yyyy-", Candidate: "-----", Outlet: "yyyy-", Article: "yyyy-",
    User: "---y-", Group: "-----",
}  # fmt: skip
SEES = {model: "---y-" if model in (User, Group) else "yyyy-" for model in ADDS}
# What an act about a suggestion answers to the script: 200 or 403.
ACTS = {"accept": "yyyy", "reject": "yyyy", "speaker": "yyyy"}
MOVES = {  # status before, act: who gets it done
    ("draft", "submit"): "yyyy",
    ("draft", "publish"): "--y-",
    ("in_review", "send-back"): "-yyy",
    ("in_review", "publish"): "--y-",
    ("published", "withdraw"): "--yy",
    ("published", "correct"): "--y-",
}


def cells(table):
    """One case for each cell: the row's key, the role, and whether it may."""
    return [
        pytest.param(key, role, mark == "y", id=f"{name(key)}-{role}")
        for key, marks in table.items()
        for role, mark in zip(ROLES, marks, strict=False)
    ]


def name(key):
    """A short name of a row's key."""
    return getattr(key, "__name__", None) or (key if isinstance(key, str) else "-".join(key))


def label(model, what):
    """The address of a list or of an empty form."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}")


def opened(client, table, what):
    """The models of a table whose list or empty form this client is shown."""
    return {m for m in table if client.get(label(m, what)).status_code == 200}


def allowed(table, role):
    """The models of a table that are marked for this role."""
    return {m for m, marks in table.items() if marks[ROLES.index(role)] == "y"}


@pytest.mark.parametrize("role", ROLES)
def test_lists(request, logged_in, role):
    client = logged_in(request.getfixturevalue(role))

    assert opened(client, SEES, "changelist") == allowed(SEES, role)


@pytest.mark.parametrize("role", ROLES)
def test_empty_forms(request, logged_in, role):
    client = logged_in(request.getfixturevalue(role))

    assert opened(client, ADDS, "add") == allowed(ADDS, role)


@pytest.mark.parametrize("act, role, may", cells(ACTS))
def test_acts_about_suggestions(request, logged_in, taken, act, role, may):
    one = taken.candidates[0]
    url = reverse("admin:desk_candidate_act", args=[one.public_id, act])
    data = {"edit_version": one.edit_version, "speaker_name": "Vera Ohm", "create": "1"}

    answer = logged_in(request.getfixturevalue(role)).post(
        url, data, headers={"accept": "application/json"}
    )

    assert answer.status_code == (200 if may else 403)


@pytest.mark.parametrize("key, role, may", cells(MOVES))
def test_moves_of_a_quote(request, logged_in, ada, ben, key, role, may):
    before, act = key
    quote = factories.draft(ada)
    if before != "draft":
        factories.workflow.submit(quote, by=ada)
    if before == "published":
        factories.publish(quote, ben)
    quote.refresh_from_db()
    notice = {"tier": "clarification", "what_was_wrong": "Nothing.", "what_changed": "Nothing."}
    data = {"edit_version": quote.edit_version, "reason": "error"} | notice

    url = reverse("admin:desk_quote_act", args=[quote.public_id, act])
    logged_in(request.getfixturevalue(role)).post(url, data)

    after = Quote.objects.get(pk=quote.pk)
    done = after.status != before or after.corrections.exists()
    assert done is may


def test_nothing_is_deleted_in_bulk(request, rf, ben, max_):
    for person in (ben, max_):
        ask = rf.get("/")
        ask.user = person
        for model, rows in admin.site._registry.items():
            assert "delete_selected" not in rows.get_actions(ask), model


def test_only_a_draft_that_was_never_public_may_go_and_only_by_an_administrator(
    logged_in, ada, ben, max_
):
    bare = factories.speaker("Nobody Said")
    quoted = factories.draft(ada).attributions.get().speaker

    def removes(person, speaker):
        url = reverse("admin:quotes_speaker_delete", args=[speaker.pk])
        return logged_in(person).post(url, {"post": "yes"}).status_code == 302

    assert not removes(ben, bare)
    assert not removes(max_, quoted)
    assert removes(max_, bare)


@pytest.mark.parametrize("role", ["carla", "ada", "ben"])
def test_people_are_the_administrators_business(request, logged_in, max_, role):
    client = logged_in(request.getfixturevalue(role))

    for url in (label(User, "changelist"), reverse("admin:auth_user_change", args=[max_.pk])):
        assert client.get(url).status_code == 403


def test_an_administrator_cannot_make_a_superuser(logged_in, max_, ada):
    url = reverse("admin:auth_user_change", args=[ada.pk])
    data = {"username": "ada", "is_superuser": "on", "is_active": "on", "groups": []}

    logged_in(max_).post(url, data)

    ada.refresh_from_db()
    assert not ada.is_superuser


def test_a_superuser_works_everywhere(logged_in, admin_user):
    client = logged_in(admin_user)

    for model in ADDS:
        assert client.get(label(model, "changelist")).status_code == 200


@pytest.mark.parametrize("role", ["carla", "cleo"])
def test_suggestions_by_autocomplete_follow_the_same_rules(request, logged_in, ada, role):
    factories.draft(ada)
    client = logged_in(request.getfixturevalue(role))
    query = {"app_label": "quotes", "model_name": "assessment", "field_name": "claim", "term": "a"}

    answer = client.get(reverse("admin:autocomplete"), query)

    assert answer.status_code == (200 if role == "carla" else 302)


def test_lists_cannot_be_asked_for_what_they_do_not_show(logged_in, carla, ada):
    client = logged_in(carla)

    answer = client.get(
        label(Quote, "changelist"), {"published_by__password__startswith": "pbkdf2"}
    )

    assert answer.status_code in (302, 400)
