"""Many rows at once on the desk: imports by page, exports of lists, acts on lists."""

import io
import json
from datetime import date

import openpyxl
import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quotes.actions import assessments
from quotes.bulk.models import ImportRun
from quotes.models import Assessment, Candidate, Quote, Speaker
from quotetrack.api.models import ApiToken
from tests import factories

LISTS = list(admin.site._registry)
FORMULA = '=HYPERLINK("https://evil.example","x")'


def listed(model):
    """The address of a list."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def body(answer):
    """The whole answer."""
    return b"".join(answer.streaming_content)


def test_a_file_is_rehearsed_looked_at_and_imported(logged_in, ada):
    client = logged_in(ada)
    file = SimpleUploadedFile("people.csv", b"name,kind\nVera Ohm,person\n,person\n")

    answer = client.post(reverse("admin:desk_imports"), {"kind": "speakers", "file": file})
    run = ImportRun.objects.get()
    page = reverse("admin:desk_import", args=[run.public_id])
    assert answer.headers["Location"] == page
    go = reverse("admin:desk_import_go", args=[run.public_id])
    told = client.post(go, {"do": "on"}, headers={"accept": "application/json"}).json()

    assert (told["done"], told["total"]) == (2, 2)
    html = client.get(page).content.decode()
    assert "1 new, 0 known already, 1 refused." in html and "Fill this in." in html
    assert not Speaker.objects.exists()
    client.post(go, {"do": "real"})
    assert Speaker.objects.get().name == "Vera Ohm"
    report = client.get(reverse("admin:desk_import_report", args=[run.public_id]))
    assert "3,refused,name,Fill this in.," in report.content.decode()
    assert run.name in client.get(reverse("admin:desk_imports")).content.decode()


@pytest.mark.parametrize(
    "name, data, said",
    [("a.csv", b"nome\nx\n", "There is no column"), ("a.pdf", b"%PDF", "ends in .csv")],
)
def test_a_file_that_cannot_be_used_is_told(logged_in, ada, name, data, said):
    file = SimpleUploadedFile(name, data)

    answer = logged_in(ada).post(
        reverse("admin:desk_imports"), {"kind": "speakers", "file": file}, follow=True
    )

    assert said in answer.content.decode()


def test_an_import_is_its_owners(logged_in, ada, ben):
    file = SimpleUploadedFile("people.csv", b"name\nVera Ohm\n")
    logged_in(ada).post(reverse("admin:desk_imports"), {"kind": "speakers", "file": file})
    run = ImportRun.objects.get()

    assert logged_in(ben).get(reverse("admin:desk_import", args=[run.public_id])).status_code == 404


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_every_list_leaves_in_every_form(logged_in, ada, ben, max_, model):
    quote = factories.publish(factories.draft(ada), ben)
    factories.assess(factories.claim(ada, quote=quote), ada, ben, ben)
    client = logged_in(max_)
    rows = client.get(listed(model)).context["cl"].queryset.count()

    data = {}
    for form in ("csv", "jsonl", "xlsx"):
        answer = client.get(listed(model), {"export": form})
        assert f".{form}" in answer.headers["Content-Disposition"]
        data[form] = body(answer)

    assert len(data["jsonl"].splitlines()) == rows
    assert all("id" in json.loads(line) for line in data["jsonl"].splitlines())
    assert openpyxl.load_workbook(io.BytesIO(data["xlsx"])).active.max_row == rows + 1
    assert data["csv"].decode("utf-8-sig").startswith("id,")


def test_lists_of_people_and_tokens_leave_without_secrets(logged_in, ada, max_):
    secret = ApiToken.objects.issue(owner=ada, by=max_, name="t", scopes=["read"])[1]
    token, client = ApiToken.objects.get(), logged_in(max_)

    for form in ("csv", "jsonl"):
        people = body(client.get(listed(User), {"export": form, "q": "ada"})).decode()
        tokens = body(client.get(listed(ApiToken), {"export": form})).decode()
        assert "ada" in people and "max" not in people
        assert ada.password not in people and "pbkdf2" not in people and "argon" not in people
        assert token.start in tokens
        assert secret not in tokens and token.digest not in tokens


def test_only_administrators_take_them_out(logged_in, ada, ben, max_):
    others = ApiToken.objects.issue(owner=max_, by=max_, name="theirs", scopes=["read"])[0]
    for person in (ada, ben):
        for model in (User, Group):
            answer = logged_in(person).get(listed(model), {"export": "csv"})
            assert answer.status_code == 403
        own = body(logged_in(person).get(listed(ApiToken), {"export": "csv"})).decode()
        assert others.start not in own and "theirs" not in own


def test_a_file_holds_what_is_filtered_and_no_formula(logged_in, ada):
    factories.speaker(FORMULA)
    factories.speaker("Port of Veld", kind="organisation")
    client = logged_in(ada)
    query = {"kind__exact": "person"}

    text = body(client.get(listed(Speaker), query | {"export": "csv"})).decode()
    data = body(client.get(listed(Speaker), query | {"export": "xlsx"}))
    raw = body(client.get(listed(Speaker), query | {"export": "jsonl"})).decode()

    assert "'=HYPERLINK" in text and "Port of Veld" not in text
    cell = openpyxl.load_workbook(io.BytesIO(data)).active.cell(2, 2)
    assert (cell.value, cell.data_type) == (FORMULA, "s")
    assert json.loads(raw)["name"] == FORMULA
    html = client.get(listed(Speaker), query).content.decode()
    assert "?kind__exact=person&amp;export=csv" in html


def test_a_reader_gets_no_file_and_nobody_an_unknown_form(logged_in, ada, cleo):
    assert logged_in(cleo).get(listed(Quote), {"export": "csv"}).status_code == 302
    assert logged_in(ada).get(listed(Quote), {"export": "exe"}).status_code == 404


def chosen(client, model, action, rows, to="", **versions):
    """Choose an act of a list for these rows, with the versions that the page shows."""
    html = client.get(listed(model)).content.decode()
    data = {"action": action, "_selected_action": [row.pk for row in rows], "index": 0,
            "to": to}  # fmt: skip
    for row in rows:
        assert f'name="version-{row.pk}" value="{row.edit_version}"' in html
        data[f"version-{row.pk}"] = versions.get(f"v{row.pk}", row.edit_version)
    answer = client.post(listed(model), data, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_chosen_quotes_are_published_and_who_was_changed_meanwhile_is_named(logged_in, ada, ben):
    one = factories.draft(ada)
    other = factories.draft(ada, words="The harbour stays open all winter long")

    said = chosen(
        logged_in(ben), Quote, "publish_all", [one, other],
        **{f"v{other.pk}": other.edit_version - 1},
    )  # fmt: skip

    assert Quote.objects.get(pk=one.pk).status == "published"
    assert Quote.objects.get(pk=other.pk).status == "draft"
    assert said[0] == "1 row: published."
    assert "Somebody changed this" in said[1]


def test_acts_on_lists_ask_the_same_rights(logged_in, ada, carla):
    quote = factories.draft(ada)

    said = chosen(logged_in(carla), Quote, "publish_all", [quote])

    assert Quote.objects.get().status == "draft"
    assert "You may not publish" in said[0]


def test_a_row_that_was_not_in_view_is_left_alone(logged_in, ben, ada):
    quote = factories.draft(ada)
    client = logged_in(ben)

    client.post(
        listed(Quote), {"action": "publish_all", "_selected_action": [quote.pk], "index": 0}
    )

    assert Quote.objects.get().status == "draft"


def test_suggestions_are_rejected_from_their_list(logged_in, ada, taken):
    rows = list(Candidate.objects.all()[:2])

    said = chosen(logged_in(ada), Candidate, "reject_all", rows)

    assert said == ["2 rows: rejected."]
    assert Candidate.objects.filter(decision="rejected").count() == 2


def test_rows_of_several_lists_are_assigned_together(logged_in, ada, ben):
    quote = factories.publish(factories.draft(ada), ben)
    claim = factories.claim(ada, quote=quote)
    speaker = quote.attributions.get().speaker
    article = quote.preferred_wording.occurrences.get().snapshot.article

    for row in (quote, claim, speaker, article):
        row.refresh_from_db()
        said = chosen(logged_in(ada), type(row), "assign_all", [row], to="ben")
        assert said == ["1 row: assigned."]

    assert ben.assignments.count() == 4
    assert chosen(logged_in(ada), Quote, "assign_all", [quote], to="zoe") == [
        "Nobody here is called zoe."
    ]


def test_who_may_not_assign_to_others_assigns_nothing(logged_in, carla, ben, ada):
    quote = factories.draft(ada)

    said = chosen(logged_in(carla), Quote, "assign_all", [quote], to="ben")

    assert "You may not assign work to others" in said[0]
    assert not ben.assignments.exists()


def test_assessments_go_through_their_steps_from_the_list(logged_in, ada, ben, eva):
    claim = factories.claim(ada)
    step = factories.Rating.objects.get(scale__slug="quotetrack-status", slug="confirmed")
    row = assessments.draft(
        claim, step, by=ada, summary="So it is.", as_of=date(2026, 3, 10),
        evidence=[{"url": "https://register.example/1", "stance": "supports"}],
    )  # fmt: skip

    for person, act, state in (
        (ada, "submit_all", "submitted"), (ada, "approve_all", "submitted"),
        (ben, "approve_all", "approved"), (ada, "publish_all", "approved"),
        (eva, "publish_all", "published"),
    ):  # fmt: skip
        row.refresh_from_db()
        chosen(logged_in(person), Assessment, act, [row])
        row.refresh_from_db()
        assert row.state == state
