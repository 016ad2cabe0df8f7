"""Triggers that only quotes need: published rows change with a notice, or not at all."""

import pgtrigger

from sources.guards import refuse


def needs_correction(changed: str, what: str, quote: str = "NEW.quote_id", name="needs_correction"):
    """At commit: where `changed` (SQL over OLD and NEW) holds for a published row of a published
    quote, the transaction must add a Correction of that quote (or the Redirect of a merge)."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        operation=pgtrigger.Update,
        func=f"""
        IF {changed} THEN PERFORM quotes_need_correction({quote}, '{what}'); END IF;
        RETURN NULL;
        """,
    )


def published_rows_stay(what: str):
    """A published row is neither deleted nor quietly taken back."""
    return pgtrigger.Trigger(
        name="published_rows_stay",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
        IF TG_OP = 'DELETE' THEN
            IF OLD.published_at IS NOT NULL THEN
                {
            refuse(
                "published_rows_stay",
                f"A published {what} is never deleted. Withdraw the quote, or correct it.",
            )
        }
            END IF;
            RETURN OLD;
        END IF;
        IF OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at THEN
            {refuse("published_rows_stay", f"When a {what} was published is never changed.")}
        END IF;
        RETURN NEW;
        """,
    )


def differs(*columns: str) -> str:
    """SQL: a published row changed in one of these columns."""
    changes = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    return f"OLD.published_at IS NOT NULL AND ({changes})"


NEED_CORRECTION = """
CREATE FUNCTION quotes_need_correction(quote bigint, what text) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    act bigint := pg_current_xact_id()::text::bigint;
    ours record;
BEGIN
    SELECT public_id, published_at, published_xid INTO ours FROM quotes_quote WHERE id = quote;
    IF ours.published_at IS NULL OR ours.published_xid = act
        OR EXISTS (SELECT 1 FROM quotes_correction WHERE quote_id = quote AND xid = act)
        OR EXISTS (SELECT 1 FROM published_redirect WHERE reason IN ('merged', 'split')
                   AND xid = act AND (old = ours.public_id OR target = ours.public_id))
    THEN RETURN; END IF;
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'needs_correction',
        MESSAGE = 'Quote ' || ours.public_id || ' is published: to change ' || what
            || ', add a correction in the same transaction.';
END $$;

CREATE FUNCTION quotes_letters(words text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT translate(lower(words), E' \\t\\n\\u00a0.,;:!?-–—…''’‘"“”„«»‹›()[]', '')
$$;
"""
DROP_NEED_CORRECTION = """
DROP FUNCTION quotes_need_correction(bigint, text);
DROP FUNCTION quotes_letters(text);
"""
