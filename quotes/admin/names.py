"""Names for a box while somebody types: claims by their words, speakers by any of their names."""

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_GET

from quotes import finding
from quotes.models import Claim, Speaker

MOST, SHORTEST = 8, 2


def claims(words: str) -> list[str]:
    """The very words of claims that hold these words, newest first."""
    known = Claim.objects.standing()
    rows = known.filter(pk__in=finding.claims(words, known)).order_by("-pk")
    return list(rows.values_list("text", flat=True)[:MOST])


def names_of_speakers(words: str) -> list[str]:
    """Names of speakers who go by them, or nearly."""
    return list(dict.fromkeys(one.name for one in Speaker.objects.known_as(words)[:MOST]))


KINDS = {"claim": claims, "speaker": names_of_speakers}


@require_GET
def names(request, kind):
    """What a box of this kind may mean, as `{"names": [...]}`."""
    if kind not in KINDS:
        raise Http404("There are no names of this kind.")
    words = " ".join(request.GET.get("q", "").split())[:200]
    found = KINDS[kind](words) if len(words) >= SHORTEST else []
    return JsonResponse({"names": found})
