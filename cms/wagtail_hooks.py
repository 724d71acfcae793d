"""What the portal adds to Wagtail's admin, and what it takes away. Each part has its module; this one registers."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms import aliases, cascade, document_versions, parity_views, private_files, translation_views, viewsets
from cms.vocabulary import views as vocabulary_views


@hooks.register("insert_global_admin_css")
def branding() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


# --- no aliases -----------------------------------------------------------------------------------


@hooks.register("register_admin_urls", order=-10)
def addresses_before_localize() -> list[Any]:
    return [*aliases.urls, *translation_views.urls]


@hooks.register("construct_page_action_menu")
def offer_no_alias(menu_items: list[Any], request: Any, context: Any) -> None:
    menu_items[:] = [item for item in menu_items if item.name != aliases.CONVERT_ITEM]


# --- translations ---------------------------------------------------------------------------------

hooks.register("before_edit_page", translation_views.before_edit, order=-10)

hooks.register("after_unpublish_page", cascade.after_unpublish)
hooks.register("after_delete_page", cascade.after_delete)
hooks.register("after_move_page", cascade.after_move)
hooks.register("after_bulk_action", cascade.after_bulk_action)

# --- files ----------------------------------------------------------------------------------------

hooks.register("after_bulk_action", private_files.images_moved)
hooks.register("register_admin_urls", lambda: document_versions.urls)


# --- parity ---------------------------------------------------------------------------------------

hooks.register("register_admin_urls", lambda: parity_views.urls)
hooks.register("register_reports_menu_item", parity_views.menu_item)
hooks.register("construct_homepage_panels", parity_views.add_panel)


# --- vocabulary -----------------------------------------------------------------------------------

hooks.register("register_bulk_action", vocabulary_views.MergeTerms)
hooks.register("register_bulk_action", vocabulary_views.DeleteTerms, order=100)  # takes the place of Wagtail's own
hooks.register("register_log_actions", vocabulary_views.register_log_actions)

register_snippet(viewsets.VocabularyGroup)
