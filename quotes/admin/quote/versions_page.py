"""Every version of a quote or a claim, and the page that puts one back."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from quotes import roles
from quotes.actions import versions
from quotes.actions.corrections import Notice
from quotes.admin import conflicting
from quotes.admin.guarding import sentence
from quotes.admin.history import changes_of
from quotes.admin.quote import differing
from quotes.errors import EditConflict
from quotes.models import (
    Attribution,
    ChainStep,
    Claim,
    ClaimQuote,
    ClaimTopic,
    Occurrence,
    Quote,
    Wording,
)
from quotes.models.notices import Tier
from quotes.published.models import PublishedClaim
from sources.errors import QuoteTrackError

MODELS = {"quote": Quote, "claim": Claim}
BELOW = {
    "quote": (
        (Wording, "quote_id"),
        (Attribution, "quote_id"),
        (ClaimQuote, "quote_id"),
        (Occurrence, "wording__quote_id"),
        (ChainStep, "occurrence__wording__quote_id"),
    ),
    "claim": ((ClaimTopic, "claim_id"),),
}


@dataclass
class Version:
    """What was changed at one moment, by whom and why; before it stood another version."""

    at: datetime
    who: str
    acts: list
    reason: str
    changes: list = field(default_factory=list)
    url: str = ""


def row_of(kind, public_id):
    """The quote or claim, or 404."""
    if kind not in MODELS:
        raise Http404("There are no versions of this kind.")
    return get_object_or_404(MODELS[kind], public_id=public_id)


def versions_of(kind, row) -> list[Version]:
    """The moments at which something was changed, newest first."""
    found = []
    for at, changes in groupby(changes_of(row, BELOW[kind]), key=lambda one: one.at):
        changes = list(changes)
        acts = list(dict.fromkeys(one.act for one in changes if one.act))
        reason = next((one.reason for one in changes if one.reason), "")
        found.append(Version(at, changes[0].who, acts, reason, changes))
    here = reverse("admin:desk_version", args=[kind, row.public_id])
    for version in found[:-1]:
        version.url = f"{here}?{urlencode({'before': version.at.isoformat()})}"
    return found


@require_GET
def versions_list(request, kind, public_id):
    """Every version, each to be looked at and put back."""
    row = row_of(kind, public_id)
    context = request.desk.each_context(request) | {
        "title": _("Versions"),
        "row": row,
        "row_page": reverse(f"admin:quotes_{kind}_change", args=[row.pk]),
        "versions": versions_of(kind, row),
    }
    return render(request, "desk/quote/versions.html", context)


@require_http_methods(["GET", "POST"])
def version(request, kind, public_id):
    """What putting a version back would change; the putting back, once it is confirmed."""
    row = row_of(kind, public_id)
    before = moment(request.GET.get("before", ""))
    if before is None:
        raise Http404("Name the moment: take it from the list of versions.")
    error = ""
    if request.method == "POST":
        try:
            return put_back(request, kind, row, before)
        except EditConflict as told:
            return conflicting.page(request, row, "put a version back", told)
        except (QuoteTrackError, IntegrityError) as told:
            error = sentence(told)
    context = request.desk.each_context(request) | preview(kind, row, before, request.user) | {
        "title": _("Put a version back"),
        "row": row,
        "kind": kind,
        "row_page": reverse(f"admin:quotes_{kind}_change", args=[row.pk]),
        "list_page": reverse("admin:desk_versions", args=[kind, row.public_id]),
        "before": before,
        "error": error,
        "posted": request.POST,
        "tiers": Tier.choices,
    }  # fmt: skip
    return render(request, "desk/quote/version.html", context, status=409 if error else 200)


def moment(text):
    """The moment that a link names, or None."""
    try:
        found = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def preview(kind, row, before, user) -> dict:
    """What would change, whether a notice is needed, and whether it would wait."""
    if kind == "claim":
        found = versions.earlier_claim(row, before)
        rows = [
            {"name": name.capitalize(), "now": plain(now), "then": plain(then),
             "steps": differing.words_between(now, then) if name == "text" else None}
            for name, (now, then) in found.items()
        ]  # fmt: skip
        public = PublishedClaim.objects.filter(pk=row.public_id).exists()
        parts = [{"what": str(row._meta.verbose_name), "rows": rows}] if rows else []
        needs = public and "text" in found
        may = roles.can(user, roles.PUBLISH if needs else roles.EDIT)
        return {"parts": parts, "needs_notice": needs, "may": may, "waits": False}
    back = versions.earlier(row, before)
    parts = [
        {"what": str(one.row._meta.verbose_name), "of": str(one.row),
         "rows": differing.rows(one.sort, one.row, one.now, one.then)}
        for one in back
    ]  # fmt: skip
    grave = any(one.kind == "substantive" for one in back)
    publisher = roles.can(user, roles.PUBLISH)
    needed = roles.CONTRIBUTE if row.status == "draft" else roles.EDIT
    needed = roles.JUDGE if row.status == "published" else needed
    return {
        "parts": parts,
        "needs_notice": grave and publisher,
        "waits": row.status == "published" and not publisher,
        "may": roles.can(user, needed) and row.status != "withdrawn",
    }


def plain(value) -> str:
    """A claim's value in words."""
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "–"
    return str(value) or "–"


def put_back(request, kind, row, before):
    """Put the version back, and say how that is undone."""
    data, notice = request.POST, None
    if data.get("what_was_wrong", "").strip() or data.get("what_changed", "").strip():
        notice = Notice(
            data.get("tier", "correction"), data["what_was_wrong"], data.get("what_changed", "")
        )
    act = versions.restore if kind == "quote" else versions.restore_claim
    act(
        row, before, by=request.user, reason=data.get("reason", "")[:2000], notice=notice,
        expect=conflicting.expected(request),
    )  # fmt: skip
    waits = kind == "quote" and preview(kind, row, before, request.user)["waits"]
    if waits:
        messages.success(request, _("Proposed: it waits as changes to publish."))
        return redirect("admin:quotes_quote_change", row.pk)
    messages.success(
        request, _("Put back, as a new version. The newest line below takes it back again.")
    )
    return redirect("admin:desk_versions", kind, row.public_id)
