"""Which addresses are ours, however they are spelt."""

import pytest

from quotetrack.readers import finding


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://quotes.example/quotes/x/", "/quotes/x/"),
        ("http://quotes.example/quotes/x?a=1#b", "/quotes/x"),
        ("https://quotes.example", "/"),
        ("https://quotes.example#x", "/"),
        ("https://quotes.example.evil.example/quotes/x/", None),
        ("https://evil.example/https://quotes.example/quotes/x/", None),
        ("https://quotes.example@evil.example/quotes/x/", None),
        ("javascript://quotes.example/quotes/x/", None),
        ("//quotes.example/quotes/x/", None),
        ("", None),
    ],
)
def test_own_path(settings, url, path):
    settings.SITE_URL = "https://quotes.example"

    assert finding.own_path(url) == path
