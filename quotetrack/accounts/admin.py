"""Telephones are no list of the desk: their secrets are nobody's to read."""

from django.contrib import admin
from django_otp.plugins.otp_totp import admin as theirs  # noqa: F401  it registers them
from django_otp.plugins.otp_totp.models import TOTPDevice

admin.site.unregister(TOTPDevice)
