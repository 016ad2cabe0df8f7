"""Which organisation and country a quote was listed under before: asked for by `at=`.

Documents do not name them, and they change without a new version. So whatever they were is kept
when they change or the quote goes, with the time until which it was so.
"""

from django.db import migrations

# No model: nothing but SQL ever touches it.
FORMER = """
CREATE TABLE published_formerposition (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    quote varchar(12) COLLATE "C" NOT NULL,
    organisation varchar(12) COLLATE "C" NOT NULL,
    country varchar(2) NOT NULL,
    until timestamptz NOT NULL,
    until_xid bigint NOT NULL
);
CREATE INDEX published_formerposition_quote ON published_formerposition (quote, until_xid);
GRANT SELECT ON published_formerposition TO quotetrack_reader;

CREATE FUNCTION published_keep_position() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    at timestamptz := now();
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.updated_at > OLD.updated_at THEN
        at := NEW.updated_at;  -- the time of the version that begins with this
    END IF;
    INSERT INTO published_formerposition (quote, organisation, country, until, until_xid)
    VALUES (OLD.public_id, OLD.organisation, OLD.country, at, published_turn());
    RETURN NULL;
END $$;
CREATE TRIGGER published_position_changes
    AFTER UPDATE OF organisation, country ON published_publishedquote FOR EACH ROW
    WHEN ((OLD.organisation, OLD.country) IS DISTINCT FROM (NEW.organisation, NEW.country))
    EXECUTE FUNCTION published_keep_position();
CREATE TRIGGER published_position_goes
    AFTER DELETE ON published_publishedquote FOR EACH ROW
    WHEN (OLD.organisation <> '' OR OLD.country <> '')
    EXECUTE FUNCTION published_keep_position();
"""
NONE = """
DROP TRIGGER published_position_changes ON published_publishedquote;
DROP TRIGGER published_position_goes ON published_publishedquote;
DROP FUNCTION published_keep_position();
DROP TABLE published_formerposition;
"""


class Migration(migrations.Migration):
    dependencies = [("published", "0008_marks")]
    operations = [migrations.RunSQL(FORMER, NONE)]
