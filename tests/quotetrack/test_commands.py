"""Commands that keep the house: accounts, chores, the served site."""

import socket

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from quotes.models import Quote
from quotes.roles import can
from tests import factories


def test_a_new_account_chooses_its_password_by_a_link_that_works_once(client, db, capsys):
    call_command("create_user", "dora", "--role", "administrator")
    printed = capsys.readouterr().out
    path = "/admin/" + printed.rsplit("/admin/", 1)[1].strip()
    page = client.get(path, follow=True)
    form = page.redirect_chain[-1][0]

    client.post(form, {"new_password1": "a-long-password-1", "new_password2": "a-long-password-1"})

    dora = User.objects.get(username="dora")
    assert dora.check_password("a-long-password-1")
    assert not dora.is_superuser
    assert can(dora, "administer") and not can(dora, "publish")
    assert "new_password1" not in client.get(path, follow=True).content.decode()


def test_an_account_is_not_made_twice(db, ada):
    with pytest.raises(CommandError, match="already"):
        call_command("create_user", "ada", "--role", "editor")


def test_the_worker_does_its_chores_and_compares_desk_and_readers(published, capsys):
    call_command("worker", "--once")

    assert "compare: 0" in capsys.readouterr().out


def test_the_worker_complains_where_readers_do_not_see_what_the_desk_says(published, capsys):
    from quotes.published.models import PublishedQuote

    PublishedQuote.objects.filter(pk=published.public_id).update(language="xx")

    call_command("worker", "--once")

    assert "compare: 1" in capsys.readouterr().out


def test_serving_on_a_taken_port_says_what_to_do(settings, db):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        settings.HOST, settings.PORT = "127.0.0.1", other.getsockname()[1]

        with pytest.raises(CommandError, match="PORT=8001"):
            call_command("serve")


def test_the_demo_is_never_loaded_in_production(settings, db):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="QUOTETRACK_MODE"):
        call_command("load_demo")

    assert not User.objects.exists() and not Quote.objects.exists()


def test_a_desk_with_quotes_gets_no_demo(ada, capsys):
    factories.draft(ada)

    call_command("load_demo")

    assert "not loaded again" in capsys.readouterr().out
