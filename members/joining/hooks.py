"""What joining puts into the places of the private area (cms/slots.py), and the names of its acts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.slots import Panel, Waiting
from members import audit_labels
from members.accounts.links import AccountLink
from members.accounts.links import register as register_link
from members.models import JoinRequest, Organization
from members.models.affiliations import OrganizationRole
from members.standing import affiliation_of, organization_of


def waiting(request: HttpRequest) -> list[Waiting]:
    """Requests to join that the reader decides on: as an organization's administrator, or as staff."""
    found = []
    affiliation = affiliation_of(request.user)
    if affiliation is not None and affiliation.role == OrganizationRole.ADMINISTRATOR:
        own = JoinRequest.objects.for_administrators_of(affiliation.organization)
        found += _asked(own.count(), reverse("colleagues"))
    user: Any = request.user
    if user.has_perm("members.change_joinrequest"):
        address = f"{reverse('wagtailsnippets_members_joinrequest:list')}?decider=staff&state=pending"
        found += _asked(JoinRequest.objects.for_staff().count(), address)
    return found


def _asked(number: int, address: str) -> list[Waiting]:
    if not number:
        return []
    text = ngettext(
        "%(number)d request to join waits for your decision",
        "%(number)d requests to join wait for your decision",
        number,
    )
    return [Waiting(text % {"number": number}, address)]


def organization_panel(request: HttpRequest, organization: Organization) -> Panel | None:
    """Lead the people of an organization from its page to the request to join; those who are of it see nothing."""
    present = organization_of(request.user)
    if present is not None and present.pk == organization.pk:
        return None
    page = reverse("join_organization" if request.user.is_authenticated else "join")
    return Panel("joining/organization_panel.html", {"address": f"{page}?organization={organization.pk}"}, order=900)


def register() -> None:
    """Name the acts of the audit log, and the pages of the account; called when the app starts."""
    audit_labels.register(
        {
            "invitation.sent": _("Invitation sent"),
            "invitation.resent": _("Invitation sent again"),
            "invitation.revoked": _("Invitation taken back"),
            "invitation.accepted": _("Invitation accepted"),
            "invitation.imported": _("Invitations imported from a file"),
            "join.asked": _("Request to join an organization"),
            "join.approved": _("Request to join approved"),
            "join.declined": _("Request to join declined"),
            "join.withdrawn": _("Request to join taken back"),
            "join.expired": _("Request to join lapsed"),
            "affiliation.begun": _("Person joined an organization"),
            "affiliation.moved": _("Person moved to another organization"),
            "affiliation.ended": _("Person left an organization"),
            "affiliation.role_changed": _("Role in an organization changed"),
            "account.deletion_asked": _("Deletion of an account asked for"),
            "account.deletion_cancelled": _("Deletion of an account undone"),
            "account.erased": _("Account deleted"),
            "account.data_exported": _("A person’s own data downloaded"),
        }
    )
    register_link(
        AccountLink(
            "my_affiliation",
            _("My affiliation"),
            _("Your organization, how you appear there and how what you write is signed."),
            "home",
            60,
        )
    )
    register_link(
        AccountLink("my_data", _("My data"), _("Take along what the portal knows, or delete your account."), "doc", 70)
    )
