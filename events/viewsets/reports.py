"""The report of events for the funders: attendance by event, kind, organization and small centre."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views import View
from openpyxl import Workbook
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.spreadsheets import safe
from events.services import exports
from events.viewsets.attendees import SEES
from events.viewsets.base import no_store
from members.services import audit

GROUPINGS: dict[str, Any] = {
    "event": _("By event"),
    "kind": _("By kind"),
    "organization": _("By organization"),
    "small-centre": _("By small centre"),
}
_FIRST: dict[str, tuple[Any, ...]] = {
    "event": (_("Event"), _("Date"), _("Kind"), _("Format"), _("Status")),
    "kind": (_("Kind"),),
    "organization": (_("Organization"),),
    "small-centre": (_("Small centre"),),
}
COUNTS = (_("Events"), _("Seated"), _("Attended"), _("Of these, from small centres"))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FundersReport(WagtailAdminTemplateMixin, View):
    """One fiscal year, counted one way; as a page, as CSV or as XLSX. It names no person."""

    page_title = _("Attendance at events")
    template_name = "events_admin/report.html"
    header_icon = "group"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(SEES):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[Any]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        years = exports.fiscal_years()
        year = self._year(years)
        grouping = request.GET.get("by", "")
        grouping = grouping if grouping in GROUPINGS else "event"
        lines = exports.GROUPINGS[grouping](year)
        headings = [str(heading) for heading in (*_FIRST[grouping], *COUNTS)]
        rows: list[list[Any]] = [
            [*line.cells, line.events, line.registered, line.attended, line.small_centre] for line in lines
        ]
        wanted = request.GET.get("export", "")
        if wanted in ("csv", "xlsx"):
            audit.record("event.report_exported", actor=request.user, year=year, by=grouping, format=wanted)
            return _file(f"events-{year}-{year + 1}-{grouping}", [headings, *rows], wanted)
        context = self.get_context_data(
            headings=headings,
            rows=[(row[: len(_FIRST[grouping])], row[len(_FIRST[grouping]) :]) for row in rows],
            years=[(each, f"{each}–{each + 1}") for each in years],
            year=year,
            year_name=f"{year}–{year + 1}",
            grouping=grouping,
            groupings=GROUPINGS.items(),
        )
        return self.render_to_response(context)

    def _year(self, years: list[int]) -> int:
        wanted = self.request.GET.get("year", "")
        if wanted.isdecimal() and len(wanted) < 5 and int(wanted) in years:
            return int(wanted)
        now = exports.fiscal_year_of(timezone.localdate())
        return now if now in years or not years else years[0]


def _file(name: str, rows: list[list[Any]], kind: str) -> HttpResponse:
    """Return rows as a file of which no cell is a formula."""
    table = [[safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    if kind == "csv":
        text = io.StringIO(newline="")
        text.write("\ufeff")  # Excel then reads é as é
        csv.writer(text).writerows(table)
        response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    else:
        book = Workbook(write_only=True)
        sheet: Any = book.create_sheet(_now("Attendance"))
        for row in table:
            sheet.append(row)
        buffer = io.BytesIO()
        book.save(buffer)
        response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return no_store(response)


class FundersMenuItem(MenuItem):
    """The report in the menu of those who may see registrations."""

    def __init__(self) -> None:
        address = reverse("events_report")
        super().__init__(FundersReport.page_title, address, name="events_report", icon_name="group", order=850)

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(SEES))
