"""Makes the rows of a quote from a stretch of text: wording, occurrence, segments, chain."""

from django.db.models import ProtectedError

from quotes import speakers
from quotes.errors import MoveNotAllowed, NotReady
from quotes.extraction.text import norm_hash, sketch
from quotes.models import (
    Attribution,
    ChainStep,
    Occasion,
    Occurrence,
    Quote,
    Segment,
    Wording,
    WordingSketch,
)
from quotes.models.attributions import Rank
from quotes.models.occurrences import CONTEXT
from quotes.models.words import OccasionKind
from quotes.publishing import derive
from sources.models import Outlet

# What articles call the medium, by their language, and the occasion that it was.
K = OccasionKind
MEDIUMS = {
    "en": {
        K.LETTER: "letter", K.EMAIL: "email e-mail", K.STATEMENT: "statement",
        K.INTERVIEW: "interview", K.REPORT: "report paper", K.SPEECH: "speech",
        K.PHONE_CALL: "call called", K.SOCIAL_POST: "tweet post", K.TESTIMONY: "testimony",
        K.PRESS_CONFERENCE: "conference briefing", K.MEETING: "meeting",
    },
    "es": {
        K.LETTER: "carta", K.EMAIL: "correo", K.STATEMENT: "comunicado declaración",
        K.INTERVIEW: "entrevista", K.REPORT: "informe", K.SPEECH: "discurso",
        K.PHONE_CALL: "llamada", K.SOCIAL_POST: "tuit", K.PRESS_CONFERENCE: "rueda conferencia",
    },
    "fr": {
        K.LETTER: "lettre", K.EMAIL: "courriel", K.STATEMENT: "communiqué déclaration",
        K.INTERVIEW: "entretien", K.REPORT: "rapport", K.SPEECH: "discours",
        K.PRESS_CONFERENCE: "conférence",
    },
    "de": {
        K.LETTER: "brief", K.EMAIL: "e-mail", K.STATEMENT: "mitteilung pressemitteilung erklärung",
        K.INTERVIEW: "interview", K.REPORT: "bericht", K.SPEECH: "rede",
        K.PRESS_CONFERENCE: "pressekonferenz",
    },
}  # fmt: skip
OCCASIONS = {
    language: {word: kind for kind, words in kinds.items() for word in words.split()}
    for language, kinds in MEDIUMS.items()
}


def new_quote(candidate, speaker, given) -> Occurrence:
    """A new draft from a suggestion; its occurrence."""
    article = candidate.snapshot.article
    language = given.get("language") or article.language or "und"
    original = given.get("original_language")
    quote = Quote(
        original_language=language if original is None else original,
        occasion=given.get("occasion") or occasion_of(candidate),
    )
    if given.get("said"):
        quote.said = given["said"]
    quote.save()
    occurrence = print_in(quote, candidate, given)
    quote.preferred_wording = occurrence.wording
    quote.save(update_fields=["preferred_wording"])
    if speaker:
        attribute(quote, speaker, given.get("role"), candidate.role)
    return occurrence


def another(candidate, quote, speaker, given, by) -> Occurrence:
    """Another occurrence of a known quote.

    Another printed speaker is recorded as this article's, never as the preferred one.
    """
    if quote.merged_into_id:
        raise MoveNotAllowed("This quote was merged into another one. Choose that one.")
    occurrence = print_in(quote, candidate, given)
    known = set(quote.attributions.values_list("speaker_id", flat=True))
    if speaker and speaker.pk not in known:
        Attribution.objects.create(
            quote=quote,
            speaker=speaker,
            rank=Rank.NORMAL if known else Rank.PREFERRED,
            evidence_article=candidate.snapshot.article,
        )
        derive_draft_status(quote)
    return occurrence


def occasion_of(candidate):
    """A new occasion where the article names the medium: a letter, an email, a call."""
    medium = (candidate.details.get("medium") or {}).get("text", "")
    language = candidate.snapshot.article.language.partition("-")[0]
    known = OCCASIONS.get(language or "en", {})
    kinds = [known[word] for word in medium.lower().split() if word in known]
    return Occasion.objects.create(kind=kinds[-1]) if kinds else None


def words_of(candidate) -> str:
    """The words of a suggestion, its parts joined by one space."""
    text = candidate.snapshot.text
    return " ".join(" ".join(text[start:end].split()) for start, end in candidate.spans)


def print_in(quote, candidate, given) -> Occurrence:
    """The wording (found or made) and its occurrence in the suggestion's snapshot."""
    article = candidate.snapshot.article
    language = given.get("language") or article.language or "und"
    wording = find_or_make_wording(quote, words_of(candidate), language, given)
    occurrence = Occurrence.objects.create(
        wording=wording,
        snapshot=candidate.snapshot,
        form=given.get("form") or candidate.form,
        cue=given.get("cue", candidate.cue) or "",
        hedge=given.get("hedge") or candidate.hedge,
        evidentiality=given.get("evidentiality") or nearness(candidate),
        printed_speaker=given.get("printed_speaker", candidate.speaker_text) or "",
        printed_role=given.get("printed_role", candidate.role) or "",
    )
    add_segments(occurrence, candidate, given)
    chain = given.get("chain")
    add_chain(occurrence, chain_of(candidate) if chain is None else chain)
    return occurrence


def nearness(candidate) -> str:
    """First hand, unless the article says whom it has the words from."""
    if candidate.hedge != "none":
        return "hearsay"
    return "second_hand" if candidate.details.get("via") else "first_hand"


def find_or_make_wording(quote, text, language, given) -> Wording:
    """The quote's wording with these words; the same words are one wording."""
    if not text.strip():
        raise NotReady("There are no words in this stretch.")
    known = quote.wordings.filter(language=language, norm_hash=norm_hash(text)).first()
    if known:
        return known
    wording = Wording.objects.create(
        quote=quote,
        text=text,
        language=language,
        norm_hash=norm_hash(text),
        is_original=given.get("is_original", language == quote.original_language),
        translation_of=given.get("translation_of"),
        translator=given.get("translator") or "none",
        fidelity=given.get("fidelity") or "verbatim",
    )
    WordingSketch.objects.bulk_create(
        WordingSketch(hash=number, wording=wording) for number in sketch(text, language)
    )
    return wording


def add_segments(occurrence, candidate, given):
    """The stretches of the snapshot: the words, marked parts, the speaker's mention, the cue."""
    details = candidate.details
    verbatim = given.get("verbatim")
    if verbatim is None and occurrence.form in ("mixed", "indirect"):
        verbatim = details.get("verbatim_spans", [])
    stretches = [("content", *span) for span in candidate.spans]
    stretches += [("verbatim", *span) for span in verbatim or []]
    for role in ("speaker", "cue"):
        start, end = details.get(f"{role}_start"), details.get(f"{role}_end")
        if start is not None and end is not None and start < end:
            stretches.append((role, start, end))
    text = candidate.snapshot.text
    Segment.objects.bulk_create(
        Segment(
            occurrence=occurrence,
            role=role,
            start=start,
            end=end,
            exact=text[start:end],
            prefix=text[max(0, start - CONTEXT) : start],
            suffix=text[end : end + CONTEXT],
        )
        for role, start, end in stretches
    )


def chain_of(candidate) -> list[dict]:
    """Steps that the article names: whom it was told to, and whom it was taken from."""
    steps = []
    for kind, key in (("told_to", "addressee"), ("reported_by", "via")):
        party = (candidate.details.get(key) or {}).get("text", "")
        if party:
            outlet = Outlet.objects.named(party)
            steps.append({"kind": kind, "outlet": outlet, "party": party})
    return steps


def add_chain(occurrence, steps):
    """The steps by which the words got here, nearest to the speaker first."""
    ChainStep.objects.bulk_create(
        ChainStep(
            occurrence=occurrence,
            position=position,
            kind=step["kind"],
            outlet=step.get("outlet"),
            party=(step.get("party") or "")[:200],
            upstream_article=step.get("upstream_article"),
        )
        for position, step in enumerate(steps, 1)
    )


def attribute(quote, speaker, role=None, printed_role=""):
    """Make the speaker a draft's preferred one, with the role held then where it is clear."""
    if quote.published_at:
        raise MoveNotAllowed("The quote is published: correct its speaker with a notice.")
    first = derive.earliest(
        list(Occurrence.objects.filter(wording__quote=quote).select_related("snapshot__article"))
    )
    when = quote.said or (first.snapshot.article.published if first else quote.said)
    chosen = role or speakers.role_at(speaker, when, printed_role)
    quote.attributions.filter(rank=Rank.PREFERRED).delete()
    Attribution.objects.update_or_create(
        quote=quote, speaker=speaker, defaults={"rank": Rank.PREFERRED, "role": chosen}
    )
    derive_draft_status(quote)


def derive_draft_status(quote):
    """Store the attribution status that follows from all rows; published ones stay as they are."""
    if quote.published_at is None:
        status = derive.attribution(list(quote.attributions.all()), list(quote.responses.all()))
        Quote.objects.filter(pk=quote.pk).exclude(attribution_status=status.status).update(
            attribution_status=status.status
        )


def unmake(occurrence):
    """Delete an unpublished occurrence, its wording and its draft where nothing else needs them."""
    wording, quote = occurrence.wording, occurrence.wording.quote
    article = occurrence.snapshot.article
    try:
        occurrence.delete()
        if not wording.occurrences.exists() and not wording.published_at:
            if unword(quote, wording):
                return
    except ProtectedError as error:
        kinds = sorted({str(row._meta.verbose_name) for row in error.protected_objects})
        raise MoveNotAllowed(
            f"Others have worked with this draft since: there is a {', a '.join(kinds)}. Remove"
            " that first."
        ) from None
    if not Occurrence.objects.filter(wording__quote=quote, snapshot__article=article).exists():
        quote.attributions.filter(evidence_article=article, published_at__isnull=True).exclude(
            rank=Rank.DEPRECATED
        ).delete()
        derive_draft_status(quote)


def unword(quote, wording) -> bool:
    """Delete a wording that nobody printed; True where the draft went with it."""
    others = quote.wordings.exclude(pk=wording.pk)
    alone = quote.published_at is None and not others.exists()
    if quote.preferred_wording_id == wording.pk:
        Quote.objects.filter(pk=quote.pk).update(preferred_wording=others.first())
    wording.delete()
    if alone:
        quote.delete()
    return alone
