"""The import of organizations in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.imports import views
from members.imports import ORGANIZATIONS


class ImportView(views.ImportView):
    """Organizations from a file."""

    importer = ORGANIZATIONS
    page_title = _("Import organizations")
    changed_since = _("Organizations have changed since: look at it once more.")
    explanation = (
        _(
            "A row whose key the portal knows changes that organization; any other row makes a new one. A column that"
            " the file does not have changes nothing; an empty cell empties. Several terms in a cell are separated by"
            " a vertical bar (|)."
        ),
    )

    def success_message(self, number: int) -> str:
        return ngettext("%(number)d organization imported.", "%(number)d organizations imported.", number) % {
            "number": number
        }


class TemplateView(views.TemplateView):
    """The file of organizations to start from."""

    importer = ORGANIZATIONS
    file_name = "organizations-template.csv"
