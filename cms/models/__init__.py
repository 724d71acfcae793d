"""The kernel's models."""

from .access import AccessGroup
from .media import PortalDocument, PortalImage, PortalRendition
from .navigation import FooterLink, MenuLink, Navigation, NoticeBar, PortalSettings
from .records import FormerSlug, Record, RecordQuerySet
from .stamp import ContentStamp
from .vocabulary import (
    Audience,
    CommunityTier,
    OrganizationKind,
    Region,
    ResourceType,
    Service,
    Term,
    Topic,
)

__all__ = [
    "AccessGroup",
    "Audience",
    "CommunityTier",
    "ContentStamp",
    "FooterLink",
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
    "Service",
    "Term",
    "Topic",
]
