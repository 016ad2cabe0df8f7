"""Rows of the desk as plain values in the promised shapes."""

from quotes.occurrences import words_of


def article(row) -> dict:
    """An article."""
    return {
        "id": row.public_id,
        "title": row.title,
        "source_url": row.url,
        "outlet": named(row.outlet),
        "kind": row.kind,
        "language": row.language,
        "published": row.published.edtf,
    }


def named(row) -> dict | None:
    """An outlet or a speaker."""
    return {"id": row.public_id, "slug": row.slug, "name": row.name} if row else None


def snapshot(row) -> dict:
    """A snapshot, without its text."""
    return {
        "id": row.public_id,
        "sha256": row.sha256,
        "taken_at": row.taken_at.isoformat().replace("+00:00", "Z"),
        "method": row.method,
        "characters": len(row.text),
    }


def candidate(row) -> dict:
    """A suggestion, with the words it marks."""
    return {
        "id": row.public_id,
        "etag": etag(row),
        "text": words_of(row),
        "start": row.start,
        "end": row.end,
        "spans": row.spans,
        "form": row.form,
        "cue": row.cue,
        "hedge": row.hedge,
        "speaker_text": row.speaker_text,
        "speaker_name": row.speaker_name,
        "role": row.role,
        "suggested_speaker": named(row.suggested_speaker),
        "score": round(row.score, 4),
        "ready": row.ready,
        "decision": row.decision,
    }


def etag(row) -> str:
    """The entity tag of an editable row."""
    return f'"{row.public_id}-{row.edit_version}"'
