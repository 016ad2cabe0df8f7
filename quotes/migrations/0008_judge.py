"""Approving and proposing is a right apart from editing, so that administrators may edit drafts."""

from importlib import import_module

from django.db import migrations

make_groups = import_module("quotes.migrations.0003_groups").make_groups


class Migration(migrations.Migration):
    dependencies = [
        ("quotes", "0007_contexts_stay"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.AlterModelOptions(
            name="quote",
            options={
                "ordering": ["-id"],
                "permissions": [
                    ("discuss", "May leave remarks on the desk"),
                    ("contribute", "May add articles, decide candidates and draft"),
                    ("edit", "May edit anything unpublished, and submit"),
                    (
                        "judge",
                        "May approve others' assessments and propose changes of what is published",
                    ),
                    ("publish", "May publish, correct, withdraw and merge"),
                    ("administer", "May manage users and tokens"),
                ],
            },
        ),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
