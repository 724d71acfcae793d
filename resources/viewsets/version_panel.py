"""The files of a resource and what stood at their addresses before, for editors to read."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from resources.services.versions import history


class VersionsPanel(Panel):
    """Which file stood where, from when until when, with a link to each; nothing is changed here."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "resources_admin/versions_panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "files": history(self.instance)}
