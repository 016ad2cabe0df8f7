"""Suggestions are decided: accepted, as a new quote or a known one's, or rejected."""

from quotes import candidates, roles
from quotes.models import Candidate, Quote, Speaker
from quotetrack.api.errors import bad_field
from quotetrack.api.models import Scope
from quotetrack.api.v1 import bodies
from quotetrack.api.v1.reading.answers import answer, as_json
from quotetrack.api.v1.writing import idempotency, shapes, showing
from quotetrack.api.v1.writing.access import Writing, client_of, expected_version, required

ROWS = Candidate.objects.select_related("snapshot__article", "suggested_speaker")


class Deciding(Writing):
    """Something is done to one suggestion, if nobody changed it meanwhile."""

    scope = Scope.CURATE
    shape = shapes.Decided
    needs_match = True

    def post(self, request, name):
        """What became of it."""
        roles.check(request.user, roles.CONTRIBUTE, "decide suggestions")
        values = bodies.read(self.body_shape, request.data)

        def work():
            row = required(ROWS, public_id=name)
            return self.respond(self.decide(row, request, values, expected_version(request, name)))

        return idempotency.once(request, client_of(request), as_json(values).encode(), work)

    def decide(self, row, request, values, expect):
        """Do it, and give the answer's values."""
        raise NotImplementedError

    def respond(self, values):
        """The suggestion as it stands now, and what came of it."""
        row = values["candidate"]
        values["candidate"] = showing.candidate(required(ROWS, pk=row.pk))
        return answer(as_json(values), values["candidate"]["etag"], cache="no-store")


class Accept(Deciding):
    """Make a quote of a suggestion, or with `quote` another occurrence of a known one.

    Without a speaker the suggested one is taken; a name that nobody goes by makes a new speaker.
    """

    body_shape = shapes.AcceptBody

    def decide(self, row, request, values, expect):
        """Accept it."""
        made = candidates.accept(
            row,
            by=request.user,
            speaker=chosen_speaker(values.get("speaker")),
            speaker_name=values.get("speaker_name", ""),
            quote=chosen_quote(values.get("quote")),
            expect=expect,
        )
        return {
            "candidate": made.candidate,
            "quote": {
                "id": made.quote.public_id,
                "status": made.quote.status,
                "is_new": made.is_new_quote,
            },
            "occurrence": made.occurrence.public_id,
            "speaker": showing.named(made.speaker),
        }


class Reject(Deciding):
    """Remember that this is no quote of ours: the same stretch is not suggested again."""

    body_shape = shapes.RejectBody

    def decide(self, row, request, values, expect):
        """Reject it."""
        reason = values.get("reason", "")
        row = candidates.reject(row, by=request.user, reason=reason, expect=expect)
        return {"candidate": row, "quote": None, "occurrence": None, "speaker": None}


class One(Writing):
    """A suggestion as it stands now."""

    scope = Scope.CURATE
    shape = shapes.CandidateShape

    def get(self, request, name):
        """The suggestion, with the ETag that a decision needs."""
        roles.check(request.user, roles.CONTRIBUTE, "see suggestions")
        values = showing.candidate(required(ROWS, public_id=name))
        return answer(as_json(values), values["etag"], cache="no-store")


def chosen_speaker(name):
    """The speaker of this id or slug, or a 422 that names the field."""
    if not name:
        return None
    rows = Speaker.objects.unmerged()
    found = rows.filter(public_id=name).first() or rows.filter(slug=name).first()
    if found is None:
        raise bad_field("speaker", f"No speaker has the id or slug “{name}”.", status=422)
    return found


def chosen_quote(public_id):
    """The quote of this id, or a 422 that names the field."""
    if not public_id:
        return None
    found = Quote.objects.filter(public_id=public_id).first()
    if found is None:
        raise bad_field("quote", f"No quote has the id “{public_id}”.", status=422)
    return found
