"""What sites may answer, and what they may not."""

import gzip
import resource
import time
import zlib

import pytest

from sources.errors import FetchFailed, NotAnArticle, TooLarge

from .conftest import PAGE, answer

ZEROS = bytes(1024 * 1024)


def bomb(megabytes):
    """Gzipped zeros, made piece by piece."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    pieces = [packer.compress(ZEROS) for _ in range(megabytes)]
    return b"".join([*pieces, packer.flush()])


def test_a_zipped_page_is_unzipped(fetch, site):
    site.pages["/"] = answer(gzip.compress(PAGE), Content_Encoding="gzip")

    assert fetch(site.url()).body == PAGE


def test_a_page_zipped_in_several_pieces_is_whole(fetch, site):
    packed = gzip.compress(PAGE) + gzip.compress(b"<p>More.") + bytes(8)
    site.pages["/"] = answer(packed, Content_Encoding="x-gzip")

    assert fetch(site.url()).body == PAGE + b"<p>More."


def test_a_chunked_page_is_joined(fetch, site):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    site.pages["/"] = head + b"7\r\n<p>Hell\r\n6\r\no.</p>\r\n0\r\n\r\n"

    assert fetch(site.url()).body == b"<p>Hello.</p>"


@pytest.mark.parametrize("kind", ["text/plain", "application/xhtml+xml", "TEXT/HTML", None])
def test_kinds_that_hold_articles_are_taken(fetch, site, kind):
    site.pages["/"] = answer(Content_Type=kind)

    assert fetch(site.url()).body == PAGE


def test_a_pdf_is_taken(fetch, site):
    site.pages["/"] = answer(b"%PDF-1.7 ...", Content_Type="application/pdf")

    assert fetch(site.url()).content_type == "application/pdf"


@pytest.mark.parametrize(
    "kind", ["image/png", "video/mp4", "application/zip", "text/css", "application/json"]
)
def test_other_kinds_are_refused_by_name(fetch, site, kind):
    site.pages["/"] = answer(Content_Type=kind)

    with pytest.raises(NotAnArticle, match=kind):
        fetch(site.url())


@pytest.mark.parametrize(
    "body", [b"PK\x03\x04" + bytes(50), b"\x89PNG\r\n\x1a\n", b"MZ\x90\x00", bytes(range(32)) * 9]
)
def test_a_file_that_is_called_a_page_is_refused(fetch, site, body):
    site.pages["/"] = answer(body)

    with pytest.raises(NotAnArticle, match="paste the text instead"):
        fetch(site.url())


def test_gzip_in_gzip_is_refused(fetch, site):
    site.pages["/"] = answer(gzip.compress(gzip.compress(PAGE)), Content_Encoding="gzip")

    with pytest.raises(NotAnArticle, match="gzip"):
        fetch(site.url())


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip"])
def test_a_compression_that_was_not_asked_for_is_refused(fetch, site, encoding):
    site.pages["/"] = answer(Content_Encoding=encoding)

    with pytest.raises(FetchFailed, match="compressed"):
        fetch(site.url())


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(PAGE, mtime=0)[:-9], b"no gzip at all", b""],
    ids=["cut", "other", "none"],
)
def test_damaged_compression_is_told(fetch, site, packed):
    site.pages["/"] = answer(packed, Content_Encoding="gzip")

    with pytest.raises(FetchFailed, match="compressed page"):
        fetch(site.url())


def test_a_page_larger_than_it_may_be_is_refused_by_its_announcement(fetch, site):
    site.pages["/"] = answer(length=6 * 1024 * 1024)

    with pytest.raises(TooLarge, match="larger than 5 MB"):
        fetch(site.url())


def test_an_endless_page_is_left_at_the_limit(fetch, site):
    def endless(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
        connection.sendall(b"Transfer-Encoding: chunked\r\n\r\n")
        while not site.over.is_set():
            connection.sendall(b"10000\r\n" + b"a" * 0x10000 + b"\r\n")

    site.pages["/"] = endless

    with pytest.raises(TooLarge):
        fetch(site.url())


def test_a_bomb_is_left_before_it_unfolds(fetch, site):
    site.pages["/"] = answer(bomb(200), Content_Encoding="gzip")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    started = time.monotonic()
    with pytest.raises(TooLarge):
        fetch(site.url())

    assert time.monotonic() - started < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_a_small_bomb_below_the_limit_is_refused_by_its_ratio(fetch, site):
    site.pages["/"] = answer(bomb(4), Content_Encoding="gzip")

    with pytest.raises(TooLarge, match="bomb"):
        fetch(site.url())


def test_a_page_that_ends_in_the_middle_is_not_taken_for_whole(fetch, site):
    site.pages["/"] = answer(length=1000)

    with pytest.raises(FetchFailed, match="broke"):
        fetch(site.url())


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("204 No Content", "status 204"),
        ("302 Found", "status 302"),
        ("304 Not Modified", "status 304"),
        ("401 Unauthorized", "asks for a log-in"),
        ("402 Payment Required", "asks for payment"),
        ("403 Forbidden", "did not let us read"),
        ("404 Not Found", "no page at this address"),
        ("410 Gone", "removed the page"),
        ("418 Teapot", "status 418"),
        ("451 Unavailable", "legal reasons"),
        ("500 Oops", "fault of its own"),
        ("503 Busy", "fault of its own"),
    ],
)
def test_each_refusal_has_its_sentence(fetch, site, status, sentence):
    site.pages["/"] = answer(b"", status)

    with pytest.raises(FetchFailed, match=sentence) as caught:
        fetch(site.url())

    assert caught.value.status == int(status[:3])
    assert "paste the text instead" in str(caught.value)


def test_a_site_that_asks_to_wait_is_heard(fetch, site):
    site.pages["/"] = answer(b"", "429 Too Many Requests", Retry_After="120")

    with pytest.raises(FetchFailed, match="wait 120 seconds") as caught:
        fetch(site.url())

    assert caught.value.retry_after == 120


@pytest.mark.parametrize("value", ["Mon, 03 Jan 2000 00:00:00 GMT", "soon", "-5", "٣"])
def test_a_wait_that_is_over_or_unreadable_is_passed_over(fetch, site, value):
    site.pages["/"] = answer(b"", "503 Busy", Retry_After=value.encode().decode("latin-1"))

    with pytest.raises(FetchFailed) as caught:
        fetch(site.url())

    assert not caught.value.retry_after


def test_a_wait_is_a_week_at_most(fetch, site):
    site.pages["/"] = answer(b"", "503 Busy", Retry_After="9" * 30)

    with pytest.raises(FetchFailed) as caught:
        fetch(site.url())

    assert caught.value.retry_after == 7 * 24 * 3600


@pytest.mark.parametrize(
    "answered",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200,
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000,
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_proper_http_is_told(fetch, site, answered):
    site.pages["/"] = answered

    with pytest.raises(FetchFailed, match="not proper HTTP"):
        fetch(site.url())
