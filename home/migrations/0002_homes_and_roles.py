"""Make both home pages, the site, the roles and the access groups: what the portal cannot be without."""

import uuid

from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.utils import timezone

HOMES = (
    ("en", "home", "Home", "A portal in the making", "Its editors are writing the first pages."),
    ("fr", "accueil", "Accueil", "Un portail en chantier", "L’équipe de rédaction en écrit les premières pages."),
)


def make_homes(apps, schema_editor):
    page_model = apps.get_model("wagtailcore", "Page")
    locale_model = apps.get_model("wagtailcore", "Locale")
    site_model = apps.get_model("wagtailcore", "Site")
    home_model = apps.get_model("home", "HomePage")
    content_type = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="home", model="homepage"
    )[0]
    site_model.objects.all().delete()
    page_model.objects.filter(depth=2).delete()
    root = page_model.objects.get(depth=1)
    key, now, homes = uuid.uuid4(), timezone.now(), []
    for number, (language, slug, title, hero_title, hero_text) in enumerate(HOMES, start=1):
        homes.append(
            home_model.objects.create(
                title=title,
                draft_title=title,
                slug=slug,
                hero_title=hero_title,
                hero_text=hero_text,
                content_type=content_type,
                path=f"{root.path}{number:04d}",
                depth=2,
                numchild=0,
                url_path=f"/{slug}/",
                locale=locale_model.objects.get_or_create(language_code=language)[0],
                translation_key=key,
                live=True,
                first_published_at=now,
                last_published_at=now,
            )
        )
    root.numchild = len(homes)
    root.save()
    site_model.objects.create(
        hostname="localhost",
        port=80,
        site_name="Petits centres | Small Centres",
        root_page=homes[0],
        is_default_site=True,
    )
    apps.get_model("cms", "ContentStamp").objects.get_or_create(pk=1)


def name_workflow(apps, schema_editor):
    """Give the workflow that Wagtail brings along a name in both languages: a name is not translated."""
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name="Moderators approval").update(
            name="Modération | Moderation"
        )


def make_groups(apps, schema_editor):
    from cms.roles import make_access_groups, make_roles

    # Django makes permissions after the last migration; the roles need them now.
    for label in (
        "wagtailimages",
        "wagtaildocs",
        "auth",
        "wagtailcore",
        "wagtailadmin",
        "wagtail_localize",
        "wagtailredirects",
        "cms",
        "home",
        "members",
    ):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    make_access_groups(apps)
    make_roles(apps, list(apps.get_model("home", "HomePage").objects.all()))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("cms", "0002_initial"),
        ("members", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [
        migrations.RunPython(make_homes, migrations.RunPython.noop),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
        migrations.RunPython(name_workflow, migrations.RunPython.noop),
    ]
