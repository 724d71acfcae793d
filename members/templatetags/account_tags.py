"""What the sign-in page asks."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def other_accounts() -> list[dict[str, Any]]:
    """Return the services by whose accounts one can sign in, as they are set up."""
    return settings.OIDC_APPS
