"""Tokens at the desk: shown once, revoked, never read again.

Administrators make them for anybody. Everybody on the desk makes their own: contributors to read,
editors and publishers to write as well. Nobody but administrators sees those of others.
"""

from django import forms
from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from quotes import roles
from quotes.admin.exporting import Exported
from quotetrack.api.models import ApiToken, Scope


def is_administrator(request) -> bool:
    """The person manages everybody's tokens."""
    return roles.can(request.user, roles.ADMINISTER)


def scopes_of(user) -> set:
    """What a token that this person makes may be good for."""
    writes = roles.can(user, roles.EDIT) or roles.can(user, roles.ADMINISTER)
    return set(Scope.values) if writes else {Scope.READ}


@admin.register(ApiToken)
class ApiTokenAdmin(Exported, admin.ModelAdmin):
    """The list of tokens; none of them can be read again or changed."""

    list_display = ["name", "start", "owner", "scopes", "expires_at", "last_used_at", "state"]
    list_select_related = ["owner"]
    search_fields = ["name", "start", "owner__username"]
    fields = ["owner", "name", "scopes", "expires_at"]
    actions = ["revoke"]

    def get_queryset(self, request):
        """All of them for administrators, one's own for others."""
        rows = super().get_queryset(request)
        return rows if is_administrator(request) else rows.filter(owner=request.user)

    def get_fields(self, request, obj=None):
        """Administrators say for whom; everybody else makes their own."""
        return self.fields if is_administrator(request) else self.fields[1:]

    def formfield_for_dbfield(self, field, request, **options):
        """Scopes as check boxes."""
        if field.name == "scopes":
            scopes = [one for one in Scope.choices if one[0] in scopes_of(request.user)]
            return forms.MultipleChoiceField(
                choices=scopes, widget=forms.CheckboxSelectMultiple, required=True
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
            owner=values.get("owner", request.user),
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
        """Whoever works on the desk."""
        return roles.sees_desk(request.user)

    def has_module_permission(self, request):
        """Whoever works on the desk."""
        return roles.sees_desk(request.user)

    def has_view_permission(self, request, obj=None):
        """Administrators each of them, others their own."""
        own = obj is None or obj.owner_id == request.user.pk
        return is_administrator(request) or (own and roles.sees_desk(request.user))

    def has_change_permission(self, request, obj=None):
        """Revoking is the only change, and an action of the list."""
        return False

    def has_delete_permission(self, request, obj=None):
        """A token that was used stays on record."""
        return False
