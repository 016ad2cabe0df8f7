"""Webhooks at the desk, for administrators: receivers, their secrets, what came of each call."""

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from quotes import roles
from quotes.admin import conflicting
from quotes.admin.accounts import ForAdministrators
from quotes.admin.guarding import sentence
from quotes.admin.queues import Queue
from quotes.admin.rows import DeskAdmin
from quotes.errors import EditConflict, NotAllowed
from quotes.published.models import Kind
from quotetrack.webhooks import acts
from quotetrack.webhooks.models import Webhook
from sources import fetching
from sources.errors import AddressNotAllowed, FetchFailed, QuoteTrackError, TooSlow

SHOWN = 50  # deliveries on the page of a webhook


class WebhookForm(forms.ModelForm):
    """A receiver; its address is looked at by the guard that every call passes."""

    kinds = forms.MultipleChoiceField(
        label=lazy("Kinds"),
        choices=[(kind, lazy(label)) for kind, label in Kind.choices],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=lazy("What it hears of; none chosen: everything."),
    )

    class Meta:
        model = Webhook
        fields = ["name", "url", "kinds"]

    def clean_url(self):
        """The address in its one spelling, if it may be called."""
        try:
            return str(fetching.check(self.cleaned_data["url"]))
        except AddressNotAllowed:
            raise forms.ValidationError(
                _("This address is not called: it must be a host of the public web, at port 80"
                  " or 443, and lead into no private network.")
            ) from None  # fmt: skip
        except (FetchFailed, TooSlow):
            raise forms.ValidationError(
                _("This host cannot be found. Check the address.")
            ) from None
        except QuoteTrackError as error:
            raise forms.ValidationError(sentence(error)) from None


def show_secret(request, secret):
    """The secret, in this one answer."""
    said = _("Copy this secret now, it is not shown again:")
    messages.warning(request, format_html("{} <code>{}</code>", said, secret))


def rotate(row, request, expect):
    """A new secret."""
    show_secret(request, acts.rotate(row, by=request.user, expect=expect))
    return _("The former secret signs too for three more days.")


def end_former(row, request, expect):
    """The former secret signs no longer."""
    acts.end_former(row, by=request.user, expect=expect)
    return _("Only the new secret signs from now on.")


def switch_off(row, request, expect):
    """Not called any more."""
    why = request.POST.get("reason", "")
    acts.switch_off(row, by=request.user, expect=expect, why=why)
    return _("Switched off. What changes meanwhile waits.")


def switch_on(row, request, expect):
    """Called again."""
    acts.switch_on(row, by=request.user, expect=expect)
    return _("Switched on. It gets everything that it has not heard of.")


def test(row, request, expect):
    """An event that says nothing."""
    acts.test(row, by=request.user)
    return _("A test event is on its way. Look again in a few seconds.")


def redeliver(row, request, expect):
    """One event again."""
    key = request.POST.get("delivery", "")
    acts.redeliver(row, int(key) if key.isdecimal() and len(key) < 18 else 0, by=request.user)
    return _("It is sent again. Look again in a few seconds.")


ACTS = {
    "rotate": rotate, "end-former": end_former, "off": switch_off, "on": switch_on,
    "test": test, "redeliver": redeliver,
}  # fmt: skip


@require_POST
def act_on(request, public_id, act):
    """One act on a webhook, as the form saw it; back to its page."""
    if act not in ACTS:
        raise Http404("There is no such act.")
    try:
        roles.check(request.user, roles.ADMINISTER, "manage webhooks")
    except NotAllowed as error:
        messages.error(request, sentence(error))
        return redirect("admin:index")
    row = get_object_or_404(Webhook, public_id=public_id)
    try:
        said = ACTS[act](row, request, conflicting.expected(request))
    except EditConflict as error:
        return conflicting.page(request, row, act, error)
    except (QuoteTrackError, IntegrityError) as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, said)
    return redirect("admin:webhooks_webhook_change", row.pk)


@admin.register(Webhook)
class WebhookAdmin(ForAdministrators, DeskAdmin):
    """The list of receivers, and a page for each."""

    form = WebhookForm
    change_form_template = "webhooks/change_form.html"
    list_display = ["name", "url", "hears", "state", "waiting", "delivered"]
    list_select_related = ["progress"]
    search_fields = ["name", "url"]
    fields = ["name", "url", "kinds"]

    def keep(self, request, obj, form, change):
        """A new one gets its secret, which is shown in this one answer."""
        if change:
            super().keep(request, obj, form, change)
        else:
            show_secret(request, acts.create(obj, by=request.user))

    def response_add(self, request, obj, post_url_continue=None):
        """On to its page, where it can be tried."""
        super().response_add(request, obj, post_url_continue)
        return redirect("admin:webhooks_webhook_change", obj.pk)

    def get_urls(self):
        """The acts, then Django's pages."""
        view = self.admin_site.admin_view(act_on)
        return [
            path("<slug:public_id>/<slug:act>/do/", view, name="desk_webhook_act"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """With its state and the latest calls."""
        if obj is not None:
            context |= {
                "hook": obj,
                "progress": obj.progress,
                "deliveries": obj.deliveries.order_by("-pk")[:SHOWN],
                "number_waiting": obj.deliveries.waiting().count(),
                "former_signs": obj.former_until and obj.former_until > timezone.now(),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=lazy("hears of"))
    def hears(self, webhook):
        """Its kinds in words."""
        labels = dict(Kind.choices)
        return ", ".join(_(labels[kind]) for kind in webhook.kinds) or _("everything")

    @admin.display(description=lazy("state"))
    def state(self, webhook):
        """Whether it is called, and how that goes."""
        if not webhook.is_live:
            return _("off")
        return _("failing") if webhook.progress.failures else _("on")

    def get_queryset(self, request):
        """With how many deliveries were not taken yet."""
        untaken = Count("deliveries", filter=Q(deliveries__delivered_at__isnull=True))
        return super().get_queryset(request).annotate(untaken=untaken)

    @admin.display(description=lazy("waiting"), ordering="untaken")
    def waiting(self, webhook):
        """How many deliveries were not taken yet."""
        return webhook.untaken

    @admin.display(description=lazy("last taken"), ordering="progress__delivered_at")
    def delivered(self, webhook):
        """When it took something last."""
        return webhook.progress.delivered_at


def switched_off():
    """The queue of the desk's home: webhooks that the worker gave up."""
    return Queue(
        Webhook.objects.given_up().count(),
        "Webhooks that were switched off",
        reverse("admin:webhooks_webhook_changelist"),
        "Their receivers took nothing for three days.",
    )
