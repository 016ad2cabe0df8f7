"""How fast the desk's lists are with many quotes: `python -m bench.desk load N`, then `measure`.

Needs `DATABASE_URL` of an empty, migrated database of its own. Rows are made by Postgres itself,
with triggers off: what is measured is reading. Their words are numbers in words, their speakers
follow a skewed distribution.
"""

import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quotetrack.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Group, User  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.desk_rows import MAKES  # noqa: E402
from quotes.models import Candidate, Claim, Quote, Speaker  # noqa: E402
from quotes.published import heads  # noqa: E402

PAGES = [
    ("home", "/admin/"),
    ("quotes", "/admin/quotes/quote/"),
    ("quotes, page 200", "/admin/quotes/quote/?p=200"),
    ("quotes in review", "/admin/quotes/quote/?status__exact=in_review"),
    ("quotes published", "/admin/quotes/quote/?status__exact=published"),
    ("quotes withdrawn", "/admin/quotes/quote/?status__exact=withdrawn"),
    ("quotes disputed", "/admin/quotes/quote/?attribution_status__exact=disputed"),
    ("quotes of a year", "/admin/quotes/quote/?year=2020"),
    ("quotes of a year in review", "/admin/quotes/quote/?year=2020&status__exact=in_review"),
    ("quotes in a language", "/admin/quotes/quote/?language=en"),
    ("quotes in a rare language", "/admin/quotes/quote/?language=ja"),
    ("quotes by day", "/admin/quotes/quote/?o=5"),
    ("quotes by publication", "/admin/quotes/quote/?o=-6"),
    ("quotes with changes waiting", "/admin/quotes/quote/?changes=waiting"),
    ("quotes: in every one", "/admin/quotes/quote/?q=the"),
    ("quotes: very common", "/admin/quotes/quote/?q=bara"),
    ("quotes: very common, two", "/admin/quotes/quote/?q=bara+cera"),
    ("quotes: common drafts", "/admin/quotes/quote/?q=bara&status__exact=draft"),
    ("quotes: half a word", "/admin/quotes/quote/?q=bar"),
    ("quotes: two letters", "/admin/quotes/quote/?q=ba"),
    ("quotes: rare", "/admin/quotes/quote/?q=hate+steldan"),
    ("quotes: nowhere", "/admin/quotes/quote/?q=xyzzy+bara"),
    ("quotes: busiest speaker", "/admin/quotes/quote/?q=Cera+Liteling+1"),
    ("speakers", "/admin/quotes/speaker/"),
    ("speakers by name", "/admin/quotes/speaker/?q=Cera"),
    ("speakers with quotes", "/admin/quotes/speaker/?quotes=some"),
    ("speakers without quotes", "/admin/quotes/speaker/?quotes=none"),
    ("speakers by kind", "/admin/quotes/speaker/?o=2"),
    ("articles", "/admin/sources/article/"),
    ("articles with suggestions", "/admin/sources/article/?waiting=yes"),
    ("articles all decided", "/admin/sources/article/?waiting=no"),
    ("articles moved", "/admin/sources/article/?live=moved"),
    ("articles by outlet", "/admin/sources/article/?o=2"),
    ("articles: common", "/admin/sources/article/?q=bara"),
    ("articles: an outlet", "/admin/sources/article/?q=Outlet+1"),
    ("articles: report", "/admin/sources/article/?q=report"),
    ("suggestions", "/admin/quotes/candidate/"),
    ("suggestions to decide", "/admin/quotes/candidate/?decision__exact=new"),
    ("suggestions ready", "/admin/quotes/candidate/?decision__exact=new&ready__exact=1"),
    ("suggestions rejected", "/admin/quotes/candidate/?decision__exact=rejected"),
    ("suggestions by score", "/admin/quotes/candidate/?o=-4"),
    ("suggestions: a name", "/admin/quotes/candidate/?q=bara"),
    ("suggestions: an article", "/admin/quotes/candidate/?q=report"),
    ("claims", "/admin/quotes/claim/"),
    ("claims to look at again", "/admin/quotes/claim/?status__exact=needs_reassessment"),
    ("claims: common", "/admin/quotes/claim/?q=the"),
    ("claims: rare", "/admin/quotes/claim/?q=xyzzy"),
    ("assessments", "/admin/quotes/assessment/"),
    ("assessments submitted", "/admin/quotes/assessment/?state__exact=submitted"),
    ("assessments: common", "/admin/quotes/assessment/?q=bara"),
    ("corrections", "/admin/quotes/correction/"),
    ("reports", "/admin/quotes/readerreport/?open=yes"),
    ("changes that wait", "/admin/quotes/waitingedit/"),
    ("outlets", "/admin/sources/outlet/"),
    ("outlets: common", "/admin/sources/outlet/?q=outlet"),
    ("occasions", "/admin/quotes/occasion/"),
    ("what does not fit", "/admin/desk/doubts/"),
    ("namesakes", "/admin/desk/namesakes/"),
    ("all lists", "/admin/desk/everything/"),
    ("an article's desk", "article"),
    ("a quote", "quote"),
    ("a speaker", "speaker"),
    ("a claim", "claim"),
    ("choose a speaker", "/admin/desk/speakers/?q=cera"),
    (
        "autocomplete of quotes",
        "/admin/autocomplete/?app_label=quotes&model_name=assignment&field_name=quote&term=bara",
    ),
]


def load(number):
    """Fill the tables."""
    if User.objects.exists():
        sys.exit("This database is in use. Give an empty one of its own.")
    for name in ("bench", "other"):
        user = User.objects.create_user(name, is_staff=True)
        user.groups.set(Group.objects.filter(name="publisher"))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for name, statement in MAKES.items():
            started = time.monotonic()
            cursor.execute(statement, {"quotes": number})
            print(f"{time.monotonic() - started:6.1f} s  {name}", flush=True)
        cursor.execute("DROP TABLE bench_word")
        cursor.execute("VACUUM ANALYZE")
    heads.rebuild()


def address(path):
    """The path itself, or that of the row that stands for its kind."""
    if path.startswith("/"):
        return path
    if path == "article":
        article = Candidate.objects.waiting().latest("pk").snapshot.article
        return reverse("admin:desk_article", args=[article.public_id])
    model = {"quote": Quote, "speaker": Speaker, "claim": Claim}[path]
    return reverse(f"admin:quotes_{path}_change", args=[model.objects.earliest("pk").pk])


def measure(only="", verbose=False):
    """The median of five requests of each page, and its queries."""
    setup_test_environment()
    settings.DEBUG, settings.WHITENOISE_AUTOREFRESH = False, True
    client = Client()
    client.force_login(User.objects.get(username="bench"))
    for name, path in PAGES:
        if only not in name:
            continue
        path, times = address(path), []
        answer = client.get(path)
        for _ in range(5):
            started = time.perf_counter()
            answer = client.get(path)
            times.append(1000 * (time.perf_counter() - started))
        connection.force_debug_cursor = True
        reset_queries()
        client.get(path)
        slowest = max(connection.queries, key=lambda one: float(one["time"]), default=None)
        number = len(connection.queries)
        connection.force_debug_cursor = False
        print(
            f"{name:30} {answer.status_code} {statistics.median(times):8.0f} ms {number:4} queries"
            f"  slowest {slowest['time'] if slowest else '-'} s",
            flush=True,
        )
        if verbose and slowest:
            print("   ", slowest["sql"])


if __name__ == "__main__":
    if sys.argv[1:2] == ["load"]:
        load(int(sys.argv[2]))
    else:
        words = [word for word in sys.argv[2:] if word != "-v"]
        measure(" ".join(words), "-v" in sys.argv)
