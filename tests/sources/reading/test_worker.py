"""The process that reads hostile pages: it ends, it leaves nothing behind, it touches nothing."""

import os
import resource
import subprocess
import sys
import threading
import time

import pytest

from sources import readable as reading
from sources.errors import NoTextFound, PageNotReadable, SourcesError, TooLarge, TooSlow
from sources.readable import WORKER, readable

HEAD = b"<html><body><article>"
HOSTILE = {
    "short paragraphs, 2 MB": HEAD + b"<p>Hello, this is it.</p>" * 80_000,
    "tiny paragraphs, 4 MB": HEAD + b"<p>x" * 1_000_000,
    "links, 0.9 MB": HEAD + b'<a href="/x">link</a> ' * 41_000,
    "deep nesting": HEAD + b"<div>" * 500_000 + b"x",
    "deep quotations": HEAD + b"<q>" * 500_000 + b"x",
    "deep lists": HEAD + b"<ul><li>" * 200_000 + b"x",
    "open tables": HEAD + b"<table><tr><td>x" * 100_000,
    "attributes": HEAD + b"<p " + b"a=b " * 500_000 + b">x</p>",
    "one attribute": b'<html lang="' + b"a" * 4_000_000 + b'"><p>x</p>',
    "metas": b"<html><head>" + b'<meta name="author" content="A B">' * 60_000 + b"</head><p>x",
    "dates": b'<script type="application/ld+json">' + b'"datePublished":' * 200_000,
    "comments": HEAD + b"<!--" * 1_000_000,
    "entities": HEAD + b"<p>" + b"&amp;" * 900_000,
    "marks": HEAD + b"<p>" + "“".encode() * 300_000,
    "accents": HEAD + b"<p>a" + "\u0301\u0327".encode() * 200_000,
    "spaces": HEAD + b"<p>" + b" " * 4_000_000 + b"x",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_or_refused_within_its_limits(name):
    started = time.monotonic()

    try:
        assert readable(HOSTILE[name], "text/html").text
    except SourcesError as error:
        assert len(str(error)) < 300

    assert time.monotonic() - started < 45


def test_a_page_with_too_many_parts_is_refused_early():
    with pytest.raises(TooLarge, match="too many parts"):
        readable(HEAD + b"<p>x" * 70_000, "text/html")


def test_a_page_that_takes_too_long_is_stopped():
    body = HEAD + b"<p>Hello, this is it.</p>" * 40_000

    started = time.monotonic()
    with pytest.raises(TooSlow, match="more than 1 seconds") as caught:
        readable(body, "text/html", cpu_seconds=1)

    assert time.monotonic() - started < 15
    assert caught.value.code == "too_slow"


def test_a_page_that_takes_too_much_memory_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MEMORY_BYTES", 128 * 1024**2)

    with pytest.raises((TooLarge, PageNotReadable)):
        readable(HEAD + b"<p>x" * 50_000, "text/html")


def test_no_process_is_left_behind():
    before = children()

    readable(b"<p>one", "text/html")
    with pytest.raises(TooSlow):
        readable(HEAD + b"<p>Hello, this is it.</p>" * 40_000, "text/html", cpu_seconds=1)
    with pytest.raises(NoTextFound):
        readable(b"<!-- -->", "text/html")

    assert children() == before


def children():
    """The processes that have this one for a parent, zombies too."""
    found = subprocess.run(["ps", "-o", "pid,ppid,args"], capture_output=True, text=True)
    lines = [line.split(None, 2) for line in found.stdout.splitlines()[1:]]
    return {line[0] for line in lines if line[1] == str(os.getpid()) and "ps" not in line[2]}


def test_several_threads_may_read_at_once():
    texts = []
    readers = [
        threading.Thread(
            target=lambda n=n: texts.append(readable(b"<p>page %d" % n, "text/html").text)
        )
        for n in range(4)
    ]

    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    assert sorted(texts) == [f"page {n}" for n in range(4)]


TRIES = {
    "socket": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "look-up": "import socket; socket.getaddrinfo('localhost', 80)",
    "program": "import subprocess; subprocess.run(['true'])",
    "shell": "import os; os.system('true')",
    "fork": "import os; os.fork()",
    "file": "open('/tmp/qt-worker-was-here', 'w')",
    "raw file": "import os; os.open('/tmp/qt-worker-was-here', os.O_CREAT | os.O_WRONLY)",
}


@pytest.mark.parametrize("name", TRIES)
def test_the_process_cannot_do_what_reading_does_not_need(name):
    script = (
        f"import runpy; worker = runpy.run_path({str(WORKER)!r});"
        f"worker['limit_process'](5, 1024**3);\n"
        f"try:\n    {TRIES[name]}\nexcept PermissionError as error:\n    print(error)"
    )

    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True)

    assert "not allowed here" in done.stdout, done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_the_process_has_its_own_empty_network_where_the_system_allows_it():
    script = (
        f"import runpy; worker = runpy.run_path({str(WORKER)!r});"
        "worker['limit_process'](5, 1024**3); print(open('/proc/net/dev').read())"
    )

    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True)

    devices = [line for line in done.stdout.splitlines() if ":" in line]
    if len(devices) > 1:
        pytest.skip("this system lets no plain process leave its network")
    assert devices[0].strip().startswith("lo:")


def test_the_process_learns_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a secret")
    seen = []
    run = subprocess.run

    def watched(*arguments, **options):
        seen.append(options["env"])
        return run(*arguments, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    readable(b"<p>one", "text/html")

    assert seen == [{}]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_plain_user_can_read_pages_too():
    script = (
        "import os, sys; os.setgroups([]); os.setgid(65534); os.setuid(65534);"
        "sys.path.insert(0, sys.argv[1]);"
        "from sources.readable import readable; print(readable(b'<p>one', 'text/html').text)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(WORKER.parents[1])], capture_output=True, text=True
    )
    if "PermissionError" in done.stderr or "No module named" in done.stderr:
        pytest.skip("this checkout is not readable for other users")

    assert done.stdout == "one\n", done.stderr


def test_memory_of_the_caller_does_not_grow_with_the_page():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(TooLarge):
        readable(HEAD + b"<p>x" * 1_000_000, "text/html")

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
