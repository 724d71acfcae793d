"""The import of resources in the admin, and the export that it reads.

The list of resources takes `ResourceExport` before Wagtail's IndexView, its viewset `import_addresses` after its own.
"""

from __future__ import annotations

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.imports import views
from resources.imports.importer import RESOURCES


class ResourceExport(views.ImportableList):
    """The list's export is the file that the import reads."""

    importer = RESOURCES
    import_label = _("Import resources")
    export_filename = "resources"


class ImportView(views.ImportView):
    """Resources from a file."""

    importer = RESOURCES
    page_title = _("Import resources")
    explanation = (
        _(
            "A row whose key the portal knows changes that resource; any other row makes a new one, published unless"
            " “published” says no. A column that the file does not have changes nothing; an empty cell empties."
        ),
        _(
            "Topics, audiences, partners and access are named by their keys, several in a cell separated by a vertical"
            " bar (|) or a semicolon. Links likewise; “link_language” and “link_setting” hold one value for all links,"
            " or one for each. Files are not imported, and stay as they are."
        ),
        _(
            "“body_fr” and “body_en” hold paragraphs, separated by an empty line. A text with headings, pictures or"
            " links is left as it is."
        ),
    )

    def success_message(self, number: int) -> str:
        return ngettext("%(number)d resource imported.", "%(number)d resources imported.", number) % {"number": number}


class TemplateView(views.TemplateView):
    """The file of resources to start from."""

    importer = RESOURCES
    file_name = "resources-template.csv"


def import_addresses() -> list[URLPattern]:
    """Return the addresses of the import, for the viewset of resources."""
    return views.import_urls(ImportView, TemplateView)
