"""What the events add to Wagtail's admin and to the portal's own places (cms/slots.py)."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from events import bench
from events.attending import hooks as attending
from events.calendars import hooks as calendars
from events.finding import hooks as finding
from events.finding import panels
from events.registering import bench as registering_bench
from events.registering import hooks as registering
from events.services import purging
from events.viewsets import reports as staff_reports
from events.viewsets import urls as staff_urls
from events.viewsets.bulk import DeleteEvents, DeleteSessions
from events.viewsets.menu import EventsGroup

hooks.register("portal_bench_data", bench.fill, order=30)
hooks.register("portal_bench_data", registering_bench.fill, order=31)

# --- finding --------------------------------------------------------------------------------------
hooks.register("portal_next_events", finding.next_events)
hooks.register("portal_sitemap", finding.sitemap)
hooks.register("portal_figures", finding.figures)
hooks.register("portal_news", finding.news)
hooks.register("portal_digest_section", finding.digest_section)
hooks.register("portal_dashboard_panel", panels.dashboard_panel)
hooks.register("portal_organization_panel", panels.organization_panel)
hooks.register("portal_resource_panel", panels.resource_panel)

# --- registering ----------------------------------------------------------------------------------
hooks.register("portal_person_data", purging.sections)
hooks.register("portal_erase_person", purging.forget)
hooks.register("portal_waiting", registering.waiting)

# --- calendars ------------------------------------------------------------------------------------
hooks.register("portal_person_data", calendars.person_data)
hooks.register("portal_erase_person", calendars.forget)

# --- staff: the admin -----------------------------------------------------------------------------
hooks.register("register_admin_urls", lambda: staff_urls.urls)
hooks.register("register_reports_menu_item", staff_reports.FundersMenuItem)
register_snippet(EventsGroup)
for bulk_action in (DeleteEvents, DeleteSessions):
    hooks.register("register_bulk_action", bulk_action, order=100)  # after Wagtail's own, whose place it takes
hooks.register("event_registration_links", attending.certificate_links)
hooks.register("event_registration_extra", attending.check_in_code)
