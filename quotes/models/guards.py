"""Triggers that only quotes need: published rows change with a notice, or not at all."""

import pgtrigger

from sources.guards import refuse


def needs_correction(
    changed: str, what: str, quote: str = "{row}.quote_id", operation=pgtrigger.Update
):
    """At commit: where `changed` (SQL over OLD and NEW) holds for a published row of a published
    quote, the transaction must add a Correction of that quote, or be a merge of it.

    `quote` is SQL for the quote of a `{row}`. A row that goes from one quote to another changes
    both.
    """
    return pgtrigger.Trigger(
        name="needs_correction",
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        operation=operation,
        func=f"""
        IF {changed} THEN
            PERFORM quotes_need_correction({quote.format(row="OLD")}, '{what}');
            PERFORM quotes_need_correction({quote.format(row="NEW")}, '{what}');
        END IF;
        RETURN NULL;
        """,
    )


def parts_stay(name: str, what: str):
    """The parts of a published occurrence are changed, deleted or moved with a Correction only."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        operation=pgtrigger.Update | pgtrigger.Delete,
        declare=[("parent", "record")],
        func=parts_need_correction("(OLD.occurrence_id, NEW.occurrence_id)", what, "NULL"),
    )


def no_late_parts(what: str):
    """A published occurrence gets no further parts without a Correction.

    Checked at once, not at commit: the parts of an occurrence that is published in the same
    transaction were there before it.
    """
    return pgtrigger.Trigger(
        name="no_late_parts",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("parent", "record")],
        func=parts_need_correction("(NEW.occurrence_id)", what, "NEW"),
    )


def parts_need_correction(occurrences: str, what: str, answer: str) -> str:
    """PL/pgSQL: ask for a correction of each published occurrence among these."""
    return f"""
        FOR parent IN
            SELECT w.quote_id FROM quotes_occurrence AS o
                JOIN quotes_wording AS w ON w.id = o.wording_id
                WHERE o.id IN {occurrences} AND o.published_at IS NOT NULL
        LOOP
            PERFORM quotes_need_correction(parent.quote_id, '{what}');
        END LOOP;
        RETURN {answer};
        """


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
        OR EXISTS (SELECT 1 FROM quotes_merge WHERE kind = 'quote' AND xid = act
                   AND quote IN (loser, winner))
    THEN RETURN; END IF;
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'needs_correction',
        MESSAGE = 'Quote ' || ours.public_id || ' is published: to change ' || what
            || ', add a correction in the same transaction.';
END $$;

CREATE FUNCTION quotes_merging(what text, one bigint, other bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT one IS NOT DISTINCT FROM other OR EXISTS (
        SELECT 1 FROM quotes_merge WHERE kind = what AND xid = pg_current_xact_id()::text::bigint
        AND ((loser = one AND winner = other) OR (loser = other AND winner = one)))
$$;

CREATE FUNCTION quotes_letters(words text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT translate(lower(words), E' \\t\\n\\u00a0.,;:!?-–—…''’‘"“”„«»‹›()[]', '')
$$;
"""
DROP_NEED_CORRECTION = """
DROP FUNCTION quotes_need_correction(bigint, text);
DROP FUNCTION quotes_merging(text, bigint, bigint);
DROP FUNCTION quotes_letters(text);
"""

# The same two functions, once splits and handings over are on record too.
WITH_HANDOVERS = """
CREATE OR REPLACE FUNCTION quotes_need_correction(quote bigint, what text) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    act bigint := pg_current_xact_id()::text::bigint;
    ours record;
BEGIN
    SELECT public_id, published_at, published_xid INTO ours FROM quotes_quote WHERE id = quote;
    IF ours.published_at IS NULL OR ours.published_xid = act
        OR EXISTS (SELECT 1 FROM quotes_correction WHERE quote_id = quote AND xid = act)
        OR EXISTS (SELECT 1 FROM quotes_merge WHERE kind = 'quote' AND xid = act
                   AND quote IN (loser, winner))
        OR EXISTS (SELECT 1 FROM quotes_handover WHERE xid = act AND quote IN (source, target))
    THEN RETURN; END IF;
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'needs_correction',
        MESSAGE = 'Quote ' || ours.public_id || ' is published: to change ' || what
            || ', add a correction in the same transaction.';
END $$;

CREATE OR REPLACE FUNCTION quotes_merging(what text, one bigint, other bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT one IS NOT DISTINCT FROM other OR EXISTS (
        SELECT 1 FROM quotes_merge WHERE kind = what AND xid = pg_current_xact_id()::text::bigint
        AND ((loser = one AND winner = other) OR (loser = other AND winner = one)))
    OR what = 'quote' AND EXISTS (
        SELECT 1 FROM quotes_handover WHERE xid = pg_current_xact_id()::text::bigint
        AND ((source = one AND target = other) OR (source = other AND target = one)))
$$;
"""
