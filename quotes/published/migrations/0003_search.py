"""Text search configurations with accents folded, one for each stemmer of Postgres."""

from django.db import migrations

STEMMERS = (
    "arabic armenian basque catalan danish dutch english finnish french german greek hindi "
    "hungarian indonesian irish italian lithuanian nepali norwegian portuguese romanian russian "
    "serbian spanish swedish tamil turkish yiddish"
).split()


def create(name, copy, dictionary):
    return f"""
    CREATE TEXT SEARCH CONFIGURATION {name} (COPY = {copy});
    ALTER TEXT SEARCH CONFIGURATION {name} ALTER MAPPING FOR
        asciiword, asciihword, hword_asciipart, word, hword, hword_part
        WITH unaccent, {dictionary};
    """


class Migration(migrations.Migration):
    dependencies = [("published", "0002_readers"), ("sources", "0001_extensions")]
    operations = [
        migrations.RunSQL(
            create("qt_simple", "simple", "simple"), "DROP TEXT SEARCH CONFIGURATION qt_simple"
        ),
        *(
            migrations.RunSQL(
                create(f"qt_{name}", name, f"{name}_stem"),
                f"DROP TEXT SEARCH CONFIGURATION qt_{name}",
            )
            for name in STEMMERS
        ),
    ]
