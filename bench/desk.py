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

SPEAKERS, ARTICLES = 20_000, 50_000
LOAD = [
    """INSERT INTO quotes_speaker (public_id, name, sort_name, slug, kind, description,
         private_person, edit_version)
       SELECT translate(substr(md5('s' || g), 1, 12), 'ilou', '2345'), 'Speaker ' || g,
         g || ', Speaker', 's-' || g, 'person', '', false, 1
       FROM generate_series(1, %(speakers)s) g""",
    """INSERT INTO sources_article (public_id, title, kind, language, byline, live_status,
         published_precision, edit_version, published_earliest, published_latest)
       SELECT translate(substr(md5('a' || g), 1, 12), 'ilou', '2345'), 'Report ' || g, 'article',
         'en', '', 'live', 'day', 1, date '2016-01-01' + (g %% 3650),
         date '2016-01-01' + (g %% 3650)
       FROM generate_series(1, %(articles)s) g""",
    """INSERT INTO quotes_quote (public_id, original_language, status, attribution_status, note,
         said_precision, said_earliest, said_latest, edit_version, withdrawal_reason,
         withdrawal_note)
       SELECT translate(substr(md5('q' || g), 1, 12), 'ilou', '2345'), 'en',
         CASE WHEN g %% 200 = 0 THEN 'in_review' ELSE 'draft' END, 'attributed', '', 'day',
         date '2016-01-01' + (g %% 3650), date '2016-01-01' + (g %% 3650), 1, '', ''
       FROM generate_series(1, %(quotes)s) g""",
    """INSERT INTO quotes_wording (public_id, quote_id, text, language, norm_hash, is_original,
         translator, fidelity)
       SELECT translate(substr(md5('w' || id), 1, 12), 'ilou', '2345'), id,
         'The ' || id || ' words about item ' || md5(id::text), 'en', substr(md5(id::text), 1, 16),
         true, 'none', 'verbatim' FROM quotes_quote""",
    """UPDATE quotes_quote q SET preferred_wording_id = w.id FROM quotes_wording w
       WHERE w.quote_id = q.id""",
    """INSERT INTO quotes_attribution (public_id, quote_id, speaker_id, rank, reason, note)
       SELECT translate(substr(md5('t' || q.id), 1, 12), 'ilou', '2345'), q.id,
         (SELECT min(id) FROM quotes_speaker) + floor(power(random(), 3) * %(speakers)s)::int,
         'preferred', 'supported', '' FROM quotes_quote q""",
    "ANALYZE",
]
PAGES = [
    ("home", "/admin/"),
    ("quotes", "/admin/quotes/quote/"),
    ("quotes, page 200", "/admin/quotes/quote/?p=200"),
    ("quotes in review", "/admin/quotes/quote/?status__exact=in_review"),
    ("quotes of a year", "/admin/quotes/quote/?year=2020"),
    ("quotes with changes waiting", "/admin/quotes/quote/?changes=waiting"),
    ("quotes with these words", "/admin/quotes/quote/?q=words+about+item"),
    ("quotes of a speaker", "/admin/quotes/quote/?q=Speaker+77"),
    ("speakers", "/admin/quotes/speaker/"),
    ("speakers by name", "/admin/quotes/speaker/?q=Speaker+777"),
    ("speakers with quotes", "/admin/quotes/speaker/?quotes=some"),
    ("articles", "/admin/sources/article/"),
    ("articles with suggestions", "/admin/sources/article/?waiting=yes"),
    ("suggestions", "/admin/quotes/candidate/"),
    ("claims", "/admin/quotes/claim/"),
    ("all lists", "/admin/desk/everything/"),
]


def load(number):
    """Fill the tables."""
    if User.objects.exists():
        sys.exit("This database is in use. Give an empty one of its own.")
    values = {"quotes": number, "speakers": SPEAKERS, "articles": ARTICLES}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in LOAD:
            started = time.monotonic()
            cursor.execute(statement, values)
            print(f"{time.monotonic() - started:6.1f} s  {' '.join(statement.split())[:60]}")
    user = User.objects.create_user("bench", is_staff=True)
    user.groups.set(Group.objects.filter(name="publisher"))


def measure():
    """The median of five requests of each page, and its queries."""
    setup_test_environment()
    settings.DEBUG, settings.WHITENOISE_AUTOREFRESH = False, True
    client = Client()
    client.force_login(User.objects.get(username="bench"))
    for name, path in PAGES:
        times, answer = [], client.get(path)
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
            f"  slowest {slowest['time'] if slowest else '-'} s"
        )
        if "-v" in sys.argv and slowest:
            print("   ", slowest["sql"][:400])


if __name__ == "__main__":
    if sys.argv[1:2] == ["load"]:
        load(int(sys.argv[2]))
    else:
        measure()
