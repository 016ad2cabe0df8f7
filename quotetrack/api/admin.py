"""Tokens at the desk: administrators make them, show them once, and revoke them."""

from django import forms
from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from quotes import roles
from quotes.admin.exporting import Exported
from quotetrack.api.models import ApiToken, Scope


@admin.register(ApiToken)
class ApiTokenAdmin(Exported, admin.ModelAdmin):
    """The list of tokens; none of them can be read again or changed."""

    list_display = ["name", "start", "owner", "scopes", "expires_at", "last_used_at", "state"]
    list_select_related = ["owner"]
    search_fields = ["name", "start", "owner__username"]
    fields = ["owner", "name", "scopes", "expires_at"]
    actions = ["revoke"]

    def formfield_for_dbfield(self, field, request, **options):
        """Scopes as check boxes."""
        if field.name == "scopes":
            return forms.MultipleChoiceField(
                choices=Scope.choices, widget=forms.CheckboxSelectMultiple, required=True
            )
        return super().formfield_for_dbfield(field, request, **options)

    @admin.display(description=lazy("state"))
    def state(self, token):
        """Whether it works."""
        if token.revoked_at:
            return _("revoked")
        return _("works") if token.is_live else _("expired")

    def save_model(self, request, token, form, change):
        """Make the token and show its secret in this one answer."""
        values = form.cleaned_data
        made, secret = ApiToken.objects.issue(
            owner=values["owner"],
            by=request.user,
            name=values["name"],
            scopes=values["scopes"],
            expires_at=values["expires_at"],
        )
        token.pk, token.start = made.pk, made.start
        messages.warning(
            request,
            format_html(
                "{} <code>{}</code>", _("Copy this token now, it is not shown again:"), secret
            ),
        )

    @admin.action(description=lazy("Revoke the selected tokens"))
    def revoke(self, request, tokens):
        """Make them useless from now on."""
        for token in tokens:
            token.revoke(by=request.user)
        self.message_user(request, _("Revoked."))

    def has_add_permission(self, request):
        """Administrators only."""
        return roles.can(request.user, roles.ADMINISTER)

    def has_module_permission(self, request):
        """Administrators only."""
        return roles.can(request.user, roles.ADMINISTER)

    def has_view_permission(self, request, obj=None):
        """Administrators only."""
        return roles.can(request.user, roles.ADMINISTER)

    def has_change_permission(self, request, obj=None):
        """Revoking is the only change, and an action of the list."""
        return False

    def has_delete_permission(self, request, obj=None):
        """A token that was used stays on record."""
        return False
