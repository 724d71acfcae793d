"""Organizations in the public API: what everyone may see of them, filtered as the directory is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import translation
from rest_framework.fields import Field
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from wagtail.api import APIField

from cms.api import PublicViewSet, RecordFieldsViewSet, router, term
from cms.bilingual import LANGUAGES
from cms.portal import Portal
from members.directory.addresses import organization_urls
from members.directory.listing import directory_listing
from members.directory.profile import Profile
from members.models import Organization
from members.services.visibility import Reader

TEXTS = ("description", "website", "hours", "accreditation")
FILTERS = ("q", "service", "kind", "region", "tier", "small", "language", "member", "community")


class ProfileField(Field):
    """Reads one thing of the public profile; nothing of the row itself is ever asked for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, source="*", **options)

    def to_representation(self, value: Organization) -> Any:
        profile = value.__dict__.get("_public_profile")
        if profile is None:
            profile = value.__dict__["_public_profile"] = Profile(value, Reader.PUBLIC)
        return READERS[self.field_name or ""](value, profile)


def _text(field: str, language: str) -> Any:
    return lambda organization, profile: profile.text_in(field, language)


def _own_text(field: str, language: str) -> Any:
    return lambda organization, _profile: getattr(organization, f"{field}_{language}")


READERS: dict[str, Any] = {
    **{
        f"title_{language}": lambda row, _profile, name=f"title_{language}": getattr(row, name)
        for language in LANGUAGES
    },
    **{
        f"summary_{language}": lambda row, _profile, name=f"summary_{language}": getattr(row, name)
        for language in LANGUAGES
    },
    "kind": lambda _row, profile: term(profile.kind),
    "community": lambda _row, profile: term(profile.community),
    "region": lambda _row, profile: term(profile.region),
    "tier": lambda _row, profile: term(profile.community.tier) if profile.community else None,
    "small_centre": lambda _row, profile: profile.is_small_centre,
    "aaisa_member": lambda _row, profile: profile.is_aaisa_member,
    "services": lambda _row, profile: [term(row) for row in profile.services],
    "languages_of_service": lambda _row, profile: [term(row) for row in profile.languages_of_service],
    **{f"{field}_{language}": _text(field, language) for field in TEXTS for language in LANGUAGES},
    "street": lambda _row, profile: profile.street,
    "postal_code": lambda _row, profile: profile.postal_code,
    "phone": lambda _row, profile: profile.phone,
    "email": lambda _row, profile: profile.email,
    "contact_person": lambda _row, profile: profile.contact_person,
    "social_links": lambda _row, profile: [link.url for link in profile.social_links],
    "html_urls": lambda row, _profile: {
        language: Portal.absolute(path) for language, path in organization_urls(row).items()
    },
}


class DirectoryFilter(BaseFilterBackend):
    """The directory's own filters, by the same names and values; what is unknown is as if it were not there."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        if not any(name in request.GET for name in FILTERS):
            return queryset
        with translation.override("en"):
            listing = directory_listing(request._request, "", public=True, everything=True)
        return queryset.filter(pk__in=listing.found.ids)


class OrganizationsAPIViewSet(RecordFieldsViewSet):
    """Published organizations that everyone may see."""

    name = "organizations"
    model = Organization
    filter_backends: Sequence[Any] = [DirectoryFilter]
    known_query_parameters = RecordFieldsViewSet.known_query_parameters.union(FILTERS)
    body_fields: ClassVar[list[Any]] = [
        "id",
        "key",
        *(APIField(name, serializer=ProfileField()) for name in READERS),
    ]
    listing_default_fields: ClassVar[list[str]] = [
        *PublicViewSet.listing_default_fields,
        "key",
        "title_fr",
        "title_en",
        "kind",
        "community",
        "html_urls",
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return (
            Organization.objects.visible_to(AnonymousUser())
            .select_related("kind", "community__region", "community__tier")
            .prefetch_related("services", "languages_of_service", "social_links")
            .order_by("pk")
        )


router.register_endpoint("organizations", OrganizationsAPIViewSet)
