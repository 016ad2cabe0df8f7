"""Imports: rehearsed, done through the doors of single edits, stopped anywhere and gone on with."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from quotes.bulk import running
from quotes.bulk.models import ImportRow, ImportRun
from quotes.errors import NotAllowed
from quotes.models import Candidate, Claim, Quote, Speaker
from sources.models import Article, Outlet
from tests import factories

ROOT = Path(__file__).parents[3]
SPEAKERS = b"""name,kind,wikidata_id,aliases,private_person
Vera Ohm,person,Q900000001,V. Ohm; Vera M. Ohm,no
Port of Veld,organisation,,,
Vera Ohm,person,Q900000001,,
,person,,,
Tom Reed,robot,Q0,,perhaps
"""


def done(kind, data, by, rehearsal=False, name="a.csv"):
    """Import a whole file: the run."""
    run = running.begin(kind, name, data, by=by, rehearsal=rehearsal)
    running.go_on(run, by=by)
    return run


def told(run):
    """(row, state, [columns]) of every row."""
    return [
        (row.number, row.state, [column for column, _ in row.problems]) for row in run.rows.all()
    ]


WANTED = [
    (2, "made", []), (3, "made", []), (4, "known", []), (5, "refused", ["name"]),
    (6, "refused", ["kind", "wikidata_id", "private_person"]),
]  # fmt: skip


def test_a_rehearsal_says_what_would_become_of_each_row_and_keeps_nothing(ada):
    run = done("speakers", SPEAKERS, ada, rehearsal=True)

    assert told(run) == WANTED
    assert not Speaker.objects.exists()


def test_then_it_is_done_for_real_and_says_the_same(ada):
    run = done("speakers", SPEAKERS, ada, rehearsal=True)

    run = running.for_real(run, by=ada)
    running.go_on(run, by=ada)

    assert told(run) == WANTED
    vera = Speaker.objects.get(name="Vera Ohm")
    assert set(vera.names.values_list("text", "kind")) == {
        ("Vera Ohm", "full"), ("V. Ohm", "alias"), ("Vera M. Ohm", "alias"),
    }  # fmt: skip
    assert Speaker.objects.count() == 2
    event = Speaker.events.rel.related_model.objects.filter(pgh_obj_id=vera.pk).first()
    assert event.pgh_context.metadata == {"user": ada.pk, "act": "new speaker", "reason": ""}


def test_outlets_with_domains(ada):
    data = b"name,kind,country,domains\nThe Example Herald,newspaper,xx,www.herald.example\n"
    data += b"The Other,newspaper,XX,herald.example\n"

    run = done("outlets", data, ada)

    assert told(run) == [(2, "made", []), (3, "refused", ["domains"])]
    assert Outlet.objects.get().domains.get().domain == "herald.example"


def test_articles_bring_their_suggestions(ada):
    data = '{"title": "Bridges", "outlet": "The Example Herald", "published": "2026-03-02", '
    data += '"language": "en", "text": "“We will pay for it all,” Vera Ohm said on Monday."}\n'
    data += '{"title": "Nothing"}\n'

    run = done("articles", data.encode(), ada, name="a.jsonl")

    assert told(run) == [(1, "made", []), (2, "refused", ["text"])]
    article = Article.objects.get()
    assert (article.title, str(article.published)) == ("Bridges", "2026-03-02")
    assert article.snapshots.get().method == "imported"
    assert Candidate.objects.filter(snapshot__article=article).exists()


def test_quotes_become_drafts_where_their_words_stand(ada, article):
    factories.topic("Bridges")
    other = factories.speaker("Tom Reed")
    key = article.article.public_id
    data = (
        "words,speaker,article,said,topics\n"
        f"{factories.WORDS},{other.public_id},{key},2026-03-02,Bridges\n"
        f"{factories.WORDS},Tom Reed,{key},,\n"
        f"Words that nobody printed,Tom Reed,{key},,\n"
        f"{factories.WORDS},Tom Reed,https://nowhere.example/x,,\n"
        f"The council votes,Vera Ohm,{article.article.url},,Cheese\n"
    )

    run = done("quotes", data.encode(), ada)

    assert told(run) == [
        (2, "made", []), (3, "known", []), (4, "refused", ["words"]), (5, "refused", ["article"]),
        (6, "refused", ["topics"]),
    ]  # fmt: skip
    quote = Quote.objects.get()
    assert quote.status == "draft" and str(quote.said) == "2026-03-02"
    assert quote.attributions.get().speaker == other
    assert Candidate.objects.filter(origin="editor").count() == 0, "no half of a refused row stays"


def test_claims(ada):
    data = b"text,kind,language\nBoth bridges were repaired.,factual,en\n,promise,en\n"

    run = done("claims", data, ada)

    assert told(run) == [(2, "made", []), (3, "refused", ["text"])]
    assert Claim.objects.get().text == "Both bridges were repaired."


def test_columns_are_known_or_the_file_is_refused(ada):
    with pytest.raises(running.reading.FileNotUsable, match="Did you mean “wikidata_id”"):
        running.begin("speakers", "a.csv", b"name,wikidata\nA,Q1\n", by=ada)
    with pytest.raises(running.reading.FileNotUsable, match="“text” is missing"):
        running.begin("claims", "a.csv", b"language\nen\n", by=ada)

    assert not ImportRun.objects.exists()


def test_a_reader_imports_nothing_and_nobody_goes_on_with_anothers(ada, ben, cleo):
    with pytest.raises(NotAllowed):
        running.begin("speakers", "a.csv", SPEAKERS, by=cleo)
    run = running.begin("speakers", "a.csv", SPEAKERS, by=ada)

    with pytest.raises(NotAllowed):
        running.go_on(run, by=ben)
    with pytest.raises(NotAllowed):
        running.for_real(run, by=ben)


def test_the_same_file_goes_on_where_it_stopped(ada):
    run = running.begin("speakers", "a.csv", SPEAKERS, by=ada, rehearsal=False)
    assert running.go_on(run, by=ada, rows=2) == 2

    again = running.begin("speakers", "b.csv", SPEAKERS, by=ada, rehearsal=False)

    assert again == run
    assert running.go_on(again, by=ada) == 3
    assert told(again) == WANTED


def test_what_is_left_to_itself_is_gone_on_with(ada):
    run = running.begin("speakers", "a.csv", SPEAKERS, by=ada, rehearsal=False)
    running.leave(run, by=ada, going=True)

    assert running.go_on_with_all(seconds=10) == 5
    assert told(run) == WANTED


def test_an_account_that_was_closed_imports_no_more(ada):
    run = running.begin("speakers", "a.csv", SPEAKERS, by=ada, rehearsal=False)
    running.leave(run, by=ada, going=True)
    ada.is_active = False
    ada.save()

    assert running.go_on_with_all(seconds=10) == 0
    run.refresh_from_db()
    assert not run.going


def test_the_command_reports_every_refused_row(ada, tmp_path):
    file, report = tmp_path / "speakers.csv", tmp_path / "report.csv"
    file.write_bytes(SPEAKERS)
    said = io.StringIO()

    options = {"kind": "speakers", "by": "ada", "report": str(report), "stdout": said}
    call_command("import_rows", str(file), **options)

    assert said.getvalue().strip() == "2 new, 1 known, 2 refused"
    lines = report.read_text().splitlines()
    assert lines[0] == "row,column,what is wrong"
    assert [line.split(",")[:2] for line in lines[1:]] == [
        ["5", "name"], ["6", "kind"], ["6", "wikidata_id"], ["6", "private_person"],
    ]  # fmt: skip
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_rows", str(tmp_path / "no.csv"), kind="speakers", by="ada")


@pytest.mark.slow
def test_ten_kills_lose_and_double_nothing(committed, tmp_path):
    from tests.conftest import person

    person("ada", "editor")
    rows, kills = 10_000, 10
    lines = [f"Speaker {number:05d} Sample,person" for number in range(rows)]
    lines[1234] = ",person"
    file = tmp_path / "speakers.csv"
    file.write_text("name,kind\n" + "\n".join(lines) + "\n")
    command = [
        sys.executable, "manage.py", "import_rows", str(file), "--kind", "speakers", "--by", "ada",
    ]  # fmt: skip
    parts = connection.get_connection_params()
    host, user = parts.get("host", ""), parts.get("user", "")
    url = f"postgres://{user}@//{host.lstrip('/')}/{settings.DATABASES['default']['NAME']}"
    if host.startswith("/"):
        url = f"postgres://{user}@//{host}/{settings.DATABASES['default']['NAME']}"
    given = os.environ | {"DATABASE_URL": url}
    for number in range(kills):
        running_ = subprocess.Popen(command, cwd=ROOT, env=given, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 60
        wanted = (number + 1) * 700
        while time.monotonic() < until and running_.poll() is None:
            if ImportRow.objects.exclude(state="waiting").count() >= wanted:
                break
            time.sleep(0.05)
        running_.send_signal(signal.SIGKILL)
        running_.wait()

    subprocess.run(command, cwd=ROOT, env=given, check=True, capture_output=True)

    run = ImportRun.objects.get()
    assert run.counts() == {"waiting": 0, "made": rows - 1, "known": 0, "refused": 1}
    assert Speaker.objects.filter(name__startswith="Speaker ").count() == rows - 1
    assert run.rows.get(state="refused").number == 1236
