"""The app of what the desk keeps for itself: who is where, what was imported."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "quotes.desk"
    label = "desk"
