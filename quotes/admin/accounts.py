"""People and their roles: for administrators only."""

import django.contrib.auth.admin  # noqa: F401  registers both, so that ours can take their place
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from quotes import roles
from quotes.admin.exporting import Exported
from quotes.admin.watching import Watched
from quotes.telling import told

admin.site.unregister([User, Group])


class RolesField(ModelMultipleChoiceField):
    """Roles by their names in the person's language."""

    def label_from_instance(self, group):
        """The role in words."""
        return told(group.name)


class ForAdministrators:
    """Mixin: only administrators see it or touch it; accounts are closed, never deleted."""

    def may(self, request):
        """The person is an administrator."""
        return roles.can(request.user, roles.ADMINISTER)

    def has_module_permission(self, request):
        """Administrators."""
        return self.may(request)

    def has_view_permission(self, request, obj=None):
        """Administrators."""
        return self.may(request)

    def has_add_permission(self, request, obj=None):
        """Administrators."""
        return self.may(request)

    def has_change_permission(self, request, obj=None):
        """Administrators; a superuser's account only by a superuser."""
        above = obj is not None and getattr(obj, "is_superuser", False)
        return self.may(request) and (not above or request.user.is_superuser)

    def has_delete_permission(self, request, obj=None):
        """Nobody: an account is closed by taking “active” away, since history names it."""
        return False

    def get_actions(self, request):
        """No bulk deletion."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


@admin.register(User)
class PersonAdmin(ForAdministrators, Watched, Exported, UserAdmin):
    """People who work here, and their roles."""

    watched = ("username", "first_name", "last_name", "email", "is_active", "groups")

    list_display = ["username", "first_name", "last_name", "held", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    show_facets = admin.ShowFacets.NEVER
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (lazy("Person"), {"fields": ["first_name", "last_name", "email"]}),
        (lazy("Role"), {"fields": ["is_active", "groups"]}),
        (lazy("Log-in"), {"fields": ["second_factor", "last_login", "date_joined"]}),
    ]
    readonly_fields = ["second_factor", "last_login", "date_joined"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Roles are four boxes to tick."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field = RolesField(Group.objects.all(), required=False, label=lazy("Roles"),
                               widget=CheckboxSelectMultiple)  # fmt: skip
            field.help_text = _("One person may hold several.")
        return field

    @admin.display(description=lazy("second factor"))
    def second_factor(self, user):
        """Whether there is one, and a button for whoever has lost it."""
        telephone = user.pk and user.totpdevice_set.filter(confirmed=True).first()
        if not telephone:
            return _("none")
        return format_html(
            '{} <button class="button" name="telephone" value="{}" formaction="{}"'
            " formnovalidate>{}</button>",
            _("set up, %(left)s recovery codes left") % {"left": user.recovery_codes.count()},
            telephone.pk,
            reverse("accounts:reset", args=[user.pk]),
            _("Reset it, and end all sessions"),
        )

    def get_queryset(self, request):
        """With their roles."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=lazy("roles"))
    def held(self, user):
        """The roles in words."""
        return ", ".join(told(group.name) for group in user.groups.all()) or _("none")


@admin.register(Group)
class RoleAdmin(ForAdministrators, Watched, Exported, GroupAdmin):
    """The four roles; what they may do is fixed."""

    watched = ("name",)

    readonly_fields = ["name", "permissions"]
    filter_horizontal = []

    def has_add_permission(self, request, obj=None):
        """There are four."""
        return False
