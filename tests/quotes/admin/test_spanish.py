"""The desk in Spanish: no sentence is missing, each person's choice is kept, times are local."""

import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib import admin
from django.urls import reverse
from django.utils import translation

from quotes import naming, telling, workflow
from quotes.admin.article.acts import ACTS as candidate_acts
from quotes.admin.quote.acts import ACTS as quote_acts
from quotes.admin.verdicts import STEPS
from quotes.errors import NotAllowed
from quotes.models import Quote, Speaker
from tests import factories
from tests.quotes.admin import wording
from tests.quotes.admin.test_guard import form_of

CATALOG = Path(settings.BASE_DIR) / "quotes" / "locale" / "es" / "LC_MESSAGES"
# What reads the same in both languages.
SAME = re.compile(
    r"^[\W\d]*$|^(CSV, XLSX|alias|audio|normal|factual|en, es|http|2025|reviewRating|newspaper)"
)


# Of the evidence pack, which is in English; and what acts without a page are called.
NOT_FOR_THE_DESK = {"DOES NOT HOLD: the text, the bytes or the words differ from the record"}


def catalog(name="django"):
    """Ours."""
    with open(CATALOG / f"{name}.po", "rb") as file:
        return read_po(file, locale="es")


def known(message) -> bool:
    """Spanish has it, from us or from Django."""
    if isinstance(message, tuple):
        return translation.ngettext(*message, 1) != message[0]
    return translation.gettext(message) != message or bool(SAME.match(message))


@pytest.fixture
def spanish():
    with translation.override("es"):
        yield


def test_every_marked_sentence_has_its_spanish(spanish):
    own = {one.id if isinstance(one.id, str) else tuple(one.id) for one in catalog() if one.id}
    missing = {one for one in wording.marked() if one not in own and not known(one)}

    assert missing == set()


def test_every_refusal_has_its_spanish():
    own = {one.id for one in catalog() if one.string}
    missing = {one for one in wording.refusals() if one not in own}

    assert missing == set()


def test_what_is_said_of_acts_has_its_spanish():
    own = {one.id for one in catalog() if one.string}
    acts = {act.replace("-", " ") for act in (*candidate_acts, *quote_acts, *STEPS)}
    missing = {one for one in {*wording.sayings(), *acts} if one not in own}

    assert missing - NOT_FOR_THE_DESK == set()


def test_no_template_holds_words_that_are_not_marked():
    assert list(wording.unmarked()) == []


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_every_translation_has_the_same_places_and_is_compiled(name):
    with open(CATALOG / f"{name}.mo", "rb") as file:
        compiled = read_mo(file)

    for message in catalog(name):
        if not message.id:
            continue
        texts = [message.string] if isinstance(message.string, str) else message.string
        ids = [message.id] if isinstance(message.id, str) else message.id
        assert all(texts) and not message.fuzzy, message.id
        for text in texts:
            places = r"%\(\w+\)[sd]|%[sd]"
            assert set(re.findall(places, text)) <= set(re.findall(places, ids[-1])), text
        held = compiled[message.id].string
        assert (held if isinstance(held, str) else list(held)) == (
            message.string if isinstance(held, str) else list(message.string)
        ), message.id


def test_every_word_of_the_scripts_has_its_spanish():
    own = {one.id for one in catalog("djangojs") if one.string}
    used = set()
    for path in (Path(settings.BASE_DIR) / "quotes" / "static" / "desk").glob("*.js"):
        used |= set(re.findall(r'(?<![\w.])_\("([^"]+)"\)', path.read_text("utf-8")))

    assert used and used - own == set()


def test_what_refuses_an_act_is_told_in_spanish(spanish, quote, carla):
    with pytest.raises(NotAllowed) as refusal:
        workflow.publish(quote, by=carla)

    assert telling.told(refusal.value) == "Usted no puede publicar. Pida a quien publica."


def test_a_sentence_that_nobody_knows_stays_as_it_is(spanish):
    assert telling.told("Blue is 7 % green.") == "Blue is 7 % green."


def test_in_english_nothing_is_changed():
    assert telling.told("You may not publish. Ask a publisher.").startswith("You may not")


def test_each_person_chooses_and_it_is_kept(client, ada):
    def enter():
        client.post("/admin/login/", {"username": "ada", "password": "ada-password-1"})

    enter()
    assert "What waits for you" in client.get("/admin/").content.decode()
    client.post(reverse("accounts:prefer"), {"language": "es", "zone": "America/Mexico_City"})
    assert "Lo que le espera" in client.get("/admin/").content.decode()
    client.logout()
    enter()

    page = client.get("/admin/").content.decode()
    assert '<html lang="es">' in page and "Lo que le espera" in page and "Artículos" in page
    assert client.get("/healthz", headers={"accept-language": "es"}).status_code == 200
    assert translation.get_language() == "en", "nothing of it is left for the next request"


def test_the_browser_decides_where_nobody_chose(logged_in, ada):
    page = logged_in(ada).get("/admin/", headers={"accept-language": "es-MX,es;q=0.9"})

    assert "Lo que le espera" in page.content.decode()


def test_an_unknown_zone_is_told(logged_in, ada):
    answer = logged_in(ada).post(
        reverse("accounts:prefer"), {"language": "", "zone": "Nowhere/Here"}, follow=True
    )

    assert "no time zone of this name" in answer.content.decode()


@pytest.mark.parametrize("zone, hour", [("Asia/Tokyo", "08:30"), ("America/Mexico_City", "17:30")])
def test_times_are_told_in_the_readers_zone(logged_in, ada, taken, zone, hour):
    from quotes.models import Comment

    Comment.objects.create(article=taken.article, author=ada, text="So.")
    Comment.objects.update(written_at="2026-05-04T23:30:00Z")
    client = logged_in(ada)
    client.cookies["zone"] = zone

    page = client.get(reverse("admin:desk_article", args=[taken.article.public_id]))

    assert hour in page.content.decode()


def test_documents_stay_the_same_whatever_the_editors_language(logged_in, ada, ben):
    from quotes.publishing import checks

    quote = factories.draft(ada)
    client = logged_in(ben)
    client.post(
        reverse("admin:desk_quote_act", args=[quote.public_id, "publish"]),
        {"edit_version": quote.edit_version},
        headers={"accept-language": "es"},
    )

    assert Quote.objects.get().status == "published"
    assert checks.differences() == []


PAGES = [
    "/admin/", "/admin/desk/everything/", "/admin/desk/imports/", "/admin/desk/merges/",
    "/admin/desk/doubts/", "/admin/desk/namesakes/", "/admin/account/", "/admin/quotes/quote/",
    "/admin/sources/article/add/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_english(logged_in, ada, path):
    client = logged_in(ada)

    page = client.get(path, headers={"accept-language": "es"}).content.decode()

    text = re.sub(r"<(script|style|code)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert not re.search(r"\b(the|and|with|which|nothing|waits?|your)\b", text), re.findall(
        r".{30}\b(?:the|and|with|which|nothing|waits?|your)\b.{30}", text
    )


def test_every_column_of_the_desk_has_its_spanish_name():
    own = {one.id for one in catalog() if one.string}
    names = set()
    for model in admin.site._registry:
        if model._meta.app_label in naming.OURS:
            names |= {str(model._meta.verbose_name), str(model._meta.verbose_name_plural)}
            for field in model._meta.local_fields:
                names |= {str(field.verbose_name), str(field.help_text)}

    assert {one for one in names - own if one and not SAME.match(one)} == set()


def test_a_form_and_a_list_are_named_in_spanish(logged_in, ada):
    client = logged_in(ada)
    factories.speaker("Ruth Sample")

    form = client.get("/admin/quotes/speaker/add/", headers={"accept-language": "es"})
    rows = client.get("/admin/quotes/speaker/", headers={"accept-language": "es"})

    assert "Id de Wikidata" in form.content.decode()
    assert "Persona privada" in form.content.decode() and "Tipo" in rows.content.decode()


def test_history_is_kept_in_english_whoever_saves(logged_in, ada):
    speaker = factories.speaker("Ruth Sample")
    url, data = form_of(logged_in(ada), speaker)

    logged_in(ada).post(url, data | {"description": "Engineer"},
                        headers={"accept-language": "es"})  # fmt: skip

    event = Speaker.events.rel.related_model.objects.order_by("-pgh_id").first()
    assert event.pgh_context.metadata["act"] == "edit speaker"


def test_the_scripts_catalogue_holds_djangos_words_too(client):
    """Django's jquery.init.js throws away what its own catalogue put there."""
    words = client.get("/admin/desk/words.js", headers={"accept-language": "es"}).content.decode()

    assert "Soltar" in words and '"Today": "Hoy"' in words and "seleccionado" in words
