"""Tags of the private area's templates."""

from __future__ import annotations

from django import template

from cms import caching
from cms.models import AccessGroup
from cms.tree import PageNode, request_stamp, tree_for
from members.portal import navigation

register = template.Library()


@register.simple_tag(takes_context=True)
def area_ways(context: template.Context) -> list[navigation.Way]:
    """Return the links beside a page of the private area; none for somebody who is not signed in."""
    request = context["request"]
    return navigation.ways(request) if request.user.is_authenticated else []


@register.simple_tag(takes_context=True)
def shown_to(context: template.Context, node: PageNode | None) -> list[str]:
    """Return the names of the groups whose people may see a private page; none where anyone signed in may."""
    request = context["request"]
    if node is None:
        return []
    restrictions = [rule for rule in tree_for(request).restrictions if node.path.startswith(rule.path)]
    nearest = max(
        (rule for rule in restrictions if rule.groups is not None), key=lambda rule: len(rule.path), default=None
    )
    if nearest is None:
        return []
    groups = caching.kept("access-groups", request_stamp(request), _access_groups)
    return [str(groups[group].name) for group in sorted(nearest.groups or ()) if group in groups]


def _access_groups() -> dict[int, AccessGroup]:
    return {group.group_id: group for group in AccessGroup.objects.all()}
