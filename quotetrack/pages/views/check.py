"""Paste a draft, see what the record knows of its words. Nothing pasted is stored or logged."""

from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from quotetrack.pages import draft_check, layout


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
    status = 200
    if not text.strip():
        context["trouble"] = _("Paste the words that you want to check.")
        status = 400
    elif len(text) > draft_check.LONGEST:
        context["trouble"] = _(
            "That is %(count)s characters; up to %(longest)s can be checked at once. Paste a part."
        ) % {"count": len(text), "longest": draft_check.LONGEST}
        status = 413
    else:
        context["checked"] = draft_check.checked(text, speaker)
    return layout.render(
        request, "pages/check.html", context, head, status=status, cache="no-store"
    )
