"""What every public template may read as `portal`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from cms.portal import Portal


def portal(request: HttpRequest) -> dict[str, Any]:
    """Give templates the portal around the page; nothing is read before a template asks."""
    if not hasattr(request, "portal"):
        request.portal = Portal(request)  # type: ignore[attr-defined]
    return {"portal": request.portal}  # type: ignore[attr-defined]
