"""Who may see what (DOMAIN.md, "Access"): the one place that listings, search, feeds, API, files and cache ask.

*Access* is a set of groups: empty for the public, otherwise the groups whose people may see the thing. Staff see
everything. Readership ("audience") is another matter and never hides anything.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, OuterRef, Q
from wagtail.models import BaseViewRestriction, Page, PageViewRestriction

# Codes of the access groups that the portal's rules name. Their Group rows are made by a migration.
MEMBERS = "members"
SISTER_ASSOCIATIONS = "sister-associations"
LIPS_AND_RIFS = "lips-rifs"
FUNDERS = "funders"
OTHER_PARTNERS = "other-partners"
DELEGATES = "delegates"
STAFF = "staff"

User = Any  # the project's user or AnonymousUser; kept loose, because the kernel imports no app above it


def is_staff(user: User) -> bool:
    """Whether `user` is AAISA's staff: someone who may enter the admin. Asked once for each user object."""
    if not user.is_authenticated or not user.is_active:
        return False
    known = user.__dict__.get("_may_enter_admin")
    if known is None:
        known = user.__dict__["_may_enter_admin"] = bool(user.has_perm("wagtailadmin.access_admin"))
    return known


def group_ids(user: User) -> frozenset[int]:
    """Return the ids of the groups that `user` is in; none for the public. One query for each user object."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    known = user.__dict__.get("_access_group_ids")
    if known is None:
        known = frozenset(user.groups.values_list("pk", flat=True))
        user.__dict__["_access_group_ids"] = known
    return known


def access_filter(user: User, model: type[models.Model], field: str = "access") -> Q:
    """Return the condition that keeps what `user` may see, of rows of `model` that carry their groups in `field`.

    It compares by subquery, so that a row with several groups is found once.
    """
    if is_staff(user):
        return Q()
    relation: Any = model._meta.get_field(field)
    held = relation.remote_field.through.objects.filter(**{relation.m2m_field_name(): OuterRef("pk")})
    condition = Q(~Exists(held))
    if ids := group_ids(user):
        condition |= Q(Exists(held.filter(group__in=ids)))
    return condition


def is_reachable(model: type[models.Model], user: User) -> bool:
    """Whether `user` may read the page that lists the records of `model`; who may not, sees none of them anywhere.

    Records that no page lists are reachable to everyone. No query in a request that has read its stamp.
    """
    from cms.tree import current_tree  # asks this module who may see a page

    index_page = getattr(model, "index_page", "")
    return not index_page or current_tree().lets_in(index_page, user)


def allows(groups: frozenset[int], user: User) -> bool:
    """Whether `user` may see what is for the groups of these ids; none: for everyone. For rows kept in memory."""
    return not groups or is_staff(user) or not groups.isdisjoint(group_ids(user))


def visible_pages(user: User, pages: Any = None) -> Any:
    """Return the live pages that `user` may read, private ones of other groups left out.

    Restrictions reach down the tree: a page is judged by its own and by its ancestors'.
    """
    pages = Page.objects.all() if pages is None else pages
    pages = pages.filter(live=True)
    if is_staff(user):
        return pages
    for restriction in PageViewRestriction.objects.select_related("page").prefetch_related("groups"):
        if not restriction_allows(restriction, user):
            pages = pages.not_descendant_of(restriction.page, inclusive=True)
    return pages


def restriction_allows(restriction: BaseViewRestriction, user: User) -> bool:
    """Whether `user` passes a page's or a collection's restriction. A shared password lets nobody through."""
    if restriction.restriction_type == BaseViewRestriction.NONE or is_staff(user):
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    if restriction.restriction_type == BaseViewRestriction.LOGIN:
        return True
    if restriction.restriction_type == BaseViewRestriction.GROUPS:
        return any(group.pk in group_ids(user) for group in restriction.groups.all())
    return False


def access_group(code: str) -> Group:
    """Return the Group behind an access group's code. Raises Group.DoesNotExist for an unknown one."""
    return Group.objects.get(access_group__code=code)
