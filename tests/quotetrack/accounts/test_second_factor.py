"""The second factor: enrolled once, asked for at each log-in, lost and reset."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from quotetrack.accounts import second_factor
from quotetrack.accounts.models import RecoveryCode

LOG_IN = "/admin/login/"
CODE = "/admin/log-in/code/"
API = "/api/v1/candidates/000000000000/"  # 401 for nobody, 404 for whoever may look
ENROL = "/admin/log-in/second-factor/"


def now_of(device, step=0):
    """What the telephone shows now, or so many half minutes later."""
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits)
    clock.time = time.time() + 30 * step
    return f"{clock.token():06d}"


def password(client, name, following="/admin/"):
    """The first step."""
    data = {"username": name, "password": f"{name}-password-1", "next": following}
    return client.post(LOG_IN, data)


def is_in(client):
    """The desk opens."""
    return client.get("/admin/").status_code == 200


@pytest.fixture
def enrolled(ben):
    """Ben with a telephone: the device and the recovery codes."""
    device = second_factor.begun(ben)
    codes = second_factor.confirm(ben, now_of(device, -1))
    device.refresh_from_db()
    return device, codes


def test_a_telephone_is_enrolled_by_the_code_it_shows(ben):
    client = Client()
    password(client, "ben")
    page = client.get(ENROL).content.decode()
    device = TOTPDevice.objects.get(user=ben)

    wrong = client.post(ENROL, {"code": "000000"})
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    done = client.post(ENROL, {"code": now_of(device)})

    assert "data:image/svg+xml" in page and "<script>" not in page
    assert "not right" in wrong.content.decode()
    assert len(re.findall(r"<code>[0-9a-z-]{14}</code>", done.content.decode())) == 10
    assert TOTPDevice.objects.get(user=ben).confirmed
    assert is_in(client)


def test_the_password_alone_opens_nothing_once_there_is_a_telephone(enrolled):
    client = Client()

    answer = password(client, "ben", "/admin/quotes/quote/")

    assert answer.headers["Location"] == CODE
    assert not is_in(client)
    assert client.get(API).status_code == 401
    answer = client.post(CODE, {"code": now_of(enrolled[0])})
    assert answer.headers["Location"] == "/admin/quotes/quote/"
    assert is_in(client)
    assert client.get(API).status_code == 404


def test_a_code_works_once(enrolled):
    code = now_of(enrolled[0])
    first, second = Client(), Client()
    password(first, "ben")
    password(second, "ben")

    first.post(CODE, {"code": code})
    second.post(CODE, {"code": code})

    assert is_in(first)
    assert not is_in(second)


def test_a_recovery_code_works_once_however_it_is_typed(enrolled):
    _, codes = enrolled
    typed = codes[0].upper().replace("-", " ")
    first, second = Client(), Client()
    password(first, "ben")
    password(second, "ben")

    first.post(CODE, {"code": typed})
    second.post(CODE, {"code": typed})

    assert is_in(first) and not is_in(second)
    assert RecoveryCode.objects.count() == 9


def test_recovery_codes_are_kept_as_hashes_only(enrolled):
    _, codes = enrolled
    kept = set(RecoveryCode.objects.values_list("digest", flat=True))

    assert not kept & {code for one in codes for code in (one, one.replace("-", ""))}
    assert {len(one) for one in kept} == {64}


@pytest.mark.parametrize("name", ["ben", "max"])
def test_it_can_be_required_of_weighty_roles(ben, max_, ada, settings, name):
    settings.REQUIRE_SECOND_FACTOR = True
    client = Client()

    answer = password(client, name)

    assert answer.headers["Location"] == ENROL
    assert not is_in(client)
    device = TOTPDevice.objects.filter(user__username=name)
    client.get(ENROL)
    client.post(ENROL, {"code": now_of(device.get())})
    assert is_in(client)
    editor = Client()
    password(editor, "ada")
    assert is_in(editor), "editors are not asked"


def test_a_session_of_before_does_not_count_once_it_is_required(ben, settings):
    client = Client()
    password(client, "ben")
    assert is_in(client)

    settings.REQUIRE_SECOND_FACTOR = True

    assert client.get(API).status_code == 401
    assert not is_in(client)


def test_an_administrator_resets_it_and_sessions_end(enrolled, ben, max_):
    theirs, office = Client(), Client()
    password(theirs, "ben")
    theirs.post(CODE, {"code": now_of(enrolled[0])})
    password(office, "max")
    assert is_in(theirs)

    form = office.get(f"/admin/auth/user/{ben.pk}/change/").content.decode()
    reset = f"/admin/account/{ben.pk}/reset/"
    telephone = TOTPDevice.objects.get(user=ben).pk
    assert f'name="telephone" value="{telephone}" formaction="{reset}"' in form
    for wrong in ({}, {"telephone": telephone + 1}):
        said = office.post(reset, wrong, follow=True).content.decode()
        assert "since you opened the page" in said and is_in(theirs)
    office.post(reset, {"telephone": telephone})

    assert not is_in(theirs)
    assert not RecoveryCode.objects.exists() and not TOTPDevice.objects.exists()
    assert password(theirs, "ben").headers["Location"] == "/admin/"


def test_nobody_else_resets_it(enrolled, ben, ada):
    client = Client()
    password(client, "ada")

    telephone = TOTPDevice.objects.get(user=ben).pk
    client.post(f"/admin/account/{ben.pk}/reset/", {"telephone": telephone})

    assert TOTPDevice.objects.filter(user=ben, confirmed=True).exists()


def test_it_is_removed_by_its_owner_with_a_code(enrolled, ben):
    client = Client()
    password(client, "ben")
    client.post(CODE, {"code": now_of(enrolled[0])})

    client.post("/admin/account/second-factor/", {"do": "remove", "code": "123456"})
    assert TOTPDevice.objects.filter(user=ben).exists()
    client.post("/admin/account/second-factor/", {"do": "remove", "code": enrolled[1][0]})

    assert not TOTPDevice.objects.filter(user=ben).exists()


def test_the_second_step_does_not_wait_for_ever(enrolled, monkeypatch):
    client = Client()
    password(client, "ben")
    later = time.time() + 11 * 60
    monkeypatch.setattr("quotetrack.accounts.views.time.time", lambda: later)

    answer = client.post(CODE, {"code": enrolled[1][0]})

    assert answer.headers["Location"] == LOG_IN
    assert Session.objects.count() == 1 and not is_in(client)


def test_secrets_of_telephones_are_no_list_of_the_desk(enrolled, admin_user):
    client = Client()
    client.force_login(admin_user)

    assert client.get("/admin/otp_totp/totpdevice/").status_code == 404
