"""Publication at a set time, on the pages of quotes and assessments."""

from datetime import timedelta
from functools import cached_property

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone_name, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from quotes import roles
from quotes.actions import assessments, planning
from quotes.admin.moments import moment, typed_day
from quotes.models import Quote
from quotes.models.assessments import AssessmentState
from quotes.models.words import QuoteStatus
from quotes.telling import told


class Plan:
    """The time at which one row comes before readers, and what this person may do about it."""

    def __init__(self, row, user):
        self.row = row
        self.user = user
        self.rooms = "quotes" if isinstance(row, Quote) else "assessments"

    @property
    def can_set(self):
        """A publisher, what waits and needs no notice."""
        if not roles.can(self.user, roles.PUBLISH):
            return False
        if isinstance(self.row, Quote):
            return self.row.status in (QuoteStatus.DRAFT, QuoteStatus.IN_REVIEW)
        waits = self.row.state == AssessmentState.APPROVED
        return waits and not assessments.changes_verdict(self.row)

    @cached_property
    def hindrance(self):
        """Why it will not go out by itself."""
        return told(planning.hindrance(self.row)) if self.row.publish_at else ""

    @property
    def is_late(self):
        """Nothing hinders it, its time is over, and it is not out."""
        return is_late(self.row) and not self.hindrance

    @property
    def today(self):
        """The first day that can be chosen."""
        return localtime().date()

    @property
    def last_day(self):
        """The last day that can be chosen."""
        return (localtime() + planning.FARTHEST - timedelta(days=1)).date()

    @property
    def zone(self):
        """The reader's zone, in which hours are read."""
        return get_current_timezone_name()


def is_late(row) -> bool:
    """The time that was set is well over."""
    return bool(row.publish_at) and row.publish_at + planning.LATE < timezone.now()


def time_in(data):
    """The posted day and hour."""
    return moment(typed_day(data.get("day", "")), data.get("hour", ""))


def in_words(at):
    """The moment in words, where the reader is."""
    return date_format(localtime(at), "j F Y, H:i")


def plan_quote(quote, data, by, expect):
    """Set the time at which the quote comes before readers."""
    at = time_in(data)
    planning.plan_quote(quote, at, by=by, expect=expect)
    return f"It comes before readers on {in_words(at)}."


def plan_assessment(row, data, by, expect):
    """Set the time at which the assessment comes before readers."""
    at = time_in(data)
    planning.plan_assessment(row, at, by=by, expect=expect)
    return f"It comes before readers on {in_words(at)}."


def call_off(row, data, by, expect):
    """Take the time back."""
    planning.call_off(row, by=by, expect=expect)
    return "Called off: it waits for a publisher."


class AtASetTime(admin.SimpleListFilter):
    """Rows that come before readers at a set time, and those whose time is over."""

    title = lazy("set time")
    parameter_name = "planned"

    def lookups(self, request, model_admin):
        """All of them, or the late ones."""
        return [("yes", _("to come out by itself")), ("late", _("late"))]

    def queryset(self, request, queryset):
        """The chosen ones, by the index of times."""
        if self.value() == "yes":
            return queryset.filter(publish_at__isnull=False)
        if self.value() == "late":
            return queryset.filter(publish_at__lt=timezone.now() - planning.LATE)
        return queryset
