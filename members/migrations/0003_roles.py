"""Make the role "Membership officers", and give every role its permissions on members."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

#: What Wagtail adds for records, after the last migration; the roles need it now.
EXTRA = {
    "publish": "Can publish {}",
    "lock": "Can lock {}",
    "unlock": "Can unlock {}",
}


def make_roles(apps, schema_editor):
    from members.roles import give_permissions

    config = apps.get_app_config("members")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    content_type = apps.get_model("contenttypes", "ContentType").objects.get(app_label="members", model="organization")
    for action, name in EXTRA.items():
        apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_organization",
            defaults={"name": name.format("organization")},
        )
    give_permissions(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0002_members"),
        ("home", "0002_homes_and_roles"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
