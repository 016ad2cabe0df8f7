"""Who acted, as what act and why: written with the act, and never changed or deleted after it."""

from django.db import migrations

STAY = """
CREATE FUNCTION quotes_contexts_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.created_at = now() AND NEW.id = OLD.id
        AND NEW.created_at = OLD.created_at
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'contexts_stay',
        MESSAGE = 'Who acted and why is on record for ever.';
END $$;

CREATE TRIGGER contexts_stay BEFORE UPDATE OR DELETE ON pghistory_context
    FOR EACH ROW EXECUTE FUNCTION quotes_contexts_stay();
"""
GO = """
DROP TRIGGER contexts_stay ON pghistory_context;
DROP FUNCTION quotes_contexts_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("quotes", "0006_discuss"), ("pghistory", "0007_auto_20250421_0444")]
    operations = [migrations.RunSQL(STAY, GO)]
