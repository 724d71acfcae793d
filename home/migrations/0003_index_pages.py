"""Make the directory's page and the index of private spaces under both home pages, where their slugs are free."""

import uuid

from django.db import migrations
from django.utils import timezone

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
STEP = 4  # treebeard's, in base 36
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def next_path(page_model, parent):
    last = page_model.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by("path").last()
    number = int(last.path[-STEP:], 36) + 1 if last else 1
    written = ""
    while number:
        number, digit = divmod(number, 36)
        written = DIGITS[digit] + written
    return parent.path + written.rjust(STEP, "0")


def make_pages(apps, schema_editor):
    page_model = apps.get_model("wagtailcore", "Page")
    home_model = apps.get_model("home", "HomePage")
    content_type_model = apps.get_model("contenttypes", "ContentType")
    restriction_model = apps.get_model("wagtailcore", "PageViewRestriction")
    made = False
    for name, texts in PAGES.items():
        model = apps.get_model("members", name)
        content_type = content_type_model.objects.get_or_create(app_label="members", model=name.lower())[0]
        key, now = uuid.uuid4(), timezone.now()
        for home in home_model.objects.filter(depth=2).order_by("-locale__language_code"):
            slug, title = texts[home.locale.language_code]
            below = page_model.objects.filter(path__startswith=home.path, depth=3)
            if below.filter(slug=slug).exists() or model.objects.filter(path__startswith=home.path).exists():
                continue
            page = model.objects.create(
                title=title,
                draft_title=title,
                slug=slug,
                introduction=INTRODUCTIONS[slug].replace(" :", "\u00a0:"),
                content_type=content_type,
                path=next_path(page_model, home),
                depth=3,
                numchild=0,
                url_path=f"{home.url_path}{slug}/",
                locale=home.locale,
                translation_key=key,
                live=True,
                first_published_at=now,
                last_published_at=now,
            )
            page_model.objects.filter(pk=home.pk).update(numchild=below.count())
            if name == "PrivateIndexPage":
                restriction_model.objects.create(page_id=page.pk, restriction_type="login")
            made = True
    if made:
        stamp = apps.get_model("cms", "ContentStamp").objects.get_or_create(pk=1)[0]
        stamp.version += 1
        stamp.save()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_homes_and_roles"),
        ("members", "0002_members"),
        ("cms", "0003_cache_table"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(make_pages, migrations.RunPython.noop)]
