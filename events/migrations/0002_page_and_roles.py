"""Make the events' page in both languages, give every role its permissions, and events their moderation."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from cms.index_pages import make_index_pages

TEXTS = {"fr": ("evenements", "Événements"), "en": ("events", "Events")}
INTRODUCTIONS = {
    "evenements": "<p>Le Sommet, la Conférence, les séances virtuelles et les rencontres du réseau : ce qui vient, et"
    " ce qui reste de ce qui a eu lieu.</p>",
    "events": "<p>The Summit, the Conference, virtual sessions and the network’s meetings: what is coming, and what"
    " remains of those that were held.</p>",
}
#: What Wagtail adds for records, after the last migration; the roles need it now.
EXTRA = {
    "publish": "Can publish {}",
    "lock": "Can lock {}",
    "unlock": "Can unlock {}",
}


def make_pages(apps, schema_editor):
    make_index_pages(apps, "events", "EventIndexPage", TEXTS, INTRODUCTIONS)


def make_roles(apps, schema_editor):
    from events.roles import give_permissions

    config = apps.get_app_config("events")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    content_type = apps.get_model("contenttypes", "ContentType").objects.get(app_label="events", model="event")
    for action, name in EXTRA.items():
        apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_event",
            defaults={"name": name.format("event")},
        )
    give_permissions(apps)


def assign_workflow(apps, schema_editor):
    """Have drafts of events go through the moderation that pages go through."""
    workflow = apps.get_model("wagtailcore", "Workflow").objects.filter(active=True).order_by("pk").first()
    if workflow is None:
        return
    content_type = apps.get_model("contenttypes", "ContentType").objects.get(app_label="events", model="event")
    apps.get_model("wagtailcore", "WorkflowContentType").objects.get_or_create(
        content_type=content_type, defaults={"workflow": workflow}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_initial"),
        ("home", "0003_index_pages"),
        ("members", "0003_roles"),
        ("resources", "0002_toolkit_page_and_roles"),
    ]

    operations = [
        migrations.RunPython(make_pages, migrations.RunPython.noop),
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(assign_workflow, migrations.RunPython.noop),
    ]
