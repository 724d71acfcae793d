"""The directory as a file: what the address filters, public fields only, in the reader's language."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cms.portal import Portal
from cms.spreadsheets import safe
from members.directory.addresses import organization_url
from members.directory.listing import directory_listing
from members.directory.profile import Profile
from members.models import Organization
from members.services.visibility import Reader

BYTE_ORDER_MARK = "\ufeff"  # without it, Excel does not read the accents


def profiles(ids: list[int]) -> list[tuple[Organization, Profile]]:
    """Return the organizations `ids`, in that order, as everyone may see them, with what lists need: three queries."""
    rows = (
        Organization.objects.filter(pk__in=ids)
        .select_related("kind", "community__region", "community__tier", "logo")
        .prefetch_related("services", "languages_of_service")
    )
    found = {row.pk: row for row in rows}
    return [(found[pk], Profile(found[pk], Reader.PUBLIC)) for pk in ids if pk in found]


def export(request: HttpRequest, path: str) -> HttpResponse:
    """Return the filtered directory as CSV, the same for everyone: whoever is signed in gets no more."""
    listing = directory_listing(request, path, public=True, everything=True)
    header = [
        _("Name"),
        _("Kind of organization"),
        _("Community"),
        _("Region"),
        _("Small centre"),
        _("AAISA member"),
        _("Services"),
        _("Languages of service"),
        _("Address"),
        _("Postal code"),
        _("Telephone"),
        _("E-mail address"),
        _("Website"),
        _("Page in the directory"),
    ]
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    writer = csv.writer(response)
    writer.writerow(header)
    writer.writerows([safe(str(cell)) for cell in row] for row in _rows(listing.found.ids))
    response["Content-Disposition"] = f'attachment; filename="{_("organizations.csv")}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _rows(ids: list[int]) -> Iterator[list[Any]]:
    yes, no = _("Yes"), _("No")
    for organization, profile in profiles(ids):
        yield [
            profile.title,
            profile.kind or "",
            profile.community or "",
            profile.region or "",
            yes if profile.is_small_centre else no,
            yes if profile.is_aaisa_member else no,
            "; ".join(str(service) for service in profile.services),
            "; ".join(str(language) for language in profile.languages_of_service),
            profile.street,
            profile.postal_code,
            profile.phone,
            profile.email,
            profile.website,
            Portal.absolute(organization_url(organization)),
        ]
