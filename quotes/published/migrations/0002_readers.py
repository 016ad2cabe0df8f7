"""The readers' role: it sees the published read model and nothing else."""

from django.db import migrations

ROLE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'quotetrack_reader') THEN
        CREATE ROLE quotetrack_reader NOLOGIN;
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION USING MESSAGE = 'This account may not make roles. Let the owner of the '
            'server run: CREATE ROLE quotetrack_reader NOLOGIN; GRANT quotetrack_reader TO '
            || quote_ident(current_user) || '; and migrate again.';
    WHEN unique_violation OR duplicate_object THEN
        NULL;
END $$;
DO $$
BEGIN
    IF NOT pg_has_role(current_user, 'quotetrack_reader', 'MEMBER') THEN
        EXECUTE format('GRANT quotetrack_reader TO %I', current_user);
    END IF;
END $$;
GRANT USAGE ON SCHEMA public TO quotetrack_reader;
"""
TABLES = (
    "change mention publishedarticle publishedclaim publishedclaimlink publishedcorrection "
    "publishedoutlet publishedquote publishedscale publishedspeaker publishedtopic "
    "publishedversion redirect sketch tombstone"
).split()
GRANT = "".join(f"GRANT SELECT ON published_{table} TO quotetrack_reader;\n" for table in TABLES)
REVOKE = GRANT.replace("GRANT", "REVOKE").replace(" TO ", " FROM ")


class Migration(migrations.Migration):
    dependencies = [("published", "0001_documents")]
    operations = [
        migrations.RunSQL(ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(GRANT, REVOKE),
    ]
