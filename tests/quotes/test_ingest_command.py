"""`manage.py ingest`: files, addresses, standard input, and JSONL files with many articles."""

import io
import json
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from quotes.models import Candidate
from sources.models import Article, Snapshot

pytestmark = pytest.mark.django_db
TEXT = "The council met on Monday.\n“We will pay for both bridges,” Ruth Sample said.\n"


@pytest.fixture
def run(capsys):
    """Run the command: what it printed, what it complained about, and whether it failed."""

    def run(*sources, **options):
        failed = ""
        try:
            call_command("ingest", *map(str, sources), **options)
        except CommandError as error:
            failed = str(error)
        said = capsys.readouterr()
        return SimpleNamespace(out=said.out, err=said.err, failed=failed)

    return run


@pytest.fixture
def many(tmp_path):
    """Writes a JSONL file of rows, given as dicts or as raw lines."""

    def write(*rows):
        path = tmp_path / "articles.jsonl"
        lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
        path.write_bytes(b"\n".join(lines))
        return path

    return write


def test_a_text_file_is_taken_in_by_the_commands_own_account(run, tmp_path):
    path = tmp_path / "one.txt"
    path.write_text(TEXT, encoding="utf-8")

    said = run(path, outlet="The Example Herald", published="2026-03-02", title="Council pays")

    article = Article.objects.get()
    assert (article.title, article.outlet.name) == ("Council pays", "The Example Herald")
    assert f"new, article {article.public_id}, 1 suggestions" in said.out
    account = User.objects.get(username="command-line")
    assert not account.has_usable_password()
    event = article.events.earliest("pgh_id")
    assert event.pgh_context.metadata["user"] == account.pk


def test_a_second_time_it_is_known(run, tmp_path):
    path = tmp_path / "one.txt"
    path.write_text(TEXT, encoding="utf-8")
    run(path)

    said = run(path)

    assert "known, article" in said.out
    assert Snapshot.objects.count() == 1


def test_a_rehearsal_prints_what_it_would_keep(run, tmp_path):
    path = tmp_path / "one.txt"
    path.write_text(TEXT, encoding="utf-8")

    said = run(path, dry_run=True)

    assert "would be new" in said.out
    assert "Ruth Sample: We will pay for both bridges" in said.out
    assert not Article.objects.exists()


def test_a_page_is_read_with_its_address(run, tmp_path):
    path = tmp_path / "one.html"
    path.write_text(
        "<html lang=en><title>Council pays</title><article><p>The council met, and met again, and"
        " in the end it said what it would do about them.</p><p>“We will pay for both bridges,”"
        " Ruth Sample said.</p></article>",
        encoding="utf-8",
    )

    run(path, url="https://herald.example/one")

    article = Article.objects.get()
    assert article.url == "https://herald.example/one"
    assert article.title == "Council pays"
    assert Snapshot.objects.get().raw_type == "text/html"


def test_standard_input_is_read(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))

    assert "-: new, article" in run("-").out


def test_each_trouble_is_a_line_and_the_rest_goes_on(run, tmp_path):
    good, bad = tmp_path / "good.txt", tmp_path / "bad.html"
    good.write_text(TEXT, encoding="utf-8")
    bad.write_bytes(b"PK\x03\x04" + b"\x00" * 60)

    said = run(tmp_path / "missing.txt", bad, "http://127.0.0.1/", good)

    assert said.failed == "3 of the articles were refused; see above."
    assert len(said.err.strip().splitlines()) == 3
    assert "ZIP" in said.err
    assert Article.objects.count() == 1


def test_somebody_who_may_not_add_articles_is_refused(run, cleo):
    assert "no account that may add articles" in run("-", by="cleo").failed
    assert "no account that may add articles" in run("-", by="nobody").failed


def test_a_named_account_acts(run, many, ada):
    run(many({"text": TEXT}), by="ada")

    assert Article.objects.get().events.first().pgh_context.metadata["user"] == ada.pk


# Many at once

ROWS = [
    {"text": TEXT, "url": "https://herald.example/1", "outlet": "The Example Herald"},
    {"text": TEXT + "More.", "title": "Another", "published": "2026-03", "language": "en"},
    {"text": TEXT, "url": "https://herald.example/1"},
    {"text": "one\x00two"},
    {"text": TEXT, "published": "2026-02-31"},
    {"txt": TEXT},
    {"text": 7},
    b"[1, 2]",
    b"{",
    b'{"text": "\\ud800"}',
    b"\xff\xfe",
    b"[" * 20000,
    {},
    b"",
]
REASONS = {
    4: "NUL", 5: "2026-02-31", 6: "Unknown field txt", 7: "text must be text", 8: "JSON object",
    9: "no JSON", 10: "surrogate", 11: "no JSON", 12: "no JSON", 13: "nothing to read",
}  # fmt: skip


def test_a_file_of_many_reports_every_row_that_was_refused_and_why(run, many):
    said = run(many(*ROWS))

    assert "13 rows: 2 new, 1 known, 10 refused" in said.out
    assert said.failed == "10 of the articles were refused; see above."
    lines = {
        int(line.split("row ")[1].split(":")[0]): line
        for line in said.err.splitlines()
        if ", row " in line
    }
    assert set(lines) == set(REASONS)
    for number, reason in REASONS.items():
        assert reason in lines[number], lines[number]
    assert Article.objects.count() == 2


def test_a_file_that_was_cut_short_is_taken_up_again(run, many):
    rows = [{"text": f"{TEXT} Number {number}."} for number in range(6)]
    run(many(*rows[:3]))

    said = run(many(*rows))

    assert "6 rows: 3 new, 3 known, 0 refused" in said.out
    assert Article.objects.count() == 6
    assert Candidate.objects.count() == 6


def test_what_the_row_says_wins_over_the_options(run, many):
    run(many({"text": TEXT, "title": "Its own"}, {"text": TEXT + "More."}), title="Given")

    assert set(Article.objects.values_list("title", flat=True)) == {"Its own", "Given"}


def test_a_rehearsal_of_many_stores_nothing(run, many):
    said = run(many(*ROWS[:2]), dry_run=True)

    assert "2 new" in said.out
    assert not Article.objects.exists()


def test_a_missing_file_of_many_is_one_trouble(run, tmp_path):
    said = run(tmp_path / "missing.jsonl")

    assert "No such file" in said.err
    assert said.failed.startswith("1 of")
