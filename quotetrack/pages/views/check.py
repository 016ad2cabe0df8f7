"""Paste a draft, see what the record knows of its words. Nothing pasted is stored or logged."""

from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from quotetrack.pages import draft_check, layout
from quotetrack.readers import limits


@csrf_exempt  # it changes nothing, and readers have no session
@require_http_methods(["GET", "HEAD", "POST"])
@layout.in_its_language
def check(request):
    """The form, and under it the answers to what was pasted."""
    text = request.POST.get("text", "").replace("\x00", "")
    speaker = request.POST.get("speaker", "").replace("\x00", "").strip()[:200]
    context = {
        "nav": "check",
        "text": text,
        "speaker": speaker,
        "longest": f"{draft_check.LONGEST:,}",
    }
    head = layout.Head(
        _("Check"),
        "/check/",
        _("Paste a draft: are these words real, and are they this person’s?"),
    )
    if request.method != "POST":
        return layout.render(request, "pages/check.html", context, head)
    standing = limits.hit_together(limits.Rate.named("check"), limits.address_of(request))
    status, trouble = why_not(text, standing)
    if trouble:
        context["trouble"] = trouble
    else:
        context["checked"] = draft_check.checked(text, speaker)
    response = layout.render(
        request, "pages/check.html", context, head, status=status, cache="no-store"
    )
    for name, value in standing.headers().items():
        response[name] = value
    return response


def why_not(text, standing):
    """The status, and why the text cannot be checked now; no words where it can."""
    if standing.is_over:
        return 429, _(
            "You have checked %(limit)s texts in a minute. Your text is still here: check it again"
            " in %(seconds)s seconds."
        ) % {"limit": standing.rate.limit, "seconds": standing.reset}
    if not text.strip():
        return 400, _("Paste the words that you want to check.")
    if len(text) > draft_check.LONGEST:
        return 413, _(
            "That is %(count)s characters; up to %(longest)s can be checked at once. Paste a part."
        ) % {"count": len(text), "longest": f"{draft_check.LONGEST:,}"}
    return 200, ""
