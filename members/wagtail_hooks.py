"""What the members app adds to Wagtail's admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from members import bench, people_rules
from members.directory import hooks as directory
from members.joining import hooks as joining
from members.portal import bench as area_bench
from members.portal import hooks as area
from members.profiles import hooks as profiles
from members.services.person_data import own_sections
from members.viewsets import account_help, changes, reports
from members.viewsets.joining import BULK_ACTIONS
from members.viewsets.menu import MembersGroup
from members.viewsets.merging import MergeOrganizations
from members.viewsets.people import EraseBulkAction, KeepAccountsBulkAction

hooks.register("before_bulk_action", people_rules.before_bulk_action)
hooks.register("after_bulk_action", account_help.after_bulk_action)
hooks.register("register_admin_urls", lambda: account_help.urls)

hooks.register("portal_waiting", area.waiting)
hooks.register("portal_news", area.news)
for section in (area.announcements_section, area.organizations_section, area.private_pages_section):
    hooks.register("portal_digest_section", section)

hooks.register("portal_bench_data", bench.fill)
hooks.register("portal_bench_data", area_bench.fill, order=10)  # needs the people of the one before
hooks.register("portal_sitemap", directory.sitemap)
hooks.register("portal_figures", directory.figures)

hooks.register("portal_waiting", joining.waiting)
hooks.register("portal_organization_panel", joining.organization_panel)
hooks.register("portal_person_data", own_sections)
for bulk_action in (*BULK_ACTIONS, KeepAccountsBulkAction):
    hooks.register("register_bulk_action", bulk_action)
hooks.register("register_bulk_action", EraseBulkAction, order=100)  # after Wagtail's own, whose place it takes

hooks.register("portal_waiting", profiles.waiting)
hooks.register("construct_homepage_panels", changes.add_panel)
hooks.register("register_admin_urls", lambda: reports.urls)
hooks.register("register_reports_menu_item", reports.renewals_item)
hooks.register("register_reports_menu_item", reports.stale_item)
hooks.register("register_bulk_action", MergeOrganizations)

register_snippet(MembersGroup)
