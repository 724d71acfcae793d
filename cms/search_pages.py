"""Pages as the search of the site knows them: one entry for a page in its languages. Their privacy is the tree's."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail.search import index

from cms import search_index
from cms.bilingual import LANGUAGES
from cms.models.search import PAGE_KIND
from cms.tree import current_tree

HOME_DEPTH = 2  # what lies above is the root
#: What the search knows of a page anyhow.
HEAD_FIELDS = frozenset({"title", "search_description"})
#: Saves of these fields alone, drafts above all, change nothing that anybody reads.
UNSEEN_FIELDS = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
    }
)


def read_pages(keys: Collection[str] | None) -> Iterator[search_index.Entry]:
    """Yield the live pages whose translations share one of `keys` (all, where None)."""
    languages = dict(Locale.objects.filter(language_code__in=LANGUAGES).values_list("pk", "language_code"))
    rows = Page.objects.filter(live=True, depth__gte=HOME_DEPTH, locale__in=languages)
    if keys is not None:
        rows = rows.filter(translation_key__in=keys)
    rows = rows.order_by("translation_key", "pk").specific()
    for key, pages in groupby(rows.iterator(chunk_size=search_index.AT_ONCE), lambda page: str(page.translation_key)):
        yield _entry(key, {languages[page.locale_id]: page for page in pages})


def _entry(key: str, pages: dict[str, Page]) -> search_index.Entry:
    return search_index.Entry(
        key=key,
        titles={language: page.title for language, page in pages.items()},
        summaries={language: page.search_description for language, page in pages.items()},
        texts={language: "\n".join(texts_of(page)) for language, page in pages.items()},
        at=min((page.first_published_at for page in pages.values() if page.first_published_at), default=None),
    )


def texts_of(page: Page) -> Iterator[str]:
    """Yield the words of the fields that the page's type says are searched (`search_fields`), without their HTML."""
    for field in page.get_search_fields():
        if not isinstance(field, index.SearchField) or field.field_name in HEAD_FIELDS:
            continue
        value = field.get_value(page) or ""
        yield from (strip_tags(str(text)) for text in (value if isinstance(value, list) else [value]))


def page_paths(keys: Collection[str] | None) -> dict[str, dict[str, str]]:
    """Return key → language → path of pages (all, where None), by the tree: no query of its own."""
    translations = current_tree().translations
    wanted = translations if keys is None else [key for key in keys if key in translations]
    return {key: {language: node.url for language, node in translations[key].items()} for key in wanted}


@receiver(post_save, dispatch_uid="search-page")
def follow_page(
    sender: type[Model], instance: Any, created: bool, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Have a page found as it is published, and no longer once it is not; a draft is in nobody's sight."""
    if not isinstance(instance, Page) or raw or (created and not instance.live):
        return
    if update_fields is None or not UNSEEN_FIELDS.issuperset(update_fields):
        search_index.write(PAGE_KIND, [instance.translation_key])


@receiver(post_delete, sender=Page, dispatch_uid="search-page-deleted")
def forget_page(instance: Page, **kwargs: Any) -> None:
    """Forget a page of any type: its row as a page goes last."""
    search_index.write(PAGE_KIND, [instance.translation_key])


search_index.register(search_index.Kind(PAGE_KIND, _("Pages"), read_pages, page_paths, order=50))
