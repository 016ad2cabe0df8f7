"""Who may do what in the lists and forms of the desk: every answer comes from `quotes.roles`."""

from django.forms.models import BaseInlineFormSet

from quotes import roles


class ByRole:
    """Mixin: permissions by right instead of Django's per-model ones.

    `adding` and `changing` name the right that is needed (None: nobody). Whoever holds a role
    sees everything. Nothing is deleted but what `may_vanish` allows, by an administrator.
    """

    adding = roles.CONTRIBUTE
    changing = roles.CONTRIBUTE

    def has_module_permission(self, request):
        """Whoever sees the desk sees its rooms."""
        return roles.sees_desk(request.user)

    def has_view_permission(self, request, obj=None):
        """Whoever sees the desk."""
        return roles.sees_desk(request.user)

    def has_add_permission(self, request, obj=None):
        """By the right named in `adding`."""
        return bool(self.adding) and roles.can(request.user, self.adding)

    def has_change_permission(self, request, obj=None):
        """By the right named in `changing`."""
        return bool(self.changing) and roles.can(request.user, self.changing)

    def has_delete_permission(self, request, obj=None):
        """An administrator, and only what was never public."""
        if obj is None or not roles.can(request.user, roles.ADMINISTER):
            return False
        return self.may_vanish(obj)

    def may_vanish(self, obj) -> bool:
        """The row is a draft that was never public."""
        return False

    def get_actions(self, request):
        """Bulk deletion does not exist here."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


class NamedRows(BaseInlineFormSet):
    """Rows below a page whose boxes say what they are, although the label stands far above."""

    def add_fields(self, form, index):
        """Give each box its field's name."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", str(field.label or name.lower()))


class RowsByRole:
    """Mixin for inlines: they follow the page that they stand on; rows may be removed by
    whoever may change them."""

    removing = True
    formset = NamedRows

    def allowed(self, request, obj):
        """The page's own row may be changed."""
        owner = self.admin_site._registry.get(self.parent_model)
        return owner is not None and owner.has_change_permission(request, obj)

    def has_view_permission(self, request, obj=None):
        """Whoever sees the desk."""
        return roles.sees_desk(request.user)

    def has_add_permission(self, request, obj=None):
        """As the page."""
        return self.allowed(request, obj) or (obj is None and self.may_begin(request))

    def may_begin(self, request):
        """The page may be filled in for a new row."""
        owner = self.admin_site._registry.get(self.parent_model)
        return owner is not None and owner.has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        """As the page."""
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """As the page, where rows may go at all."""
        return self.removing and self.allowed(request, obj)


class ShownOnly:
    """Mixin for inlines and lists that are only read here."""

    adding = changing = None
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        """Nobody."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody."""
        return False
