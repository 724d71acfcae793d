"""Makes the index pages of the portal (directory, toolkit…) by migration, so that they are there on the first day."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

STEP = 4  # treebeard's, in base 36
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def make_index_pages(
    apps: Any,
    app_label: str,
    name: str,
    texts: Mapping[str, tuple[str, str]],
    introductions: Mapping[str, str],
    *,
    restriction: str = "",
) -> None:
    """Make a page of the model `name` under the home page of each language, where there is none and its slug is free.

    `texts` maps a language to slug and title, `introductions` a slug to its introduction (a colon gets its no-break
    space). `restriction` is the type of a page restriction. `apps` are those of a migration.
    """
    page_model = apps.get_model("wagtailcore", "Page")
    model = apps.get_model(app_label, name)
    content_type_model = apps.get_model("contenttypes", "ContentType")
    content_type = content_type_model.objects.get_or_create(app_label=app_label, model=name.lower())[0]
    key, now = uuid.uuid4(), timezone.now()
    made = False
    for home in apps.get_model("home", "HomePage").objects.filter(depth=2).order_by("-locale__language_code"):
        slug, title = texts[home.locale.language_code]
        below = page_model.objects.filter(path__startswith=home.path, depth=3)
        if below.filter(slug=slug).exists() or model.objects.filter(path__startswith=home.path).exists():
            continue
        page = model.objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            introduction=introductions[slug].replace(" :", "\u00a0:"),
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
        if restriction:
            apps.get_model("wagtailcore", "PageViewRestriction").objects.create(
                page_id=page.pk, restriction_type=restriction
            )
        made = True
    if made:
        stamp = apps.get_model("cms", "ContentStamp").objects.get_or_create(pk=1)[0]
        stamp.version += 1
        stamp.save()


def next_path(page_model: Any, parent: Any) -> str:
    """Return treebeard's path of the next page under `parent`."""
    last = page_model.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by("path").last()
    number = int(last.path[-STEP:], 36) + 1 if last else 1
    written = ""
    while number:
        number, digit = divmod(number, 36)
        written = DIGITS[digit] + written
    return str(parent.path + written.rjust(STEP, "0"))
