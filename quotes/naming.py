"""What tables and their columns are called, in the person's language.

Django keeps the names that it makes of field names as plain strings. Once all models are there,
ours are told by the catalogue; migrations, which read what was declared, do not see it.
"""

from django.apps import apps
from django.utils.translation import gettext_lazy

OURS = ("quotes", "sources", "api", "desk", "bulk", "accounts")


def tell_names():
    """Names of our tables and columns follow the language."""
    for model in apps.get_models():
        options = model._meta
        if options.app_label not in OURS:
            continue
        options.verbose_name = gettext_lazy(str(options.verbose_name))
        options.verbose_name_plural = gettext_lazy(str(options.verbose_name_plural))
        for field in options.local_fields + options.local_many_to_many:
            if isinstance(field.verbose_name, str):
                field.verbose_name = gettext_lazy(field.verbose_name)
            if field.help_text and isinstance(field.help_text, str):
                field.help_text = gettext_lazy(field.help_text)
