"""Make the toolkit's page in both languages, give every role its permissions, and resources their moderation."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from cms.index_pages import make_index_pages

TEXTS = {"fr": ("boite-a-outils", "Boîte à outils"), "en": ("toolkit", "Toolkit")}
INTRODUCTIONS = {
    "boite-a-outils": "<p>Des guides, des modèles, des formations et des rapports pour celles et ceux qui accueillent"
    " les personnes nouvellement arrivées dans les petits centres de l’Alberta et ailleurs.</p>",
    "toolkit": "<p>Guides, templates, training and reports for those who welcome newcomers in Alberta’s small centres,"
    " and elsewhere.</p>",
}
#: What Wagtail adds for records, after the last migration; the roles need it now.
EXTRA = {
    "publish": "Can publish {}",
    "lock": "Can lock {}",
    "unlock": "Can unlock {}",
}


def make_pages(apps, schema_editor):
    make_index_pages(apps, "resources", "ResourceIndexPage", TEXTS, INTRODUCTIONS)


def make_roles(apps, schema_editor):
    from resources.roles import give_permissions

    for label in ("cms", "resources"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    content_type = apps.get_model("contenttypes", "ContentType").objects.get(app_label="resources", model="resource")
    for action, name in EXTRA.items():
        apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_resource",
            defaults={"name": name.format("resource")},
        )
    give_permissions(apps)


def assign_workflow(apps, schema_editor):
    """Have drafts of resources go through the moderation that pages go through."""
    workflow = apps.get_model("wagtailcore", "Workflow").objects.filter(active=True).order_by("pk").first()
    if workflow is None:
        return
    content_type = apps.get_model("contenttypes", "ContentType").objects.get(app_label="resources", model="resource")
    apps.get_model("wagtailcore", "WorkflowContentType").objects.get_or_create(
        content_type=content_type, defaults={"workflow": workflow}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("resources", "0001_initial"),
        ("home", "0003_index_pages"),
        ("members", "0003_roles"),
        ("cms", "0005_search_and_versions"),
    ]

    operations = [
        migrations.RunPython(make_pages, migrations.RunPython.noop),
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(assign_workflow, migrations.RunPython.noop),
    ]
