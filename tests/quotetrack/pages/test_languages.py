"""The interface in Spanish: complete, asked for by `?lang=es`, and kept from page to page."""

import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings

from quotetrack.readers import labels

from .. import published_rows as rows

CATALOG = Path(settings.LOCALE_PATHS[0]) / "es" / "LC_MESSAGES"


def catalog():
    with open(CATALOG / "django.po", "rb") as file:
        return read_po(file, locale="es")


def test_every_message_has_a_translation_with_the_same_places():
    for message in catalog():
        if not message.id:
            continue
        texts = [message.string] if isinstance(message.string, str) else message.string
        ids = [message.id] if isinstance(message.id, str) else message.id
        assert all(texts), message.id
        assert not message.fuzzy, message.id
        for text in texts:
            assert set(re.findall(r"%\(\w+\)s", text)) <= set(re.findall(r"%\(\w+\)s", ids[-1]))


def test_the_compiled_catalog_is_current():
    with open(CATALOG / "django.mo", "rb") as file:
        compiled = read_mo(file)

    for message in catalog():
        if message.id and not message.context:  # Babel reads no contexts from compiled catalogs
            held = compiled.get(message.id, message.context)
            assert held is not None, message.id
            assert tuple(held.string) == tuple(message.string), message.id


@pytest.mark.usefixtures("readers")
def test_lang_gives_the_page_in_that_language(client):
    rows.claim()
    row = rows.quote(claims=[rows.claim_link(relation="denies")])

    answer = client.get(f"/quotes/{row.pk}/?lang=es")
    body = answer.content.decode()

    assert '<html lang="es" dir="ltr">' in body
    assert answer["Content-Language"] == "es"
    assert ">Dicho</span>" in body and ">¿Verdad?</span>" in body and "<b>niega</b>" in body
    assert "3 de mayo de 2025" in body
    assert 'hreflang="en"' in body and 'hreflang="es"' in body


@pytest.mark.usefixtures("readers")
def test_links_keep_the_language_and_the_canonical_address_does_not(client):
    row = rows.quote()

    body = client.get(f"/quotes/{row.pk}/?lang=es").content.decode()

    assert 'href="https://quotes.example/speakers/ada-moor/?lang=es"' in body
    assert f'<link rel="canonical" href="https://quotes.example/quotes/{row.pk}/">' in body
    assert 'href="/corrections/?lang=es"' in body


@pytest.mark.usefixtures("readers")
def test_the_language_of_the_browser_changes_nothing(client):
    row = rows.quote()

    plain = client.get(f"/quotes/{row.pk}/")
    spanish = client.get(f"/quotes/{row.pk}/", headers={"accept-language": "es"})

    assert plain.content == spanish.content


def test_every_sentence_of_the_templates_is_in_the_catalog():
    known = {message.id for message in catalog() if isinstance(message.id, str)}
    found = set()
    for room in ("pages", "embeds"):
        for file in (Path(settings.BASE_DIR) / "quotetrack" / room).rglob("*.html"):
            text = file.read_text(encoding="utf-8")
            found |= {
                a or b for a, b in re.findall(r"""{% translate (?:"([^"]+)"|'([^']+)')""", text)
            }

    assert found - known == set()


def test_every_label_is_in_the_catalog():
    known = {message.id for message in catalog() if isinstance(message.id, str)}
    vocabularies = [value for name, value in vars(labels).items() if name.isupper()]

    assert {str(text) for held in vocabularies for text in held.values()} - known == set()
