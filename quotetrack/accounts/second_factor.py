"""The second thing beside the password: codes from a telephone, and some on paper for its loss."""

import hashlib
import secrets

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from quotes import roles
from quotes.errors import EditConflict, NotAllowed, NotReady
from quotetrack.accounts import sessions
from quotetrack.accounts.models import RecoveryCode

CODES = 10
LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


def device_of(user):
    """The telephone that makes this person's codes, or None."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def begun(user) -> TOTPDevice:
    """A telephone that is being enrolled: it counts once a code of it was typed in."""
    device, _made = TOTPDevice.objects.get_or_create(
        user=user, confirmed=False, defaults={"name": "telephone"}
    )
    return device


@transaction.atomic
def confirm(user, code: str) -> list[str]:
    """Enrol the telephone that made this code; the recovery codes, which are shown only now."""
    if device_of(user):
        raise NotReady(_("There is a second factor already. Remove it first."))
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None or not device.verify_token(plain(code)):
        raise NotReady(_("This code is not right. Type in the one that is shown now."))
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return fresh_codes(user)


@transaction.atomic
def is_right(user, code: str) -> bool:
    """The code is the telephone's, or one of the recovery codes, which is used up by this."""
    code = plain(code)
    if code.isdecimal() and len(code) == 6:
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        return bool(device and device.verify_token(code))
    return RecoveryCode.objects.filter(owner=user, digest=hashed(user, code)).delete()[0] == 1


@transaction.atomic
def fresh_codes(user) -> list[str]:
    """Ten new recovery codes in place of the old ones."""
    codes = ["".join(secrets.choice(LETTERS) for _ in range(12)) for _ in range(CODES)]
    RecoveryCode.objects.filter(owner=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(owner=user, digest=hashed(user, code)) for code in codes
    )
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


@transaction.atomic
def remove(user, code: str):
    """Do without a second factor again; it needs one last code."""
    if sessions.needs_factor(user):
        raise NotAllowed(_("Your role needs a second factor. An administrator can reset it."))
    if not is_right(user, code):
        raise NotReady(_("This code is not right. Type in the one that is shown now."))
    forget(user)


@transaction.atomic
def reset(user, *, by, seen):
    """Take a lost telephone and its codes off an account, and end all its sessions.

    `seen` is the key of the telephone that the page showed: one that was set up since stays.
    """
    roles.check(by, roles.ADMINISTER, "reset second factors")
    if user.is_superuser and not by.is_superuser:
        raise NotAllowed(_("Only a superuser touches a superuser's account."))
    get_user_model()._base_manager.select_for_update().get(pk=user.pk)
    device = device_of(user)
    if device is None or seen != str(device.pk):
        raise EditConflict(
            _("This second factor was reset or set up anew since you opened the page. Look again.")
        )
    forget(user)
    sessions.end_all(user)


def forget(user):
    """No telephone, no codes."""
    TOTPDevice.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(owner=user).delete()


def plain(code: str) -> str:
    """A code without blanks and dashes."""
    return "".join(code.lower().replace("-", " ").split())[:40]


def hashed(user, code: str) -> str:
    """What is kept of a recovery code."""
    return hashlib.sha256(f"{user.pk}:{code}".encode()).hexdigest()
