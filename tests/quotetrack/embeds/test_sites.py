"""Which sites may show cards: the list, what is written into it, and what the header says."""

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.test import Client

from quotetrack.embeds import framing
from quotetrack.embeds.models import EmbedSite

from .. import published_rows as rows

LIST = "/admin/embeds/embedsite/"


def policy_of(client, path):
    """Who may frame what is there."""
    answer = client.get(path)
    return answer["Content-Security-Policy"].rpartition("frame-ancestors ")[2]


@pytest.mark.parametrize(
    "given, origin",
    [
        ("https://example.org", "https://example.org"),
        (" HTTPS://Example.ORG:443/ ", "https://example.org"),
        ("example.org", "https://example.org"),
        ("http://example.org:8080", "http://example.org:8080"),
        ("https://*.Example.org", "https://*.example.org"),
        ("*.news.example.org", "https://*.news.example.org"),
        ("https://zeitung.münchen.example", "https://zeitung.xn--mnchen-3ya.example"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("https://0x7f.1", "https://127.0.0.1"),
    ],
)
def test_a_site_has_one_spelling(given, origin):
    assert framing.normal(given) == origin


@pytest.mark.parametrize(
    "given, why",
    [
        ("", "blank"), (" ", "no address"), ("ftp://example.org", "no address"),
        ("https://", "no address"),
        ("https://u:p@example.org", "no address"), ("https://a b.example", "no address"),
        ("https://example.org/news", "Only the site"), ("https://example.org?a=1", "Only the site"),
        ("https://example.org/#x", "Only the site"), ("https://*", "admit"),
        ("https://*.org", "far too many"), ("https://a.*.example.org", "a star may stand"),
        ("https://**.example.org", "a star may stand"), ("https://[::1]", "Browsers cannot"),
        ("https://example.org; script-src *", "."), ("https://example.org 'none'", "."),
        ("https://example.org\nX: y", "."), ("javascript:alert(1)", "."), ("'self'", "."),
    ],
)  # fmt: skip
def test_what_is_no_site_is_refused_with_a_sentence(given, why):
    with pytest.raises(ValidationError) as caught:
        EmbedSite(origin=given).clean_fields()

    assert why in str(caught.value.message_dict["origin"])


def test_the_list_stands_in_the_header_of_every_card(readers, client):
    row, claim, speaker = rows.quote(), rows.claim(), rows.speaker()
    paths = (f"/embed/q/{row.pk}", f"/embed/c/{claim.slug}", f"/embed/s/{speaker.slug}",
             "/embed/q/nothing00000", "/embed/nothing")  # fmt: skip
    assert {policy_of(client, path) for path in paths} == {"*"}
    tag = client.get(paths[0])["ETag"]

    EmbedSite.objects.create(origin="https://*.example.org")
    EmbedSite.objects.create(origin="https://example.org")
    assert policy_of(client, paths[0]) == "*"  # for some seconds yet
    framing.forget()

    listed = "'self' https://*.example.org https://example.org"
    assert {policy_of(client, path) for path in paths} == {listed}
    again = client.get(paths[0], headers={"if-none-match": tag})
    assert again.status_code == 200  # and not a 304, which would leave the old header standing
    oembed = client.get(f"/oembed?url=https://quotes.example/quotes/{row.pk}/")
    assert (
        oembed.status_code == 200 and "frame-ancestors 'none'" in oembed["Content-Security-Policy"]
    )
    EmbedSite.objects.all().delete()
    framing.forget()
    assert {policy_of(client, path) for path in paths} == {"*"}


def test_a_process_asks_every_ten_seconds(readers, django_assert_num_queries):
    framing.forget()
    with django_assert_num_queries(1):
        framing.ancestors(now=100.0)
        framing.ancestors(now=109.9)
    with django_assert_num_queries(1):
        framing.ancestors(now=110.0)


def test_without_a_database_what_is_known_stands(readers, client, monkeypatch):
    EmbedSite.objects.create(origin="https://example.org")
    framing.forget()
    framing.ancestors(now=0.0)

    def away(*args, **more):
        raise OperationalError("away")

    monkeypatch.setattr(framing, "ask", away)

    assert framing.ancestors_as_known() == "'self' https://example.org"
    assert client.get("/embed/nothing").status_code == 404


@pytest.mark.django_db(transaction=True, databases=["default", "reader"])
def test_readers_see_the_list_and_nothing_of_its_history():
    from django.db import ProgrammingError, connections

    from quotes.published.selections import ask

    EmbedSite.objects.create(origin="https://example.org")
    try:
        assert ask(framing.QUESTION) == [("https://example.org",)]
        for table in ("embeds_embedsiteevent", "webhooks_webhook", "webhooks_webhookevent",
                      "webhooks_delivery", "webhooks_progress"):  # fmt: skip
            with pytest.raises(ProgrammingError, match="permission denied"):
                ask(f"SELECT 1 FROM {table}")
    finally:
        connections["reader"].close()


def test_administrators_keep_the_list_and_history_says_who(db, max_, ben):
    desk, others = Client(), Client()
    desk.force_login(max_), others.force_login(ben)
    page = desk.get(LIST).content.decode()
    assert "every site may show cards" in page

    desk.post(f"{LIST}add/", {"origin": "Example.org/", "note": "Ours."})
    wrong = desk.post(f"{LIST}add/", {"origin": "https://example.org/x", "note": "Typed."})
    twice = desk.post(f"{LIST}add/", {"origin": "https://example.org"})

    row = EmbedSite.objects.get()
    assert row.origin == "https://example.org"
    assert "Only the site is named" in wrong.content.decode() and b"Typed." in wrong.content
    assert "already exists" in twice.content.decode()
    for path in (LIST, f"{LIST}add/", f"{LIST}{row.pk}/change/", f"{LIST}{row.pk}/delete/"):
        assert others.get(path).status_code == 403
    assert others.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    late = {"post": "yes", "edit_version": row.edit_version + 1}
    for fields in ({"post": "yes"}, late):
        desk.post(f"{LIST}{row.pk}/delete/", fields)
        assert EmbedSite.objects.exists()
    history = desk.get(f"{LIST}{row.pk}/history/").content.decode()
    assert "max" in history and "https://example.org" in history

    desk.post(f"{LIST}{row.pk}/delete/", {"post": "yes", "edit_version": row.edit_version})

    assert not EmbedSite.objects.exists()
    events = EmbedSite.events.rel.related_model.objects.order_by("pgh_id")
    acts = [(one.pgh_label, one.pgh_context.metadata["user"]) for one in events]
    assert acts == [("insert", max_.pk), ("delete", max_.pk)]
