"""What profiles have waiting for an organization's administrators in the private area."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.slots import Waiting
from members.models import ProfileChange, ProfileConfirmation
from members.models.affiliations import OrganizationRole
from members.services.confirmations import stale_before
from members.services.profiles import open_change
from members.standing import affiliation_of


def waiting(request: HttpRequest) -> list[Waiting]:
    """Return a change that staff returned, and a profile to be confirmed (hook `portal_waiting`)."""
    affiliation = affiliation_of(request.user)
    if affiliation is None or affiliation.role != OrganizationRole.ADMINISTRATOR:
        return []
    organization = affiliation.organization
    address = reverse("organization_profile")
    change = open_change(organization)
    if change is not None:
        if change.state == ProfileChange.State.RETURNED:
            return [Waiting(_("Staff have returned your change to the profile, with a comment."), address)]
        return []
    last_sure = organization.confirmed_at or organization.first_published_at
    if not organization.live or last_sure is None:
        return []
    asked = ProfileConfirmation.objects.filter(
        organization=organization, confirmed_at=None, expires_at__gt=timezone.now(), asked_at__gt=last_sure
    )
    if last_sure < stale_before() or asked.exists():
        return [Waiting(_("Confirm that the profile of your organization is still right, or change it."), address)]
    return []
