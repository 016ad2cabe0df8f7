"""Who else has this page open: pages ask every few seconds and say that they are there."""

from django.http import JsonResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from quotes.admin.history import named
from quotes.admin.talking import target_of
from quotes.desk import presence


@require_POST
def here(request, kind, public_id):
    """Say that one is here, or leaves, and hear who else is."""
    target_of(kind, public_id)
    if request.POST.get("gone"):
        presence.gone(kind, public_id, by=request.user)
        return JsonResponse({"say": ""})
    presence.here(kind, public_id, by=request.user)
    return JsonResponse({"say": sentence(presence.others(kind, public_id, request.user))})


def sentence(people) -> str:
    """Ana has this open, Ana and Ben have this open; empty where nobody else has."""
    if not people:
        return ""
    names = ", ".join(named(person) for person in people)
    return ngettext(
        "%(names)s has this open too.", "%(names)s have this open too.", len(people)
    ) % {"names": names}
