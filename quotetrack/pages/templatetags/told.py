"""Small pieces of markup that take a value of their own."""

import json

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()

ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


@register.simple_tag
def day(value):
    """A date in a <time>, where machines have a form for it; nothing for None."""
    if value is None:
        return ""
    if not value.machine:
        return value.text
    return format_html('<time datetime="{}">{}</time>', value.machine, value.text)


@register.simple_tag
def ld_json(entity):
    """JSON-LD in a script of its own, escaped as `json_script` does: nothing in it can end it."""
    return format_html(
        '<script type="application/ld+json">{}</script>',
        # Every character that HTML could see is written as a \u escape; quotation marks stay.
        mark_safe(json.dumps(entity, ensure_ascii=False).translate(ESCAPES)),
    )
