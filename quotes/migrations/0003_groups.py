"""The four roles as groups."""

from django.apps import apps as live
from django.contrib.auth.management import create_permissions
from django.db import migrations

from quotes.roles import RIGHTS


def make_groups(apps, schema_editor):
    create_permissions(live.get_app_config("quotes"), verbosity=0, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, rights in RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(
            Permission.objects.filter(content_type__app_label="quotes", codename__in=rights)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("quotes", "0002_notices"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
