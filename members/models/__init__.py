"""People, organizations and what they do with the portal."""

from .accounts import AccountHelp
from .affiliations import Affiliation, Invitation, JoinRequest
from .announcements import Announcement, StaffConversation, StaffMessage
from .audit import AuditEntry
from .consent import Consent, NotificationSettings
from .organizations import Community, Location, MembershipPeriod, Organization, SocialLink
from .pages import MemberIndexPage, PrivateIndexPage, PrivatePage
from .people import User, UserManager
from .profiles import ProfileChange, ProfileConfirmation
from .search import OrganizationText
from .vocabulary import ServiceLanguage

__all__ = [
    "AccountHelp",
    "Affiliation",
    "Announcement",
    "AuditEntry",
    "Community",
    "Consent",
    "Invitation",
    "JoinRequest",
    "Location",
    "MemberIndexPage",
    "MembershipPeriod",
    "NotificationSettings",
    "Organization",
    "OrganizationText",
    "PrivateIndexPage",
    "PrivatePage",
    "ProfileChange",
    "ProfileConfirmation",
    "ServiceLanguage",
    "SocialLink",
    "StaffConversation",
    "StaffMessage",
    "User",
    "UserManager",
]
