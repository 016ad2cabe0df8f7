"""The box in which a rating is chosen: the steps of each scale below its name and version."""

from itertools import groupby

from django import forms
from django.db.models import F
from django.forms.models import ModelChoiceIterator

from quotes.models import RatingScale

RATING_HELP = "Below the name of its scale. A scale is frozen once an approved assessment uses it."


def latest_scales():
    """The newest version of each scale that is agreed: older ones are not chosen."""
    rows = (
        RatingScale.objects.filter(is_proposed=False).order_by("slug", "-version").distinct("slug")
    )
    return set(rows.values_list("pk", flat=True))


class ByScale(ModelChoiceIterator):
    """The ratings of the newest scales, the house scale first."""

    def __iter__(self):
        yield ("", self.field.empty_label)
        rows = self.queryset.filter(scale__in=latest_scales()).select_related("scale")
        rows = rows.order_by(
            "-scale__is_house", "scale__name", F("ordinal").desc(nulls_last=True), "pk"
        )
        for scale, ratings in groupby(rows, key=lambda one: one.scale):
            yield (str(scale), [self.choice(one) for one in ratings])


class RatingChoice(forms.ModelChoiceField):
    """A rating of a named scale."""

    iterator = ByScale

    def label_from_instance(self, rating):
        """The label with what it means."""
        meaning = rating.definition
        return f"{rating.label}: {meaning[:90]}{'…' if len(meaning) > 90 else ''}"
