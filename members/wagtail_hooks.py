"""What the members app adds to Wagtail's admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from members import bench, people_rules
from members.directory import hooks as directory
from members.joining import hooks as joining
from members.portal import hooks as area
from members.profiles import hooks as profiles
from members.services.person_data import own_sections
from members.viewsets import account_help, changes, reports
from members.viewsets.menu import MembersGroup
from members.viewsets.merging import MergeOrganizations

hooks.register("before_bulk_action", people_rules.before_bulk_action)
hooks.register("after_bulk_action", account_help.after_bulk_action)
hooks.register("register_admin_urls", lambda: account_help.urls)

hooks.register("portal_waiting", area.waiting)
hooks.register("portal_news", area.news)
for section in (area.announcements_section, area.organizations_section, area.private_pages_section):
    hooks.register("portal_digest_section", section)

hooks.register("portal_bench_data", bench.fill)
hooks.register("portal_sitemap", directory.sitemap)
hooks.register("portal_figures", directory.figures)

hooks.register("portal_waiting", joining.waiting)
hooks.register("portal_person_data", own_sections)

hooks.register("portal_waiting", profiles.waiting)
hooks.register("construct_homepage_panels", changes.add_panel)
hooks.register("register_admin_urls", lambda: reports.urls)
hooks.register("register_reports_menu_item", reports.renewals_item)
hooks.register("register_reports_menu_item", reports.stale_item)
hooks.register("register_bulk_action", MergeOrganizations)

register_snippet(MembersGroup)
