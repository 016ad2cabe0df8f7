"""A public claim is corrected on a page of its own, with the notice that readers get."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from quotes import roles
from quotes.actions import corrections, voiding
from quotes.actions.corrections import Notice
from quotes.admin import conflicting
from quotes.admin.rows import PartialDateInput
from quotes.errors import EditConflict
from quotes.models import Claim
from quotes.models.claims import ClaimKind, ClaimStatus
from quotes.models.notices import Tier
from quotes.models.words import WithdrawalReason
from quotes.published.models import PublishedClaim
from sources.errors import QuoteTrackError

FIELDS = ("text", "language", "kind", "about")


def is_public(claim) -> bool:
    """Readers see the claim."""
    return PublishedClaim.objects.filter(pk=claim.public_id).exists()


class CorrectionForm(forms.Form):
    """The claim as it shall be, and the notice."""

    text = forms.CharField(
        label=gettext_lazy("The claim, one sentence that can be checked"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    language = forms.CharField(label=gettext_lazy("Language, as in BCP 47"), max_length=12)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ClaimKind)
    about = PartialDateInput(label=gettext_lazy("About the time"))
    tier = forms.ChoiceField(label=gettext_lazy("How grave"), choices=Tier, initial=Tier.CORRECTION)
    what_was_wrong = forms.CharField(
        label=gettext_lazy("What was wrong, in a sentence for readers"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    what_changed = forms.CharField(
        label=gettext_lazy("What changed, in a sentence for readers"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def values(self) -> dict:
        """The claim's own fields."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def notice(self) -> Notice:
        """What readers are told."""
        said = self.cleaned_data
        return Notice(said["tier"], said["what_was_wrong"], said["what_changed"])


def voiding_of(claim, user, public) -> dict | None:
    """What the form that makes the claim void asks for; None where this person may not, or gone."""
    right = roles.PUBLISH if public else roles.EDIT
    gone = claim.merged_into_id or claim.status == ClaimStatus.VOID
    if gone or not roles.can(user, right):
        return None
    return {"is_public": public, "reasons": WithdrawalReason.choices}


@require_POST
def void_claim(request, public_id):
    """Make a claim void; back to its page."""
    claim, said = get_object_or_404(Claim, public_id=public_id), request.POST
    notice = None
    if said.get("what_was_wrong", "").strip() or said.get("what_changed", "").strip():
        notice = Notice(Tier.VOID, said.get("what_was_wrong", ""), said.get("what_changed", ""))
    try:
        voiding.void_claim(
            claim, by=request.user, why=said.get("why", "")[:2000], notice=notice,
            reason=said.get("reason", ""), expect=conflicting.expected(request),
        )  # fmt: skip
    except EditConflict as error:
        return conflicting.page(request, claim, "void", error)
    except QuoteTrackError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Void: nobody can assess it or tie quotes to it any more."))
    return redirect("admin:quotes_claim_change", claim.pk)


@require_http_methods(["GET", "POST"])
def correct_claim(request, public_id):
    """The form; the correction, once it is posted."""
    claim = get_object_or_404(Claim, public_id=public_id)
    start = {name: getattr(claim, name) for name in FIELDS} | {"about": str(claim.about)}
    form, status = CorrectionForm(initial=start), 200
    if request.method == "POST":
        form, status = CorrectionForm(request.POST), 400
        if form.is_valid():
            try:
                done = corrections.correct_claim(
                    claim, by=request.user, notice=form.notice(), **form.values(),
                    expect=conflicting.expected(request),
                )  # fmt: skip
            except EditConflict as error:
                return conflicting.page(request, claim, "correct", error)
            except QuoteTrackError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Correction %d is published.") % done.number)
                return redirect("admin:quotes_claim_change", claim.pk)
    context = request.desk.each_context(request) | {
        "title": _("Correct a public claim"),
        "claim": claim,
        "form": form,
        "may": roles.can(request.user, roles.PUBLISH) and is_public(claim),
    }
    return render(request, "desk/claim_correct.html", context, status=status)
