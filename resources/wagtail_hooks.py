"""What the toolkit adds to Wagtail's admin and to the portal's own places (cms/slots.py)."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from resources import bench
from resources.following import documents_moved
from resources.reading import hooks as reading
from resources.viewsets import home_panel, reports
from resources.viewsets.bulk import BULK_ACTIONS, DeleteResources
from resources.viewsets.menu import ToolkitGroup

hooks.register("portal_bench_data", bench.fill, order=20)
hooks.register("portal_sitemap", reading.sitemap)
hooks.register("portal_featured_resources", reading.featured_resources)
hooks.register("portal_news", reading.news)
hooks.register("portal_digest_section", reading.digest_section)

hooks.register("after_bulk_action", documents_moved)

for bulk_action in BULK_ACTIONS:
    hooks.register("register_bulk_action", bulk_action)
hooks.register("register_bulk_action", DeleteResources, order=100)  # after Wagtail's own, whose place it takes

hooks.register("construct_homepage_panels", home_panel.add_panel)
hooks.register("register_admin_urls", lambda: reports.urls)
for place in range(len(reports.REPORTS)):
    hooks.register("register_reports_menu_item", lambda place=place: reports.menu_items()[place])

register_snippet(ToolkitGroup)
