"""What the acts of the audit log are called for whoever reads it: each part of the portal adds its own.

audit_labels.register({"invitation.sent": _("Invitation sent")})
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

_labels: dict[str, Any] = {}


def register(labels: Mapping[str, Any]) -> None:
    """Add acts with their names (lazy translations); called again, it replaces a name."""
    _labels.update(labels)


def label(action: str) -> str:
    """Return the act's name in the active language; one that nobody named is shown as it is."""
    return str(_labels.get(action, action))


def choices() -> list[tuple[str, str]]:
    """Return every known act with its name, by name."""
    return sorted(((action, str(name)) for action, name in _labels.items()), key=lambda choice: choice[1].casefold())


register(
    {
        "organization.imported": _("Organization imported from a file"),
        "organization.merged": _("Organization merged into another one"),
        "organization.exported": _("Organizations exported"),
        "profile.proposed": _("Change of a profile proposed"),
        "profile.published": _("Change of a profile published"),
        "profile.returned": _("Change of a profile returned"),
        "profile.withdrawn": _("Change of a profile withdrawn"),
        "profile.confirmed": _("Profile confirmed as still right"),
        "profile.asked": _("Administrators asked whether the profile is still right"),
    }
)
