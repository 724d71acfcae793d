"""Make the directory's page and the index of private spaces under both home pages, where their slugs are free."""

from django.db import migrations

from cms.index_pages import make_index_pages

PAGES = {
    "MemberIndexPage": {
        "fr": ("membres", "Répertoire des organismes"),
        "en": ("members", "Directory of organizations"),
    },
    "PrivateIndexPage": {
        "fr": ("espaces", "Espaces des membres et des partenaires"),
        "en": ("spaces", "Spaces for members and partners"),
    },
}
INTRODUCTIONS = {
    "membres": "<p>Les organismes qui accueillent et accompagnent les personnes nouvellement arrivées en Alberta :"
    " ce qu’ils offrent, où, en quelles langues et comment les joindre.</p>",
    "members": "<p>The organizations that welcome and support newcomers in Alberta: what they offer, where, in which"
    " languages, and how to reach them.</p>",
    "espaces": "<p>Les pages réservées à votre organisme, à votre réseau ou à votre région.</p>",
    "spaces": "<p>The pages that are kept for your organization, your network or your region.</p>",
}


def make_pages(apps, schema_editor):
    for name, texts in PAGES.items():
        restriction = "login" if name == "PrivateIndexPage" else ""
        make_index_pages(apps, "members", name, texts, INTRODUCTIONS, restriction=restriction)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_homes_and_roles"),
        ("members", "0002_members"),
        ("cms", "0003_cache_table"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(make_pages, migrations.RunPython.noop)]
