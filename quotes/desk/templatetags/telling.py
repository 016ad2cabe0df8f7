"""What code has put into words, told in the person's language."""

from django import template
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from quotes.telling import told

register = template.Library()
register.filter("told", told)


@register.filter
def in_which_language(code: str) -> str:
    """The language's name in the person's language, else its code; `und` is not known."""
    if not code or code == "und":
        return _("language not known")
    try:
        return _(get_language_info(code.lower())["name"])
    except KeyError:
        return code
