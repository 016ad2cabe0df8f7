"""The box that takes in what others hold of our claims, and what a publisher does with it."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from quotes.actions import outside_reviews
from quotes.admin import conflicting
from quotes.errors import EditConflict
from quotes.models import OutsideReview
from sources.errors import QuoteTrackError

MOST_BYTES = 5 * 1024 * 1024


class ImportForm(forms.Form):
    """An address or a file; one is enough."""

    url = forms.CharField(
        label=lazy("Address"),
        required=False,
        max_length=2000,
        help_text=lazy("A page with ClaimReview in it, or a feed of reviews as JSON."),
    )
    file = forms.FileField(
        label=lazy("File"),
        required=False,
        help_text=lazy("The same, saved: HTML or JSON, up to 5 MB."),
    )

    def clean(self):
        """Something must be given, and no more than can be read."""
        held = super().clean()
        file = held.get("file")
        if not held.get("url") and not file:
            raise forms.ValidationError("Give an address or a file.")
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError("The file is larger than 5 MB.")
        return held


def import_reviews(request):
    """Take in the reviews of a page or a file, and say what became of each."""
    asked = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if asked else ImportForm()
    context = request.desk.each_context(request) | {"title": _("Import reviews of claims")}
    status = 200
    if asked:
        status = 422
        if form.is_valid():
            try:
                context["taken"] = taken_in(form.cleaned_data, request.user)
                status = 200
            except QuoteTrackError as error:
                form.add_error("file" if form.cleaned_data.get("file") else "url", str(error))
    return render(request, "desk/import_reviews.html", context | {"form": form}, status=status)


def taken_in(data, by):
    """Hand the file or the address on."""
    if data.get("file"):
        return outside_reviews.take_in(data["file"].read(), by=by)
    return outside_reviews.take_in_from(data["url"].strip(), by=by)


ACTS = {
    "publish": (outside_reviews.publish, "Readers see this review now, as its author’s."),
    "withdraw": (outside_reviews.withdraw, "Readers do not see this review any more."),
}


@require_POST
def review_act(request, public_id, act):
    """Publish or withdraw a review; back to its page."""
    if act not in ACTS:
        raise Http404("There is no such act.")
    row = get_object_or_404(OutsideReview, public_id=public_id)
    do, say = ACTS[act]
    try:
        do(row, by=request.user, expect=conflicting.expected(request))
    except EditConflict as error:
        return conflicting.page(request, row, act, error)
    except QuoteTrackError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, say)
    return redirect("admin:quotes_outsidereview_change", row.pk)


# Address, view and name, for the desk's own site.
PAGES = (
    ("desk/reviews/import/", import_reviews, "desk_import_reviews"),
    ("desk/reviews/<slug:public_id>/<slug:act>/", review_act, "desk_review_act"),
)
