"""What kind of file a page really is."""

import pytest

from sources.errors import NotAnArticle
from sources.sniffing import charset_of, check_content_type, kind_of, looks_like_html


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (b"<p>Hello", "text/html", "html"),
        (b"<p>Hello", "TEXT/HTML; charset=utf-8", "html"),
        (b"Hello", "application/xhtml+xml", "html"),
        (b"Hello", "text/plain", "plain"),
        (b"<!doctype html><p>", "text/plain", "plain"),
        (b"\n <!DOCTYPE html><p>", "", "html"),
        (b"\xef\xbb\xbf<html>", "application/octet-stream", "html"),
        (b"Hello", "", "plain"),
        (b"", "text/html", "html"),
        (b"%PDF-1.7", "text/html", "pdf"),
        (b"\n%PDF-1.7", "application/pdf", "pdf"),
        (b"a\x00b and more words", "text/html", "html"),
        ("<html>é".encode("utf-16"), "text/html", "html"),
        ("Hello é".encode("utf-16-le"), "text/plain", "plain"),
        ("الميناء".encode("utf-16"), "text/plain", "plain"),
        ("日本語".encode("iso2022_jp"), "text/html", "html"),
    ],
)
def test_articles_are_known_by_claim_and_bytes(body, content_type, kind):
    assert kind_of(body, content_type) == kind


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"PK\x03\x04mimetype", "ZIP archive"),
        (b"\x1f\x8b\x08", "gzip archive"),
        (b"Rar!\x1a\x07\x00", "RAR archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office document"),
        (b"{\\rtf1", "RTF document"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"GIF89a", "image"),
        (b"\x00\x00\x00\x20ftypisom", "film"),
        (b"\x7fELF", "program"),
        (b"MZ\x90\x00", "program"),
        (bytes(100), "not text, HTML or PDF"),
        (bytes(range(32)) * 10, "not text, HTML or PDF"),
    ],
)
@pytest.mark.parametrize("content_type", ["text/html", "text/plain", ""])
def test_other_files_are_refused_whatever_they_are_called(body, name, content_type):
    with pytest.raises(NotAnArticle, match=name) as caught:
        kind_of(body, content_type)

    assert caught.value.code == "not_an_article"


def test_a_page_that_is_called_a_pdf_is_refused():
    with pytest.raises(NotAnArticle, match="called a PDF"):
        kind_of(b"<html>", "application/pdf")


def test_an_unread_kind_is_refused_by_its_name():
    with pytest.raises(NotAnArticle, match="“image/svg\\+xml”"):
        check_content_type("image/svg+xml; charset=utf-8")


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("text/html; charset=utf-8", "utf-8"),
        ('text/html;Charset="GBK"; x=y', "GBK"),
        ("text/html; charset=", None),
        ("text/html", None),
        ("", None),
    ],
)
def test_the_header_may_name_a_charset(content_type, charset):
    assert charset_of(content_type) == charset


def test_web_pages_begin_as_web_pages_do():
    assert looks_like_html(b"  <!-- x --><html>")
    assert not looks_like_html(b"< 5 people came")
