"""Boxes in rows of a form that open a list: what is chosen is known, not asked for again."""

from django.contrib.admin.widgets import AutocompleteSelect


class Known(AutocompleteSelect):
    """As Django's; the row that is chosen comes with the form's own row."""

    known = None

    def optgroups(self, name, value, attr=None):
        """The chosen row alone, without a question to the database."""
        chosen = str(value[0]) if value and value[0] else ""
        if self.known is None or str(self.known.pk) != chosen:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options.append(
            self.create_option(name, self.known.pk, str(self.known), {chosen}, len(options))
        )
        return [(None, options, 0)]


class KnowingForm:
    """Mixin for the form of a row below another: tells its boxes what the row holds."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            box = getattr(field.widget, "widget", field.widget)
            if isinstance(box, Known) and self.instance.pk:
                box.known = getattr(self.instance, name)


class Knowing:
    """Mixin for rows below another one in a form of Django's."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """With boxes that know."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Known(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
