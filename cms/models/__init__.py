"""The kernel's models."""

from .access import AccessGroup
from .media import DocumentVersion, PortalDocument, PortalImage, PortalRendition
from .navigation import FooterLink, MenuLink, Navigation, NoticeBar, PortalSettings
from .records import FormerSlug, Record, RecordQuerySet
from .search import SearchEntry, SearchWord, ZeroResultSearch
from .stamp import AreaStamp, ContentStamp
from .vocabulary import (
    Audience,
    CommunityTier,
    FormerKey,
    OrganizationKind,
    Region,
    ResourceType,
    Service,
    Term,
    Topic,
)

__all__ = [
    "AccessGroup",
    "AreaStamp",
    "Audience",
    "CommunityTier",
    "ContentStamp",
    "DocumentVersion",
    "FooterLink",
    "FormerKey",
    "FormerSlug",
    "MenuLink",
    "Navigation",
    "NoticeBar",
    "OrganizationKind",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PortalSettings",
    "Record",
    "RecordQuerySet",
    "Region",
    "ResourceType",
    "SearchEntry",
    "SearchWord",
    "Service",
    "Term",
    "Topic",
    "ZeroResultSearch",
]
