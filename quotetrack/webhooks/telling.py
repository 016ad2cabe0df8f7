"""Tell the administrators that a webhook was switched off: a mail, until it could be sent."""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from quotes import roles
from quotetrack.webhooks.models import Progress

log = logging.getLogger("quotetrack.webhooks")
AGAIN = timedelta(minutes=15)


def administrators() -> list[str]:
    """Where they get mail."""
    people = get_user_model().objects.filter(is_active=True).exclude(email="")
    return [person.email for person in people if roles.can(person, roles.ADMINISTER)]


def tell() -> int:
    """One mail for each webhook that was switched off and that nobody was told of."""
    now, sent = timezone.now(), 0
    rows = Progress.objects.select_related("webhook").filter(
        told_at__isnull=True, webhook__disabled_at__isnull=False, webhook__disabled_by__isnull=True
    )
    for progress in rows.exclude(not_before__gt=now):
        try:
            to = administrators()
            if to:
                write(progress.webhook, to)
            else:
                log.error("webhook_disabled_and_nobody_has_mail webhook=%s", progress.pk)
        except OSError as error:  # of the network or of the mail server
            log.error("mail_not_sent webhook=%s error=%r", progress.pk, str(error))
            Progress.objects.filter(pk=progress.pk).update(not_before=now + AGAIN)
            continue
        Progress.objects.filter(pk=progress.pk).update(told_at=now)
        sent += 1
    return sent


def write(webhook, to):
    """The mail, in the site's own language."""
    with override(settings.LANGUAGE_CODE):
        page = reverse("admin:webhooks_webhook_change", args=[webhook.pk])
        said = {"name": webhook.name, "url": webhook.url, "site": settings.SITE_NAME}
        lines = (
            _("The webhook “%(name)s” has taken nothing for three days and is off now.") % said,
            _("Address: %(url)s") % said,
            _("What it has not heard of is kept for it. When it is well, switch it on again:"),
            f"{settings.SITE_URL}{page}",
        )  # fmt: skip
        subject = _("%(site)s: the webhook “%(name)s” is off") % said
        send_mail(" ".join(subject.split()), "\n\n".join(lines), None, to)
