"""What others would serve from the same tables: the floors, and stock Django REST framework.

Each is a WSGI application that granian serves for `bench/api.py`, one process each, as ours is:

- `ours`: the site as it is, with no limit on how often one may ask.
- `floor`: psycopg, prepared, one connection a thread, orjson; no framework at all. It joins four
  tables of columns (bench/floors.py) and answers the members that a quote in a list has.
- `stock` and `stock_kept`: Django's usual middleware, a ModelSerializer and PageNumberPagination; a
  connection for each request as Django's settings have it, or one that is kept.
"""

import os
import sys
import threading
from pathlib import Path
from urllib.parse import parse_qs

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import orjson
import psycopg

from bench.floors import FIFTY, FOUND, ONE, as_quote

NAME, WHICH = os.environ["BENCH_DATABASE"], os.environ["BENCH_RIVAL"]
SERVER = os.environ["BENCH_SERVER"]
local = threading.local()

STORED = "SELECT detail_json FROM published_publishedquote WHERE public_id = %s"


def ask(sql, *values):
    """Rows by bare psycopg."""
    if not hasattr(local, "raw"):
        local.raw = psycopg.connect(f"{SERVER} dbname={NAME}", autocommit=True, prepare_threshold=0)
    return local.raw.execute(sql, values, prepare=True).fetchall()


def floor(environ, start_response):
    """Bare WSGI."""
    path = environ["PATH_INFO"]
    if path.startswith("/detail/"):
        body = orjson.dumps(as_quote(ask(ONE, path.split("/")[2])[0]))
    elif path.startswith("/stored/"):
        body = ask(STORED, path.split("/")[2])[0][0].encode()
    elif path == "/search/":
        words = parse_qs(environ["QUERY_STRING"])["q"][0]
        body = orjson.dumps({"results": [as_quote(row) for row in ask(FOUND, words)]})
    else:
        body = orjson.dumps({"results": [as_quote(row) for row in ask(FIFTY)]})
    start_response("200 OK", [("Content-Type", "application/json"),
                              ("Content-Length", str(len(body)))])  # fmt: skip
    return [body]


def stock_application(kept: bool):
    """Stock Django REST framework on the same model."""
    from django.conf import settings

    import quotetrack.settings as ours

    values = {name: getattr(ours, name) for name in dir(ours) if name.isupper()}
    alias = values["DATABASES"]["default"] | {"NAME": NAME, "CONN_MAX_AGE": 600 if kept else 0}
    alias = alias | {"OPTIONS": {}}
    settings.configure(**values | {
        "ROOT_URLCONF": "bench.stock", "DATABASES": {"default": alias, "reader": alias},
        "REST_FRAMEWORK": {}, "ALLOWED_HOSTS": ["*"],
        "MIDDLEWARE": [name for name in values["MIDDLEWARE"] if name.startswith("django.")],
    })  # fmt: skip
    import django

    django.setup()
    from django.core.handlers.wsgi import WSGIHandler

    return WSGIHandler()


def our_application():
    """The site as it is, with nobody asked to wait."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quotetrack.settings")
    import django

    django.setup()
    from bench.corpus import use_database
    from quotetrack.api import throttling

    use_database(NAME)
    unlimited = throttling.Rate("bench", 10**9, 3600)
    throttling.Rate.named = classmethod(lambda cls, name: unlimited)
    from quotetrack.wsgi import application

    return application


application = {
    "ours": our_application,
    "floor": lambda: floor,
    "stock": lambda: stock_application(kept=False),
    "stock_kept": lambda: stock_application(kept=True),
}[WHICH]()
