"""The toolkit's models."""

from .files import DocumentText, DownloadCount, FileVersion, ResourceFile
from .links import LinkCheck
from .pages import ResourceIndexPage
from .presets import PresetListing
from .resources import Licence, Resource, ResourceQuerySet, Setting
from .reviews import ReviewMail

__all__ = [
    "DocumentText",
    "DownloadCount",
    "FileVersion",
    "Licence",
    "LinkCheck",
    "PresetListing",
    "Resource",
    "ResourceFile",
    "ResourceIndexPage",
    "ResourceQuerySet",
    "ReviewMail",
    "Setting",
]
