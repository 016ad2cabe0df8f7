"""Which published quotes have something that readers do not see yet, kept by triggers.

To find them among a million, the rows that wait on drafts would all have to be read. No model:
nothing but SQL writes it, and `QuoteQuerySet.with_changes_waiting` reads it.
"""

from django.db import migrations

PARTS = ("wording", "attribution", "claimquote", "response", "quotetopic")
WAITS = " OR ".join(
    [f"EXISTS (SELECT FROM quotes_{part} AS r WHERE r.quote_id = {{quote}}"
     " AND r.published_at IS NULL)" for part in PARTS]
    + ["EXISTS (SELECT FROM quotes_occurrence AS o JOIN quotes_wording AS w ON w.id = o.wording_id"
       " WHERE w.quote_id = {quote} AND o.published_at IS NULL)",
       "EXISTS (SELECT FROM quotes_waitingedit AS e WHERE e.quote_id = {quote}"
       " AND e.decided_at IS NULL)"]
)  # fmt: skip
TABLE = f"""
CREATE TABLE quotes_changed (quote_id bigint PRIMARY KEY);

CREATE FUNCTION quotes_note_changed(asked bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM quotes_quote AS q WHERE q.id = asked AND q.status = 'published')
        AND ({WAITS.format(quote="asked")})
    THEN
        INSERT INTO quotes_changed VALUES (asked) ON CONFLICT DO NOTHING;
    ELSE
        DELETE FROM quotes_changed WHERE quote_id = asked;
    END IF;
END $$;

CREATE FUNCTION quotes_part_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.quote_id IS NOT NULL THEN
        PERFORM quotes_note_changed(OLD.quote_id);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.quote_id IS NOT NULL THEN
        PERFORM quotes_note_changed(NEW.quote_id);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION quotes_place_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM quotes_note_changed(quote_id) FROM quotes_wording WHERE id = OLD.wording_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM quotes_note_changed(quote_id) FROM quotes_wording WHERE id = NEW.wording_id;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION quotes_status_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM quotes_note_changed(NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER quotes_changed_status AFTER UPDATE OF status ON quotes_quote
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION quotes_status_changed();
CREATE TRIGGER quotes_changed_place AFTER INSERT OR DELETE OR UPDATE OF published_at, wording_id
    ON quotes_occurrence FOR EACH ROW EXECUTE FUNCTION quotes_place_changed();
CREATE TRIGGER quotes_changed_edit AFTER INSERT OR DELETE OR UPDATE OF decided_at, quote_id
    ON quotes_waitingedit FOR EACH ROW EXECUTE FUNCTION quotes_part_changed();
"""
PART = """
CREATE TRIGGER quotes_changed_part AFTER INSERT OR DELETE OR UPDATE OF published_at, quote_id
    ON quotes_{part} FOR EACH ROW EXECUTE FUNCTION quotes_part_changed();
"""
FILL = f"""
INSERT INTO quotes_changed SELECT q.id FROM quotes_quote AS q
WHERE q.status = 'published' AND ({WAITS.format(quote="q.id")});
"""
BACK = (
    "".join(f"DROP TRIGGER quotes_changed_part ON quotes_{part};" for part in PARTS)
    + """
DROP TRIGGER quotes_changed_edit ON quotes_waitingedit;
DROP TRIGGER quotes_changed_place ON quotes_occurrence;
DROP TRIGGER quotes_changed_status ON quotes_quote;
DROP FUNCTION quotes_status_changed();
DROP FUNCTION quotes_place_changed();
DROP FUNCTION quotes_part_changed();
DROP FUNCTION quotes_note_changed(bigint);
DROP TABLE quotes_changed;
"""
)


class Migration(migrations.Migration):
    dependencies = [("quotes", "0010_long_lists")]

    operations = [
        migrations.RunSQL(TABLE + "".join(PART.format(part=part) for part in PARTS) + FILL, BACK)
    ]
