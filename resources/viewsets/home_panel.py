"""What waits in the toolkit, on the admin's home."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from resources.links.report import broken_links
from resources.models import Resource


class ToolkitPanel(Component):
    """How many links are broken, how many resources are due for review, with the ways there."""

    name = "toolkit"
    template_name = "resources_admin/home_panel.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        sees_links = user.has_perm("resources.view_linkcheck")
        return {
            "due": Resource.objects.due_for_review().count(),
            "due_url": f"{reverse('resources_to_review')}?due_within=0",
            "broken": broken_links().count() if sees_links else 0,
            "broken_url": reverse("broken_links"),
        }


def add_panel(request: Any, panels: list[Any]) -> None:
    """Put the panel on the home of those who may see resources (hook "construct_homepage_panels")."""
    if request.user.has_perm("resources.view_resource"):
        panels.append(ToolkitPanel())
