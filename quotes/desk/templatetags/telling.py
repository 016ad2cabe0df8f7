"""What code has put into words, told in the person's language."""

from django import template

from quotes.telling import told

register = template.Library()
register.filter("told", told)
