"""Whoever holds a role may leave remarks: a right of its own."""

from importlib import import_module

from django.db import migrations

make_groups = import_module("quotes.migrations.0003_groups").make_groups


class Migration(migrations.Migration):
    dependencies = [
        ("quotes", "0005_quote_desk"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
