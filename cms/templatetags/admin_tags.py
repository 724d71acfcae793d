"""Tags and filters of the admin's templates."""

from __future__ import annotations

import json

from django import template

register = template.Library()


@register.filter
def translation_props(props: str) -> str:
    """Take the offer to make an alias out of what localize's translation editor is given (JSON in, JSON out)."""
    data = json.loads(props)
    data.get("links", {})["convertToAliasUrl"] = None
    return json.dumps(data)
