"""The card of a quote in all its states, its headers and its weight."""

import base64
import gzip
import hashlib
import re
from datetime import UTC, datetime

import pytest

from quotes.published.models import Redirect, Tombstone

from .. import published_rows as rows

pytestmark = pytest.mark.usefixtures("readers")

LONG = "Madam Speaker, a free lunch is an old joke, but tonight it is a bill; " * 8


def card(client, row, **params):
    answer = client.get(f"/embed/q/{getattr(row, 'pk', row)}", params)
    return answer, answer.content.decode()


def test_a_card_says_who_what_where_and_how_it_stands(client):
    row = rows.quote(claims=[rows.claim_link(relation="denies")])

    answer, body = card(client, row)

    assert answer.status_code == 200
    assert "“We will repair the bridges.”" in body
    assert "<b><bdi>Ada Moor</bdi></b>, harbour commissioner" in body
    assert "<bdi>The Courier</bdi>, 4 May 2025." in body
    assert f'href="/quotes/{row.pk}/source"' in body
    assert "<b>denies</b>" in body and "Confirmed</span>" in body
    assert "as of 10 May 2025" in body


def test_any_site_may_frame_it_and_it_may_load_nothing(client):
    answer, _body = card(client, rows.quote())
    policy = answer["Content-Security-Policy"]

    assert policy.startswith("default-src 'none';") and "frame-ancestors *" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert answer["Link"].endswith('rel="canonical"')
    assert "X-Frame-Options" not in answer
    assert answer["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Cache-Control"] == (
        "public, max-age=30, stale-while-revalidate=30, stale-if-error=86400"
    )
    assert not answer.cookies and "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("params", [{}, {"theme": "dark"}, {"lang": "es"}])
def test_the_policy_names_exactly_what_is_inline(client, params):
    answer, body = card(client, rows.quote(LONG, corrections=[rows.correction_ref()]), **params)

    for tag in ("style", "script"):
        inline = re.findall(rf"<{tag}>(.*?)</{tag}>", body, re.S)
        assert len(inline) == 1
        digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in answer["Content-Security-Policy"]
    assert " style=" not in body and '<link rel="stylesheet"' not in body


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"claims": [rows.claim_link(), rows.claim_link("It rained", relation="denies")]},
        {"responses": [rows.response()], "attribution": "disputed"},
        {"corrections": [rows.correction_ref()], "claims": [rows.claim_link()]},
    ],
)
@pytest.mark.parametrize("text", ["We will repair the bridges.", LONG[:330]])
def test_a_card_is_light(client, text, parts):
    _answer, body = card(client, rows.quote(text, **parts))

    assert len(body.encode()) <= 6 * 1024
    assert len(gzip.compress(body.encode(), 9)) <= 2.5 * 1024


def test_long_words_fold_at_the_end_of_a_clause_and_none_is_lost(client):
    _answer, body = card(client, rows.quote(LONG.strip()))
    block = re.search(r"<blockquote.*?</blockquote>", body, re.S)[0]
    shown, rest = block.split("<details>")

    assert "more</summary>" in rest
    shown = re.sub(r"<[^>]+>", "", shown)
    assert len(shown) <= 262 and shown[-1] in ",;"
    words = re.sub(r"<[^>]+>", " ", block.replace("more</summary>", "</summary>"))
    assert words.split() == f"“{LONG.strip()}”".split()


def test_words_from_right_to_left(client):
    text = "سنفتح المكتبة كل مساء"
    row = rows.quote(text, language="ar", wordings=[rows.wording(text, "ar")])

    _answer, body = card(client, row)

    assert 'lang="ar" dir="rtl"' in body and f"«{text}»" in body
    assert "toward-end" in body and "line-height:1.75" in body


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"corrections": [rows.correction_ref()]}, "Corrected 12 May 2025:"),
        ({"responses": [rows.response("retracts")]}, "Retracted by Ada Moor"),
        ({"attribution": "fabricated", "speaker": None}, "Fabricated:"),
        ({"attribution": "disputed", "responses": [rows.response()]}, "denies having said"),
        (
            {"attribution": "misattributed", "speaker": None,
             "misattributed_to": rows.speaker_ref("Oskar Muster")},
            "Oskar Muster is wrongly named",
        ),
    ],
)  # fmt: skip
def test_a_card_heals_itself(client, parts, words):
    _answer, body = card(client, rows.quote(**parts))

    assert words in body


def test_a_withdrawn_quote_leaves_a_card_without_words(client):
    Tombstone.objects.create(kind="quote", public_id="1c5r9h4v2e6w", reason="legal",
                             withdrawn_at=datetime(2026, 6, 14, tzinfo=UTC))  # fmt: skip

    answer, body = card(client, "1c5r9h4v2e6w")

    assert answer.status_code == 410
    assert "withdrawn on 14 June 2026: for legal reasons." in body
    assert "<script>" in body and "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "<blockquote" not in body


def test_a_merged_quote_shows_the_card_of_its_heir(client):
    row = rows.quote()
    Redirect.objects.create(kind="quote", old="aaaaaaaaaaaa", target=row.pk, reason="merged")

    answer, body = card(client, "aaaaaaaaaaaa")

    assert answer.status_code == 200 and row.pk in body


def test_what_is_not_public_looks_as_if_it_never_was(client):
    answer, body = card(client, "0123456789ab")

    assert answer.status_code == 404
    assert "There is no public record at this address." in body
    assert "X-Frame-Options" not in answer


def test_a_frozen_card_says_so_and_shows_later_corrections(client):
    row = rows.quote(corrections=[rows.correction_ref()])
    old = rows.quote_document(display=[{"seam": None, "text": "As it was."}])
    rows.version(row, old, number=5)

    answer, body = card(client, f"{row.pk}@5")

    assert answer.status_code == 200
    assert "As published on 5 May 2025." in body and "“As it was.”" in body
    assert "Corrected 12 May 2025:" in body


@pytest.mark.parametrize(("theme", "sheet"), [("light", "color-scheme:light}"),
                                              ("dark", "color-scheme:dark}")])  # fmt: skip
def test_the_theme_can_be_fixed(client, theme, sheet):
    _answer, body = card(client, rows.quote(), theme=theme)

    assert f'data-theme="{theme}"' in body and sheet in body


def test_lang_fixes_interface_and_wording(client):
    spanish = rows.wording("Repararemos los puentes.", "es", preferred=False)
    row = rows.quote(wordings=[rows.wording("We will repair the bridges."), spanish])

    _answer, body = card(client, row, lang="es")

    assert "«Repararemos los puentes.»" in body and '<html lang="es"' in body


def test_a_known_card_is_one_query(client, django_assert_max_num_queries):
    row = rows.quote()
    answer, _body = card(client, row)

    with django_assert_max_num_queries(1):
        again = client.get(f"/embed/q/{row.pk}", headers={"if-none-match": answer["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"


def test_a_card_is_at_most_two_queries(client, django_assert_max_num_queries):
    row = rows.quote(claims=[rows.claim_link()], corrections=[rows.correction_ref()])

    with django_assert_max_num_queries(2):
        card(client, row)


@pytest.mark.parametrize("text", ["We will repair the bridges.", LONG.strip()])
def test_words_that_the_source_took_back_are_struck_below_the_notice(client, text):
    row = rows.quote(text, article=rows.article_ref(live_status="retracted"))

    _answer, body = card(client, row)

    assert body.index("Retracted by the source.") < body.index("<s>") < body.index(text[:20])
    assert body.count("<s>") == body.count("</s>") == (2 if len(text) > 320 else 1)
    assert "<s>" not in card(client, rows.quote(text, seed="other"))[1]
