"""The files behind a real nginx: the same addresses, the same states."""

import json
import re
import shutil
import subprocess
import time
from urllib.error import HTTPError
from urllib.parse import quote as encoded
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from django.conf import settings as project

from tests.running_site import free_port

from .test_export import GONE, export, quote, whole_site  # noqa: F401

NGINX = shutil.which("nginx")
pytestmark = [
    pytest.mark.usefixtures("readers"),
    pytest.mark.skipif(not NGINX, reason="nginx is not installed (Debian: nginx-light)"),
]
WHOLE = """daemon off; pid {place}/pid; error_log {place}/errors; {user}
events {{}}
http {{ access_log off; client_body_temp_path {place}/t; proxy_temp_path {place}/t;
fastcgi_temp_path {place}/t; uwsgi_temp_path {place}/t; scgi_temp_path {place}/t;
include {place}/ark.conf; }}
"""


class NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


@pytest.fixture
def ask(quote, tmp_path):  # noqa: F811
    """Asks an nginx that serves what was exported: `ask(path)` gives status, headers, body."""
    export(tmp_path / "ark")
    port = free_port()
    text = (project.BASE_DIR / "deploy" / "ark.nginx.conf").read_text()
    text = text.replace("/srv/quotetrack-ark", str(tmp_path / "ark"))
    text = text.replace("quotes\\.example\\.org", "quotes\\.example")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("listen [::]:80;", "")
    (tmp_path / "ark.conf").write_text(text)
    user = "user root;" if shutil.os.geteuid() == 0 else ""
    (tmp_path / "nginx.conf").write_text(WHOLE.format(place=tmp_path, user=user))
    server = subprocess.Popen([NGINX, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")])
    opener = build_opener(NoRedirects)

    def asked(path, **headers):
        try:
            request = Request(f"http://127.0.0.1:{port}{path}", headers=headers)
            with opener.open(request, timeout=5) as answer:
                return answer.status, answer.headers, answer.read()
        except HTTPError as error:
            return error.code, error.headers, error.read()

    for _ in range(100):
        try:
            asked("/")
            break
        except OSError:
            time.sleep(0.05)  # another process: there is nothing else to wait on
    yield asked
    server.terminate()
    server.wait(timeout=10)


def test_the_same_addresses_answer_the_same(ask, quote, client):  # noqa: F811
    key = quote.pk
    for path in ("/", "/?lang=es", f"/quotes/{key}/", f"/quotes/{key}/?lang=es&utm_source=x",
                 f"/quotes/{key}/?version=1", "/speakers/ada-moor/", "/claims/", "/robots.txt",
                 f"/embed/q/{key}.json", f"/og/q/{key}.2.png?lang=es", "/embed/v1/loader.js",
                 f"/quotes/{key}/timemap", f"/quotes/{key}/difference/1/2/"):  # fmt: skip
        status, headers, body = ask(path)
        live = client.get(path)
        assert (status, body) == (200, live.content), path
        kind = live["Content-Type"].partition(";")[0]
        assert headers.get_content_type() == kind, path


@pytest.mark.parametrize(
    "query",
    [
        "?size=compact&lang=es&theme=light",
        pytest.param("?theme=dark&lang=es", marks=pytest.mark.slow),
        pytest.param("", marks=pytest.mark.slow),
    ],
)
def test_cards_answer_in_every_theme_language_and_size(ask, quote, client, query):  # noqa: F811
    path = f"/embed/q/{quote.pk}{query}"

    status, headers, body = ask(path)

    live = client.get(path)
    assert status == 200
    assert re.sub(rb"<meta http-equiv=[^>]*>\n", b"", body) == live.content
    assert headers["Content-Security-Policy"] == "frame-ancestors *"
    for name in ("Cross-Origin-Embedder-Policy", "Cross-Origin-Resource-Policy", "X-Robots-Tag",
                 "Access-Control-Allow-Origin", "X-Content-Type-Options"):  # fmt: skip
        assert headers[name] == live[name], name


@pytest.mark.slow
def test_frozen_cards_and_old_addresses(ask, quote):  # noqa: F811
    assert b"As published on" in ask(f"/embed/q/{quote.pk}@1?theme=dark")[2]
    status, headers, _body = ask("/quotes/aaaaaaaaaaaa/")
    assert (status, headers["Location"].split("/", 3)[3]) == (301, f"quotes/{quote.pk}/")
    status, headers, _body = ask("/embed/q/aaaaaaaaaaaa?lang=es")
    assert headers["Location"].endswith(f"/embed/q/{quote.pk}?lang=es")
    status, headers, _body = ask(f"/quotes/{quote.pk}/source")
    assert (status, headers["Location"]) == (303, "https://courier.example/flood#:~:text=words")


def test_what_was_withdrawn_is_gone_and_says_so(ask):
    for path, words in (
        (f"/quotes/{GONE}/", b"withdrawn"),
        (f"/embed/q/{GONE}?theme=dark", b"withdrawn on 14 June 2026"),
        (f"/embed/q/{GONE}@1", b"withdrawn on 14 June 2026"),
        (f"/og/q/{GONE}.png", b""),
    ):
        status, _headers, body = ask(path)
        assert status == 410 and words in body, path
    assert ask(f"/gone/q-{GONE}.html")[0] == 404
    assert ask("/quotes/0123456789ab/")[0] == ask("/embed/q/0123456789ab")[0] == 404


@pytest.mark.slow
def test_oembed_obeys_ceilings_and_refuses_by_the_book(ask, quote):  # noqa: F811
    page = encoded(f"https://quotes.example/quotes/{quote.pk}/", safe="")

    def answer(more=""):
        status, headers, body = ask(f"/oembed?url={page}{more}")
        assert (status, headers.get_content_type()) == (200, "application/json")
        return json.loads(body)

    assert answer()["width"] == 600 and answer("&maxwidth=450&format=json")["width"] <= 450
    small = answer("&maxwidth=320&maxheight=240")
    assert small["width"] <= 320 and small["height"] <= 240
    status, headers, body = ask(f"/oembed/?format=xml&url={page}")
    assert (status, headers.get_content_type()) == (200, "text/xml") and b"<oembed>" in body
    assert ask(f"/oembed?url={page}&format=yaml")[0] == 501
    assert ask("/oembed")[0] == 400
    assert ask("/oembed?url=https%3A%2F%2Felsewhere.example%2Fquotes%2Fx%2F")[0] == 404


@pytest.mark.slow
def test_data_is_given_at_the_address_of_the_page(ask, quote):  # noqa: F811
    status, headers, body = ask(f"/quotes/{quote.pk}/", Accept="application/ld+json")

    assert (status, headers.get_content_type()) == (200, "application/ld+json")
    assert json.loads(body)["@type"] == "Quotation"


@pytest.mark.slow
def test_nothing_outside_is_reached(ask):
    for path in ("/quotes/?cursor=../../../../etc/passwd", "/embed/q/x?theme=../../x",
                 "/oembed?url=https://quotes.example/quotes/../../x",
                 "/%2e%2e/manifest.json"):  # fmt: skip
        status, _headers, body = ask(path)
        assert status in (200, 400, 404) and b"root:" not in body and b'"site/' not in body
